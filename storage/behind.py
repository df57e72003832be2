"""The rows behind each headline number of Home: their values add up to it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.home import KpiCode, KpiRow
from ofauto_desktop.domain.metrics import ENGAGEMENT, Metric
from ofauto_desktop.domain.money import counts
from ofauto_desktop.domain.schedule import zone_named
from storage import earnings, scopes, series
from storage.scopes import Counted

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_LEVELS = {KpiCode.FOLLOWERS: Metric.FOLLOWERS, KpiCode.SUBSCRIBERS: Metric.SUBSCRIBERS}


def behind(session: Session, code: KpiCode, currency: str | None, client_id: int | None, now: datetime) -> list[KpiRow]:
    """What makes up the number of `code` at `now` (aware UTC), each day in its client's zone; newest first."""
    counted = scopes.accounts(session, Scope(client_id=client_id))
    present = [one for one in counted if not one.removed]
    if code is KpiCode.NET_REVENUE:
        rows = list(_sold(session, counted, currency, now))
    elif code in _LEVELS:
        rows = list(_stands(session, present, _LEVELS[code]))
    elif code is KpiCode.ENGAGEMENT:
        rows = list(_engaged(session, present, now))
    else:
        rows = [
            KpiRow(account=one.account, value=one.amount_minor, currency=one.currency, at=one.at, what=one.status)
            for one in earnings.next_payouts(session, [one.id for one in present])
        ]
    return rows


def _sold(session: Session, counted: Sequence[Counted], currency: str | None, now: datetime) -> Iterator[KpiRow]:
    found = []
    for name, group in scopes.by_zone(counted):
        today = day_of(now, zone_named(name))
        scope = Scope(account_ids=tuple(group), start=today - 6 * _DAY, end=today + _DAY)
        found += earnings.ledger(session, scope, None, 0)
    for row in sorted(found, key=lambda one: one.entry.at, reverse=True):
        entry = row.entry
        if entry.currency == currency and counts(entry.kind, entry.status):
            yield KpiRow(
                account=row.account,
                value=entry.net_minor,
                currency=currency,
                at=entry.at,
                what=entry.kind.value if entry.gross_minor >= 0 else entry.status.value,
                gross_minor=entry.gross_minor,
                fee_minor=entry.fee_minor,
            )


def _stands(session: Session, present: Sequence[Counted], metric: Metric) -> Iterator[KpiRow]:
    names = {one.id: one.name for one in present}
    for last in series.last_of_accounts(session, list(names), (metric,)):
        yield KpiRow(account=names[last.account_id], value=last.value, at=last.as_of, what="read")


def _engaged(session: Session, present: Sequence[Counted], now: datetime) -> Iterator[KpiRow]:
    names = {one.id: one.name for one in present}
    found: dict[tuple[date, int], int] = {}
    for name, group in scopes.by_zone(present):
        today = day_of(now, zone_named(name))
        for one in series.days(session, group, ENGAGEMENT, today - _WEEK, today):
            found[one.day, one.account_id] = found.get((one.day, one.account_id), 0) + one.value
    for (day, account_id), value in sorted(found.items(), reverse=True):
        yield KpiRow(account=names[account_id], value=value, day=day)
