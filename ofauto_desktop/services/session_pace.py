"""Holds back what is done on session accounts while nobody looks: a person's pace, so many acts a day, quiet hours."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.session_pace import ACTS_A_DAY, PAUSE, REST_FROM, REST_ON, REST_UNTIL, Rest, day_of_acts
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.preferences import Preferences
from storage import acts
from storage.database import Database


class SessionPace:
    """Asked before each act. `sleep` and `draw` (a number of seconds between two) are the world's, but in tests."""

    def __init__(
        self,
        database: Database,
        preferences: Preferences,
        now: Now,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._database, self._preferences, self._now = database, preferences, now
        self._sleep, self._draw = sleep, draw
        self._last: dict[int, float] = {}

    def rests_until(self, account: Account) -> datetime | None:
        """When the account's quiet hours end (aware UTC); None where there are none now."""
        if not self._preferences.get(REST_ON):
            return None
        rest = Rest(start=self._preferences.get(REST_FROM), end=self._preferences.get(REST_UNTIL))
        return rest.ends_at(self._now(), zone_named(account.zone))

    async def hold(self, account: Account) -> tuple[datetime, str] | None:
        """Until when the account must wait, and why; None where it may act now, after a person's pause."""
        if (until := self.rests_until(account)) is not None:
            return until, "the account rests at this hour, as you chose"
        start, end = day_of_acts(self._now(), zone_named(account.zone))
        most = self._preferences.get(ACTS_A_DAY)
        if await self._database.read(acts.since, account.id, start) >= most:
            return end, f"{most} posts went out today while nobody looked; the rest goes out tomorrow"
        await self._pause(account.id)
        return None

    async def _pause(self, account_id: int) -> None:
        loop = asyncio.get_running_loop()
        before = self._last.get(account_id)
        if before is not None and (left := before + self._draw(*PAUSE) - loop.time()) > 0:
            await self._sleep(left)
        self._last[account_id] = loop.time()
