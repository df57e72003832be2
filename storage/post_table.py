"""Posts with their newest numbers as a long table: first the order of all of them, then windows of rows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.content_types import Form, Grouping, PostFacts
from ofauto_desktop.domain.metrics import Metric
from storage.post_kinds import BAND, FORM, THREADS, around
from storage.scopes import by_zone
from storage.series import edges_of, present
from storage.types import instant_of

Kind = tuple[Grouping, str]


def ordered(
    session: Session, scope: Scope, metrics: Sequence[Metric], *, ascending: bool, kind: Kind | None = None
) -> list[int]:
    """Ids of the posts made in `scope`, by what `metrics` add up to, or by time where there are none; unknown ones last.

    `kind`: only posts of that one. Sorted in the database and fetched as one piece: there may be fifty thousand.
    """
    groups = [(zone, ids) for zone, ids in by_zone(present(session, scope))]
    if not groups:
        return []
    edges = [edges_of(scope, zone) for zone, _ in groups]
    everyone = [account for _, ids in groups for account in ids]
    names = [metric.value for metric in metrics]
    form = kind is not None and kind[0] is Grouping.FORM
    statement = _ORDERED.format(
        threads="WITH " + THREADS.format(accounts=_marks(everyone)) if form else "",
        value="sum(last.value)" if names else "NULL",
        readings=_READINGS.format(metrics=_marks(names)) if names else "",
        posts=" OR ".join(_MADE.format(accounts=_marks(ids)) for _, ids in groups),
        kind="" if kind is None else _KINDS[kind[0]],
        direction="ASC" if ascending else "DESC",
    )
    stretch = around(min(first for first, _ in edges), max(last for _, last in edges))
    given = (
        *((*everyone, *stretch) if form else ()),
        *names,
        *(value for (_, ids), edge in zip(groups, edges, strict=True) for value in (*ids, *edge)),
        *(() if kind is None else (kind[1],)),
    )
    found = session.connection().exec_driver_sql(statement, given).scalar_one()
    return msgspec.json.decode(found, type=list[int])


def window(session: Session, post_ids: Sequence[int]) -> list[PostFacts]:
    """These posts in this order, each with all that was read of it."""
    if not post_ids:
        return []
    numbers = msgspec.json.encode(list(post_ids)).decode()
    found: dict[int, PostFacts] = {}
    connection = session.connection()
    spans = connection.exec_driver_sql(_SPANS, (numbers,)).all()
    accounts = [account for account, _, _ in spans]
    edges = (min(first for _, first, _ in spans), max(last for _, _, last in spans) + 1) if spans else (0, 0)
    rows = connection.exec_driver_sql(
        _WINDOW.format(threads=THREADS.format(accounts=_marks(accounts)), form=FORM),
        (*accounts, *around(*edges), numbers),
    )
    values = _values(connection.exec_driver_sql(_VALUES, (numbers,)).all())
    for row in rows:
        found[row[0]] = _facts(row, values.get(row[0], []))
    return [found[post] for post in post_ids if post in found]


def _values(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _facts(row: Any, values: Sequence[Any]) -> PostFacts:
    number, account_id, account, remote_id, at, text, url, form, tags, post_id = row
    return PostFacts(
        id=number,
        account_id=account_id,
        account=account,
        remote_id=remote_id,
        post_id=post_id,
        at=instant_of(at),
        text=text,
        url=url,
        form=Form(form),
        characters=len(text),
        tags=tuple(msgspec.json.decode(tags)) if tags else (),
        values={Metric(metric): value for _, metric, value, _, _ in values},
        as_of=max((instant_of(as_of) for _, _, _, as_of, _ in values), default=None),
        source=", ".join(sorted({source for *_, source in values})),
    )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


_KINDS = {
    Grouping.FORM: f"AND ({FORM}) = ?",
    Grouping.LENGTH: f"AND ({BAND}) = ?",
    Grouping.TAG: """AND post.target_id IN (
        SELECT target.id FROM scheduled_post AS written, json_each(written.tags) AS tag
        JOIN post_platform AS target ON target.post_id = written.id WHERE tag.value = ?)""",
}
_ORDERED = """
{threads}
SELECT json_group_array(id) FROM (
  SELECT post.id AS id, {value} AS value, post.at AS at FROM remote_post AS post
  {readings}
  WHERE ({posts}) {kind}
  GROUP BY post.id ORDER BY value IS NULL, value {direction}, at {direction})
"""
_READINGS = """
LEFT JOIN engagement_last AS last
  ON last.platform_id = post.platform_id AND last.remote_post_id = post.id AND last.metric IN ({metrics})
"""
_MADE = "(post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ?)"
_SPANS = """
SELECT platform_id, min(at), max(at) FROM remote_post WHERE id IN (SELECT value FROM json_each(?)) GROUP BY platform_id
"""
_WINDOW = """
WITH {threads}
SELECT post.id, post.platform_id, account.name, post.remote_id, post.at, post.text, post.url, {form},
  written.tags, written.id
FROM remote_post AS post
JOIN platform AS account ON account.id = post.platform_id
LEFT JOIN post_platform AS target ON target.id = post.target_id
LEFT JOIN scheduled_post AS written ON written.id = target.post_id
WHERE post.id IN (SELECT value FROM json_each(?))
"""
_VALUES = """
SELECT post.id, last.metric, last.value, last.as_of, last.source
FROM json_each(?) AS wanted
JOIN remote_post AS post ON post.id = wanted.value
JOIN engagement_last AS last ON last.platform_id = post.platform_id AND last.remote_post_id = post.id
"""
