"""The composition root: what an open workspace is made of, in which order it starts, and in reverse how it stops."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import (
    AccountsChanged,
    ClockJumped,
    Delivered,
    Event,
    PausedChanged,
    PostsChanged,
    PreferencesChanged,
    Synced,
    TargetSettled,
    WorkspaceLocked,
)
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.runtime import clock
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import JumpDetector, Now
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.runtime.memory import give_back
from ofauto_desktop.services import Services
from ofauto_desktop.services.lock import Lock, OpenWorkspace

if TYPE_CHECKING:
    from ofauto_desktop.inbound.doorkeeper import Doorkeeper
    from ofauto_desktop.runtime.scheduler import Scheduler
    from ofauto_desktop.services.practice import Practice
    from storage.key_wrap import KdfParams

PUBLISH, SYNC, BACKUP, SWEEP, CLOCK, RATES = "publish", "sync", "backup", "sweep", "clock", "rates"
NOTICES, PLAN, PROXIES, REQUESTS, DELIVER = "notices", "plan", "proxies", "requests", "deliver"
HANDS, HOSTED = "hands", "hosted"
PUBLISH_EVERY = timedelta(seconds=15)
SYNC_EVERY = timedelta(minutes=1)
BACKUP_EVERY = timedelta(hours=1)
SWEEP_EVERY = timedelta(hours=6)
HOSTED_EVERY = timedelta(minutes=15)
CLOCK_EVERY = timedelta(seconds=15)
PLAN_EVERY = timedelta(minutes=30)
RATES_EVERY = timedelta(hours=1)
NOTICES_EVERY = timedelta(minutes=1)
PROXIES_EVERY = timedelta(minutes=5)
REQUESTS_EVERY = timedelta(minutes=1)
HANDS_EVERY = timedelta(minutes=1)
DELIVER_EVERY = timedelta(minutes=5)
# A burst of outcomes is looked at once.
_NOTICES_SETTLE = timedelta(seconds=1)
_DELIVERIES_SETTLE = timedelta(milliseconds=200)
# The window is there first; what a start can wait with waits.
_SETTLE = timedelta(seconds=20)
_log = logging.getLogger(__name__)


class Program:
    """One data folder, locked or open. `open` and `close` run on `loop`; at most one workspace is open at a time.

    `kdf` None: as heavy as this computer derives in about a second.
    """

    def __init__(
        self,
        data_dir: Path,
        loop: BackgroundLoop,
        *,
        now: Now = clock.now,
        kdf: "KdfParams | None" = None,
        bus: EventBus | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.loop = loop
        self.now = now
        self.bus = bus or EventBus()
        self.lock = Lock(data_dir, kdf=kdf)
        self.services: Services | None = None
        self._practice: Practice | None = None
        self._clock: Scheduler | None = None
        self._door: Doorkeeper | None = None
        self._telling = self._delivering = False
        self._unsubscribe = self.bus.subscribe(self._heard)

    async def open(self, workspace: OpenWorkspace, *, with_clock: bool = True) -> Services:
        """Build the services of an unlocked workspace, settle what an ended process left, start the clock.

        From here on the workspace is this program's to close; after an error `close` must still be called.
        """
        try:
            from ofauto_desktop.building import build

            services, self._practice = await build(workspace, self.bus, self.now, self.lock)
        except BaseException:
            workspace.close()
            raise
        self.services = services
        if workspace.practice:
            from ofauto_desktop.services.practice_year import fill

            await fill(services, self._practice, workspace.database)
        await services.publishing.recover()
        await services.messages.recover()
        await services.publishing.replan()
        if with_clock:
            self._clock = self._ticking(services)
            await self._doorkeeper().follow()
        return services

    async def close(self) -> None:
        """Clock, connections, database, keys: in this order. A workspace that is not open is left alone."""
        services, self.services = self.services, None
        if self._clock is not None:
            self._clock.stop()
            self._clock = None
            if services is not None:
                await services.by_hand.clear()
        if services is None:
            return
        door, self._door = self._door, None
        if door is not None:
            await door.aclose()
        services.deliveries.aclose()
        await services.publishing.aclose()
        await services.desktop.aclose()
        try:
            await services.requests.flush()
        except AppError as error:  # a log is not worth keeping a workspace open
            _log.warning("the last requests could not be written down: %s", error.kind.value)
        await services.connections.aclose()
        services.workspace.close()
        self.bus.publish(WorkspaceLocked(at=self.now()))

    async def open_door(self, port: int) -> int:
        """Take in what platforms send, on `port` of this computer; returns which. Raises BadInput, RuntimeError if locked."""
        return await self._doorkeeper().open(port)

    def _doorkeeper(self) -> "Doorkeeper":
        if self._door is None:
            from ofauto_desktop.inbound.doorkeeper import Doorkeeper

            if self.services is None:
                message = "no workspace is open"
                raise RuntimeError(message)
            self._door = Doorkeeper(self.services)
        return self._door

    async def rest(self) -> None:
        """Nobody looks: what is only kept to be quick goes back to the system."""
        if self._practice is not None:
            self._practice.rest()
        if self.services is not None:
            await asyncio.to_thread(self.services.workspace.database.shrink_now)
        await asyncio.to_thread(give_back)

    def dispose(self) -> None:
        """After the last `close`: hear no more events."""
        self._unsubscribe()

    def _ticking(self, services: Services) -> "Scheduler":
        from ofauto_desktop.runtime.scheduler import Scheduler

        jumps = JumpDetector(self.now)

        async def publish() -> None:
            await services.publishing.publish_due()
            await services.publishing.probe_unknown()
            # To the second: what comes due before the next look is looked at in its own time.
            due, now = await services.publishing.next_due(), self.now()
            if self._clock is not None and due is not None and now < due < now + PUBLISH_EVERY:
                ticking.run_at(PUBLISH, due)

        async def look_at_the_clock() -> None:
            moved = jumps.look()
            if moved:
                _log.warning("the clock moved by %.0f s against the boot clock", moved)
                await services.publishing.replan()
                self.bus.publish(ClockJumped(at=self.now(), seconds=moved))

        async def back_up() -> None:
            if await services.backups.tick() is not None:
                await self.rest()

        async def deliver() -> None:
            self._delivering = False
            await services.deliveries.tick()

        async def tell() -> None:
            self._telling = False
            await services.notices.look()

        ticking = Scheduler(self.loop.loop)
        ticking.every(PUBLISH_EVERY, publish, name=PUBLISH, first_in=timedelta(seconds=1))
        ticking.every(SYNC_EVERY, services.sync.tick, name=SYNC, first_in=timedelta(seconds=5))
        ticking.every(BACKUP_EVERY, back_up, name=BACKUP, first_in=_SETTLE)
        ticking.every(SWEEP_EVERY, services.library.tick, name=SWEEP, first_in=_SETTLE)
        ticking.every(HOSTED_EVERY, services.media_hosting.tick, name=HOSTED, first_in=_SETTLE)
        ticking.every(RATES_EVERY, partial(_fetch_rates, services), name=RATES, first_in=_SETTLE)
        ticking.every(CLOCK_EVERY, look_at_the_clock, name=CLOCK)
        ticking.every(PLAN_EVERY, services.planning.tick, name=PLAN, first_in=timedelta(seconds=3))
        ticking.every(DELIVER_EVERY, deliver, name=DELIVER, first_in=timedelta(seconds=4))
        ticking.every(NOTICES_EVERY, tell, name=NOTICES, first_in=timedelta(seconds=2))
        ticking.every(PROXIES_EVERY, services.proxies.tick, name=PROXIES, first_in=_SETTLE)
        ticking.every(HANDS_EVERY, services.by_hand.tick, name=HANDS, first_in=timedelta(seconds=6))
        ticking.every(REQUESTS_EVERY, services.requests.flush, name=REQUESTS)
        ticking.start()
        return ticking

    def _heard(self, event: Event) -> None:
        """A post that is due now need not wait for the next tick, nor a person for what just happened."""
        if self._clock is None:
            return
        if isinstance(event, PreferencesChanged) and event.key.startswith("inbound."):
            self.loop.submit(self._doorkeeper().follow())
        if isinstance(event, TargetSettled) and event.state == PostState.MISSED.value:
            self.loop.loop.call_soon_threadsafe(self._plan_soon)
        if isinstance(event, Delivered) and not self._delivering:
            self._delivering = True
            self.loop.loop.call_soon_threadsafe(self._deliver_soon)
        if isinstance(event, PostsChanged | PausedChanged):
            self.loop.loop.call_soon_threadsafe(self._look_again)
        elif isinstance(event, TargetSettled | AccountsChanged | Synced) and not self._telling:
            self._telling = True
            self.loop.loop.call_soon_threadsafe(self._tell_soon)

    def _look_again(self) -> None:
        if self._clock is not None:
            self._clock.run_soon(PUBLISH)
            self._clock.run_soon(HANDS)

    def _plan_soon(self) -> None:
        """What was missed meets its rule."""
        if self._clock is not None:
            self._clock.run_soon(PLAN)

    def _deliver_soon(self) -> None:
        if self._clock is not None:
            self._clock.run_at(DELIVER, datetime.now(UTC) + _DELIVERIES_SETTLE)

    def _tell_soon(self) -> None:
        if self._clock is not None:
            self._clock.run_at(NOTICES, datetime.now(UTC) + _NOTICES_SETTLE)


async def _fetch_rates(services: Services) -> None:
    try:
        await services.rates.tick()
    except AppError as error:  # the bank is asked again at the next tick; the page says how old its rates are
        _log.warning("the rates could not be fetched: %s", error.kind.value)
