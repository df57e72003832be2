"""What posts had gathered at a set age, so that old and new ones are compared at the same one (G4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from ofauto_desktop.domain.metrics import ENGAGEMENT
from storage.post_kinds import FORM, THREADS, around
from storage.types import instant_of, microseconds


class PostAtAge(NamedTuple):
    """A post and its engagement at that age; None where nothing was read near it. `at` aware UTC, `zone` the account's."""

    account_id: int
    form: str
    at: datetime
    zone: str
    engagement: int | None
    as_of: datetime | None
    source: str | None


def engagement_at(
    session: Session, account_ids: Sequence[int], age: timedelta, slack: timedelta, start: datetime, end: datetime
) -> list[PostAtAge]:
    """Posts made in [start, end) (aware UTC), oldest first, each with its readings nearest to `age`, at most `slack` off."""
    metrics = [metric.value for metric in ENGAGEMENT]
    wanted, off = age // timedelta(microseconds=1), slack // timedelta(microseconds=1)
    accounts = ",".join("?" * len(account_ids))
    statement = _AT_AGE.format(
        threads=THREADS.format(accounts=accounts), form=FORM, accounts=accounts, metrics=",".join("?" * len(metrics))
    )
    edges = (microseconds(start), microseconds(end))
    early, late = (wanted - off) // _HOUR - 1, (wanted + off) // _HOUR + 2
    rows = session.connection().exec_driver_sql(
        statement,
        (
            *(*account_ids, *around(*edges), wanted, *metrics, early, late, wanted - off, wanted + off),
            *(*account_ids, *edges, *account_ids, *edges),
        ),
    )
    return [
        PostAtAge(account, form, instant_of(at), zone, value, None if as_of is None else instant_of(as_of), source)
        for account, form, at, zone, value, as_of, source in rows
    ]


_HOUR = 3_600_000_000
# CROSS JOIN keeps the order of the loops: posts first, then a seek for each of their series.
_AT_AGE = """
WITH {threads},
nearest AS (
  SELECT post.id AS id, reading.value AS value, reading.as_of AS as_of, reading.source AS source,
    min(abs(reading.as_of - post.at - ?)) AS off
  FROM remote_post AS post
  CROSS JOIN engagement_metric AS reading
    ON reading.platform_id = post.platform_id AND reading.remote_post_id = post.id AND reading.metric IN ({metrics})
   AND reading.hour >= post.at / 3600000000 + ? AND reading.hour < post.at / 3600000000 + ?
   AND reading.as_of - post.at BETWEEN ? AND ?
  WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ?
  GROUP BY post.id, reading.metric)
SELECT post.platform_id, {form}, post.at, account.zone, near.value, near.as_of, near.source
FROM remote_post AS post
JOIN platform AS account ON account.id = post.platform_id
LEFT JOIN (SELECT id, sum(value) AS value, max(as_of) AS as_of, max(source) AS source FROM nearest GROUP BY id) AS near
  ON near.id = post.id
WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ?
ORDER BY post.at, post.id
"""
