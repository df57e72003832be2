"""Gumroad: every answer that its client reads."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import httpx
import msgspec

from connectors.base import Hint
from fuzz.answers import answers, usual
from fuzz.domain import hold_batch, hold_licence, hold_standing
from fuzz.parsers import Parser
from fuzz.shapes import gumroad as shapes
from fuzz.wire import NOW, Asked, close, pulls
from ofauto_desktop.domain.licences import LicenceChange
from ofauto_desktop.domain.platforms import PlatformId, SyncKind

# A pull that knows a subscription which is no longer listed, and a part of a sale that went back before.
_KNOWN = msgspec.json.encode({"known": ["gone=="]}).decode()
_READ = msgspec.json.encode(
    {"read_at": NOW - timedelta(hours=1), "refunds": {"part==": [200], "eu==": [None]}, "upcoming": True}
).decode()
_LISTS = {"users": "user", "subscribers": "subscriber", "products": "product", "payouts": "payout", "sales": "sale"}


def _where(request: httpx.Request) -> str:
    parts = request.url.path.strip("/").split("/")
    if parts[-1] in ("user", "subscribers", "products", "payouts", "sales", "offer_codes", "verify", "disable"):
        return parts[-1]
    if unquote(parts[-1]) == shapes.LICENSED:
        return "licensed"
    return _LISTS[parts[-2]]


async def _check(client: Any) -> None:
    hold_standing(await client.check())


async def _licence(client: Any) -> None:
    found = await client.licence(shapes.LICENSED)
    if found is not None:
        hold_licence(found)


async def _change_licence(client: Any) -> None:
    hold_licence(await client.change_licence(shapes.LICENSED, LicenceChange.DISABLE))


async def _confirm(client: Any) -> None:
    hold_batch(await client.confirm(Hint(kind="sale", remote_id=shapes.SALE["id"])))


_money, _money_again = pulls(SyncKind.MONEY), pulls(SyncKind.MONEY, cursor=_READ)
_fans = pulls(SyncKind.FANS, cursor=_KNOWN)
PARSER = Parser(
    answers(shapes.DOCUMENTS),
    Asked(
        PlatformId.GUMROAD,
        fields={"access_token": "t"},
        where=_where,
        usual=usual(shapes.USUAL),
        uses={
            "user": (_check,),
            "sales": (_money, _money_again),
            "sale": (_confirm,),
            "payouts": (_money, _money_again),
            "payout": (_money,),
            "products": (_fans,),
            "product": (_fans,),
            "subscribers": (_fans,),
            "subscriber": (_fans,),
            "offer_codes": (_fans,),
            "licensed": (_licence, _change_licence),
            "verify": (_licence,),
            "disable": (_change_licence,),
        },
    ),
    close,
)
