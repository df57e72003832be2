"""The first pull of 200,000 sales, beside decoding the same pages and inserting the same rows, and nothing else.

The pages are rendered beforehand by practice Gumroad and replayed from memory, so that neither side waits for a
platform. Gumroad gives ten sales a page: there the bare side makes the same requests, as twenty thousand of them are most
of the work. How much memory a pull takes is compared between 10,000 and 200,000 sales, each in a process of its own.
"""

import asyncio
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import httpx
import msgspec

from benchmarks import pulling
from benchmarks.pulling import Rows, Served, Source
from benchmarks.rounds import medians
from benchmarks.table import Line
from connectors.gumroad.wire import SalesPage
from connectors.practice.gumroad import world as gumroad
from connectors.practice.gumroad.year import live
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.runtime import clock
from storage.models import LedgerLine

SALES, FEWER = 200_000, 10_000
# Gumroad's own page (platforms/gumroad.md §2), and one so large that requests hardly count.
PAGE, LARGE_PAGE = 10, 1000
BAR, MEMORY_BAR = 3.0, 50.0
ROUNDS = 3
_HANDLE = "ada_practice"
_SOURCE = Source(PlatformId.GUMROAD, SyncKind.MONEY, pulling.address(PlatformId.GUMROAD, "/v2"), "1")
_NO_PAYOUTS = b'{"success":true,"payouts":[]}'


class Pages(NamedTuple):
    """The sales list in the order in which it is read; `numbers`: where the page of a key lies."""

    bodies: list[bytes]
    numbers: dict[str | None, int]

    def answer(self, path: str, params: Mapping[str, str]) -> bytes:
        return self.bodies[self.numbers[params.get("page_key")]] if path.endswith("/sales") else _NO_PAYOUTS


def measure() -> list[Line]:
    return [*_speed(), _memory()]


def _speed() -> list[Line]:
    large = _rendered(_world())
    small = _cut(large)
    rows = pulling.rows_of(_SOURCE, Served(large.answer), LedgerLine.__tablename__)
    ours, beside = medians(lambda: _pulled(large), lambda: _alone(large, rows), ROUNDS)
    real, real_beside = medians(lambda: _pulled(small), lambda: _alone(small, rows, asked=True), ROUNDS)
    return [
        Line(
            what=f"sync of {SALES:,} sales, {LARGE_PAGE:,} a page",
            ours=ours,
            unit="s",
            bar=BAR,
            beside=beside,
            beside_name="decode + bulk insert",
        ),
        Line(
            what=f"the same, {PAGE} a page as Gumroad gives them",
            ours=real,
            unit="s",
            bar=BAR,
            beside=real_beside,
            beside_name="bare httpx + decode + bulk insert",
        ),
    ]


def _memory() -> Line:
    """What the database keeps of its pages (12.5 MiB at most) fills up on the way; nothing else may grow."""
    fewer, most = (pulling.peak("benchmarks.sync", count) for count in (FEWER, SALES))
    return Line(
        what=f"memory that {SALES:,} sales take more than {FEWER:,} ({most:.0f} and {fewer:.0f} MiB at most)",
        ours=most - fewer,
        unit="MiB",
        bar=MEMORY_BAR,
    )


def _world() -> gumroad.World:
    """Practice Gumroad with a seller of `SALES` sales in a year."""
    now = clock.now()
    world = gumroad.empty()
    seller = world.sellers[_HANDLE]
    live(seller, 1, now, per_day=SALES / 500)
    assert len(seller.sales) >= SALES, len(seller.sales)
    del seller.sales[SALES:]
    return world


def _cut(large: Pages) -> Pages:
    """The same sales, ten a page. Asking for twenty thousand pages would take longer than all that is measured."""
    sales = [sale for body in large.bodies for sale in msgspec.json.decode(body, type=_Raw).sales]
    starts = range(0, len(sales), PAGE)
    pages = [
        {"success": True, "sales": sales[at : at + PAGE], "next_page_key": f"20261101-{at + PAGE}"} for at in starts
    ]
    del pages[-1]["next_page_key"]
    numbers: dict[str | None, int] = {f"20261101-{at}" if at else None: at // PAGE for at in starts}
    return Pages([msgspec.json.encode(page) for page in pages], numbers)


class _Raw(msgspec.Struct):
    sales: list[msgspec.Raw]


def _rendered(world: gumroad.World) -> Pages:
    world.settings.page_size = LARGE_PAGE
    return asyncio.run(_read_all(PracticePlatforms({PlatformId.GUMROAD: world}), world.sellers[_HANDLE].token))


async def _read_all(platforms: PracticePlatforms, token: str) -> Pages:
    bodies: list[bytes] = []
    numbers: dict[str | None, int] = {}
    key: str | None = None
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=platforms.transport(), headers=headers, base_url=_SOURCE.api) as client:
        while key is not None or not bodies:
            reply = await client.get("/sales", params={"page_key": key} if key else {})
            numbers[key] = len(bodies)
            bodies.append(reply.content)
            key = reply.json().get("next_page_key")
    return Pages(bodies, numbers)


def _pulled(pages: Pages) -> float:
    return pulling.pulled(_SOURCE, Served(pages.answer))


def _alone(pages: Pages, rows: Rows, *, asked: bool = False) -> float:
    """Seconds of what cannot be done without: every page decoded (`asked`: requested too), every row inserted."""
    decoder = msgspec.json.Decoder(SalesPage)
    with pulling.database() as opened:
        opened.write_now(pulling.account, clock.now(), _SOURCE)
        began = time.perf_counter()
        for body in asyncio.run(_ask(pages)) if asked else pages.bodies:
            decoder.decode(body)
        opened.write_now(pulling.insert, LedgerLine.__tablename__, rows)
        return time.perf_counter() - began


async def _ask(pages: Pages) -> list[bytes]:
    headers, wire = {"authorization": "Bearer bench"}, Served(pages.answer)
    async with httpx.AsyncClient(transport=wire, headers=headers, base_url=_SOURCE.api, trust_env=False) as client:
        return [(await client.get("/sales", params={"page_key": key} if key else {})).content for key in pages.numbers]


class _Made:
    """Pages that are made as they are asked for, so that the platform itself holds no memory: `count` sales, newest first."""

    def __init__(self, count: int) -> None:
        self._count, self._newest = count, clock.now()

    def answer(self, path: str, params: Mapping[str, str]) -> bytes:
        if not path.endswith("/sales"):
            return _NO_PAYOUTS
        start = int(params.get("page_key", "0"))
        answer: dict[str, Any] = {"success": True, "sales": [self._sale(start + number) for number in range(PAGE)]}
        if start + PAGE < self._count:
            answer["next_page_key"] = str(start + PAGE)
        return msgspec.json.encode(answer)

    def _sale(self, number: int) -> dict[str, Any]:
        return {
            "id": f"sale{number:08d}==",
            "created_at": self._newest - timedelta(minutes=5 * number),
            "price": 1000 + number % 700,
            "gumroad_fee": 150 + number % 70,
            "currency_symbol": "$",
            "product_id": f"product{number % 9}",
            "product_name": "Beach set",
            "purchaser_id": str(number % 4000),
            "email": f"fan{number % 4000}@example.test",
        }


if __name__ == "__main__":
    pulling.pulled(_SOURCE, Served(_Made(int(sys.argv[1])).answer))
    print(pulling.most_memory())
