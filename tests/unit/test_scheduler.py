"""The clock: ticks at their interval, and one moved to the moment that something comes due."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ofauto_desktop.runtime.scheduler import Scheduler

pytestmark = pytest.mark.anyio
SECOND = timedelta(seconds=1)


async def test_a_run_is_moved_to_its_moment():
    ran: asyncio.Queue[datetime] = asyncio.Queue()

    async def tick() -> None:
        await ran.put(datetime.now(UTC))

    ticking = Scheduler(asyncio.get_running_loop())
    ticking.every(3600 * SECOND, tick, name="publish")
    ticking.start()
    try:
        at = datetime.now(UTC) + 0.3 * SECOND
        ticking.run_at("publish", at)
        moment = await asyncio.wait_for(ran.get(), 20)
        assert at <= moment
        assert ran.empty()
    finally:
        ticking.stop()
