"""A pull through the services on a database of its own, and what every pulling bench needs beside it."""

import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from connectors.practice.platforms import IN_PROCESS
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
from storage.models import Client, Platform

JSON = {"content-type": "application/json"}
Rows = Sequence[tuple[Any, ...]]


class Source(NamedTuple):
    """Where to pull from: a platform at `api`, whose account is `remote_id`."""

    platform: PlatformId
    kind: SyncKind
    api: str
    remote_id: str


def pulled(source: Source, wire: httpx.AsyncBaseTransport) -> float:
    """Seconds of a first pull."""
    with database() as opened:
        return asyncio.run(_pull(opened, source, wire))


def rows_of(source: Source, wire: httpx.AsyncBaseTransport, table: str) -> Rows:
    """The rows of `table` that a pull makes."""
    with database() as opened:
        asyncio.run(_pull(opened, source, wire))
        return opened.read_now(_stored, table)


def insert(session: Any, table: str, rows: Rows) -> None:
    marks = ", ".join("?" * len(rows[0]))
    session.connection().exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(rows))  # noqa: S608


@contextmanager
def database() -> Iterator[Database]:
    """An encrypted one with nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        made = Database(Path(folder) / "ofauto.db", Keys(bytes(range(32))).derive("db"), create=True)
        create_schema(made)
        try:
            yield made
        finally:
            made.close()


def account(session: Any, now: datetime, source: Source) -> int:
    """The account to which the rows belong."""
    client = Client(name="Bench", zone="UTC", currency="USD")
    session.add(client)
    session.flush()
    row = Platform(
        platform=source.platform,
        client_id=client.id,
        name="bench",
        zone="UTC",
        remote_id=source.remote_id,
        handle="bench",
        state=LoginState.CONNECTED,
        state_since=now,
        endpoints={"api": source.api},  # an address that is not the platform's own is asked without its pace
    )
    session.add(row)
    session.flush()
    return row.id


async def _pull(opened: Database, source: Source, wire: httpx.AsyncBaseTransport) -> float:
    keys, bus, now = Keys(bytes(range(32))), EventBus(), clock.now
    credentials = Credentials(opened, keys, "bench", now)
    connections = Connections(opened, credentials, now, transport_for=lambda _account: wire)
    sync = Sync(opened, connections, Accounts(opened, connections, credentials, bus, now), bus, now)
    account_id = await opened.write(account, now(), source)
    await credentials.store(account_id, "login", {"access_token": "bench"})
    began = asyncio.get_running_loop().time()
    (result,) = await sync.run([account_id], [source.kind])
    passed = asyncio.get_running_loop().time() - began
    assert (result.error, result.gaps) == (None, ()), result
    assert result.added, result
    await connections.aclose()
    return passed


def _stored(session: Any, table: str) -> Rows:
    rows = session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
    return [tuple(row) for row in rows]


def peak(module: str, count: int) -> float:
    """MiB that a process held at most which ran `python -m MODULE COUNT`."""
    done = subprocess.run([sys.executable, "-m", module, str(count)], check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


def most_memory() -> float:
    """MiB that this process held at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, flags=re.MULTILINE)
    assert found is not None
    return int(found.group(1)) / 1024


class Served(httpx.AsyncBaseTransport):
    """A platform out of memory: `answer` gives the body for a path and its parameters."""

    def __init__(self, answer: Callable[[str, Mapping[str, str]], bytes]) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self._answer(request.url.path, request.url.params), headers=JSON)


def address(platform: PlatformId, path: str) -> str:
    return f"{IN_PROCESS}/{platform.value}{path}"
