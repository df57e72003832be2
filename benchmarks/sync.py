"""The first pull of 100,000 sales, beside decoding the same pages and inserting the same rows, and nothing else.

The pages are rendered beforehand by practice Gumroad and replayed from memory, so that neither side waits for a
platform. Gumroad gives ten sales a page: there the bare side makes the same requests, as ten thousand of them are most
of the work. How much memory a pull takes is compared between 10,000 and 100,000 sales, each in a process of its own.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec

from benchmarks.rounds import medians
from benchmarks.table import Line
from connectors.gumroad.wire import SalesPage
from connectors.practice.gumroad import world as gumroad
from connectors.practice.gumroad.year import live
from connectors.practice.platforms import IN_PROCESS, PracticePlatforms
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.sync import Sync
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.models import Client, LedgerLine, Platform

SALES, FEWER = 100_000, 10_000
# Gumroad's own page (platforms/gumroad.md §2), and one so large that requests hardly count.
PAGE, LARGE_PAGE = 10, 1000
BAR, MEMORY_BAR = 3.0, 1.2
ROUNDS = 3
_HANDLE = "ada_practice"
_JSON = {"content-type": "application/json"}
_API = f"{IN_PROCESS}/gumroad/v2"


class Pages(NamedTuple):
    """The sales list in the order in which it is read; `numbers`: where the page of a key lies."""

    bodies: list[bytes]
    numbers: dict[str | None, int]


def measure() -> list[Line]:
    return [*_speed(), _memory()]


def _speed() -> list[Line]:
    world = _world()
    large, small = _rendered(world, LARGE_PAGE), _rendered(world, PAGE)
    rows = _rows(large)
    ours, beside = medians(lambda: _pulled(_Replayed(large)), lambda: _alone(large, rows), ROUNDS)
    real, real_beside = medians(lambda: _pulled(_Replayed(small)), lambda: _alone(small, rows, asked=True), ROUNDS)
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
    peaks = {count: _peak(count) for count in (FEWER, SALES)}
    return Line(
        what=f"most memory of a process that pulls {SALES:,} sales",
        ours=peaks[SALES],
        unit="MiB",
        bar=MEMORY_BAR,
        beside=peaks[FEWER],
        beside_name=f"{FEWER:,} sales",
    )


def _peak(count: int) -> float:
    """MiB that a process held at most which pulled `count` sales."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sync", str(count)], check=True, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout)


def _world() -> gumroad.World:
    """Practice Gumroad with a seller of `SALES` sales in a year."""
    now = clock.now()
    world = gumroad.empty()
    seller = world.sellers[_HANDLE]
    live(seller, 1, now, per_day=SALES / 500)
    assert len(seller.sales) >= SALES, len(seller.sales)
    del seller.sales[SALES:]
    return world


def _rendered(world: gumroad.World, page_size: int) -> Pages:
    world.settings.page_size = page_size
    return asyncio.run(_read_all(PracticePlatforms({PlatformId.GUMROAD: world}), world.sellers[_HANDLE].token))


async def _read_all(platforms: PracticePlatforms, token: str) -> Pages:
    bodies: list[bytes] = []
    numbers: dict[str | None, int] = {}
    key: str | None = None
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=platforms.transport(), headers=headers, base_url=_API) as client:
        while key is not None or not bodies:
            reply = await client.get("/sales", params={"page_key": key} if key else {})
            numbers[key] = len(bodies)
            bodies.append(reply.content)
            key = reply.json().get("next_page_key")
    return Pages(bodies, numbers)


class _Replayed(httpx.AsyncBaseTransport):
    """Gumroad out of memory: the sales page by page, no payouts."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/sales"):
            return httpx.Response(200, content=b'{"success":true,"payouts":[]}', headers=_JSON)
        number = self._pages.numbers[request.url.params.get("page_key")]
        return httpx.Response(200, content=self._pages.bodies[number], headers=_JSON)


def _pulled(wire: httpx.AsyncBaseTransport) -> float:
    """Seconds of a first pull through the services."""
    with tempfile.TemporaryDirectory() as folder:
        database = _database(Path(folder))
        try:
            return asyncio.run(_pull(database, wire))
        finally:
            database.close()


async def _pull(database: Database, wire: httpx.AsyncBaseTransport) -> float:
    keys, bus, now = Keys(bytes(range(32))), EventBus(), clock.now
    credentials = Credentials(database, keys, "bench", now)
    connections = Connections(database, credentials, now, transport_for=lambda _account: wire)
    sync = Sync(database, connections, Accounts(database, connections, credentials, bus, now), bus, now)
    account_id = await database.write(_account, now())
    await credentials.store(account_id, "login", {"access_token": "bench"})
    began = time.perf_counter()
    (result,) = await sync.run([account_id], [SyncKind.MONEY])
    passed = time.perf_counter() - began
    assert (result.error, result.gaps) == (None, ()), result
    assert result.added, result
    await connections.aclose()
    return passed


def _rows(pages: Pages) -> list[tuple[Any, ...]]:
    """The ledger rows that a pull makes of these pages."""
    with tempfile.TemporaryDirectory() as folder:
        database = _database(Path(folder))
        try:
            asyncio.run(_pull(database, _Replayed(pages)))
            return database.read_now(_stored)
        finally:
            database.close()


def _stored(session: Any) -> list[tuple[Any, ...]]:
    rows = session.connection().exec_driver_sql("SELECT * FROM ledger_line ORDER BY id")
    return [tuple(row) for row in rows]


def _alone(pages: Pages, rows: Sequence[tuple[Any, ...]], *, asked: bool = False) -> float:
    """Seconds of what cannot be done without: every page decoded (`asked`: requested too), every row inserted."""
    decoder = msgspec.json.Decoder(SalesPage)
    with tempfile.TemporaryDirectory() as folder:
        database = _database(Path(folder))
        database.write_now(_account, clock.now())
        began = time.perf_counter()
        for body in asyncio.run(_ask(pages)) if asked else pages.bodies:
            decoder.decode(body)
        database.write_now(_insert, rows)
        passed = time.perf_counter() - began
        database.close()
    return passed


async def _ask(pages: Pages) -> list[bytes]:
    headers = {"authorization": "Bearer bench"}
    async with httpx.AsyncClient(transport=_Replayed(pages), headers=headers, base_url=_API, trust_env=False) as client:
        return [(await client.get("/sales", params={"page_key": key} if key else {})).content for key in pages.numbers]


def _insert(session: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    session.connection().exec_driver_sql(f"INSERT INTO {LedgerLine.__tablename__} VALUES ({marks})", list(rows))  # noqa: S608


def _database(folder: Path) -> Database:
    database = Database(folder / "ofauto.db", Keys(bytes(range(32))).derive("db"), create=True)
    create_schema(database)
    return database


def _account(session: Any, now: datetime) -> int:
    client = Client(name="Bench", zone="UTC", currency="USD")
    session.add(client)
    session.flush()
    row = Platform(
        platform=PlatformId.GUMROAD,
        client_id=client.id,
        name="shop",
        zone="UTC",
        remote_id="1",
        handle="shop",
        state=LoginState.CONNECTED,
        state_since=now,
        endpoints={"api": _API},  # an address that is not Gumroad's own is asked without its pace
    )
    session.add(row)
    session.flush()
    return row.id


def _most_memory() -> float:
    """MiB that this process held at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, flags=re.MULTILINE)
    assert found is not None
    return int(found.group(1)) / 1024


class _Made(httpx.AsyncBaseTransport):
    """Pages that are made as they are asked for, so that the platform itself holds no memory: `count` sales, newest first."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._newest = clock.now()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/sales"):
            return httpx.Response(200, content=b'{"success":true,"payouts":[]}', headers=_JSON)
        start = int(request.url.params.get("page_key", "0"))
        answer: dict[str, Any] = {"success": True, "sales": [self._sale(start + number) for number in range(PAGE)]}
        if start + PAGE < self._count:
            answer["next_page_key"] = str(start + PAGE)
        return httpx.Response(200, content=msgspec.json.encode(answer), headers=_JSON)

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
    _pulled(_Made(int(sys.argv[1])))
    print(_most_memory())
