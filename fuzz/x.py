"""X: every answer that its client reads."""

from datetime import timedelta
from typing import Any

import httpx

from fuzz.answers import answers, usual
from fuzz.domain import hold_message, hold_standing
from fuzz.parsers import Parser
from fuzz.shapes import x as shapes
from fuzz.wire import NOW, Asked, close, pulls
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, Part

# It ends soon, so that it is renewed first where that is what is tried.
_FIELDS = {
    "access_token": "t",
    "client_id": "c",
    "refresh_token": "r",
    "expires_at": (NOW + timedelta(minutes=1)).isoformat(),
}
_PLACES = (
    ("/users/me", "me"),
    ("/tweets/analytics", "analytics"),
    ("/usage/credits", "credits"),
    ("/usage/tweets", "usage"),
    ("/initialize", "initialize"),
    ("/append", "append"),
    ("/finalize", "finalize"),
    ("/metadata", "append"),
    ("/media/upload", "status"),
    ("/token", "token"),
    ("/mentions", "mentions"),
    ("/dm_events", "events"),
    ("/users", "people"),
    ("/messages", "written"),
)


class _Film:
    """An upload of two chunks."""

    item = MediaItem(
        id=1,
        name="film",
        kind=MediaKind.VIDEO,
        mime="video/mp4",
        size=5 * 1024 * 1024,
        original_size=5 * 1024 * 1024,
        width=640,
        height=480,
        duration_ms=4000,
        frames=None,
        alt_text="",
        sha256="0" * 64,
        tags=(),
        created_at=NOW,
    )

    async def read(self, offset: int, length: int) -> bytes:
        return bytes(min(length, self.item.size - offset))


def _where(request: httpx.Request) -> str:
    path = request.url.path
    if "/users/" in path and path.endswith("/tweets"):
        return "timeline"
    found = next((name for end, name in _PLACES if path.endswith(end)), None)
    return found or ("made" if request.method == "POST" else "lookup")


async def _check(client: Any) -> None:
    hold_standing(await client.check())


async def _publish(client: Any) -> None:
    post = OutgoingPost(target_id=1, parts=(Part(text="hello", media=(_Film(),)),))
    sent = await client.send(await client.prepare(post, {}), 0, None)
    assert sent.remote_id.strip(), "a post without an id"


async def _recent(client: Any) -> None:
    for post in await client.recent(NOW - timedelta(days=1)):
        assert post.remote_id.strip(), "a post without an id"


async def _write(client: Any) -> None:
    message = OutgoingMessage(conversation="1-2", in_kind=ConversationKind.DIRECT, to=(shapes.FAN,), text="hello")
    hold_message(await client.write(message))


_messages = pulls(SyncKind.MESSAGES)
_metrics = pulls(SyncKind.METRICS, known=(shapes.ID, shapes.OLD))
_audience = pulls(SyncKind.AUDIENCE)
PARSER = Parser(
    answers(shapes.DOCUMENTS),
    Asked(
        PlatformId.X,
        fields=_FIELDS,
        where=_where,
        usual=usual(shapes.USUAL),
        uses={
            "me": (_check, _audience),
            "timeline": (_recent, pulls(SyncKind.POSTS)),
            "lookup": (_metrics,),
            "analytics": (_metrics,),
            "credits": (_audience,),
            "usage": (_audience,),
            "made": (_publish,),
            "initialize": (_publish,),
            "finalize": (_publish,),
            "status": (_publish,),
            "token": (_check,),
            "mentions": (_messages,),
            "events": (_messages,),
            "people": (_messages,),
            "written": (_write,),
        },
    ),
    close,
)
