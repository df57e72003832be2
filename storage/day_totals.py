"""What accounts gained in a period, or stood at, from the daily rollup: one row each account and metric."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from ofauto_desktop.domain.metrics import LEVELS, Metric
from storage.types import instant_of


class DayTotal(NamedTuple):
    """`value` of the known days added up, of a level the last one; `days` of them are known."""

    account_id: int
    metric: Metric
    value: int
    days: int
    read_at: datetime
    source: str


def totals(
    session: Session, account_ids: Sequence[int], metrics: Sequence[Metric], start: date, end: date
) -> list[DayTotal]:
    """The rollup of [start, end) in each client's own days."""
    found: list[DayTotal] = []
    for names, statement in (
        ([one.value for one in metrics if one not in LEVELS], _COUNTS),
        ([one.value for one in metrics if one in LEVELS], _LEVELS),
    ):
        if not names:
            continue
        rows = session.connection().exec_driver_sql(
            statement.format(accounts=",".join("?" * len(account_ids)), metrics=",".join("?" * len(names))),
            (*account_ids, *names, start.toordinal(), end.toordinal()),
        )
        found += [
            DayTotal(account, Metric(metric), value, days, instant_of(as_of), source)
            for account, metric, value, days, as_of, source in rows
        ]
    return found


_WHERE = "FROM engagement_daily WHERE platform_id IN ({accounts}) AND metric IN ({metrics}) AND day >= ? AND day < ?"
_COUNTS = f"""
SELECT platform_id, metric, sum(value), count(*), max(as_of), max(source) {_WHERE}
GROUP BY platform_id, metric
"""
# Several rows of a level are one account's days; the newest of them is what it stands at.
_LEVELS = f"""
SELECT platform_id, metric, value, days, as_of, source FROM (
  SELECT platform_id, metric, value, as_of, source, count(*) OVER series AS days,
    row_number() OVER (PARTITION BY platform_id, metric ORDER BY day DESC) AS place
  {_WHERE} WINDOW series AS (PARTITION BY platform_id, metric))
WHERE place = 1
"""  # noqa: S608 - as above
