"""One account's pace: a token bucket, the platform's own budgets, and the pause after a refusal."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import RateLimited

# A pull that would have to wait longer says so and ends instead of sleeping (cli.md, "Further").
LONGEST_WAIT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a platform says is left of one of its limits. `resets_at` is aware UTC, None where it does not say."""

    limit: int
    remaining: int
    resets_at: datetime | None


class BudgetSpent(RateLimited):
    """One of the platform's limits is used up by our own count: its requests must wait, the account's others need not."""


class Limiter:
    """Used by one account's client on the loop thread; holds no lock across accounts.

    `rate` is requests a second, `burst` how many may go at once. `now` gives aware UTC.
    """

    def __init__(
        self, *, rate: float, burst: int, now: Callable[[], datetime], paused_until: datetime | None = None
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._tokens = float(burst)
        self._filled_at: float | None = None
        self.paused_until = paused_until
        self.budgets: dict[str, Budget] = {}

    async def admit(self, bucket: str) -> None:
        """Wait for this account's turn. Raises RateLimited with `retry_at` where the wait would be long."""
        blocked = self.blocked_until(bucket)
        if blocked is not None:
            await self._sleep_until(blocked, bucket)
        self._refill()
        # Taken before the wait, so that those who wait together go one after another.
        self._tokens -= 1
        if self._tokens < 0:
            await asyncio.sleep(-self._tokens / self._rate)

    def blocked_until(self, bucket: str) -> datetime | None:
        """When this account may ask again, aware UTC, or None for now."""
        now = self._now()
        waits = [self.paused_until] if self.paused_until and self.paused_until > now else []
        budget = self.budgets.get(bucket)
        if budget and budget.remaining <= 0 and budget.resets_at and budget.resets_at > now:
            waits.append(budget.resets_at)
        return max(waits, default=None)

    def learn(self, bucket: str, budget: Budget) -> None:
        """Note what the platform said is left of `bucket`. Answers may overtake each other: within a window it only shrinks."""
        known = self.budgets.get(bucket)
        if known is None or known.resets_at != budget.resets_at or budget.remaining < known.remaining:
            self.budgets[bucket] = budget

    def pause(self, until: datetime) -> None:
        """Make no request of any kind before `until` (aware UTC)."""
        self.paused_until = max(until, self.paused_until or until)

    def resume(self) -> None:
        """End the pause early; what the platform said of its limits still holds."""
        self.paused_until = None

    async def _sleep_until(self, until: datetime, bucket: str) -> None:
        wait = until - self._now()
        if wait > LONGEST_WAIT:
            if self.paused_until is not None and self.paused_until >= until:
                raise RateLimited("the platform asked to wait", retry_at=until)
            message = f"the platform's limit for {bucket} is used up"
            raise BudgetSpent(message, retry_at=until)
        await asyncio.sleep(max(0.0, wait.total_seconds()))

    def _refill(self) -> None:
        # The loop's own clock: setting the computer's must neither drain nor fill the bucket.
        now = asyncio.get_running_loop().time()
        passed = now - self._filled_at if self._filled_at is not None else 0.0
        self._tokens = min(float(self._burst), self._tokens + passed * self._rate)
        self._filled_at = now
