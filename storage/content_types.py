"""How posts of each kind did, added up in the database (E1, E9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.content_types import Grouping
from ofauto_desktop.domain.metrics import ENGAGEMENT, Metric
from storage.post_kinds import BAND, FORM, THREADS, around
from storage.scopes import by_zone
from storage.series import edges_of, present
from storage.types import instant_of


class KindSum(NamedTuple):
    """Posts of one kind: `engagement` and `base` of those `counted`, whose base is known and above 0."""

    key: str
    posts: int
    counted: int
    engagement: int
    base: int
    as_of: datetime | None
    source: str


def sums(session: Session, scope: Scope, grouping: Grouping | None, basis: Metric) -> list[KindSum]:
    """One row a kind of the posts that were made in `scope`; `grouping` None: all of them in one."""
    found: dict[str, list[KindSum]] = {}
    names = [metric.value for metric in (*ENGAGEMENT, basis)]
    for zone, ids in by_zone(present(session, scope)):
        edges = edges_of(scope, zone)
        statement = _SUMS.format(
            threads=THREADS.format(accounts=_marks(ids)) + "," if grouping is Grouping.FORM else "",
            key=_KEYS[grouping],
            tags=_TAGS if grouping is Grouping.TAG else "",
            accounts=_marks(ids),
            metrics=_marks(names),
            engaged=_marks(ENGAGEMENT),
        )
        given = (
            *((*ids, *around(*edges)) if grouping is Grouping.FORM else ()),
            *(metric.value for metric in ENGAGEMENT),
            basis.value,
            *names,
            *ids,
            *edges,
        )
        for key, posts, counted, engagement, base, as_of, source in session.connection().exec_driver_sql(
            statement, given
        ):
            one = KindSum(
                key,
                posts,
                counted or 0,
                engagement or 0,
                base or 0,
                None if as_of is None else instant_of(as_of),
                source or "",
            )
            found.setdefault(key, []).append(one)
    return [_together(rows) for rows in found.values()]


def _together(rows: Sequence[KindSum]) -> KindSum:
    """The same kind of accounts with other days."""
    return KindSum(
        rows[0].key,
        sum(row.posts for row in rows),
        sum(row.counted for row in rows),
        sum(row.engagement for row in rows),
        sum(row.base for row in rows),
        min((row.as_of for row in rows if row.as_of is not None), default=None),
        ", ".join(sorted({row.source for row in rows if row.source})),
    )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


_KEYS = {None: "''", Grouping.FORM: FORM, Grouping.LENGTH: BAND, Grouping.TAG: "tag.value"}
# A post that was made elsewhere has no tags of ours.
_TAGS = """
JOIN post_platform AS target ON target.id = post.target_id
JOIN scheduled_post AS written ON written.id = target.post_id
JOIN json_each(written.tags) AS tag
"""
# The plus keeps the metric out of the seek: a post's readings lie side by side, and one look finds them all.
_SUMS = """
WITH {threads} post_sum AS (
  SELECT {key} AS key,
    sum(CASE WHEN last.metric IN ({engaged}) THEN last.value END) AS engagement,
    max(CASE WHEN last.metric = ? THEN last.value END) AS base,
    max(last.as_of) AS as_of, max(last.source) AS source
  FROM remote_post AS post {tags}
  LEFT JOIN engagement_last AS last
    ON last.platform_id = post.platform_id AND last.remote_post_id = post.id AND +last.metric IN ({metrics})
  WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ?
  GROUP BY post.id, key)
SELECT key, count(*), sum(base > 0), sum(CASE WHEN base > 0 THEN engagement END), sum(CASE WHEN base > 0 THEN base END),
  max(CASE WHEN base > 0 THEN as_of END), max(CASE WHEN base > 0 THEN source END)
FROM post_sum GROUP BY key
"""
