"""Batches of one pull, written together: platforms give ten sales a page, and a transaction costs the same for thousands."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime

from connectors.base import Batch
from ofauto_desktop.domain.accounts import Account, Caution
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Pulled, Stored
from ofauto_desktop.runtime.clock import Now
from storage import sync_state
from storage.database import Database

# Rows that wait for the next write at most, and for how many seconds: a crash costs no more than these, read again.
_ROWS = 4000
_SECONDS = 2.0
# A pull that is cut off always gets so far, so that one which begins by looking back comes to its end all the same.
_LEAST_BATCHES = 25


class Harvest:
    """Collects batches and stores them with the last cursor, in one transaction. Memory stays the same however many come."""

    def __init__(self, database: Database, account: Account, kind: SyncKind, now: Now) -> None:
        self._database, self._account, self._kind, self._now = database, account, kind, now
        self._waiting: list[Batch] = []
        self._rows = 0
        self._since = 0.0
        self._writing: asyncio.Task[Stored] | None = None
        self.stored = Stored()
        self.oldest: datetime | None = None
        self.gap_starts: set[datetime] = set()
        self.cautions: tuple[Caution, ...] | None = None

    async def gather(self, batches: AsyncIterator[Batch], ends_after: float | None) -> bool:
        """Take what comes, for `ends_after` seconds at most; whether it came to its end. What it raises passes through."""
        loop = asyncio.get_running_loop()
        ends_at = None if ends_after is None else loop.time() + ends_after
        count = 0
        try:
            async for batch in batches:
                count += 1
                self._add(batch, loop.time())
                if self._rows >= _ROWS or loop.time() - self._since >= _SECONDS:
                    await self._begin_write()
                if ends_at is not None and count >= _LEAST_BATCHES and loop.time() >= ends_at:
                    return False
        finally:
            if isinstance(batches, AsyncGenerator):
                await batches.aclose()
        return True

    async def store(self) -> None:
        """Write what waits, and wait until it is written. Raises DiskProblem; then nothing of it is, nor its cursor."""
        await self._begin_write()
        await self._written()

    async def _begin_write(self) -> None:
        """Hand over what waits, so that the next pages are fetched while it is written; one write at a time, in order."""
        await self._written()
        if not self._waiting:
            return
        pulled = _together(self._waiting)
        if self._account.practice:
            pulled = pulled.as_practice()
        self._waiting, self._rows = [], 0
        keep = self._database.write(sync_state.keep, self._account.id, self._kind, pulled, self._now())
        self._writing = asyncio.create_task(keep)

    async def _written(self) -> None:
        if self._writing is None:
            return
        writing, self._writing = self._writing, None
        try:
            self.stored += await writing
        except BaseException:
            self._waiting = []  # their cursor lies behind what was not stored: they are read again
            raise

    def _add(self, batch: Batch, at: float) -> None:
        if not self._waiting:
            self._since = at
        self._waiting.append(batch)
        self._rows += len(batch.posts) + len(batch.metrics) + len(batch.ledger)
        self._rows += len(batch.messages) + len(batch.people)
        self._rows += len(batch.payouts) + len(batch.subscribers) + len(batch.audience) + len(batch.offers)
        self.cautions = batch.cautions if batch.cautions is not None else self.cautions
        self.gap_starts.update(gap.start for gap in batch.gaps)
        times = [post.at for post in batch.posts if not post.deleted]
        times += [entry.at for entry in batch.ledger]
        if times:
            earliest = min(times)
            self.oldest = earliest if self.oldest is None else min(self.oldest, earliest)


def _together(batches: list[Batch]) -> Pulled:
    gaps: dict[datetime, Gap] = {gap.start: gap for batch in batches for gap in batch.gaps}
    return Pulled(
        cursor=next((batch.cursor for batch in reversed(batches) if batch.cursor is not None), None),
        posts=[post for batch in batches for post in batch.posts],
        metrics=[sample for batch in batches for sample in batch.metrics],
        ledger=[entry for batch in batches for entry in batch.ledger],
        payouts=[payout for batch in batches for payout in batch.payouts],
        subscribers=[one for batch in batches for one in batch.subscribers],
        gaps=list(gaps.values()),
        tiers=next((batch.tiers for batch in reversed(batches) if batch.tiers is not None), None),
        offers=[one for batch in batches for one in batch.offers],
        messages=[message for batch in batches for message in batch.messages],
        people=[person for batch in batches for person in batch.people],
        audience=[share for batch in batches for share in batch.audience],
    )
