"""The rows behind a number (E14): what each post, or an account by itself, added to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.measures import Behind, Contribution
from ofauto_desktop.domain.metrics import LEVELS, Metric
from storage import scopes
from storage.series import edges_of, newest, present
from storage.types import instant_of

_HOUR = 3_600_000_000
_DAY = timedelta(days=1)


def behind(session: Session, scope: Scope, metrics: Sequence[Metric], most: int) -> Behind:
    """What `metrics` of `scope` (which has both ends) are made of, the largest first.

    Counts: over each post its last reading in the period less the last one before it, as `series.gained` adds them up; of
    a single day less that of the day before, as the rollup does (E0). Levels: each account's last reading.
    """
    rows: list[Contribution] = []
    count = total = 0
    for zone, ids in scopes.by_zone(present(session, scope)):
        statement, values = _asked(scope, zone, ids, metrics)
        found = session.connection().exec_driver_sql(statement, (*values, most)).all()
        if found:
            count, total = count + found[0][0], total + found[0][1]
            rows += [_row(row[2:]) for row in found]
    rows.sort(key=lambda one: -abs(one.value))
    return Behind(rows=tuple(rows[:most]), rows_in_all=count, total=total if count else None)


def _asked(scope: Scope, zone: str, ids: Sequence[int], metrics: Sequence[Metric]) -> tuple[str, tuple[int | str, ...]]:
    start, end = edges_of(scope, zone)
    readings, named = newest(ids, metrics)
    late = (start // _HOUR - 1, end // _HOUR + 2, start, end)
    if all(metric in LEVELS for metric in metrics):
        return _LEVELS.format(newest=readings), (*named, start, *late)
    since = 0
    if scope.start is not None and scope.end is not None and scope.end - scope.start == _DAY:
        since, _ = edges_of(replace(scope, start=scope.start - _DAY), zone)
    early = (max(0, since // _HOUR - 1), start // _HOUR + 2, since, start)
    return _COUNTS.format(newest=readings), (start, *named, start, *late, *early)


def _row(row: Sequence[Any]) -> Contribution:
    account_id, account, metric, value, as_of, source, remote_id, post_id, text, at, url = row
    return Contribution(
        account_id=account_id,
        account=account,
        metric=Metric(metric),
        value=value,
        as_of=instant_of(as_of),
        source=source,
        remote_id=remote_id,
        post_id=post_id,
        text=text or "",
        at=None if at is None else instant_of(at),
        url=url or "",
    )


# Two seeks for each series that was read since the period began.
_LATE = """
CROSS JOIN engagement_metric AS late
  ON late.platform_id = last.platform_id
 AND late.remote_post_id = last.remote_post_id
 AND late.metric = last.metric
 AND late.hour = (
   SELECT hour FROM engagement_metric
   WHERE platform_id = last.platform_id AND remote_post_id = last.remote_post_id AND metric = last.metric
     AND hour >= ? AND hour < ? AND as_of >= ? AND as_of < ?
   ORDER BY hour DESC LIMIT 1)
"""
# A post is one row, however many metrics are added up.
_NAMED = """,
whole AS (
  SELECT platform_id, remote_post_id, min(metric) AS metric, sum(value) AS value, max(as_of) AS as_of, max(source) AS source
  FROM part WHERE value IS NOT NULL GROUP BY platform_id, remote_post_id)
SELECT count(*) OVER (), sum(value) OVER (), part.platform_id, account.name, part.metric, part.value, part.as_of,
  part.source, post.remote_id, target.post_id, post.text, post.at, post.url
FROM whole AS part
JOIN platform AS account ON account.id = part.platform_id
LEFT JOIN remote_post AS post ON post.id = part.remote_post_id
LEFT JOIN post_platform AS target ON target.id = post.target_id
WHERE part.value <> 0
ORDER BY abs(part.value) DESC, part.as_of DESC LIMIT ?
"""
_COUNTS = f"""
WITH part AS (
  SELECT last.platform_id, last.remote_post_id, last.metric, late.as_of, late.source,
    late.value - coalesce(early.value, CASE WHEN post.at >= ? THEN 0 END) AS value
  FROM ({{newest}} AND as_of >= ?) AS last
  {_LATE}
  LEFT JOIN engagement_metric AS early
    ON early.platform_id = last.platform_id
   AND early.remote_post_id = last.remote_post_id
   AND early.metric = last.metric
   AND early.hour = (
     SELECT hour FROM engagement_metric
     WHERE platform_id = last.platform_id AND remote_post_id = last.remote_post_id AND metric = last.metric
       AND hour >= ? AND hour < ? AND as_of >= ? AND as_of < ?
     ORDER BY hour DESC LIMIT 1)
  LEFT JOIN remote_post AS post ON post.id = last.remote_post_id)
{_NAMED}
"""  # noqa: S608 - put together from parts of this module
_LEVELS = f"""
WITH part AS (
  SELECT last.platform_id, last.remote_post_id, last.metric, late.as_of, late.source, late.value
  FROM ({{newest}} AND as_of >= ?) AS last
  {_LATE})
{_NAMED}
"""  # noqa: S608 - as above
