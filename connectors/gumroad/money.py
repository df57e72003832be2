"""Reads the money: the list of sales with what became of each, then the payouts. One batch a page, nothing kept longer."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, MissingScope, Rejected
from connectors.gumroad import cursor as cursors
from connectors.gumroad import parse
from connectors.gumroad.api import Api, Listed, Page
from connectors.gumroad.cursor import MoneyCursor, Walk
from connectors.gumroad.refusals import NotThere
from connectors.gumroad.walking import walked
from connectors.gumroad.wire import PayoutAnswer, PayoutItem, PayoutsPage, Sale, SalesPage
from connectors.instants import utc
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.money import LEFT, LedgerEntry, Payout
from ofauto_desktop.domain.words import mark

SALES = Listed(SalesPage, "sales", Sale)
PAYOUTS = Listed(PayoutsPage, "payouts", PayoutItem)
VIEW_SALES = "view_sales"
VIEW_PAYOUTS = "view_payouts"
# More than change their state at the same time: a payout a week for ten years.
_MOST_EXPLAINED = 520


class MoneyReader:
    """One pull of the money. Its cursor is saved with every page, so the next pull goes on where this one stopped."""

    def __init__(self, api: Api, context: PullContext) -> None:
        self._api = api
        self._now = context.now
        self._cursor = cursors.loaded(context.cursor, MoneyCursor)

    async def batches(self) -> AsyncIterator[Batch]:
        resumed = self._cursor.sales
        if resumed is not None:
            async for batch in self._sales(resumed):
                yield batch
        async for batch in self._sales(self._next_walk(resumed=resumed is not None)):
            yield batch
        async for batch in self._payouts(self._cursor.payouts or cursors.next_payouts_walk(self._cursor, self._now)):
            yield batch

    def _next_walk(self, *, resumed: bool) -> Walk:
        """What an interrupted walk ended with is as old as its start: what was sold since is read after it, and no more.

        Looking back once more then would never end where each pull is cut short.
        """
        read_at = self._cursor.read_at
        if resumed and read_at is not None:
            return cursors.new_walk(read_at, self._now)
        return cursors.next_walk(self._cursor, self._now)

    async def _sales(self, walk: Walk) -> AsyncIterator[Batch]:
        self._cursor.sales = walk
        async for page in walked(self._api, "/sales", SALES, scope=VIEW_SALES, walk=walk, at=_made):
            entries, unreadable = self._entries(page.items)
            gaps = _gaps(map(_made, page.items), unreadable + page.unreadable, mark("sales"))
            if any(sale.created_at >= walk.window_start for sale in page.items):
                walk.window_pages += 1
            if walk.page is None:
                cursors.finish(self._cursor, walk)
            yield Batch(cursor=cursors.saved(self._cursor), ledger=tuple(entries), gaps=gaps)

    def _entries(self, sales: Iterable[Sale]) -> tuple[list[LedgerEntry], int]:
        """The ledger of a page's sales, and how many of them have numbers that are none."""
        entries: list[LedgerEntry] = []
        unreadable = 0
        for sale in sales:
            try:
                entries += self._movements(sale)
            except (ValueError, LayoutChanged):
                unreadable += 1
        return entries, unreadable

    def _movements(self, sale: Sale) -> list[LedgerEntry]:
        known = self._cursor.refunds.get(sale.id, ())
        refunds = parse.grown(known, parse.refunded(sale))
        read_at = self._cursor.read_at
        # A sale that was read before was not refunded then, so it happened since; of one that is new we know no more
        # than that it was not before the sale.
        noticed = self._now if read_at and sale.created_at <= read_at else utc(sale.created_at)
        if known or (refunds and not sale.refunded):
            self._cursor.refunds[sale.id] = list(refunds)
        return parse.movements(sale, refunds, noticed)

    async def _payouts(self, walk: Walk) -> AsyncIterator[Batch]:
        first, self._cursor.payouts = walk.page is None, walk
        more = {"scope": VIEW_PAYOUTS, "include_upcoming": "true"}
        try:
            async for page in walked(self._api, "/payouts", PAYOUTS, walk=walk, at=_made, **more):
                found, unreadable = self._readable_payouts(page, first=first)
                gaps = _gaps(map(_made, page.items), unreadable + page.unreadable, mark("payouts"))
                if walk.page is None:
                    self._cursor.payouts, self._cursor.payouts_at = None, walk.started
                found = [await self._explained(one) for one in found]
                yield Batch(cursor=cursors.saved(self._cursor), payouts=tuple(found), gaps=gaps)
                first = False
        except MissingScope as error:
            # The sales are whole without it. Half-open and empty: no day of them counts as unknown for its sake.
            self._cursor.payouts = None
            today = _midnight(self._now)
            gap = Gap(start=today, end=today, reason=f"payouts: {error.reason}")
            yield Batch(cursor=cursors.saved(self._cursor), gaps=(gap,))

    async def _explained(self, payout: Payout) -> Payout:
        """With the sales that are in it, which are asked for once; what Gumroad does not say stays unknown."""
        if payout.status not in LEFT or payout.remote_id in self._cursor.explained:
            return payout
        path = f"/payouts/{quote(payout.remote_id, safe='')}"
        try:
            detail = (await self._api.get(path, PayoutAnswer, scope=VIEW_PAYOUTS)).payout
        except (NotThere, LayoutChanged, Rejected):
            detail = None
        self._cursor.explained = [*self._cursor.explained, payout.remote_id][-_MOST_EXPLAINED:]
        if detail is None or detail.sales is None:
            return payout
        undone = (*(detail.refunded_sales or ()), *(detail.disputed_sales or ()))
        return replace(payout, sales=tuple(detail.sales), undone=undone)

    def _readable_payouts(self, page: Page[PayoutItem], *, first: bool) -> tuple[list[Payout], int]:
        found: list[Payout] = []
        unreadable = 0
        for item in page.items:
            try:
                found.append(parse.payout(item, self._now))
            except (ValueError, LayoutChanged):
                unreadable += 1
        if first:
            upcoming = any(item.id is None for item in page.items)
            if self._cursor.upcoming and not upcoming:
                found.append(parse.none_upcoming(self._now))
            self._cursor.upcoming = upcoming
        return found, unreadable


def _gaps(made: Iterable[datetime | None], unreadable: int, what: str) -> tuple[Gap, ...]:
    """Marks the days of a page on which something could not be read. Raises LayoutChanged where no item has a date."""
    if not unreadable:
        return ()
    stretch = parse.span(one for one in made if one is not None)
    if stretch is None:
        raise LayoutChanged(f"{unreadable} {what} could not be read")
    start, end = _midnight(stretch[0]), _midnight(stretch[1]) + timedelta(days=1)
    return (Gap(start=start, end=end, reason=f"{unreadable} {what} could not be read"),)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _made(item: Sale | PayoutItem) -> datetime | None:
    return item.created_at
