"""Fansly: every answer that its client reads."""

from typing import Any

import httpx

from fuzz.answers import answers, usual
from fuzz.domain import hold_batch, hold_standing
from fuzz.parsers import Parser
from fuzz.shapes import fansly as shapes
from fuzz.wire import NOW, Asked, close, pulls
from ofauto_desktop.domain.platforms import PlatformId, SyncKind


def _where(request: httpx.Request) -> str:
    parts = request.url.path.strip("/").split("/")
    return "timelinenew" if "timelinenew" in parts else parts[-1]


async def _check(client: Any) -> None:
    hold_standing(await client.check())


async def _recent(client: Any) -> None:
    from connectors.base import Batch

    hold_batch(Batch(posts=tuple(await client.recent(NOW))))


PARSER = Parser(
    answers(shapes.DOCUMENTS),
    Asked(
        PlatformId.FANSLY,
        fields={"authorization": "t", "session_id": "770000000000000001"},
        where=_where,
        usual=usual(shapes.USUAL),
        uses={
            "me": (_check, pulls(SyncKind.AUDIENCE), pulls(SyncKind.FANS)),
            "transactions": (pulls(SyncKind.MONEY),),
            "subscribers": (pulls(SyncKind.FANS), pulls(SyncKind.MONEY)),
            "timelinenew": (pulls(SyncKind.POSTS), _recent),
            "post": (pulls(SyncKind.METRICS, known=("750000000000000001",)),),
            "scheduled": (_recent,),
            "groups": (pulls(SyncKind.MESSAGES),),
            "message": (pulls(SyncKind.MESSAGES),),
            "account": (pulls(SyncKind.MESSAGES),),
        },
    ),
    close,
)
