"""One change of many posts: all of it or nothing, each with its way back. Each function is one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain import tags as words
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import Moment
from storage import audit, keepsakes, posts
from storage.models import PostPlatform, ScheduledPost


def move(session: Session, plan: Mapping[int, Mapping[int, Moment]], now: datetime) -> WayBack:
    """Plan targets anew, by post id and account id. Raises Conflict for one in flight or out."""
    way = keepsakes.keep(session, plan)
    for post_id, at in plan.items():
        posts.move(session, post_id, dict(at), now)
    return way


def tag(session: Session, post_ids: Sequence[int], add: Sequence[str], remove: Sequence[str], now: datetime) -> WayBack:
    """Give posts tags and take others away, out or not. Raises NotFound, or BadInput for too many or too long ones."""
    way = keepsakes.keep(session, post_ids)
    for row in _rows(session, post_ids):
        wanted = words.changed(row.tags, add, remove)
        wrong = words.too_much(wanted)
        if wrong is not None:
            raise BadInput(wrong, item=f"post {row.id}", post_id=row.id)
        row.tags = list(wanted)
    audit.record(
        session,
        at=now,
        action="posts.tagged",
        object_type="posts",
        object_id=str(post_ids[0]) if post_ids else "",
        details={"posts": len(post_ids)},
    )
    return way


def cancel(session: Session, post_ids: Sequence[int], now: datetime) -> WayBack:
    """Cancel what of these has not gone out. Raises Conflict where nothing of a post is left to cancel."""
    return _each(session, post_ids, lambda post_id: _cancelled(session, post_id, now))


def unplan(session: Session, post_ids: Sequence[int], now: datetime) -> WayBack:
    """Make them drafts without a time. Raises Conflict for one in flight or out."""
    return _each(session, post_ids, lambda post_id: posts.make_draft(session, post_id, now))


def remove(session: Session, post_ids: Sequence[int], now: datetime) -> WayBack:
    """Delete posts of which nothing went out and nothing may have. Raises Conflict otherwise."""
    return _each(session, post_ids, lambda post_id: posts.remove(session, post_id, now))


def _each(session: Session, post_ids: Sequence[int], act: Callable[[int], None]) -> WayBack:
    way = keepsakes.keep(session, post_ids)
    for post_id in way.post_ids:
        act(post_id)
    session.flush()
    return way


def _cancelled(session: Session, post_id: int, now: datetime) -> None:
    if posts.cancel(session, post_id, now):
        return
    left = session.scalars(select(PostPlatform).where(PostPlatform.post_id == post_id)).all()
    for target in left:
        if target.state is not PostState.CANCELLED:
            raise posts.busy(target, post_id)
    if not left:
        raise Conflict("it has no account to cancel it on", item=f"post {post_id}", post_id=post_id)


def _rows(session: Session, post_ids: Sequence[int]) -> list[ScheduledPost]:
    return [posts.row_of(session, post_id) for post_id in dict.fromkeys(post_ids)]
