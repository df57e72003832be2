"""Reads the wallet, newest first: what is new, and what was still pending when it was read last (platforms/fansly.md §4.2)."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged
from connectors.fansly import parse, units
from connectors.fansly.api import Api
from connectors.fansly.spells import Spells
from connectors.fansly.wire import Transaction, Transactions
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, Payout
from ofauto_desktop.domain.words import mark

_PAGE = 100
# What is pending is so for about a week; twice that is read again (§6).
_AGAIN = timedelta(days=14)
# A wallet of 200 lines a day for ten years. A list without end would be read for ever.
_MOST_PAGES = 7500
_MOST_TERMS = 4000


class Term(msgspec.Struct, array_like=True):
    """What was found out of a subscription's charge: its subscription, and whether it was renewed by it."""

    key: str | None
    renewal: bool


class Walk(msgspec.Struct, omit_defaults=True):
    """A reading under way: down to line `floor` and to `until`, from below line `before`. `top` is the newest it met.

    `pending` is the oldest line that may still change and when it was made.
    """

    started: datetime
    floor: str | None = None
    until: datetime | None = None
    before: str | None = None
    top: str | None = None
    pending: tuple[datetime, str] | None = None
    pages: int = 0

    def knows(self, line: str, at: datetime) -> bool:
        """Whether a line was read before and cannot have changed since."""
        return self.floor is not None and int(line) <= int(self.floor) and (self.until is None or at < self.until)


class WalletCursor(msgspec.Struct, omit_defaults=True):
    """`newest`: all up to this line was read. `pending`: when the oldest line that may still change was made.

    `terms` are kept for the lines that are read again, so that nobody need be asked about them twice.
    """

    newest: str | None = None
    pending: datetime | None = None
    walk: Walk | None = None
    terms: dict[str, Term] = {}


class MoneyReader:
    """One pull of the wallet, resumable after every page."""

    def __init__(self, api: Api, context: PullContext) -> None:
        self._api, self._now = api, context.now
        self._cursor = _loaded(context.cursor)
        self._spells = Spells(api)
        self._me = ""

    async def batches(self) -> AsyncIterator[Batch]:
        self._me = await self._api.my_id()
        if self._cursor.walk is not None:
            async for batch in self._walked(self._cursor.walk):
                yield batch
        # What came in meanwhile, or since the last pull.
        async for batch in self._walked(self._next()):
            yield batch

    def _next(self) -> Walk:
        at = self._cursor
        if at.newest is None:
            return Walk(started=self._now)
        until = max(at.pending, self._now - _AGAIN) if at.pending is not None else None
        return Walk(started=self._now, floor=at.newest, until=until)

    async def _walked(self, walk: Walk) -> AsyncIterator[Batch]:
        cursor = self._cursor
        cursor.walk = walk
        while cursor.walk is not None:
            rows, unreadable, last = await self._page(walk)
            entries, payouts, odd = await self._told(rows, walk)
            if last or self._reached(walk, rows):
                self._finish(walk)
            gaps = lists.missing(unreadable + odd, mark("lines of the wallet"), self._now)
            text = msgspec.json.encode(cursor).decode()
            yield Batch(cursor=text, ledger=tuple(entries), payouts=tuple(payouts), gaps=gaps)

    async def _page(self, walk: Walk) -> tuple[list[Transaction], int, bool]:
        """Lines that were not read in this walk, how many cannot be read, and whether there are none below them."""
        before = {"before": walk.before} if walk.before else {}
        answer = await self._api.get("/account/wallets/transactions", Transactions, limit=str(_PAGE), **before)
        rows: list[Transaction] = lists.of_form(answer.data, Transaction)
        below = [one for one in rows if walk.before is None or int(one.transaction_id) < int(walk.before)]
        walk.pages += 1
        if answer.data and not below:
            raise LayoutChanged("the wallet tells the same page again, or none that can be read")
        if walk.pages > _MOST_PAGES:
            raise LayoutChanged("the wallet does not come to an end")
        if below:
            walk.before = min((one.transaction_id for one in below), key=int)
            walk.top = walk.top or max((one.transaction_id for one in below), key=int)
        return below, len(answer.data) - len(rows), not answer.data

    async def _told(self, rows: Iterable[Transaction], walk: Walk) -> tuple[list[LedgerEntry], list[Payout], int]:
        entries: list[LedgerEntry] = []
        payouts: list[Payout] = []
        odd = 0
        for row in rows:
            try:
                entry = await self._entry(row, walk)
                paid = parse.payout(row)
            except LayoutChanged:
                odd += 1
                continue
            if entry is None:
                continue
            entries.append(entry)
            payouts += [paid] if paid is not None else []
            if parse.is_pending(row) and entry.at >= walk.started - _AGAIN:
                found = (entry.at, row.transaction_id)
                walk.pending = min(found, walk.pending or found)
        return entries, payouts, odd

    async def _entry(self, row: Transaction, walk: Walk) -> LedgerEntry | None:
        entry = parse.line_of(row, self._me)
        if walk.knows(row.transaction_id, entry.at):
            return None
        if entry.kind is not LedgerKind.SUBSCRIPTION or entry.fan is None:
            return entry
        term = self._cursor.terms.get(row.transaction_id)
        if term is None:
            rows = await self._spells.of(entry.fan, whole=self._cursor.newest is None)
            renewal, key = parse.spell_at(rows, entry.at) if rows else (False, None)
            term = Term(key, renewal)
            if parse.is_pending(row):
                self._cursor.terms[row.transaction_id] = term
        return parse.line_of(row, self._me, renewal=term.renewal, subscription=term.key)

    def _reached(self, walk: Walk, rows: Iterable[Transaction]) -> bool:
        if walk.floor is None or walk.before is None or int(walk.before) > int(walk.floor):
            return False
        if walk.until is None:
            return True
        oldest = min((units.moment(one.created_at) for one in rows if one.created_at), default=None)
        return oldest is not None and oldest < walk.until

    def _finish(self, walk: Walk) -> None:
        cursor = self._cursor
        cursor.newest = max((one for one in (walk.top, cursor.newest) if one), key=int, default=None)
        cursor.pending, cursor.walk = walk.pending[0] if walk.pending else None, None
        last = int(walk.pending[1]) if walk.pending else None
        kept = [name for name in cursor.terms if last is not None and int(name) >= last]
        cursor.terms = {name: cursor.terms[name] for name in sorted(kept, key=int)[-_MOST_TERMS:]}


def _loaded(text: str | None) -> WalletCursor:
    """The cursor in `text`, or a new one: to begin again is safe."""
    try:
        return msgspec.json.decode(text, type=WalletCursor) if text else WalletCursor()
    except (msgspec.DecodeError, UnicodeError):
        return WalletCursor()
