"""Money as people ask for it: totals in each currency, what they come to in one, the ledger, the payouts (M1 to M9)."""

from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta

from ofauto_desktop.domain.analytics import Balance, LedgerRow, MoneyBy, MoneyRow, PayoutRow, Scope
from ofauto_desktop.domain.days import day_of, month_after
from ofauto_desktop.domain.ledger import (
    CurrencySum,
    Customer,
    LedgerFilter,
    LedgerLineInfo,
    LedgerSort,
    MoneyAccount,
)
from ofauto_desktop.domain.members import Member, Standing
from ofauto_desktop.domain.money import REFUNDS_SETTLE_IN
from ofauto_desktop.domain.offers import OfferInfo
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.worth import MISSING_TOLD, Split, UsedRate, Worth, outermost
from ofauto_desktop.runtime.clock import Now
from storage import balances, breakdown, customers, declines, earnings, ledger_lines, members, offers, scopes, worth
from storage.breakdown import NO_WORDS, Words
from storage.database import Database
from storage.earnings import Taken, Takings
from storage.scopes import Counted
from storage.worth import Converted, Placed

_BY_WORDS = {MoneyBy.PRODUCT: "product", MoneyBy.FAN: "fan", MoneyBy.OFFER: "offer"}
# Answers of the last questions are kept, those of fans and products of a large shop aside.
_KEPT_ANSWERS, _KEPT_ROWS = 12, 2000
# Of what they were made from, the last one, up to some 8 MB: a page groups one stretch in several ways.
_KEPT_PARTS = 20_000
_SPLIT = (
    "gross_minor",
    "fee_minor",
    "refunds_minor",
    "chargebacks_minor",
    "fees_returned_minor",
    "tax_minor",
    "net_minor",
)
Worths = dict[tuple[str, str], Worth]
_AN_INSTANT = timedelta(microseconds=1)


class Money:
    """Answers questions about money; writes nothing. Currencies are never added together unconverted (M2)."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now
        self._kept: OrderedDict[Hashable, tuple[int, Worths]] = OrderedDict()
        self._read: tuple[Hashable, list[Converted]] | None = None
        self._taken: tuple[Hashable, Takings] | None = None

    async def summary(self, scope: Scope, by: MoneyBy, *, to: str | None = None) -> tuple[MoneyRow, ...]:
        """Totals by `by` and currency, in the order of their keys. A group in which nothing moved has no row.

        Months come with their refunded sales (M6) once they are 60 days old. `to`: with what each row comes to in this
        currency, every line by the rate of its day.
        """
        takings = await self._takings(scope)
        accounts = {account.id: account for account in takings.accounts}
        rows: Iterable[tuple[Taken, Words]] = ((row, NO_WORDS) for row in takings.rows)
        if by in _BY_WORDS:
            rows = await self._database.read(breakdown.grouped, scope, _BY_WORDS[by])
        groups: dict[tuple[str, str], list[tuple[Taken, Words]]] = {}
        for row, words in rows:
            placed = Placed(row.account_id, row.day, row.kind, words)
            groups.setdefault((_key(by, placed, accounts), row.currency), []).append((row, words))
        found = [
            _labelled(
                _summed(key, currency, [row for row, _ in group], takings, _period(by, group[0][0].day, scope)),
                by,
                group[0][1],
                accounts[group[0][0].account_id],
            )
            for (key, currency), group in sorted(groups.items())
        ]
        if by is MoneyBy.MONTH:
            found = await self._with_declines(scope, await self._with_refunds(scope, found))
        if to is not None:
            found = await self._with_worth(scope, by, accounts, found, to)
        return tuple(found)

    async def ledger(self, scope: Scope, *, limit: int | None = None, offset: int = 0) -> tuple[LedgerRow, ...]:
        """Every movement of the period, newest first; tests and unconfirmed ones too, as their status tells."""
        return tuple(await self._database.read(earnings.ledger, scope, limit, offset))

    async def ids(
        self, asked: LedgerFilter, sort: LedgerSort = LedgerSort.AT, *, descending: bool = True
    ) -> "array[int]":
        """The ids of the ledger's lines, in order: a snapshot that a table scrolls through; `lines` gives a window of them."""
        return await self._database.read(ledger_lines.ordered, asked, sort, descending=descending)

    async def sums(self, asked: LedgerFilter) -> tuple[CurrencySum, ...]:
        """What the lines that `asked` takes come to, each currency by itself."""
        return tuple(await self._database.read(ledger_lines.sums, asked))

    async def lines(self, ids: Sequence[int]) -> tuple[LedgerLineInfo, ...]:
        """The lines of these ids, in their order; one that is gone meanwhile is left out."""
        return tuple(await self._database.read(ledger_lines.lines, ids))

    async def line(self, line_id: int) -> LedgerLineInfo:
        """One line with its sale, and what became of it. Raises NotFound."""
        return await self._database.read(ledger_lines.line, line_id)

    async def currencies(self, scope: Scope) -> tuple[str, ...]:
        """The currencies that lines of `scope` are in, the most used first."""
        return tuple(await self._database.read(ledger_lines.currencies, scope))

    async def accounts(self, scope: Scope) -> tuple[MoneyAccount, ...]:
        """The accounts of `scope`, removed ones too: what they earned was earned."""
        return tuple(
            MoneyAccount(id=one.id, name=one.name, platform=one.platform, client_id=one.client_id, client=one.client)
            for one in await self._database.read(scopes.accounts, scope)
        )

    async def payouts(self, scope: Scope) -> tuple[PayoutRow, ...]:
        """What left the platforms, or is announced to, newest first. Never revenue (M8)."""
        return tuple(await self._database.read(earnings.payouts, scope))

    async def balances(self, scope: Scope) -> tuple[Balance, ...]:
        """What is pending, available and paid out now, by account and currency (M8); no days are asked for."""
        return tuple(await self._database.read(balances.balances, scope, self._now()))

    async def customers(self, scope: Scope, *, text: str = "", limit: int = 500) -> tuple[Customer, ...]:
        """Buyers with what they bought (A18), those who brought the most first; one row for each currency."""
        return tuple(await self._database.read(customers.listed, scope, text, limit))

    async def members(
        self, scope: Scope, *, text: str = "", standings: Collection[Standing] = (), limit: int = 500
    ) -> tuple[Member, ...]:
        """Members with tier, standing, lifetime and last charge (A14), as they are now: the days of `scope` do not count."""
        return tuple(await self._database.read(members.listed, scope, text, standings, limit))

    async def offers(self, scope: Scope) -> tuple[OfferInfo, ...]:
        """The offer codes of the accounts, used or not, as they are now: the days of `scope` do not count."""
        return tuple(await self._database.read(offers.listed, scope))

    async def unread_days(self, scope: Scope) -> frozenset[date]:
        """Days of `scope` on which something of some account could not be read (G1)."""
        found: set[date] = set()
        for account, gaps in await self._database.read(earnings.gaps, scope):
            zone = zone_named(account.zone)
            for gap in gaps:
                day, last = day_of(gap.start, zone), day_of(max(gap.start, gap.end - _AN_INSTANT), zone)
                while day <= last:
                    if scope.holds(day):
                        found.add(day)
                    day += timedelta(days=1)
        return frozenset(found)

    async def first_day(self, scope: Scope) -> date | None:
        """The day of the first line of `scope`, in UTC; None where there is none."""
        first = await self._database.read(ledger_lines.first_at, scope)
        return None if first is None else first.date()

    async def _with_refunds(self, scope: Scope, months: Iterable[MoneyRow]) -> list[MoneyRow]:
        refunded: Counter[tuple[str, str]] = Counter()
        for sale, count in (await self._database.read(balances.refunded_sales, scope)).items():
            refunded[sale.month, sale.currency] += count
        settled = day_of(self._now(), UTC) - REFUNDS_SETTLE_IN
        return [
            replace(row, refunded=refunded[row.key, row.currency])
            if month_after(date.fromisoformat(f"{row.key}-01")) <= settled
            else row
            for row in months
        ]

    async def _with_declines(self, scope: Scope, months: Sequence[MoneyRow]) -> list[MoneyRow]:
        told = await self._database.read(declines.by_month, scope)
        if told is None:
            return list(months)
        found = [(row, told.get((row.key, row.currency), declines.Declined())) for row in months]
        return [replace(row, declined=one.count, declined_minor=one.minor) for row, one in found]

    async def _with_worth(
        self, scope: Scope, by: MoneyBy, accounts: dict[int, Counted], rows: Sequence[MoneyRow], to: str
    ) -> list[MoneyRow]:
        worths: Worths = {}
        if any(row.currency != to for row in rows):
            worths = await self._worths(scope, by, to, accounts)
        nothing = Worth(currency=to, split=None)
        return [
            replace(
                row,
                worth=Worth(currency=to, split=row.split)
                if row.currency == to
                else worths.get((row.key, row.currency), nothing),
            )
            for row in rows
        ]

    async def _worths(self, scope: Scope, by: MoneyBy, to: str, accounts: dict[int, Counted]) -> Worths:
        """By key and own currency. The last answers are kept until anything changes: pages ask them again and again."""
        asked, changes = (scope, by, to), self._database.changes  # before it is read: what comes meanwhile is new
        kept = self._kept.get(asked)
        if kept is not None and kept[0] == changes:
            return kept[1]
        parts: dict[tuple[str, str], list[Converted]] = {}
        for part in await self._converted(scope, to, changes, worded=by in _BY_WORDS):
            parts.setdefault((_key(by, part.placed, accounts), part.currency), []).append(part)
        found = {of: _worth(to, group) for of, group in parts.items()}
        if len(found) <= _KEPT_ROWS:
            self._kept[asked] = (changes, found)
            while len(self._kept) > _KEPT_ANSWERS:
                self._kept.popitem(last=False)
        return found

    async def _takings(self, scope: Scope) -> Takings:
        asked = (scope, self._database.changes)
        if self._taken is None or self._taken[0] != asked:
            found = await self._database.read(earnings.takings, scope)
            self._taken = (asked, found) if len(found.rows) <= _KEPT_PARTS else None
            return found
        return self._taken[1]

    async def _converted(self, scope: Scope, to: str, changes: int, *, worded: bool) -> list[Converted]:
        asked = (scope, to, worded, changes)
        if self._read is None or self._read[0] != asked:
            found = await self._database.read(worth.converted, scope, to, worded=worded)
            self._read = (asked, found) if len(found) <= _KEPT_PARTS else None
            return found
        return self._read[1]


def _key(by: MoneyBy, placed: Placed, accounts: dict[int, Counted]) -> str:
    return _KEYS[by](placed, accounts[placed.account_id])


_KEYS: dict[MoneyBy, Callable[[Placed, Counted], str]] = {
    MoneyBy.KIND: lambda row, _: row.kind.value,
    MoneyBy.PLATFORM: lambda _, account: account.platform.value,
    MoneyBy.CLIENT: lambda _, account: account.client,
    MoneyBy.ACCOUNT: lambda _, account: str(account.id),
    MoneyBy.PRODUCT: lambda row, account: f"{account.id}:{row.words.product}",
    MoneyBy.FAN: lambda row, account: f"{account.id}:{row.words.fan}",
    MoneyBy.OFFER: lambda row, account: f"{account.id}:{row.words.offer}",
    MoneyBy.DAY: lambda row, _: row.day.isoformat(),
    MoneyBy.WEEK: lambda row, _: (row.day - timedelta(days=row.day.weekday())).isoformat(),
    MoneyBy.MONTH: lambda row, _: f"{row.day:%Y-%m}",
}
_OF_ONE_ACCOUNT = frozenset({MoneyBy.ACCOUNT, MoneyBy.PRODUCT, MoneyBy.FAN, MoneyBy.OFFER})


def _labelled(row: MoneyRow, by: MoneyBy, words: Words, account: Counted) -> MoneyRow:
    """With the words that people know it by, and whose it is."""
    labels = {
        MoneyBy.ACCOUNT: account.name,
        MoneyBy.PRODUCT: words.product_name,
        MoneyBy.FAN: words.fan,
        MoneyBy.OFFER: words.offer,
    }
    if by not in _OF_ONE_ACCOUNT:
        return replace(row, label=row.key)
    return replace(row, label=labels[by], account_id=account.id, account=account.name)


def _worth(to: str, parts: Sequence[Converted]) -> Worth:
    """What lines of one currency come to together; unknown as soon as one of their days has no rate (M2)."""
    used = {(part.currency, part.rate.day, part.rate.source): part.rate for part in parts if part.rate is not None}
    missing = {(part.currency, part.placed.day) for part in parts if part.rate is None}
    sums = (sum(amounts) for amounts in zip(*(part.sums for part in parts), strict=True))
    return Worth(
        currency=to,
        split=None if missing else Split(**dict(zip(_SPLIT, sums, strict=True))),
        rates=outermost(
            UsedRate(currency=currency, day=day, rate=rate.shown, source=source)
            for (currency, day, source), rate in used.items()
        ),
        converted=sum(part.lines for part in parts),
        missing=tuple(sorted(missing)[:MISSING_TOLD]),
    )


def _summed(
    key: str, currency: str, rows: Sequence[Taken], takings: Takings, period: tuple[date | None, date | None]
) -> MoneyRow:
    ids = sorted({row.account_id for row in rows})
    read_at = [takings.read_at.get(one) for one in ids]
    unread = any(_has_gap(one, takings, period) for one in ids) or None in read_at
    return MoneyRow(
        key=key,
        currency=currency,
        gross_minor=sum(row.gross_minor for row in rows),
        fee_minor=sum(row.fee_minor for row in rows),
        refunds_minor=sum(row.refund_minor for row in rows),
        chargebacks_minor=sum(row.chargeback_minor for row in rows),
        fees_returned_minor=sum(row.fees_returned_minor for row in rows),
        tax_minor=sum(row.tax_minor for row in rows),
        net_minor=sum(row.net_minor for row in rows),
        sales=sum(row.sales for row in rows),
        incomplete=unread or any(row.unknown_amounts for row in rows),
        fee_estimated=any(row.estimated_fees for row in rows),
        as_of=min((at for at in read_at if at is not None), default=None),
        source=", ".join(sorted({takings.sources[one] for one in ids})),
    )


def _has_gap(account_id: int, takings: Takings, period: tuple[date | None, date | None]) -> bool:
    """Whether part of [start, end), in the account's days, could not be read. A gap may be a moment."""
    zone = zone_named(next(one.zone for one in takings.accounts if one.id == account_id))
    start, end = period
    return any(
        (start is None or day_of(gap.end, zone) >= start) and (end is None or day_of(gap.start, zone) < end)
        for gap in takings.gaps.get(account_id, ())
    )


def _period(by: MoneyBy, first: date, scope: Scope) -> tuple[date | None, date | None]:
    """The days that a group stands for; `first` is its first day with money."""
    if by is MoneyBy.DAY:
        return first, first + timedelta(days=1)
    if by is MoneyBy.WEEK:
        monday = first - timedelta(days=first.weekday())
        return monday, monday + timedelta(days=7)
    if by is MoneyBy.MONTH:
        return first.replace(day=1), month_after(first)
    return scope.start, scope.end
