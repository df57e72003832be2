"""Subscriptions: how many, what they bring a month, how that moved and why (S1 to S8)."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.days import day_of, month_after, starts_at
from ofauto_desktop.domain.money import exponent
from ofauto_desktop.domain.rates import RateTable
from ofauto_desktop.domain.recurring import (
    Due,
    LifetimeValue,
    Movements,
    Stretch,
    added,
    dues,
    lifetime_value,
    movements,
    stretches,
)
from ofauto_desktop.domain.revenue import total
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.subscription_report import SubscriptionMonth, SubscriptionReport
from ofauto_desktop.domain.subscriptions import rounded
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.rates import Rates
from storage import spells
from storage.database import Database
from storage.spells import Held, Spells

# Older months are asked for by choosing them.
MOST_MONTHS = 36
_KEEP_MONTHS = 3
# Fewer tell no course.
_MONTHS_SHOWN = 12


class Subscriptions:
    """Answers questions about subscriptions; writes nothing."""

    def __init__(self, database: Database, money: Money, rates: Rates, now: Now) -> None:
        self._database, self._money, self._rates, self._now = database, money, rates, now

    async def report(self, scope: Scope, to: str) -> SubscriptionReport | None:
        """Where the subscriptions of `scope` stand and how they moved in its days, amounts in `to`.

        None where no account of it has ever had any.
        """
        found = await self._database.read(spells.spells, scope)
        if not found.accounts:
            return None
        table = await self._rates.table((*found.currencies, to))
        begun = spells.first_day(found)
        view = await asyncio.to_thread(_View, found, table, to, self._now(), begun)
        period, months = await asyncio.to_thread(view.period, scope)
        last = _month_of(self._today(found)) - timedelta(days=1)
        keep = await asyncio.to_thread(lambda: [view.month(one) for one in _back(_month_of(last), _KEEP_MONTHS)])
        take = await self._take_rate(scope, keep, to)
        arppu, payers = await self._arppu(scope, _month_of(last), to)
        return SubscriptionReport(
            currency=to,
            period=period,
            months=months,
            lifetime=_lifetime(period, [one.moved for one in keep], take),
            arppu=arppu,
            payers=payers,
            last_full_month=_month_of(last),
            take_rate=take,
            unnamed=found.unnamed,
            unread=tuple(one.account.name for one in found.accounts if one.read_at is None),
            as_of=min((one.read_at for one in found.accounts if one.read_at is not None), default=None),
            source=", ".join(sorted({one.source for one in found.accounts})),
        )

    def _today(self, found: Spells) -> date:
        return min(day_of(self._now(), zone_named(one.account.zone)) for one in found.accounts)

    async def _take_rate(self, scope: Scope, keep: Sequence[SubscriptionMonth], to: str) -> float | None:
        days = Scope(
            account_ids=scope.account_ids,
            client_id=scope.client_id,
            start=keep[-1].month,
            end=month_after(keep[0].month),
        )
        split = total(await self._money.summary(days, MoneyBy.PLATFORM, to=to), to).worth.split
        return None if split is None else split.take_rate

    async def _arppu(self, scope: Scope, month: date, to: str) -> tuple[int | None, int]:
        """S5: net revenue of the month over the fans who paid anything in it."""
        days = Scope(account_ids=scope.account_ids, client_id=scope.client_id, start=month, end=month_after(month))
        payers, nameless = await self._database.read(spells.payers, days)
        split = total(await self._money.summary(days, MoneyBy.PLATFORM, to=to), to).worth.split
        if split is None or not payers or nameless:
            return None, payers
        return rounded(Fraction(split.net_minor, payers)), payers


class _View:
    """All stretches of all accounts, ready to be asked about any period."""

    def __init__(self, found: Spells, table: RateTable, to: str, now: datetime, begun: date | None) -> None:
        self._table, self._to, self._now, self._begun = table, to, now, begun
        self._held: list[tuple[Held, list[Stretch], list[Due]]] = [
            (
                one,
                [each for subscription in one.subscriptions for each in stretches(subscription)],
                [each for subscription in one.subscriptions for each in dues(subscription)],
            )
            for one in found.accounts
        ]

    def period(self, scope: Scope) -> tuple[Movements, tuple[SubscriptionMonth, ...]]:
        """The days of `scope`, and the months up to their end, newest first: a year of them, or as many as the days hold."""
        today = day_of(self._now, zone_named(self._held[0][0].account.zone))
        start = scope.start or self._begun or today
        end = min(scope.end or today + timedelta(days=1), today + timedelta(days=1))
        start = min(start, end)
        months: list[SubscriptionMonth] = []
        month = _month_of(end - timedelta(days=1)) if end > start else _month_of(end)
        *_, year_before = _back(month, _MONTHS_SHOWN)
        first = max(min(_month_of(start), year_before), _month_of(self._begun or start))
        while month >= first and len(months) < MOST_MONTHS:
            months.append(self.month(month))
            month = _month_of(month - timedelta(days=1))
        return self.between(start, end), tuple(months)

    def month(self, month: date) -> SubscriptionMonth:
        following = month_after(month)
        running = any(starts_at(following, zone_named(held.account.zone)) > self._now for held, _, _ in self._held)
        return SubscriptionMonth(month=month, moved=self.between(month, following), running=running)

    def between(self, start: date, end: date) -> Movements:
        """Days [start, end) in each client's own zone, up to now."""
        parts = []
        for held, found, ended in self._held:
            zone = zone_named(held.account.zone)
            until = min(starts_at(end, zone), self._now)
            begin = min(starts_at(start, zone), until)
            parts.append(movements(found, ended, begin, until, lambda currency: self._rate(currency, start)))
        return added(parts)

    def _rate(self, currency: str, day: date) -> Fraction | None:
        """One minor unit of `currency` in minor units of the reporting one, at the rate of the period's start (S2)."""
        rate = self._table.find(currency or self._to, self._to, day)
        if rate is None:
            return None
        return rate.exact * Fraction(10) ** (exponent(self._to) - exponent(currency or self._to))


def _lifetime(period: Movements, keep: Sequence[Movements], take: float | None) -> LifetimeValue:
    """S6 from the fans who are there now and the last three full months."""
    if take is None or period.mrr_end is None or not period.active_end:
        return LifetimeValue(None, None, None)
    arps = Fraction(period.mrr_end, period.active_end)
    churned, active = sum(one.lost for one in keep), sum(one.active_start for one in keep)
    return lifetime_value(arps, Fraction(take), churned, active)


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _back(month: date, count: int) -> Iterator[date]:
    """`month` and those before it."""
    for _ in range(count):
        yield month
        month = _month_of(month - timedelta(days=1))
