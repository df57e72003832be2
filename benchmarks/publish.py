"""2,000 due posts to practice X, beside the same 2,000 calls made by httpx and nothing else.

The platform runs in a process of its own, over loopback, a fresh one for each run. Ours keeps every step on an encrypted
disk. The bare clients are open before their clock starts; ours open theirs while it runs.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from benchmarks.rounds import medians
from benchmarks.table import Line
from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from connectors.practice.x.state import TOKEN, User
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.schedule import moment_at
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.publishing import Publishing
from storage import posts
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.media_files import MediaFiles
from storage.models import Client, Platform
from storage.posts import NewPost, NewTarget

POSTS, ACCOUNTS = 2000, 40
# Either takes one second or two as the computer goes; fewer turns would tell more of it than of us.
BAR, ROUNDS = 2.0, 9


def measure() -> list[Line]:
    ours, beside = medians(_publish, _call, ROUNDS)
    what = f"publishing {POSTS:,} due posts on {ACCOUNTS} accounts"
    return [Line(what=what, ours=ours, unit="s", bar=BAR, beside=beside, beside_name="the calls alone, httpx")]


def _publish() -> float:
    with _platform() as endpoints, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_ours(Path(folder), endpoints))


def _call() -> float:
    with _platform() as endpoints:
        return asyncio.run(_bare(endpoints))


def _token(number: int) -> str:
    return TOKEN if number == 1 else f"{TOKEN}-{number}"


async def _bare(endpoints: dict[str, str]) -> float:
    async def one_account(number: int, client: httpx.AsyncClient) -> None:
        for post in range(POSTS // ACCOUNTS):
            reply = await client.post(f"{endpoints['api']}/tweets", json={"text": f"bare {number} {post}"})
            assert reply.status_code == 201, reply.text

    async with AsyncExitStack() as stack:
        clients = {
            number: await stack.enter_async_context(
                httpx.AsyncClient(headers={"authorization": f"Bearer {_token(number)}"}, trust_env=False)
            )
            for number in range(1, ACCOUNTS + 1)
        }
        began = time.perf_counter()
        await asyncio.gather(*(one_account(number, client) for number, client in clients.items()))
        return time.perf_counter() - began


async def _ours(folder: Path, endpoints: dict[str, str]) -> float:
    keys, bus, now = Keys(bytes(range(32))), EventBus(), clock.now
    database = Database(folder / "ofauto.db", keys.derive("db"), create=True)
    create_schema(database)
    credentials = Credentials(database, keys, "bench", now)
    connections = Connections(database, credentials, now)
    accounts = Accounts(database, connections, credentials, bus, now)
    library = Library(database, MediaFiles(folder / "media", keys.derive("media")), bus, now)
    publishing = Publishing(database, connections, accounts, library, bus, now, "bench")
    for number, account_id in enumerate(await database.write(_fill, endpoints, now()), start=1):
        await credentials.store(account_id, "login", {"access_token": _token(number)})
    began = time.perf_counter()
    sent = await publishing.publish_due()
    passed = time.perf_counter() - began
    out = await publishing.list(PostFilter(states=(PostState.POSTED,), limit=POSTS + 1))
    assert sent == len(out) == POSTS, (sent, len(out))
    await publishing.aclose()
    await connections.aclose()
    database.close()
    return passed


def _fill(session: Any, endpoints: dict[str, str], now: datetime) -> list[int]:
    client = Client(name="Bench", zone="UTC", currency="USD")
    session.add(client)
    session.flush()
    rows = [
        Platform(
            platform=PlatformId.X,
            client_id=client.id,
            name=f"account {number}",
            zone="UTC",
            remote_id=str(number),
            handle=f"u{number}",
            state=LoginState.CONNECTED,
            state_since=now,
            endpoints=endpoints,
        )
        for number in range(1, ACCOUNTS + 1)
    ]
    session.add_all(rows)
    session.flush()
    due = moment_at(now, "UTC")
    for number in range(POSTS):
        target = NewTarget(account_id=rows[number % ACCOUNTS].id, text=None, at=due, zone="UTC")
        new = NewPost(
            client_id=client.id, text=f"post {number}", thread=(), reply_to=None, media_ids=(), targets=(target,)
        )
        posts.add(session, new, now)
    return [row.id for row in rows]


@contextmanager
def _platform() -> Iterator[dict[str, str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publish"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()


async def _serve() -> None:
    """Practice X with enough people, until stdin ends."""
    made = worlds.empty()
    world: Any = made[PlatformId.X]
    world.settings.rate_limits = False
    since = datetime.now(UTC) - timedelta(days=1)
    while len(world.users) < ACCOUNTS:
        number = len(world.users) + 1
        world.add_user(User(id=f"19{number:017d}", handle=f"b{number}", name="B", since=since, followers=0, per_day=0))
    async with serve("127.0.0.1", 0, PracticePlatforms({PlatformId.X: world})) as endpoints:
        print(json.dumps(endpoints["x"]), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
