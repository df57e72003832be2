"""What the schedule holds next, and keeping its instants true when zones change."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import ENDED
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import CATCH_UP_SPACING, ON_TIME
from storage.claims import intent_of, media_of, paused
from storage.models import Platform, PostPlatform, ScheduledPost

_LONG_AGO = datetime.fromtimestamp(0, UTC)
InstantOf = Callable[[datetime, str, datetime], datetime | None]


def next_due(session: Session, now: datetime) -> datetime | None:
    """The earliest instant (aware UTC) at which something may go out; None where nothing is planned, or all is paused."""
    if paused(session):
        return None
    instant = PostPlatform.due_at.type
    wait = func.max(
        func.coalesce(PostPlatform.not_before, PostPlatform.due_at),
        func.coalesce(Platform.paused_until, PostPlatform.due_at),
    )
    late = func.coalesce(PostPlatform.late_from, PostPlatform.due_at, type_=instant) < now - ON_TIME
    rows = session.execute(
        select(PostPlatform.platform_id, late, func.min(wait, type_=instant))
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.state == PostState.SCHEDULED, Platform.state.not_in(ENDED), Platform.removed_at.is_(None))
        .group_by(PostPlatform.platform_id, late)
    )
    times = [max(at, _spaced_from(session, account_id)) if is_late else at for account_id, is_late, at in rows]
    return min(times, default=None)


def _spaced_from(session: Session, account_id: int) -> datetime:
    """From when a late post may follow on this account."""
    last = session.scalar(
        select(func.max(PostPlatform.posted_at, type_=PostPlatform.posted_at.type)).where(
            PostPlatform.platform_id == account_id
        )
    )
    return last + CATCH_UP_SPACING if last is not None else _LONG_AGO


def late_by(session: Session, now: datetime, margin: timedelta) -> list[int]:
    """Post ids of targets that should have gone out more than `margin` ago and still wait."""
    rows = session.scalars(
        select(PostPlatform.post_id).where(
            PostPlatform.state == PostState.SCHEDULED, PostPlatform.due_at < now - margin
        )
    )
    return sorted(set(rows))


def taken_times(
    session: Session, account_id: int, start: datetime, end: datetime, *, but: Collection[int] = ()
) -> set[datetime]:
    """The planned instants (aware UTC) of an account's targets in a half-open stretch, but for those of ids `but`."""
    rows = session.scalars(
        select(PostPlatform.due_at).where(
            PostPlatform.platform_id == account_id,
            PostPlatform.due_at >= start,
            PostPlatform.due_at < end,
            PostPlatform.state.not_in([PostState.CANCELLED, PostState.MISSED, PostState.FAILED]),
            PostPlatform.id.not_in(but),
        )
    )
    return {at for at in rows if at is not None}


def replan(session: Session, instant_of: InstantOf, zone_data: str) -> list[int]:
    """Compute planned instants anew from wall time and the account's zone; returns the post ids that moved.

    `instant_of(wall, zone, known)` gives aware UTC, or None for a zone that is gone: its instants then stay as they
    were known. Looked at are targets whose account now has another zone, or that were planned with other zone data.
    """
    rows = session.execute(
        select(PostPlatform, ScheduledPost, Platform.zone)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(
            PostPlatform.state == PostState.SCHEDULED,
            PostPlatform.wall.is_not(None),
            PostPlatform.part == 0,
            or_(PostPlatform.zone != Platform.zone, PostPlatform.tz_version != zone_data),
        )
    )
    moved = []
    for target, post, zone in rows:
        if target.wall is None or target.due_at is None:
            continue
        due_at = instant_of(target.wall, zone, target.due_at)
        if due_at is None:
            continue
        target.tz_version = zone_data
        if due_at != target.due_at:
            moved.append(target.post_id)
        if due_at != target.due_at or zone != target.zone:
            target.zone, target.due_at, target.not_before, target.late_from = zone, due_at, None, None
            target.intent_hash = intent_of(target, post, media_of(session, post.id))
    return moved
