"""What accounts gained day by day, added over metrics in the database: for charts of years, and in any time zone (E12)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

import msgspec
from sqlalchemy.orm import Session

from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.metrics import LEVELS, Metric
from storage.types import instant_of, microseconds


class AccountDays(NamedTuple):
    """The known days of one account, ascending: `values` by the ordinal of the day. `as_of` and `source` are the newest's.

    A row an account, its days as JSON: tens of thousands of days cost more to fetch than to add up.
    """

    account_id: int
    values: dict[int, int]
    as_of: datetime
    source: str


def by_day(
    session: Session, account_ids: Sequence[int], metrics: Sequence[Metric], start: date, end: date
) -> list[AccountDays]:
    """Known days of [start, end) by account, as the rollup counts them: in each client's zone."""
    names = [metric.value for metric in metrics]
    rows = session.connection().exec_driver_sql(
        _BY_DAY.format(accounts=_marks(account_ids), metrics=_marks(names)),
        (*account_ids, *names, start.toordinal(), end.toordinal()),
    )
    return [_account(*row) for row in rows]


def in_zone(
    session: Session,
    account_ids: Sequence[int],
    metrics: Sequence[Metric],
    start: date | None,
    end: date | None,
    zone: tzinfo,
) -> list[AccountDays]:
    """The same with days of `zone`, from the readings themselves (E0). Reads them all: for when a person asks for it.

    `metrics` are all levels, or all counts. Open ends reach as far as readings do.
    """
    names = [metric.value for metric in metrics]
    levels = all(metric in LEVELS for metric in metrics)
    start, end = start or _EARLIEST, end or _LATEST
    edges = [starts_at(start - timedelta(days=1), zone), starts_at(end, zone)]
    low, high = (microseconds(edge) for edge in edges)
    statement = (_LEVELS_IN_ZONE if levels else _COUNTS_IN_ZONE).format(
        accounts=_marks(account_ids),
        metrics=_marks(names),
        day=_day_of("as_of", zone, *edges),
        made=_day_of("post.at", zone, *edges),
    )
    hours = (low // _HOUR - 1, high // _HOUR + 2)
    rows = session.connection().exec_driver_sql(statement, (*account_ids, *names, *hours, low, high, start.toordinal()))
    return [_account(*row) for row in rows]


def _account(account_id: int, days: str, as_of: int, source: str) -> AccountDays:
    return AccountDays(
        account_id, dict(msgspec.json.decode(days, type=list[tuple[int, int]])), instant_of(as_of), source
    )


_HOUR = 3_600_000_000
_DAY_LENGTH = 24 * _HOUR
# Before these platforms, and after this program.
_EARLIEST, _LATEST = date(2006, 1, 1), date(2100, 1, 1)
_EPOCH = date(1970, 1, 1).toordinal()


def _day_of(column: str, zone: tzinfo, first: datetime, last: datetime) -> str:
    """SQL for the ordinal of the local day of an instant: the zone's offset, which changes a few times a year."""
    parts: list[str] = []
    at = first.replace(minute=0, second=0, microsecond=0)
    offset = _offset(at, zone)
    for change, following in _changes(at, last, zone):
        parts.append(f"WHEN {column} < {microseconds(change)} THEN {offset}")
        offset = following
    shift = f"CASE {' '.join(parts)} ELSE {offset} END" if parts else str(offset)
    return f"({column} + {shift}) / {_DAY_LENGTH} + {_EPOCH}"


def _changes(first: datetime, last: datetime, zone: tzinfo) -> list[tuple[datetime, int]]:
    """When clocks of `zone` change between two instants, to the quarter of an hour, and the offset from then on."""
    found: list[tuple[datetime, int]] = []
    at, step = first.astimezone(UTC), timedelta(days=1)
    while at < last:
        following = min(at + step, last)
        if _offset(at, zone) != _offset(following, zone):
            low, high = at, following
            while high - low > timedelta(minutes=15):
                middle = low + (high - low) / 2
                low, high = (middle, high) if _offset(middle, zone) == _offset(at, zone) else (low, middle)
            found.append((_quarter(high), _offset(following, zone)))
        at = following
    return found


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _offset(at: datetime, zone: tzinfo) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta(0)) // timedelta(microseconds=1)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


# Days come in order, so that what they are gathered into is in order.
_GATHERED = """
SELECT platform_id, json_group_array(json_array(day, value)), max(as_of), source
FROM ({days} GROUP BY platform_id, day ORDER BY platform_id, day) GROUP BY platform_id ORDER BY platform_id
"""
_BY_DAY = _GATHERED.format(
    days="""
SELECT platform_id, day, sum(value) AS value, max(as_of) AS as_of, source FROM engagement_daily
WHERE platform_id IN ({accounts}) AND metric IN ({metrics}) AND day >= ? AND day < ?"""
)
# The last reading of each series on each day; what stands beside max() is of its row.
_LASTS = """
SELECT platform_id, remote_post_id, metric, {day} AS day, value, max(as_of) AS as_of, source FROM engagement_metric
WHERE platform_id IN ({accounts}) AND metric IN ({metrics}) AND hour >= ? AND hour < ? AND as_of >= ? AND as_of < ?
GROUP BY platform_id, remote_post_id, metric, day
"""
_LEVELS_IN_ZONE = f"WITH last AS ({_LASTS})" + _GATHERED.format(
    days="""
SELECT platform_id, day, sum(value) AS value, max(as_of) AS as_of, source FROM last WHERE day >= ?"""
)
_COUNTS_IN_ZONE = f"""
WITH last AS ({_LASTS}),
gained AS (
  SELECT platform_id, remote_post_id, day, value, as_of, source,
    lag(value) OVER series AS before, lag(day) OVER series AS day_before
  FROM last WINDOW series AS (PARTITION BY platform_id, remote_post_id, metric ORDER BY day)),
known AS (
  SELECT gained.platform_id, gained.day, gained.as_of, gained.source,
    CASE WHEN day_before = day - 1 THEN value - before WHEN {{made}} = day THEN value END AS value
  FROM gained LEFT JOIN remote_post AS post ON post.id = gained.remote_post_id)
""" + _GATHERED.format(  # noqa: S608 - put together from parts of this module
    days="""
SELECT platform_id, day, sum(value) AS value, max(as_of) AS as_of, source FROM known
WHERE value IS NOT NULL AND day >= ?"""
)
