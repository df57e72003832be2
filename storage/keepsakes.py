"""What posts were before a change, and making them so again: the way back of everything done to many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import Conflict
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import EDITABLE, PostState
from ofauto_desktop.domain.schedule import Moment
from storage import audit, posts
from storage.models import PostAttempt, PostMedia, PostPlatform, PostQueue, PostSeries, ScheduledPost

_OF_POST = ("tags", "queue_id", "queue_place", "series_id", "series_day")
_OF_TARGET = ("not_before", "late_from")


def keep(session: Session, post_ids: Iterable[int], *, series_ids: Iterable[int] = (), whole: bool = False) -> WayBack:
    """How these posts and series are now; one that is not there is kept as not there."""
    ids, series = tuple(dict.fromkeys(post_ids)), tuple(dict.fromkeys(series_ids))
    return WayBack(
        post_ids=ids,
        rows=tuple(_kept(session, post_id) for post_id in ids),
        series_ids=series,
        series_rows=tuple(_kept_series(session, series_id) for series_id in series),
        whole=whole,
    )


def with_made(way: WayBack, post_ids: Iterable[int], series_ids: Iterable[int] = ()) -> WayBack:
    """The same way back, which also takes away posts and series that the change has made."""
    posts_made, series_made = tuple(post_ids), tuple(series_ids)
    return replace(
        way,
        post_ids=(*way.post_ids, *posts_made),
        rows=(*way.rows, *({"post": None} for _ in posts_made)),
        series_ids=(*way.series_ids, *series_made),
        series_rows=(*way.series_rows, *(None for _ in series_made)),
    )


def give_back(session: Session, way: WayBack, now: datetime) -> WayBack:
    """Make posts what they were, and return the way forward again. Raises Conflict for one that went out meanwhile.

    Nothing becomes due in the past by it: what would be late is a draft then.
    """
    since = _made_since(session, way)
    forward = keep(session, [*way.post_ids, *since], series_ids=way.series_ids, whole=way.whole)
    kept = dict(zip(way.post_ids, way.rows, strict=True))
    for post_id in (*since, *(one for one, before in kept.items() if before["post"] is None)):
        if session.get(ScheduledPost, post_id) is not None:
            posts.remove(session, post_id, now)
    _make_room(session, way)
    _series_as_before(session, way)
    for post_id, before in kept.items():
        row = session.get(ScheduledPost, post_id)
        if before["post"] is None:
            continue
        if row is None:
            _put_back(session, before, now)
        else:
            _made_as_before(session, row, before, now)
    _drop_series(session, way)
    session.flush()
    _log(session, now, way.post_ids)
    return forward


def _make_room(session: Session, way: WayBack) -> None:
    """No post stands for a day of a series now: one day may be another post's from here on.

    Where what they said counts too, they go, and are put back as they were.
    """
    for post_id in way.post_ids:
        row = session.get(ScheduledPost, post_id)
        if row is None:
            continue
        row.series_id = row.series_day = None
        if way.whole:
            _refuse_busy(session, row)
            session.delete(row)
    session.flush()
    if way.whole:
        session.expunge_all()  # their rows went as well; the ones that are put back carry the same ids


def _refuse_busy(session: Session, row: ScheduledPost) -> None:
    for target in session.scalars(select(PostPlatform).where(PostPlatform.post_id == row.id)):
        if target.part_ids or (target.state not in EDITABLE and target.state is not PostState.CLAIMED):
            raise posts.busy(target, row.id)


def _made_since(session: Session, way: WayBack) -> list[int]:
    """Occurrences that the clock made of a series which goes away again."""
    gone = [series_id for series_id, row in zip(way.series_ids, way.series_rows, strict=True) if row is None]
    made = session.scalars(
        select(ScheduledPost.id).where(ScheduledPost.series_id.in_(gone), ScheduledPost.id.not_in(way.post_ids))
    )
    return list(made)


def _kept_series(session: Session, series_id: int) -> Mapping[str, Any] | None:
    row = session.get(PostSeries, series_id)
    return None if row is None else _columns(row)


def _series_as_before(session: Session, way: WayBack) -> None:
    for series_id, kept in zip(way.series_ids, way.series_rows, strict=True):
        if kept is None:
            continue
        row = session.get(PostSeries, series_id)
        if row is None:
            session.add(PostSeries(**kept))
        else:
            for column, value in kept.items():
                setattr(row, column, value)
    session.flush()


def _drop_series(session: Session, way: WayBack) -> None:
    session.flush()
    for series_id, kept in zip(way.series_ids, way.series_rows, strict=True):
        row = session.get(PostSeries, series_id)
        if kept is None and row is not None:
            session.delete(row)


def _kept(session: Session, post_id: int) -> Mapping[str, Any]:
    row = session.get(ScheduledPost, post_id)
    if row is None:
        return {"post": None}
    targets = session.scalars(select(PostPlatform).where(PostPlatform.post_id == post_id).order_by(PostPlatform.id))
    kept_targets = [_columns(one) for one in targets]
    media = session.scalars(select(PostMedia).where(PostMedia.post_id == post_id).order_by(PostMedia.position))
    attempts = session.scalars(
        select(PostAttempt)
        .where(PostAttempt.target_id.in_([one["id"] for one in kept_targets]))
        .order_by(PostAttempt.id)
    )
    return {
        "post": _columns(row),
        "targets": kept_targets,
        "media": [_columns(one) for one in media],
        "attempts": [_columns(one) for one in attempts],
    }


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _put_back(session: Session, kept: Mapping[str, Any], now: datetime) -> None:
    """A post that was deleted, with all that hung on it."""
    post = {**kept["post"], "updated_at": now}
    for column, model in (("queue_id", PostQueue), ("series_id", PostSeries)):
        if post[column] is not None and session.get(model, post[column]) is None:
            post[column] = None
    session.add(ScheduledPost(**post))
    session.flush()
    session.add_all(PostMedia(**one) for one in kept["media"])
    for before in kept["targets"]:
        # The ids of targets and attempts may have been given to others meanwhile.
        target = PostPlatform(**{**before, "id": None, "state": _not_late(before, now), "boot_id": None})
        session.add(target)
        session.flush()
        session.add_all(
            PostAttempt(**{**one, "id": None, "target_id": target.id})
            for one in kept["attempts"]
            if one["target_id"] == before["id"]
        )


def _made_as_before(session: Session, row: ScheduledPost, kept: Mapping[str, Any], now: datetime) -> None:
    for column in _OF_POST:
        setattr(row, column, kept["post"][column])
    row.updated_at = now
    media_ids = posts.media_ids_of(session, row.id)
    for before in kept["targets"]:
        target = session.scalar(
            select(PostPlatform).where(
                PostPlatform.post_id == row.id, PostPlatform.platform_id == before["platform_id"]
            )
        )
        if target is None:
            raise Conflict("it was changed meanwhile", item=f"post {row.id}", post_id=row.id)
        if _is_as_before(target, before):
            continue
        if target.state not in EDITABLE and target.state is not PostState.CLAIMED:
            raise posts.busy(target, row.id)
        _planned_as_before(target, row, before, media_ids, now)


def _is_as_before(target: PostPlatform, before: Mapping[str, Any]) -> bool:
    return target.state is before["state"] and target.due_at == before["due_at"] and target.wall == before["wall"]


def _planned_as_before(
    target: PostPlatform, row: ScheduledPost, before: Mapping[str, Any], media_ids: Sequence[int], now: datetime
) -> None:
    target.state, target.boot_id = _not_late(before, now), None
    if before["wall"] is None or before["due_at"] is None:
        target.wall, target.due_at = None, None
    else:
        moment = Moment(wall=before["wall"], zone=before["zone"], due_at=before["due_at"])
        posts.set_time(target, row, moment, media_ids)
    for column in _OF_TARGET:
        setattr(target, column, before[column])


def _not_late(before: Mapping[str, Any], now: datetime) -> PostState:
    state: PostState = before["state"]
    at = before["not_before"] or before["due_at"]  # a thread between two parts waits for the next one
    late = at is None or at <= now
    return PostState.DRAFT if state in (PostState.SCHEDULED, PostState.CLAIMED) and late else state


def _log(session: Session, now: datetime, post_ids: Sequence[int]) -> None:
    audit.record(
        session,
        at=now,
        action="posts.given_back",
        object_type="posts",
        object_id=str(post_ids[0]) if post_ids else "",
        details={"posts": len(post_ids)},
    )
