"""What the calendar reads: light entries, days in sum, tags and authors. Column by column, as thousands are read."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, case, exists, func, nulls_last, select, type_coerce
from sqlalchemy.orm import Session

from ofauto_desktop.domain.agenda import SHOWN_CHARS, AgendaDay, AgendaEntry, Author, TagCount
from ofauto_desktop.domain.posts import PostFilter, PostState
from storage.models import Platform, PostMedia, PostPlatform, ScheduledPost, User
from storage.narrowing import narrowed
from storage.types import microseconds

# A day of a calendar: which it is, and the instant (aware UTC) at which it begins.
DayStart = tuple[date, datetime]


def listed(session: Session, wanted: PostFilter) -> list[AgendaEntry]:
    """Targets by due time, those without one last, then by id."""
    query = narrowed(select(PostPlatform.id), wanted).order_by(nulls_last(PostPlatform.due_at), PostPlatform.id)
    return _read(session, session.scalars(query.limit(wanted.limit).offset(wanted.offset)).all())


def count(session: Session, wanted: PostFilter) -> int:
    """How many targets are wanted, without regard to `limit`."""
    return session.scalar(narrowed(select(func.count()).select_from(PostPlatform), wanted)) or 0


def days(session: Session, wanted: PostFilter, starts: Sequence[DayStart], end: datetime, most: int) -> list[AgendaDay]:
    """Each day with its counts and its first `most` entries. `starts` rise; `end` (aware UTC) closes the last day."""
    # As they are stored, for thousands are only counted.
    found = select(PostPlatform.id, type_coerce(PostPlatform.due_at, Integer), type_coerce(PostPlatform.state, Text))
    query = narrowed(found, replace(wanted, start=starts[0][1], end=end))
    begins = [microseconds(at) for _, at in starts]
    ids: list[list[int]] = [[] for _ in starts]
    states: list[Counter[str]] = [Counter() for _ in starts]
    for target_id, due_at, state in session.execute(query.order_by(PostPlatform.due_at, PostPlatform.id)):
        place = bisect_right(begins, due_at) - 1
        states[place][state] += 1
        if len(ids[place]) < most:
            ids[place].append(target_id)
    entries = {one.target_id: one for one in _read(session, [one for of_day in ids for one in of_day])}
    return [
        AgendaDay(
            day=day,
            total=states[place].total(),
            states={PostState(state): number for state, number in states[place].items()},
            entries=tuple(entries[one] for one in ids[place]),
        )
        for place, (day, _) in enumerate(starts)
    ]


def tags(session: Session) -> list[TagCount]:
    """Every tag of posts, the most used first."""
    each = func.json_each(ScheduledPost.tags).table_valued("value", joins_implicitly=True)
    query = (
        select(each.c.value, func.count())
        .select_from(ScheduledPost)
        .join(each, ScheduledPost.tags != "[]")
        .group_by(each.c.value)
        .order_by(func.count().desc(), each.c.value)
    )
    return [TagCount(tag=str(tag), posts=posts) for tag, posts in session.execute(query)]


def authors(session: Session) -> list[Author]:
    """The people who wrote posts, by name."""
    wrote = exists().where(ScheduledPost.user_id == User.id)
    rows = session.execute(select(User.id, User.name).where(wrote).order_by(User.name))
    return [Author(id=user, name=name) for user, name in rows]


def _entries(target_ids: Sequence[int]) -> Any:
    text = func.substr(func.coalesce(PostPlatform.text, ScheduledPost.text), 1, SHOWN_CHARS)
    thread = func.coalesce(PostPlatform.thread, ScheduledPost.thread, type_=Text)
    return (
        select(
            PostPlatform.post_id,
            PostPlatform.id,
            ScheduledPost.client_id,
            PostPlatform.platform_id,
            Platform.name,
            Platform.platform,
            PostPlatform.state,
            text,
            1 + func.json_array_length(thread),
            _media(func.count()),
            _cover(),
            PostPlatform.wall,
            PostPlatform.zone,
            PostPlatform.due_at,
            PostPlatform.not_before,
            PostPlatform.posted_at,
            ScheduledPost.tags,
            ScheduledPost.queue_id,
            ScheduledPost.series_id,
        )
        .select_from(PostPlatform)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.id.in_(target_ids))
        .order_by(nulls_last(PostPlatform.due_at), PostPlatform.id)
    )


def _media(what: Any) -> ColumnElement[int]:
    """How many media an account's post carries: its own, or the post's."""
    of_post = select(what).where(PostMedia.post_id == PostPlatform.post_id).scalar_subquery()
    own = func.json_array_length(PostPlatform.media_ids)
    return case((PostPlatform.media_ids.is_not(None), own), else_=of_post)


def _cover() -> ColumnElement[int]:
    of_post = (
        select(PostMedia.media_id)
        .where(PostMedia.post_id == PostPlatform.post_id)
        .order_by(PostMedia.position)
        .limit(1)
        .scalar_subquery()
    )
    own = func.json_extract(PostPlatform.media_ids, "$[0]")
    return case((PostPlatform.media_ids.is_not(None), own), else_=of_post)


def _read(session: Session, target_ids: Sequence[int]) -> list[AgendaEntry]:
    return [
        AgendaEntry(
            post_id=post_id,
            target_id=target_id,
            client_id=client_id,
            account_id=account_id,
            account=account,
            platform=platform,
            state=state,
            text=text,
            parts=parts,
            media=media,
            cover_id=cover_id,
            wall=wall,
            zone=zone,
            due_at=due_at,
            next_try=not_before if not_before and due_at and not_before > due_at else None,
            posted_at=posted_at,
            tags=tuple(tags_of),
            queue_id=queue_id,
            series_id=series_id,
        )
        for (
            post_id,
            target_id,
            client_id,
            account_id,
            account,
            platform,
            state,
            text,
            parts,
            media,
            cover_id,
            wall,
            zone,
            due_at,
            not_before,
            posted_at,
            tags_of,
            queue_id,
            series_id,
        ) in session.execute(_entries(target_ids))
    ]
