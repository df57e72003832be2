"""The first pull of 100,000 sales, beside decoding the same pages and inserting their rows in bulk, and nothing else.

The pages come from memory, so that neither side waits for a platform. How much memory a pull takes is compared between
10,000 and 100,000 sales.
"""

import asyncio
import gc
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import httpx
import msgspec

from benchmarks.table import Line
from connectors.gumroad.wire import SalesPage
from connectors.http import Http, Reply
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services import connections as opening
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.sync import Sync
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.models import Client, LedgerLine, Platform
from storage.types import microseconds

SALES, FEWER = 100_000, 10_000
# What Gumroad gives at once (platforms/gumroad.md §2).
PAGE = 10
BAR = 3.0
# A flat curve with room for what the allocator does.
MEMORY_BAR = 1.5
_NEWEST = datetime(2026, 11, 1, tzinfo=UTC)


def measure() -> list[Line]:
    pages = _pages(SALES)
    with tempfile.TemporaryDirectory() as folder:
        alone = _decoding_and_inserting(Path(folder), pages)
    with tempfile.TemporaryDirectory() as folder:
        ours = asyncio.run(_pulled(Path(folder), pages))
    peaks = []
    for many in (FEWER, SALES):
        with tempfile.TemporaryDirectory() as folder:
            gc.collect()
            tracemalloc.start()
            asyncio.run(_pulled(Path(folder), pages[: many // PAGE]))
            peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
            tracemalloc.stop()
    return [
        Line(
            what=f"pull of {SALES:,} sales", ours=ours, unit="s", bar=BAR, beside=alone, beside_name="decode + insert"
        ),
        Line(
            what=f"memory of a pull of {SALES:,} sales",
            ours=peaks[1],
            unit="MiB",
            bar=MEMORY_BAR,
            beside=peaks[0],
            beside_name=f"{FEWER:,} sales",
        ),
    ]


def _pages(count: int) -> list[bytes]:
    """The list as the wire gives it, newest first."""
    sales = [
        {
            "id": f"sale{number:08d}==",
            "created_at": (_NEWEST - timedelta(minutes=5 * number)).isoformat().replace("+00:00", "Z"),
            "price": 1000 + number % 700,
            "gumroad_fee": 150 + number % 70,
            "currency_symbol": "$",
            "product_id": f"product{number % 9}",
            "product_name": "Beach set",
            "purchaser_id": str(number % 4000),
            "email": f"fan{number % 4000}@example.test",
            "refunded": False,
            "partially_refunded": False,
            "chargedback": False,
            "disputed": False,
            "dispute_won": False,
            "amount_refundable_in_currency": "10",
            "custom_fields": {"Instagram": "ada"},
            "variants_and_quantity": "",
            "country": "Germany",
            "referrer": "direct",
        }
        for number in range(count)
    ]
    return [msgspec.json.encode({"success": True, "sales": sales[at : at + PAGE]}) for at in range(0, count, PAGE)]


class _Memory(Http):
    """Gumroad out of memory: the sales page by page, no payouts. A page costs neither side a request."""

    pages: ClassVar[list[bytes]] = []

    async def request(self, method: str, url: str, **more: Any) -> Reply:
        if not url.endswith("/sales"):
            return Reply(status=200, headers=_JSON, body=b'{"success":true,"payouts":[]}')
        number = int(more["params"].get("page_key") or 0)
        page = self.pages[number]
        if number + 1 < len(self.pages):
            page = page[:-1] + b',"next_page_key":"%d"}' % (number + 1)
        return Reply(status=200, headers=_JSON, body=page)


_JSON = httpx.Headers({"content-type": "application/json"})


async def _pulled(folder: Path, pages: list[bytes]) -> float:
    keys, bus, now = Keys(bytes(range(32))), EventBus(), clock.now
    database = Database(folder / "ofauto.db", keys.derive("db"), create=True)
    create_schema(database)
    credentials = Credentials(database, keys, "bench", now)
    _Memory.pages = pages
    connections = Connections(database, credentials, now)
    sync = Sync(database, connections, Accounts(database, connections, credentials, bus, now), bus, now)
    account_id = await database.write(_account, now())
    await credentials.store(account_id, "login", {"access_token": "bench"})
    began = time.perf_counter()
    with patch.object(opening, "Http", _Memory):
        (result,) = await sync.run([account_id], [SyncKind.MONEY])
    passed = time.perf_counter() - began
    assert (result.added, result.error) == (len(pages) * PAGE, None), result
    await connections.aclose()
    database.close()
    return passed


def _decoding_and_inserting(folder: Path, pages: list[bytes]) -> float:
    """What cannot be done without: every page decoded, every row inserted, in one transaction."""
    keys = Keys(bytes(range(32)))
    database = Database(folder / "ofauto.db", keys.derive("db"), create=True)
    create_schema(database)
    account_id = database.write_now(_account, clock.now())
    decoder = msgspec.json.Decoder(SalesPage)
    began = time.perf_counter()
    rows = [_row(account_id, sale) for page in pages for sale in decoder.decode(page).sales or ()]
    database.write_now(_insert, rows)
    passed = time.perf_counter() - began
    database.close()
    return passed


def _insert(session: Any, rows: list[tuple[Any, ...]]) -> None:
    columns = ("platform_id", "remote_id", "at", "kind", "gross_minor", "fee_minor", "tax_minor", "net_minor")
    columns += ("currency", "status", "fee_estimated", "amount_unknown", "fan", "product", "product_name", "source")
    columns += ("as_of", "created_at", "updated_at")
    table = LedgerLine.__tablename__
    marks = ", ".join("?" * len(columns))
    session.connection().exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def _row(account_id: int, sale: Any) -> tuple[Any, ...]:
    at = microseconds(sale.created_at)
    money = ("sale", sale.price, sale.gumroad_fee, 0, sale.price - sale.gumroad_fee, "USD", "settled", 0, 0)
    return (account_id, sale.id, at, *money, sale.purchaser_id, sale.product_id, sale.product_name, "api", at, at, at)


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
        practice=True,
    )
    session.add(row)
    session.flush()
    return row.id
