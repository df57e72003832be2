"""A measure day by day, and over a period, of whichever accounts: everything a chart or a tile needs from one snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.metrics import LEVELS, Gap, Metric, read_by
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import day_sums, day_totals, earnings, scopes, series
from storage.day_sums import AccountDays
from storage.day_totals import DayTotal
from storage.scopes import Counted
from storage.series import Gained


@dataclass(frozen=True, slots=True)
class Measured:
    """Known days by account, and what could not be read of each."""

    accounts: list[Counted]
    days: list[AccountDays]
    gaps: dict[int, list[Gap]]


class Summed(NamedTuple):
    """What was gained by account and metric, and which days of it are known."""

    accounts: list[Counted]
    gained: list[Gained]
    known: list[DayTotal]


def by_day(session: Session, scope: Scope, metrics: Sequence[Metric], start: date, end: date) -> Measured:
    """Days of [start, end) of the accounts of `scope`; in its zone where it names one."""
    counted = series.present(session, scope)
    rolled_up = [one.id for one in counted if one.rolled_up]
    others = [one.id for one in counted if not one.rolled_up]
    found = day_sums.by_day(session, rolled_up, metrics, start, end)
    if others and scope.zone is not None:
        found += day_sums.in_zone(session, others, metrics, start, end, zone_named(scope.zone))
    kinds = {read_by(metric) for metric in metrics}
    gaps: dict[int, list[Gap]] = {}
    for kind in sorted(kinds):
        for account_id, marks in scopes.gaps(session, [one.id for one in counted], kind).items():
            gaps.setdefault(account_id, []).extend(marks)
    return Measured(counted, found, gaps)


def over_period(session: Session, scope: Scope, metrics: Sequence[Metric], start: date, end: date) -> Summed:
    """What counts grew by in [start, end), and where levels stood at its end."""
    within = replace(scope, start=start, end=end)
    counted = series.present(session, scope)
    ids = [one.id for one in counted]
    return Summed(
        counted,
        series.gained(session, within, [metric for metric in metrics if metric not in LEVELS]),
        day_totals.totals(session, ids, metrics, start, end),
    )


class Earned(NamedTuple):
    """Net of each day with money in one currency; `missing`: days, or amounts, that could not be read; or other currencies."""

    accounts: list[Counted]
    by_day: dict[date, int]
    read_at: datetime | None
    sources: set[str]
    missing: bool


def revenue(session: Session, scope: Scope, currency: str, start: date, end: date) -> Earned:
    """Net revenue (M5) by day of the accounts that were read for money; currencies are not added (M2)."""
    counted = scopes.accounts(session, scope)
    read_at = earnings.read_at(session, [one.id for one in counted])
    gaps = scopes.gaps(session, list(read_at), SyncKind.MONEY)
    found: dict[date, int] = {}
    missing = False
    zones = {one.id: zone_named(one.zone) for one in counted}
    for row in earnings.taken(session, list(read_at), start, end):
        missing |= row.unknown_amounts > 0 or row.currency != currency
        if row.currency == currency:
            found[row.day] = found.get(row.day, 0) + row.net_minor
    missing |= any(
        day_of(gap.start, zones[account]) < end and day_of(gap.end, zones[account]) >= start
        for account, marks in gaps.items()
        for gap in marks
    )
    sources = set(earnings.sources(session, list(read_at)).values())
    return Earned(counted, found, min(read_at.values(), default=None), sources, missing)
