"""Money as people ask for it: totals in each currency, the ledger, the payouts (M1 to M9)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta

from ofauto_desktop.domain.analytics import Balance, LedgerRow, MoneyBy, MoneyRow, PayoutRow, Scope
from ofauto_desktop.domain.days import day_of, month_after
from ofauto_desktop.domain.money import REFUNDS_SETTLE_IN
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from storage import balances, earnings
from storage.database import Database
from storage.earnings import Taken, Takings
from storage.scopes import Counted


class Money:
    """Answers questions about money; writes nothing. Currencies are never added together (M2)."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def summary(self, scope: Scope, by: MoneyBy) -> tuple[MoneyRow, ...]:
        """Totals by `by` and currency, in the order of their keys. A group in which nothing moved has no row.

        Months come with their refunded sales (M6) once they are 60 days old.
        """
        takings = await self._database.read(earnings.takings, scope)
        accounts = {account.id: account for account in takings.accounts}
        groups: dict[tuple[str, str], list[Taken]] = {}
        for row in takings.rows:
            key = _KEYS[by](row, accounts[row.account_id])
            groups.setdefault((key, row.currency), []).append(row)
        found = [
            _summed(key, currency, rows, takings, _period(by, rows[0].day, scope))
            for (key, currency), rows in sorted(groups.items())
        ]
        return tuple(await self._with_refunds(scope, found) if by is MoneyBy.MONTH else found)

    async def ledger(self, scope: Scope, *, limit: int | None = None, offset: int = 0) -> tuple[LedgerRow, ...]:
        """Every movement of the period, newest first; tests and unconfirmed ones too, as their status tells."""
        return tuple(await self._database.read(earnings.ledger, scope, limit, offset))

    async def payouts(self, scope: Scope) -> tuple[PayoutRow, ...]:
        """What left the platforms, or is announced to, newest first. Never revenue (M8)."""
        return tuple(await self._database.read(earnings.payouts, scope))

    async def balances(self, scope: Scope) -> tuple[Balance, ...]:
        """What is pending, available and paid out now, by account and currency (M8); no days are asked for."""
        return tuple(await self._database.read(balances.balances, scope, self._now()))

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


_KEYS: dict[MoneyBy, Callable[[Taken, Counted], str]] = {
    MoneyBy.KIND: lambda row, _: row.kind.value,
    MoneyBy.PLATFORM: lambda _, account: account.platform.value,
    MoneyBy.CLIENT: lambda _, account: account.client,
    MoneyBy.DAY: lambda row, _: row.day.isoformat(),
    MoneyBy.MONTH: lambda row, _: f"{row.day:%Y-%m}",
}


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
    if by is MoneyBy.MONTH:
        return first.replace(day=1), month_after(first)
    return scope.start, scope.end
