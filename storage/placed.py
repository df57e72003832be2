"""Targets around a time with what tells whether they stand in each other's way."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.clashes import WITHIN, Clash, Line, Placed
from ofauto_desktop.domain.looks import Look, unsigned
from ofauto_desktop.domain.posts import PostFilter, PostState
from storage.models import MediaAsset, Platform, PostMedia, PostPlatform, ScheduledPost
from storage.narrowing import narrowed

# Those that are out, or will be.
_COUNTS = (
    PostState.PENDING_APPROVAL,
    PostState.SCHEDULED,
    PostState.CLAIMED,
    PostState.SENDING,
    PostState.BY_HAND,
    PostState.AT_SITE,
    PostState.POSTED,
    PostState.UNKNOWN,
)
_WAITING = (PostState.PENDING_APPROVAL, PostState.SCHEDULED)
# Of one account, before and after a time: more would make each check of a draft slower than typing.
_MOST_AROUND = 100


def around(session: Session, account_id: int, at: datetime, but: int | None) -> list[Placed]:
    """An account's targets around an instant (aware UTC), but those of post `but`; at most a hundred on each side."""
    of_account = (
        PostPlatform.platform_id == account_id,
        PostPlatform.state.in_(_COUNTS),
        PostPlatform.post_id != (but or 0),
    )
    before = _rows().where(*of_account, PostPlatform.due_at < at, PostPlatform.due_at >= at - WITHIN)
    after = _rows().where(*of_account, PostPlatform.due_at >= at, PostPlatform.due_at <= at + WITHIN)
    rows = [
        *session.execute(before.order_by(PostPlatform.due_at.desc()).limit(_MOST_AROUND)),
        *session.execute(after.order_by(PostPlatform.due_at).limit(_MOST_AROUND)),
    ]
    return _placed(session, rows)


def series_of(session: Session, post_id: int | None) -> int | None:
    """The series of a post; None for one in none, or that is not stored."""
    return session.scalar(select(ScheduledPost.series_id).where(ScheduledPost.id == post_id))


def looks(session: Session, media_ids: Collection[int]) -> dict[int, Look]:
    """What these items look like, where that is known."""
    query = select(MediaAsset.id, MediaAsset.look, MediaAsset.colours)
    rows = session.execute(query.where(MediaAsset.id.in_(media_ids), MediaAsset.colours >= 0))
    return {media_id: Look(media_id, unsigned(shape or 0), colours or 0) for media_id, shape, colours in rows}


def warnings(session: Session, wanted: PostFilter, start: datetime, end: datetime) -> list[Clash]:
    """How waiting targets of a half-open stretch clash with others of their account, by time."""
    waiting = narrowed(select(PostPlatform.id, PostPlatform.platform_id), wanted).where(
        PostPlatform.due_at >= start, PostPlatform.due_at < end, PostPlatform.state.in_(_WAITING)
    )
    meant = dict(session.execute(waiting.limit(wanted.limit)).all())
    query = _rows().where(
        PostPlatform.due_at >= start - WITHIN,
        PostPlatform.due_at < end + WITHIN,
        PostPlatform.platform_id.in_(set(meant.values())),
        PostPlatform.state.in_(_COUNTS),
    )
    rows = session.execute(query.order_by(PostPlatform.due_at, PostPlatform.id)).all()
    placed = dict(zip([row.id for row in rows], _placed(session, rows), strict=True))
    by_account: dict[int, list[Placed]] = {}
    for one in placed.values():
        by_account.setdefault(one.account_id, []).append(one)
    lines = {account_id: Line(of_account) for account_id, of_account in by_account.items()}
    meant_placed = [placed[target_id] for target_id in meant]
    return [found for one in meant_placed for found in lines[one.account_id].clashes(one)]


def _rows() -> Any:
    return (
        select(
            PostPlatform.id,
            PostPlatform.post_id,
            PostPlatform.platform_id,
            Platform.name,
            PostPlatform.due_at,
            func.coalesce(PostPlatform.text, ScheduledPost.text).label("text"),
            PostPlatform.media_ids,
            ScheduledPost.series_id,
        )
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
    )


def _placed(session: Session, rows: Sequence[Row[Any]]) -> list[Placed]:
    carried = _carried(session, {row.post_id for row in rows if row.media_ids is None})
    media = [tuple(carried.get(row.post_id, ()) if row.media_ids is None else row.media_ids) for row in rows]
    seen = looks(session, {one for of_row in media for one in of_row})
    return [
        Placed(
            post_id=row.post_id,
            account_id=row.platform_id,
            account=row.name,
            due_at=row.due_at,
            text=row.text,
            media_ids=of_row,
            looks=tuple(seen[one] for one in of_row if one in seen),
            series_id=row.series_id,
        )
        for row, of_row in zip(rows, media, strict=True)
    ]


def _carried(session: Session, post_ids: Iterable[int]) -> Mapping[int, Sequence[int]]:
    rows = session.execute(
        select(PostMedia.post_id, PostMedia.media_id)
        .where(PostMedia.post_id.in_(select(func.json_each(json.dumps(list(post_ids))).table_valued("value").c.value)))
        .order_by(PostMedia.post_id, PostMedia.position)
    )
    found: dict[int, list[int]] = {}
    for post_id, media_id in rows:
        found.setdefault(post_id, []).append(media_id)
    return found
