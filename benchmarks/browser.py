"""Three accounts of a session platform in the one browser: what it takes of memory, and how soon a login is looked at.

The practice site, and the browser that the program would use on this computer. Memory is that of the browser with its
driver, while each of the three has its page open: more than three never stand open, as an account's visit closes its own.
"""

import asyncio
import os
import statistics
import time
from contextlib import AsyncExitStack
from typing import Any

from benchmarks.table import Line
from benchmarks.windows import children, pss

ACCOUNTS, MEMORY, CHECK = 3, 350.0, 1500.0
_CHECKS = 5


def measure() -> list[Line]:
    memory, check = asyncio.run(_measured())
    return [
        Line(what=f"browser with {ACCOUNTS} accounts' pages open (PSS)", ours=memory, unit="MiB", bar=MEMORY),
        Line(what="warm look at a login, median", ours=check, unit="ms", bar=CHECK),
    ]


async def _measured() -> tuple[float, float]:
    from connectors.browser.process import SharedBrowser
    from connectors.practice import worlds
    from connectors.practice.platforms import PracticePlatforms
    from connectors.practice.server import serve
    from ofauto_desktop.domain.platforms import PlatformId

    world: Any = worlds.ORIGINS[PlatformId.ONLYFANS].empty()
    browser = SharedBrowser()
    async with serve("127.0.0.1", 0, PracticePlatforms({PlatformId.ONLYFANS: world})) as endpoints:
        at = endpoints["onlyfans"]
        try:
            clients = [_client(browser, at, world) for _ in range(ACCOUNTS)]
            async with AsyncExitStack() as open_pages:
                for client in clients:
                    run = await open_pages.enter_async_context(client._visits.run())  # noqa: SLF001 - held open here
                    await open_pages.enter_async_context(run.page("/"))
                used = sum(pss(child) for child in children(os.getpid()))
            times = [await _timed(clients[number % ACCOUNTS].check()) for number in range(_CHECKS)]
            return used / 2**20, statistics.median(times)
        finally:
            await browser.aclose()


async def _timed(work: Any) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


def _client(browser: Any, endpoints: dict[str, str], world: Any) -> Any:
    import json
    from datetime import UTC, datetime

    from connectors import registry
    from connectors.base import Connection
    from connectors.browser.session import BrowserSession
    from connectors.diagnostics import Diagnostics
    from connectors.held import HeldCredential
    from connectors.http import Http
    from connectors.limiter import Limiter
    from ofauto_desktop.domain.platforms import PlatformId

    def now() -> datetime:
        return datetime.now(UTC)

    held = HeldCredential({"storage_state": json.dumps(world.storage_state(endpoints["site"]))})
    limiter, diagnostics = Limiter(rate=1e6, burst=1000, now=now), Diagnostics()
    session = BrowserSession(
        browser, held, limiter, endpoints=endpoints, proxy=None, diagnostics=diagnostics, now=now, zone="Europe/Berlin"
    )
    connection = Connection(
        account="Ada",
        endpoints=endpoints,
        credentials=held,
        http=Http(limiter=limiter, diagnostics=diagnostics, now=now),
        now=now,
        remote_id=None,
        browser=session,
    )
    return registry.platform(PlatformId.ONLYFANS).open_client(connection)
