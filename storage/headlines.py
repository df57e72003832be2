"""What Home's headline numbers rest on: sums over the last days, each with what is missing in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import PayoutRow, Scope
from ofauto_desktop.domain.days import day_of, starts_at
from ofauto_desktop.domain.metrics import ENGAGEMENT, Metric
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import earnings, scopes, series
from storage.earnings import Taken
from storage.scopes import Counted

_WEEK = timedelta(days=7)
_LEVELS = (Metric.FOLLOWERS, Metric.SUBSCRIBERS)


@dataclass(slots=True)
class Headline:
    """A number and the one a week earlier, added over accounts. None: nobody knows it. `as_of` the oldest it rests on."""

    value: int | None = None
    previous: int | None = None
    incomplete: bool = False
    as_of: datetime | None = None
    sources: set[str] = field(default_factory=set)

    def add(self, value: int | None, previous: int | None, *, incomplete: bool, as_of: datetime | None) -> None:
        self.value = _plus(self.value, value)
        self.previous = _plus(self.previous, previous)
        self.incomplete |= incomplete
        self.as_of = min((at for at in (self.as_of, as_of) if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Headlines:
    """By currency, or by metric; engagement None where no account has any."""

    revenue: dict[str, Headline]
    levels: dict[Metric, Headline]
    engagement: Headline | None
    payout: PayoutRow | None


def headlines(session: Session, now: datetime, client_id: int | None) -> Headlines:
    """All of them at `now` (aware UTC), each day in its client's zone."""
    counted = scopes.accounts(session, Scope(client_id=client_id))
    present = [one for one in counted if not one.removed]
    announced = earnings.next_payouts(session, [one.id for one in present])
    return Headlines(
        revenue=_revenue(session, counted, now),
        levels=_levels(session, present, now),
        engagement=_engagement(session, present, now),
        payout=announced[0] if announced else None,
    )


def _revenue(session: Session, counted: Sequence[Counted], now: datetime) -> dict[str, Headline]:
    """Net of today and the six days before, and of the same stretch a week earlier, up to the same time of day (G4)."""
    found: dict[str, Headline] = {}
    ids = [one.id for one in counted]
    read_at = earnings.read_at(session, ids)
    gaps = scopes.gaps(session, ids, SyncKind.MONEY)
    sources = earnings.sources(session, ids)
    for name, group in scopes.by_zone(counted):
        zone = zone_named(name)
        first = day_of(now, zone) - timedelta(days=6)
        rows = earnings.taken(session, group, first - _WEEK, first + _WEEK)
        too_late = earnings.net_between(session, group, now - _WEEK, starts_at(first, zone))
        for currency, sums in _by_currency(rows, first).items():
            accounts = {row.account_id for row in rows if row.currency == currency}
            missing = any(one not in read_at for one in accounts) or any(
                day_of(gap.end, zone) >= first - _WEEK for one in accounts for gap in gaps.get(one, ())
            )
            headline = found.setdefault(currency, Headline())
            headline.add(
                sums.current,
                sums.before - too_late.get(currency, 0),
                incomplete=missing or sums.unknown > 0,
                as_of=min((read_at[one] for one in accounts if one in read_at), default=None),
            )
            headline.sources |= {sources[one] for one in accounts}
    return found or _nothing_sold(counted, read_at)


def _nothing_sold(counted: Sequence[Counted], read_at: dict[int, datetime]) -> dict[str, Headline]:
    """Read, and nothing there: that is 0, in the currency that the client thinks in (G1)."""
    found: dict[str, Headline] = {}
    for one in counted:
        if one.id in read_at:
            headline = found.setdefault(one.currency, Headline())
            headline.add(0, 0, incomplete=False, as_of=read_at[one.id])
    return found


@dataclass(slots=True)
class _Sums:
    current: int = 0
    before: int = 0
    unknown: int = 0


def _by_currency(rows: Sequence[Taken], first: date) -> dict[str, _Sums]:
    found: dict[str, _Sums] = {}
    for row in rows:
        sums = found.setdefault(row.currency, _Sums())
        if row.day >= first:
            sums.current += row.net_minor
        else:
            sums.before += row.net_minor
        sums.unknown += row.unknown_amounts
    return found


def _levels(session: Session, present: Sequence[Counted], now: datetime) -> dict[Metric, Headline]:
    found: dict[Metric, Headline] = {}
    for name, group in scopes.by_zone(present):
        then = day_of(now, zone_named(name)) - _WEEK
        days = series.days(session, group, _LEVELS, then, then + timedelta(days=1))
        before = {(one.account_id, one.metric): one.value for one in days}
        for last in series.last_of_accounts(session, group, _LEVELS):
            previous = before.get((last.account_id, last.metric))
            headline = found.setdefault(last.metric, Headline())
            headline.add(last.value, previous, incomplete=previous is None, as_of=last.as_of)
            headline.sources |= last.sources
    return found


def _engagement(session: Session, present: Sequence[Counted], now: datetime) -> Headline | None:
    """The last seven complete days, and the seven before; of accounts that had any in them."""
    found: Headline | None = None
    for name, group in scopes.by_zone(present):
        today = day_of(now, zone_named(name))
        values = series.days(session, group, ENGAGEMENT, today - 2 * _WEEK, today)
        for account_id in sorted({one.account_id for one in values}):
            own = [one for one in values if one.account_id == account_id]
            late = [one for one in own if one.day >= today - _WEEK]
            early = [one for one in own if one.day < today - _WEEK]
            found = found or Headline()
            found.add(
                sum(one.value for one in late) if late else None,
                sum(one.value for one in early) if early else None,
                incomplete=len({one.day for one in own}) < 2 * _WEEK.days,
                as_of=max(one.as_of for one in own),
            )
            found.sources |= {one.source for one in own}
    return found


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other
