"""The clock: a few jobs at fixed intervals. What is due is a question to the database, never a stored job."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

_log = logging.getLogger(__name__)
Tick = Callable[[], Awaitable[object]]


class Scheduler:
    """Runs ticks on the loop it is started on. A tick that is still running is not started twice; missed ones coalesce."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # misfire_grace_time=None: the library's default of one second would skip ticks after a laptop's sleep.
        self._scheduler = AsyncIOScheduler(
            event_loop=loop,
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)

    def every(self, interval: timedelta, tick: Tick, *, name: str, first_in: timedelta | None = None) -> None:
        """Call `tick` each `interval`, first after `first_in` (default: one interval)."""
        first = datetime.now(UTC) + (interval if first_in is None else first_in)
        trigger = IntervalTrigger(seconds=max(1, int(interval.total_seconds())), timezone=UTC)
        self._scheduler.add_job(
            partial(_to_its_end, tick), trigger, id=name, name=name, next_run_time=first, replace_existing=True
        )

    def run_soon(self, name: str) -> None:
        """Bring the next run of `name` forward to now."""
        self.run_at(name, datetime.now(UTC))

    def run_at(self, name: str, at: datetime) -> None:
        """Move the next run of `name` to `at` (aware UTC); its interval counts from there."""
        self._scheduler.modify_job(name, next_run_time=at)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """No tick starts after this; one that runs is left to the loop's own stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _failed(self, event: JobExecutionEvent) -> None:
        # Services turn what they expect into recorded outcomes, so this is a defect of ours: loud, with its trace.
        _log.error("tick %s failed: %s", event.job_id, type(event.exception).__name__, exc_info=event.exception)


async def _to_its_end(tick: Tick) -> None:
    """A tick that the program's end cuts short is no defect: what it was about is due again at the next start."""
    try:
        await tick()
    except asyncio.CancelledError:
        _log.debug("a tick was cut short")
