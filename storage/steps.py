"""What every step of the publishing state machine leaves behind: its attempt, its audit entry, the post it made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
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
    note_all(session, [(target, now)], outcome, detail)


def note_all(session: Session, tried: Sequence[tuple[PostPlatform, datetime]], outcome: Outcome, detail: str) -> None:
    """`note` for several targets. Rows rather than objects: each post that goes out passes here twice."""
    if tried:
        rows = [
            {"target_id": target.id, "at": now, "part": target.part, "outcome": outcome, "detail": detail}
            for target, now in tried
        ]
        session.execute(insert(PostAttempt), rows)


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
    close_attempts(session, [(target, now)], outcome, detail)


def close_attempts(
    session: Session, ended: Sequence[tuple[PostPlatform, datetime]], outcome: Outcome, detail: str
) -> None:
    """`close_attempt` for several targets that ended the same way."""
    ids = [target.id for target, _ in ended]
    if not ids:
        return
    running = set(
        session.scalars(
            update(PostAttempt)
            .where(PostAttempt.target_id.in_(ids), PostAttempt.outcome == Outcome.SENDING)
            .values(outcome=outcome, detail=detail)
            .returning(PostAttempt.target_id)
            .execution_options(synchronize_session=False)
        )
    )
    note_all(session, [one for one in ended if one[0].id not in running], outcome, detail)


def act(now: datetime, target_id: int, action: str, details: dict[str, object]) -> audit.Act:
    """A step's entry for the audit trail."""
    return audit.Act(at=now, action=action, object_type="target", object_id=str(target_id), details=details)


def log(session: Session, now: datetime, target_id: int, action: str, details: dict[str, object]) -> None:
    audit.record_all(session, [act(now, target_id, action, details)])


def remember_remotes(session: Session, made: Sequence[tuple[PostPlatform, RemotePost, datetime]]) -> None:
    """Keep posts as their platform has them, and whose they are. A sync may have seen them before."""
    # By account too: only together do they have an index.
    of_these = (
        RemotePostSeen.platform_id.in_({target.platform_id for target, _, _ in made}),
        RemotePostSeen.remote_id.in_([remote.remote_id for _, remote, _ in made]),
    )
    columns = select(RemotePostSeen.platform_id, RemotePostSeen.remote_id, RemotePostSeen.id)
    seen = {
        (account_id, remote_id): row_id for account_id, remote_id, row_id in session.execute(columns.where(*of_these))
    }
    fresh = []
    for target, remote, now in made:
        known = seen.get((target.platform_id, remote.remote_id))
        if known is None:
            fresh.append(_seen(target, remote, now))
        else:
            session.execute(update(RemotePostSeen).where(RemotePostSeen.id == known).values(target_id=target.id))
    if fresh:
        session.execute(insert(RemotePostSeen), fresh)


def _seen(target: PostPlatform, remote: RemotePost, now: datetime) -> dict[str, object]:
    return {
        "platform_id": target.platform_id,
        "remote_id": remote.remote_id,
        "text": remote.text,
        "at": remote.at,
        "url": remote.url,
        "media_count": remote.media_count,
        "media_kind": remote.media_kind,
        "reply_to": remote.reply_to,
        "target_id": target.id,
        "created_at": now,
        "updated_at": now,
    }
