"""Instagram: every answer that its client reads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from connectors.base import Connection, Placed
from connectors.instagram import login
from connectors.instagram.client import InstagramClient
from fuzz.answers import answers, usual
from fuzz.domain import hold_standing, hold_time
from fuzz.parsers import Parser
from fuzz.shapes import instagram as shapes
from fuzz.wire import NOW, Asked, close, pulls
from ofauto_desktop.domain.media import MediaItem, MediaKind, UploadSource
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, Part

# It ends soon, so that it is renewed first where that is what is tried.
_FIELDS = {"access_token": "t", "expires_at": (NOW + timedelta(days=3)).isoformat()}
_ENDS = (
    ("/media_publish", "published"),
    ("/stories", "stories"),
    ("/insights", "insights"),
    ("/comments", "comments"),
    ("/content_publishing_limit", "quota"),
    ("access_token", "token"),
    ("/token", "short"),
    ("/me", "me"),
)


class _Photo:
    """A file that is laid nowhere."""

    item = MediaItem(
        id=1,
        name="photo",
        kind=MediaKind.IMAGE,
        mime="image/jpeg",
        size=10,
        original_size=10,
        width=640,
        height=640,
        duration_ms=None,
        frames=None,
        alt_text="",
        sha256="0" * 64,
        tags=(),
        created_at=NOW,
    )

    async def read(self, offset: int, length: int) -> bytes:
        return bytes(min(length, self.item.size - offset))


class _Host:
    async def place(self, source: UploadSource) -> Placed:
        return Placed(url="https://host.invalid/key", key="key", until=datetime.max.replace(tzinfo=UTC))

    async def remove(self, key: str) -> None:
        return None


def _where(request: httpx.Request) -> str:
    path = request.url.path
    if path.endswith("/media"):
        return "made" if request.method == "POST" else "media"
    if path.endswith(shapes.CONTAINER) or "status_code" in request.url.params.get("fields", ""):
        return "state"
    return next((name for end, name in _ENDS if path.endswith(end)), "one")


def _connection(client: Any) -> Connection:
    found: Connection = client._connection  # noqa: SLF001 - what it was made of
    return found


async def _check(client: Any) -> None:
    hold_standing(await client.check())


async def _exchange(client: Any) -> None:
    connection = _connection(client)
    app = {"app_id": "1", "app_secret": "s"}
    fields = await login.exchange(
        connection.http, connection.endpoints, app, code="c", verifier="", redirect_uri="https://localhost/", now=NOW
    )
    assert fields["access_token"], "a login without a token"
    hold_time(datetime.fromisoformat(fields["expires_at"]))


async def _publish(client: Any) -> None:
    async def host() -> _Host:
        return _Host()

    connection = _connection(client)
    hosted = InstagramClient(
        Connection(
            account="Ada",
            endpoints=connection.endpoints,
            credentials=connection.credentials,
            http=connection.http,
            now=connection.now,
            host=host,
        )
    )
    post = OutgoingPost(target_id=1, parts=(Part(text="hello", media=(_Photo(),)),))
    sent = await hosted.send(await hosted.prepare(post, {}), 0, None)
    assert sent.remote_id.strip(), "a post without an id"


async def _recent(client: Any) -> None:
    for post in await client.recent(NOW - timedelta(days=2)):
        assert post.remote_id.strip(), "a post without an id"


async def _comments(client: Any) -> None:
    for one in await client.comments(shapes.MEDIA):
        hold_time(one.at)


_metrics = pulls(SyncKind.METRICS, known=(shapes.MEDIA, shapes.STORY, shapes.GONE))
_audience = pulls(SyncKind.AUDIENCE)
_posts = pulls(SyncKind.POSTS)
PARSER = Parser(
    answers(shapes.DOCUMENTS),
    Asked(
        PlatformId.INSTAGRAM,
        fields=_FIELDS,
        where=_where,
        usual=usual(shapes.USUAL),
        uses={
            "me": (_check, _audience),
            "media": (_recent, _posts, _metrics),
            "stories": (_recent, _posts, _metrics),
            "insights": (_metrics, _audience),
            "one": (_metrics,),
            "comments": (_comments,),
            "quota": (_check, _publish),
            "made": (_publish,),
            "state": (_publish,),
            "published": (_publish,),
            "token": (_check, _exchange),
            "short": (_exchange,),
        },
    ),
    close,
)
