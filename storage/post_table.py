"""Posts with their newest numbers as a long table: first the order of all of them, then windows of rows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.content_types import Form, Grouping, PostFacts
from ofauto_desktop.domain.metrics import Metric
from storage.post_kinds import BAND, FORM, THREADS
from storage.scopes import by_zone
from storage.series import edges_of, present
from storage.types import instant_of

Kind = tuple[Grouping, str]


def ordered(
    session: Session, scope: Scope, metrics: Sequence[Metric], *, ascending: bool, kind: Kind | None = None
) -> list[int]:
    """Ids of the posts made in `scope`, by what `metrics` add up to, or by time where there are none; unknown ones last.

    `kind`: only posts of that one.
    """
    found: list[tuple[int | None, int, int]] = []
    names = [metric.value for metric in metrics]
    for zone, ids in by_zone(present(session, scope)):
        marks = _marks(ids)
        form = kind is not None and kind[0] is Grouping.FORM
        statement = (_BY_VALUE if names else _BY_TIME).format(
            threads="WITH " + THREADS.format(accounts=marks) if form else "",
            accounts=marks,
            metrics=_marks(names),
            kind="" if kind is None else _KINDS[kind[0]],
        )
        given = (
            *(ids * 2 if form else ()),
            *names,
            *ids,
            *edges_of(scope, zone),
            *(() if kind is None else (kind[1],)),
        )
        found += [tuple(row) for row in session.connection().exec_driver_sql(statement, given)]
    sign = 1 if ascending else -1
    found.sort(key=lambda one: (one[0] is None, sign * (one[0] or 0), sign * one[1]))
    return [post for _, _, post in found]


def window(session: Session, post_ids: Sequence[int]) -> list[PostFacts]:
    """These posts in this order, each with all that was read of it."""
    if not post_ids:
        return []
    numbers = msgspec.json.encode(list(post_ids)).decode()
    found: dict[int, PostFacts] = {}
    connection = session.connection()
    accounts = [row[0] for row in connection.exec_driver_sql(_ACCOUNTS, (numbers,))]
    rows = connection.exec_driver_sql(
        _WINDOW.format(threads=THREADS.format(accounts=_marks(accounts)), form=FORM), (*accounts, *accounts, numbers)
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
_BY_TIME = """
{threads}
SELECT NULL, post.at, post.id FROM remote_post AS post
WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ? {kind}
"""
_BY_VALUE = """
{threads}
SELECT sum(last.value), post.at, post.id FROM remote_post AS post
LEFT JOIN engagement_last AS last
  ON last.platform_id = post.platform_id AND last.remote_post_id = post.id AND last.metric IN ({metrics})
WHERE post.platform_id IN ({accounts}) AND post.at >= ? AND post.at < ? {kind}
GROUP BY post.id
"""
_ACCOUNTS = "SELECT DISTINCT platform_id FROM remote_post WHERE id IN (SELECT value FROM json_each(?))"
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
