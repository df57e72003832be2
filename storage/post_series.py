"""Series of posts: their rules, and their occurrences, which are made ahead and changed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain import recurrence, repeating
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.errors import Conflict, NotFound
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Series
from storage import audit, keepsakes, posts
from storage.models import Client, PostSeries, ScheduledPost
from storage.posts import NewPost
from storage.rows import posts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a series is from now on."""

    client_id: int
    rule: Recurrence
    draft: Draft = field(repr=False)
    first: datetime
    made_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done to a series at once. `of` is the series as it was read; None where a new one begins.

    `cut` is the rule that `of` keeps where the rest becomes a series of its own; None: `of` takes the new form itself.
    Post ids: `rewrite` get new content and times, `carry` go over as they are, `drop` are deleted, `free` belong to no
    series any more; `adopt` are posts that become occurrences of a day. `make` are occurrences to be made, by day.
    """

    of: Series | None
    cut: Recurrence | None
    form: Form
    rewrite: Mapping[int, NewPost] = field(default_factory=dict)
    carry: Sequence[int] = ()
    drop: Sequence[int] = ()
    free: Sequence[int] = ()
    adopt: Mapping[int, date] = field(default_factory=dict)
    make: Mapping[date, NewPost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The series that has the new form, the ids of the posts that were made, and the way back."""

    series_id: int
    made: tuple[int, ...]
    way_back: WayBack


def get(session: Session, series_id: int) -> Series:
    """Raises NotFound."""
    return _series(_row(session, series_id))


def listed(session: Session, client_id: int | None = None) -> list[Series]:
    """Series that go on, by their beginning; of one client or of all."""
    query = select(PostSeries).where(PostSeries.ended_at.is_(None)).order_by(PostSeries.first, PostSeries.id)
    if client_id is not None:
        query = query.where(PostSeries.client_id == client_id)
    return [_series(row) for row in session.scalars(query)]


def unmade(session: Session, until: date) -> list[Series]:
    """Series whose occurrences are not made up to `until` (inside) yet."""
    behind = or_(PostSeries.made_until.is_(None), PostSeries.made_until < until)
    query = select(PostSeries).where(PostSeries.ended_at.is_(None), behind).order_by(PostSeries.id)
    return [_series(row) for row in session.scalars(query)]


def occurrences(session: Session, series_id: int) -> list[tuple[date, Post]]:
    """The posts of a series with the day that each stands for, rising."""
    rows = session.execute(
        select(ScheduledPost, Client.name)
        .join(Client, Client.id == ScheduledPost.client_id)
        .where(ScheduledPost.series_id == series_id)
        .order_by(ScheduledPost.series_day)
    ).all()
    whole = posts_of(session, [(row, client) for row, client in rows])
    return [(row.series_day, post) for (row, _), post in zip(rows, whole, strict=True) if row.series_day is not None]


def make(session: Session, of: Series, made: Mapping[date, NewPost], until: date, now: datetime) -> list[int]:
    """Store occurrences that are made ahead, each day once; returns their ids. Nothing where the series changed meanwhile."""
    row = session.get(PostSeries, of.id)
    if row is None or _series(row) != of:
        return []
    row.made_until = until
    return _made(session, of.id, made, now)


def end(session: Session, of: Series, rest: Recurrence | None, drop: Sequence[int], now: datetime) -> WayBack:
    """Delete occurrences; the series has the rule `rest` from now on, or is over where that is None.

    Raises Conflict where it changed meanwhile, or where one of them went out.
    """
    row = _unchanged(session, of)
    way = keepsakes.keep(session, drop, series_ids=[of.id])
    for post_id in drop:
        posts.remove(session, post_id, now)
    if rest is None:
        row.ended_at = now
    else:
        row.rule = recurrence.as_json(rest)
    row.updated_at = now
    session.flush()
    _log(session, now, "series.ended", row, {"posts": len(drop)})
    return way


def change(session: Session, wanted: Change, now: datetime) -> Changed:
    """Do all of a change or, raising Conflict or NotFound, none of it."""
    old = None if wanted.of is None else _unchanged(session, wanted.of)
    touched = [*wanted.rewrite, *wanted.carry, *wanted.drop, *wanted.free, *wanted.adopt]
    way = keepsakes.keep(session, touched, series_ids=[] if old is None else [old.id], whole=True)
    for post_id in wanted.drop:
        posts.remove(session, post_id, now)
    for post_id in wanted.free:
        free = posts.row_of(session, post_id)
        free.series_id = free.series_day = None
    session.flush()
    row = _formed(session, old, wanted, now)
    for post_id, day in wanted.adopt.items():
        adopted = posts.row_of(session, post_id)
        adopted.series_id, adopted.series_day = row.id, day
    for post_id in (*wanted.rewrite, *wanted.carry):
        posts.row_of(session, post_id).series_id = row.id
    for post_id, new in wanted.rewrite.items():
        posts.replace(session, post_id, new, now)
    made = _made(session, row.id, wanted.make, now)
    is_new = old is None or row.id != old.id
    _log(session, now, "series.added" if old is None else "series.changed", row, {"posts": len(touched) + len(made)})
    way = keepsakes.with_made(way, made, [row.id] if is_new else [])
    return Changed(series_id=row.id, made=tuple(made), way_back=way)


def _formed(session: Session, old: PostSeries | None, wanted: Change, now: datetime) -> PostSeries:
    """The row that has the new form: the old one, or one of its own where the old one ends before."""
    row = old
    if old is not None and wanted.cut is not None:
        old.rule, old.updated_at = recurrence.as_json(wanted.cut), now
        row = None
    row = row or PostSeries(client_id=wanted.form.client_id, created_at=now)
    form = wanted.form
    row.client_id, row.rule, row.draft = form.client_id, recurrence.as_json(form.rule), repeating.as_json(form.draft)
    row.first, row.made_until, row.ended_at, row.updated_at = form.first, form.made_until, None, now
    session.add(row)
    session.flush()
    return row


def _made(session: Session, series_id: int, wanted: Mapping[date, NewPost], now: datetime) -> list[int]:
    there = set(session.scalars(select(ScheduledPost.series_day).where(ScheduledPost.series_id == series_id)))
    made = []
    for day, new in wanted.items():
        if day in there:
            continue
        post_id = posts.add(session, new, now)
        row = posts.row_of(session, post_id)
        row.series_id, row.series_day = series_id, day
        made.append(post_id)
    session.flush()
    return made


def _unchanged(session: Session, of: Series) -> PostSeries:
    row = _row(session, of.id)
    if _series(row) != of:
        raise Conflict("the series changed meanwhile; look again", item=f"series {of.id}")
    return row


def _row(session: Session, series_id: int) -> PostSeries:
    row = session.get(PostSeries, series_id)
    if row is None:
        raise NotFound(f"there is no series {series_id}", item=f"series {series_id}")
    return row


def _series(row: PostSeries) -> Series:
    return Series(
        id=row.id,
        client_id=row.client_id,
        rule=recurrence.of_json(row.rule),
        draft=repeating.of_json(row.draft, row.first),
        first=row.first,
        made_until=row.made_until,
        ended_at=row.ended_at,
    )


def _log(session: Session, now: datetime, action: str, row: PostSeries, details: dict[str, object]) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="series",
        object_id=str(row.id),
        client_id=row.client_id,
        details=details,
    )
