"""What every step of the publishing state machine leaves behind: its attempt, its audit entry, the post it made."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from storage import audit
from storage.models import PostAttempt, PostPlatform, RemotePostSeen


def expect(session: Session, target_id: int, *states: PostState) -> PostPlatform | None:
    """The target, if it stands in one of `states`; a step on any other does nothing."""
    target = session.get(PostPlatform, target_id)
    return target if target is not None and target.state in states else None


def note(session: Session, target: PostPlatform, now: datetime, outcome: Outcome, detail: str) -> None:
    """Add an attempt of the target's current part."""
    session.add(PostAttempt(target_id=target.id, at=now, part=target.part, outcome=outcome, detail=detail))


def note_once(session: Session, target: PostPlatform, now: datetime, outcome: Outcome, detail: str) -> None:
    """`note`, unless the last attempt says just that: what is looked at again and again need not fill the list."""
    last = session.execute(
        select(PostAttempt.outcome, PostAttempt.detail)
        .where(PostAttempt.target_id == target.id)
        .order_by(PostAttempt.id.desc())
        .limit(1)
    ).first()
    if last is None or tuple(last) != (outcome, detail):
        note(session, target, now, outcome, detail)


def close_attempt(session: Session, target: PostPlatform, now: datetime, outcome: Outcome, detail: str) -> None:
    """Give the running attempt its outcome; where none runs, note a new one."""
    closed = session.execute(
        update(PostAttempt)
        .where(PostAttempt.target_id == target.id, PostAttempt.outcome == Outcome.SENDING)
        .values(outcome=outcome, detail=detail)
    )
    if not closed.rowcount:  # type: ignore[attr-defined]
        note(session, target, now, outcome, detail)


def log(session: Session, now: datetime, target_id: int, action: str, details: dict[str, object]) -> None:
    audit.record(
        session, at=now, action=action, object_type="target", object_id=str(target_id), outcome="ok", details=details
    )


def remember_remote(session: Session, target: PostPlatform, remote: RemotePost, now: datetime) -> None:
    """Keep the post as its platform has it, and that it is this target's. A sync may have seen it before."""
    seen = session.scalar(
        select(RemotePostSeen).where(
            RemotePostSeen.platform_id == target.platform_id, RemotePostSeen.remote_id == remote.remote_id
        )
    )
    if seen is not None:
        seen.target_id = target.id
        return
    session.add(
        RemotePostSeen(
            platform_id=target.platform_id,
            remote_id=remote.remote_id,
            text=remote.text,
            at=remote.at,
            url=remote.url,
            media_count=remote.media_count,
            media_kind=remote.media_kind,
            reply_to=remote.reply_to,
            target_id=target.id,
            created_at=now,
            updated_at=now,
        )
    )
