"""Reads the money: charge-backs and payouts, which are short lists, then the ledger by scrolling its page."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, Temporary
from connectors.instants import known, utc
from connectors.onlyfans import cursor as cursors
from connectors.onlyfans import parse, payments
from connectors.onlyfans.cursor import MoneyCursor
from connectors.onlyfans.site import API
from connectors.onlyfans.visits import Page, Run, Visits
from connectors.onlyfans.wire import Chargeback, PayoutRow, Row
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.money import LedgerEntry
from ofauto_desktop.domain.words import mark

EARNINGS = "/my/statistics/statements/earnings"
PAYOUTS = "/my/statistics/statements/payouts"
CHARGEBACKS = "/my/statistics/statements/chargebacks"


@dataclass(slots=True)
class _Undone:
    """When payments were charged back, by id, as far as the site lists it; and the payments themselves."""

    at: dict[str, datetime] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


class MoneyReader:
    """One pull of the money."""

    def __init__(self, visits: Visits, context: PullContext) -> None:
        self._visits, self._now = visits, context.now
        self._cursor = cursors.loaded(context.cursor, MoneyCursor)
        self._flips = payments.Flips(self._cursor.flips)
        self._undone = _Undone()

    async def batches(self) -> AsyncGenerator[Batch, None]:
        async with self._visits.run() as run:
            yield await self._charged_back(run)
            async with aclosing(self._payouts(run)) as batches:
                async for batch in batches:
                    yield batch
            async with aclosing(self._ledger(run)) as batches:
                async for batch in batches:
                    yield batch

    async def _charged_back(self, run: Run) -> Batch:
        """What this list alone tells: the day of a charge-back, and those of payments that are long past.

        Its page is not in the sheet, so its absence is a gap and not an end.
        """
        floor, unreadable = cursors.floor(self._cursor.read_at, self._now), 0
        try:
            async with run.page(CHARGEBACKS, f"{API}/payouts/chargebacks") as opened, aclosing(opened.pages()) as pages:
                async for page in pages:
                    found, bad = page.items(Chargeback)
                    unreadable += bad
                    self._note(found)
                    if floor is not None and all(parse.before(one.created_at, floor) for one in found):
                        break
        except (LayoutChanged, Temporary) as error:
            return Batch(gaps=(self._closed("charge-backs", error),))
        entries = [line for row in self._undone.rows.values() for line in self._lines(row)]
        return Batch(ledger=tuple(entries), gaps=lists.missing(unreadable, mark("charge-backs"), self._now))

    def _note(self, found: list[Chargeback]) -> None:
        for one in found:
            at = known(one.created_at)
            if at is not None and one.payment.status == "undo":
                self._undone.at[str(one.payment.id)] = at
                self._undone.rows[str(one.payment.id)] = one.payment

    async def _payouts(self, run: Run) -> AsyncGenerator[Batch, None]:
        """Payouts that were asked for. Nothing is ever asked for here."""
        try:
            async with run.page(PAYOUTS, f"{API}/payouts/requests") as opened, aclosing(opened.pages()) as pages:
                async for page in pages:
                    found, unreadable = page.items(PayoutRow)
                    made, bad = lists.each(found, payments.payout)
                    gaps = lists.missing(unreadable + bad, mark("payouts"), self._now)
                    yield Batch(payouts=tuple(made), gaps=gaps)
        except (LayoutChanged, Temporary) as error:
            yield Batch(gaps=(self._closed("payouts", error),))

    async def _ledger(self, run: Run) -> AsyncGenerator[Batch, None]:
        floor, was = cursors.floor(self._cursor.read_at, self._now), self._now
        async with run.page(EARNINGS, f"{API}/payouts/transactions") as opened, aclosing(opened.pages()) as pages:
            async for page in pages:
                found, entries, gaps = self._read(page)
                self._cursor.flips = self._flips.counts
                yield Batch(cursor=cursors.saved(self._cursor), ledger=tuple(entries), gaps=gaps)
                if found and floor is not None and all(parse.before(row.created_at, floor) for row in found):
                    break
        self._cursor.read_at = was
        yield Batch(cursor=cursors.saved(self._cursor))

    def _read(self, page: Page) -> tuple[list[Row], list[LedgerEntry], tuple[Gap, ...]]:
        found, unreadable = page.items(Row)
        lines, bad = lists.each(found, self._lines)
        gaps = lists.missing(unreadable + bad, mark("payments"), self._now)
        return found, [line for each in lines for line in each], gaps

    def _lines(self, row: Row) -> list[LedgerEntry]:
        read_at = self._cursor.read_at
        was_known = read_at is not None and utc(row.created_at) <= read_at
        undone_at = self._undone.at.get(str(row.id))
        return payments.movements(row, self._flips, undone_at=undone_at, now=self._now, was_known=was_known)

    def _closed(self, what: str, error: Exception) -> Gap:
        """Half-open and empty: no day of the money counts as unknown for its sake."""
        today = self._now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Gap(start=today, end=today, reason=f"{what}: {getattr(error, 'reason', '')}")
