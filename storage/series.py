"""Readings as people ask for them: by day from the rollup, by post from the last reading of each series. Never a scan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.metrics import Gap, Metric, read_by
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes
from storage.metrics import ACCOUNT
from storage.models import PostPlatform, RemotePostSeen
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
class LastReading:
    """The newest reading of one series. `post` is the row number of a listed post, 0 for the account itself."""

    account_id: int
    post: int
    metric: Metric
    value: int
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post that readings hang on. `post_id` is ours, None where it was made elsewhere; `at` is aware UTC."""

    id: int
    account_id: int
    remote_id: str
    at: datetime
    post_id: int | None


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
    return Asked(counted, days(session, ids, metrics, scope.start, scope.end), found)


def present(session: Session, scope: Scope) -> list[Counted]:
    """The accounts of `scope`, without removed ones that it does not name."""
    return [one for one in scopes.accounts(session, scope) if scope.account_ids or not one.removed]


def standing(session: Session, scope: Scope, metrics: Sequence[Metric]) -> list[LastReading]:
    """The newest readings of every series of `scope`, before its end where it has one."""
    found: list[LastReading] = []
    for name, ids in scopes.by_zone(present(session, scope)):
        end = None if scope.end is None else starts_at(scope.end, zone_named(name))
        found += last_of_accounts(session, ids, metrics, end)
        found += last_of_posts(session, listed_posts(session, ids, end=end), metrics, end)
    return found


def of_posts(session: Session, scope: Scope, metrics: Sequence[Metric]) -> list[tuple[ListedPost, LastReading]]:
    """The newest readings of the posts that were made in `scope`, newest post first."""
    found: list[tuple[ListedPost, LastReading]] = []
    for name, ids in scopes.by_zone(present(session, scope)):
        zone = zone_named(name)
        start = None if scope.start is None else starts_at(scope.start, zone)
        end = None if scope.end is None else starts_at(scope.end, zone)
        posts = {post.id: post for post in listed_posts(session, ids, start, end)}
        found += [(posts[one.post], one) for one in last_of_posts(session, list(posts.values()), metrics)]
    found.sort(key=lambda pair: (pair[0].at, pair[0].id), reverse=True)
    return found


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


def listed_posts(
    session: Session, account_ids: Sequence[int], start: datetime | None = None, end: datetime | None = None
) -> list[ListedPost]:
    """Posts made in [start, end) (aware UTC), newest first."""
    query = (
        select(
            RemotePostSeen.id,
            RemotePostSeen.platform_id,
            RemotePostSeen.remote_id,
            RemotePostSeen.at,
            PostPlatform.post_id,
        )
        .outerjoin(PostPlatform, PostPlatform.id == RemotePostSeen.target_id)
        .where(RemotePostSeen.platform_id.in_(account_ids))
        .order_by(RemotePostSeen.at.desc(), RemotePostSeen.id)
    )
    if start is not None:
        query = query.where(RemotePostSeen.at >= start)
    if end is not None:
        query = query.where(RemotePostSeen.at < end)
    return [ListedPost(*row) for row in session.execute(query)]


def last_of_posts(
    session: Session, posts: Sequence[ListedPost], metrics: Sequence[Metric], before: datetime | None = None
) -> Iterator[LastReading]:
    """The newest reading (before an instant, aware UTC) of each metric of each post: two seeks each."""
    series = [(post.account_id, post.id) for post in posts]
    return _last(session, series, metrics, before)


def last_of_accounts(
    session: Session, account_ids: Sequence[int], metrics: Sequence[Metric], before: datetime | None = None
) -> Iterator[LastReading]:
    """The same of the accounts themselves."""
    return _last(session, [(account_id, ACCOUNT) for account_id in account_ids], metrics, before)


def _last(
    session: Session, series: Sequence[tuple[int, int]], metrics: Sequence[Metric], before: datetime | None
) -> Iterator[LastReading]:
    limit = None if before is None else microseconds(before)
    connection = session.connection()
    for metric in metrics:
        rows = connection.exec_driver_sql(
            _LAST, {"series": _pairs(series), "metric": metric.value, "hour": _hour_after(limit), "before": limit}
        )
        for account_id, post, value, as_of, source in rows:
            yield LastReading(account_id, post, metric, value, instant_of(as_of), source)


def _hour_after(limit: int | None) -> int | None:
    """No reading before `limit` has this hour or a later one: hours of any zone are less than one off UTC's."""
    return None if limit is None else limit // 3_600_000_000 + 2


def _pairs(series: Sequence[tuple[int, int]]) -> str:
    return "[" + ",".join(f"[{account_id},{post}]" for account_id, post in series) + "]"


# CROSS JOIN keeps the order of the loops: the other way round, each stored reading would walk the whole list.
_LAST = """
WITH wanted AS MATERIALIZED (SELECT value ->> 0 AS account, value ->> 1 AS post FROM json_each(:series))
SELECT wanted.account, wanted.post, reading.value, reading.as_of, reading.source
FROM wanted
CROSS JOIN engagement_metric AS reading
  ON reading.platform_id = wanted.account
 AND reading.remote_post_id = wanted.post
 AND reading.metric = :metric
 AND reading.hour = (
   SELECT hour FROM engagement_metric
   WHERE platform_id = wanted.account AND remote_post_id = wanted.post AND metric = :metric
     AND (:hour IS NULL OR hour < :hour) AND (:before IS NULL OR as_of < :before)
   ORDER BY hour DESC LIMIT 1)
"""
