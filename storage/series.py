"""Readings as people ask for them: by day from the rollup, by post from the last reading of each series. Never a scan."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.metrics import LEVELS, Gap, Metric, read_by
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import day_sums, scopes
from storage.metrics import ACCOUNT
from storage.scopes import Counted
from storage.types import instant_of, microseconds


@dataclass(frozen=True, slots=True)
class DayValue:
    """What one account's metric was on one day of its client's zone."""

    account_id: int
    metric: Metric
    day: date
    value: int
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Stands:
    """What one account's metric stands at: levels as last read, counts added over its posts. `as_of` is the newest reading."""

    account_id: int
    metric: Metric
    value: int
    as_of: datetime
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gained:
    """What one account's count grew by in a period: over each series, its last reading there less the last one before.

    Series of which it is not known where they began are left out, as they are out of their first day (E0): they were not
    read before the period, and their posts were not made in it. `value` None: there are no others.
    """

    account_id: int
    metric: Metric
    value: int | None
    as_of: datetime
    sources: frozenset[str]


class PostReading(NamedTuple):
    """The newest reading of one metric of a listed post; None where it was never read.

    `post_id` is our post, None for one that was made elsewhere; `at` (aware UTC) is when it was made. A named tuple, as
    thousands of posts have ten of them each.
    """

    account_id: int
    remote_id: str
    post_id: int | None
    at: datetime
    metric: Metric
    value: int | None
    as_of: datetime | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a question over days needs, from one snapshot. `gaps` by account and kind of pull."""

    accounts: list[Counted]
    days: list[DayValue]
    gaps: dict[tuple[int, SyncKind], list[Gap]]


def asked(session: Session, scope: Scope, metrics: Sequence[Metric]) -> Asked:
    """The known days of `scope`. Accounts that were removed count only where they are named."""
    counted = present(session, scope)
    ids = [one.id for one in counted]
    found = {
        (account_id, kind): marks
        for kind in sorted({read_by(metric) for metric in metrics})
        for account_id, marks in scopes.gaps(session, ids, kind).items()
    }
    return Asked(counted, _days_of(session, counted, scope, metrics), found)


def _days_of(session: Session, counted: Sequence[Counted], scope: Scope, metrics: Sequence[Metric]) -> list[DayValue]:
    """From the rollup, or from the readings themselves where days of another zone are wanted."""
    rolled_up = [one.id for one in counted if one.rolled_up]
    found = days(session, rolled_up, metrics, scope.start, scope.end)
    others = [one.id for one in counted if not one.rolled_up]
    if others and scope.zone is not None:
        found += [
            DayValue(one.account_id, metric, date.fromordinal(day), value, one.as_of, one.source)
            for metric in metrics
            for one in day_sums.in_zone(session, others, (metric,), scope.start, scope.end, zone_named(scope.zone))
            for day, value in one.values.items()
        ]
        found.sort(key=lambda one: (one.account_id, one.metric, one.day))
    return found


def gained(session: Session, scope: Scope, metrics: Sequence[Metric]) -> list[Gained]:
    """What counts grew by in `scope`, which has a start; metrics that nothing was read of in it are not there."""
    found: list[Gained] = []
    for name, ids in scopes.by_zone(present(session, scope)):
        start, end = _edges(scope, zone_named(name))
        readings, named = newest(ids, [metric for metric in metrics if metric not in LEVELS])
        around = (_hour_before(start), _hour_after(end), start, end, _hour_after(start), start)
        rows = session.connection().exec_driver_sql(_GAINED.format(newest=readings), (start, *named, start, *around))
        found += [
            Gained(account_id, Metric(metric), value, instant_of(as_of), frozenset(json.loads(sources)))
            for account_id, metric, value, as_of, sources in rows
        ]
    return found


def present(session: Session, scope: Scope) -> list[Counted]:
    """The accounts of `scope`, without removed ones that it does not name."""
    return [one for one in scopes.accounts(session, scope) if scope.account_ids or not one.removed]


def standing(session: Session, scope: Scope, metrics: Sequence[Metric]) -> tuple[list[Counted], list[Stands]]:
    """The accounts of `scope`, and where their metrics stand, or stood before its end."""
    counted = present(session, scope)
    found: list[Stands] = []
    for name, ids in scopes.by_zone(counted):
        end = None if scope.end is None else starts_at(scope.end, zone_named(name))
        found += _stood(session, ids, metrics, end)
    return counted, found


def of_posts(session: Session, scope: Scope, metrics: Sequence[Metric], *, unknown: bool = False) -> list[PostReading]:
    """The newest readings of the posts that were made in `scope`, newest post first. `unknown`: what was never read too."""
    found: list[PostReading] = []
    for name, ids in scopes.by_zone(present(session, scope)):
        start, end = _edges(scope, zone_named(name))
        names = [metric.value for metric in metrics]
        statement = _OF_POSTS.format(accounts=_marks(ids), metrics=_marks(names))
        rows = session.connection().exec_driver_sql(statement, (*names, *ids, start, end))
        for _, post in groupby(rows, key=itemgetter(0)):
            found += _of_post(list(post), metrics, unknown=unknown)
    found.sort(key=attrgetter("at"), reverse=True)
    return found


def posts_with_accounts(
    session: Session, scope: Scope, metrics: Sequence[Metric]
) -> tuple[list[Counted], list[PostReading]]:
    """The accounts of `scope`, and what is known of the posts that were made in it."""
    return present(session, scope), of_posts(session, scope, metrics)


_NEVER = 2**62
_HOUR = 3_600_000_000


def edges_of(scope: Scope, zone: str) -> tuple[int, int]:
    """The instants at which `scope` begins and ends in an IANA zone, as they are stored."""
    return _edges(scope, zone_named(zone))


def _edges(scope: Scope, zone: tzinfo) -> tuple[int, int]:
    """The instants at which `scope` begins and ends in `zone`, as they are stored."""
    start = 0 if scope.start is None else microseconds(starts_at(scope.start, zone))
    return start, _NEVER if scope.end is None else microseconds(starts_at(scope.end, zone))


def _hour_before(edge: int) -> int:
    """No reading from `edge` on has an earlier hour than this: hours of any zone are less than one off UTC's."""
    return edge // _HOUR - 1


def _hour_after(edge: int) -> int:
    """No reading before `edge` has this hour or a later one."""
    return edge // _HOUR + 2


# The plus keeps the metric out of the seek: a post's readings lie side by side, and one look finds them all.
_OF_POSTS = """
SELECT post.id, post.platform_id, post.remote_id, target.post_id, post.at, last.metric, last.value, last.as_of, last.source
FROM remote_post AS post
LEFT JOIN engagement_last AS last
  ON last.platform_id = post.platform_id AND last.remote_post_id = post.id AND +last.metric IN ({metrics})
LEFT JOIN post_platform AS target ON target.id = post.target_id
WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ?
ORDER BY post.at DESC, post.id DESC
"""


def _of_post(rows: Sequence[Any], metrics: Sequence[Metric], *, unknown: bool) -> Iterator[PostReading]:
    _, account_id, remote_id, post_id, made, *_ = rows[0]
    at = instant_of(made)
    known = {metric: (value, instant_of(as_of), source) for *_, metric, value, as_of, source in rows if metric}
    for metric in metrics:
        if metric in known:
            yield PostReading(account_id, remote_id, post_id, at, metric, *known[metric])
        elif unknown:
            yield PostReading(account_id, remote_id, post_id, at, metric, None, None, None)


def days(
    session: Session,
    account_ids: Sequence[int],
    metrics: Sequence[Metric],
    start: date | None = None,
    end: date | None = None,
) -> list[DayValue]:
    """Known days in [start, end) by account, metric and day.

    A plain statement over the driver: a year of one series is drawn while a person waits.
    """
    edges = (
        0 if start is None else start.toordinal(),
        date.max.toordinal() if end is None else end.toordinal(),
    )
    names = [metric.value for metric in metrics]
    rows = session.connection().exec_driver_sql(
        _DAYS.format(accounts=_marks(account_ids), metrics=_marks(names)), (*account_ids, *names, *edges)
    )
    words = {metric.value: metric for metric in metrics}
    return [
        DayValue(account_id, words[metric], date.fromordinal(day), value, instant_of(as_of), source)
        for account_id, metric, day, value, as_of, source in rows.all()
    ]


_DAYS = """
SELECT platform_id, metric, day, value, as_of, source FROM engagement_daily
WHERE platform_id IN ({accounts}) AND metric IN ({metrics}) AND day >= ? AND day < ?
ORDER BY platform_id, metric, day
"""


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def last_of_accounts(session: Session, account_ids: Sequence[int], metrics: Sequence[Metric]) -> list[Stands]:
    """The newest reading of each metric that belongs to the accounts themselves."""
    readings, named = newest(account_ids, metrics)
    return _summed(session, f"{readings} AND remote_post_id = {ACCOUNT}", named)


def _stood(
    session: Session, account_ids: Sequence[int], metrics: Sequence[Metric], before: datetime | None
) -> list[Stands]:
    readings, named = newest(account_ids, metrics)
    if before is None:
        return _summed(session, readings, named)
    limit = microseconds(before)
    overtaken = _OVERTAKEN.format(newest=readings)
    return _summed(
        session,
        f"{readings} AND as_of < ? UNION ALL {overtaken}",
        (*named, limit, *named, limit, _hour_after(limit), limit),
    )


def newest(account_ids: Sequence[int], metrics: Sequence[Metric]) -> tuple[str, tuple[int | str, ...]]:
    """A statement for the newest reading of each series, open for further conditions, and what it is filled with."""
    names = [metric.value for metric in metrics]
    return _NEWEST.format(accounts=_marks(account_ids), metrics=_marks(names)), (*account_ids, *names)


def _summed(session: Session, readings: str, values: Sequence[int | str]) -> list[Stands]:
    rows = session.connection().exec_driver_sql(_SUMMED.format(readings=readings), tuple(values))
    return [
        Stands(account_id, Metric(metric), value, instant_of(as_of), frozenset(json.loads(sources)))
        for account_id, metric, value, as_of, sources in rows
    ]


_SUMMED = """
SELECT platform_id, metric, sum(value), max(as_of), json_group_array(DISTINCT source)
FROM ({readings}) GROUP BY platform_id, metric
"""
_NEWEST = """
SELECT platform_id, remote_post_id, metric, value, as_of, source FROM engagement_last
WHERE platform_id IN ({accounts}) AND metric IN ({metrics})
"""
# Series that were read since then: two seeks each. CROSS JOIN keeps the order of the loops: the other way round, each
# stored reading would walk the whole list.
_OVERTAKEN = """
SELECT reading.platform_id, reading.remote_post_id, reading.metric, reading.value, reading.as_of, reading.source
FROM ({newest} AND as_of >= ?) AS last
CROSS JOIN engagement_metric AS reading
  ON reading.platform_id = last.platform_id
 AND reading.remote_post_id = last.remote_post_id
 AND reading.metric = last.metric
 AND reading.hour = (
   SELECT hour FROM engagement_metric
   WHERE platform_id = last.platform_id AND remote_post_id = last.remote_post_id AND metric = last.metric
     AND hour < ? AND as_of < ?
   ORDER BY hour DESC LIMIT 1)
"""
# Two seeks for each series that was read since the period began.
_GAINED = """
SELECT last.platform_id, last.metric, sum(late.value - coalesce(early.value, CASE WHEN post.at >= ? THEN 0 END)),
       max(late.as_of), json_group_array(DISTINCT late.source)
FROM ({newest} AND as_of >= ?) AS last
CROSS JOIN engagement_metric AS late
  ON late.platform_id = last.platform_id
 AND late.remote_post_id = last.remote_post_id
 AND late.metric = last.metric
 AND late.hour = (
   SELECT hour FROM engagement_metric
   WHERE platform_id = last.platform_id AND remote_post_id = last.remote_post_id AND metric = last.metric
     AND hour >= ? AND hour < ? AND as_of >= ? AND as_of < ?
   ORDER BY hour DESC LIMIT 1)
LEFT JOIN engagement_metric AS early
  ON early.platform_id = last.platform_id
 AND early.remote_post_id = last.remote_post_id
 AND early.metric = last.metric
 AND early.hour = (
   SELECT hour FROM engagement_metric
   WHERE platform_id = last.platform_id AND remote_post_id = last.remote_post_id AND metric = last.metric
     AND hour < ? AND as_of < ?
   ORDER BY hour DESC LIMIT 1)
LEFT JOIN remote_post AS post ON post.id = last.remote_post_id
GROUP BY last.platform_id, last.metric
"""
