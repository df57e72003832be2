"""Patreon: every answer that its client reads."""

from datetime import timedelta
from typing import Any

import httpx

from connectors.base import Hint
from fuzz.answers import answers, usual
from fuzz.domain import hold_batch, hold_standing
from fuzz.parsers import Parser
from fuzz.shapes import patreon as shapes
from fuzz.wire import NOW, Asked, Use, close, pulls
from ofauto_desktop.domain.platforms import PlatformId, SyncKind

_FIELDS = {
    "access_token": "t",
    "client_id": "c",
    "client_secret": "s",
    "refresh_token": "r",
    "expires_at": (NOW + timedelta(days=1)).isoformat(),
}


def _where(request: httpx.Request) -> str:
    parts = request.url.path.strip("/").split("/")
    if parts[-1] in ("campaigns", "members", "posts", "token"):
        return parts[-1]
    return parts[-2].removesuffix("s")  # one of them; also one campaign, asked for its tiers


async def _check(client: Any) -> None:
    hold_standing(await client.check())


def _confirm(kind: str) -> Use:
    async def use(client: Any) -> None:
        hold_batch(await client.confirm(Hint(kind=kind, remote_id="1")))

    return use


PARSER = Parser(
    answers(shapes.DOCUMENTS),
    Asked(
        PlatformId.PATREON,
        fields=_FIELDS,
        where=_where,
        usual=usual(shapes.USUAL),
        uses={
            "campaigns": (_check, pulls(SyncKind.POSTS)),
            "members": (pulls(SyncKind.MONEY), pulls(SyncKind.FANS)),
            "posts": (pulls(SyncKind.POSTS),),
            "member": (_confirm("member"),),
            "post": (_confirm("post"),),
            "campaign": (pulls(SyncKind.FANS),),
            "token": (_check,),
        },
    ),
    close,
)
