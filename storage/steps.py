"""What every step of the publishing state machine leaves behind: its attempt, its audit entry, the post it made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import Table, bindparam, insert, select, update
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


class Tried(Protocol):
    """A target, or the columns of one that a step needs."""

    @property
    def id(self) -> Any: ...
    @property
    def platform_id(self) -> Any: ...
    @property
    def part(self) -> Any: ...


def note_all(session: Session, tried: Sequence[tuple[Tried, datetime]], outcome: Outcome, detail: str) -> None:
    """`note` for several targets. Rows rather than objects: each post that goes out passes here twice."""
    if tried:
        rows = [
            {"target_id": target.id, "at": now, "part": target.part, "outcome": outcome, "detail": detail}
            for target, now in tried
        ]
        session.connection().execute(_NOTE, rows)


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


def close_attempts(session: Session, ended: Sequence[tuple[Tried, datetime]], outcome: Outcome, detail: str) -> None:
    """`close_attempt` for several targets that ended the same way."""
    ids = [target.id for target, _ in ended]
    if not ids:
        return
    session.flush()
    running = set(session.connection().scalars(_CLOSE, {"ids": ids, "ending": outcome, "said": detail}))
    note_all(session, [one for one in ended if one[0].id not in running], outcome, detail)


def act(now: datetime, target_id: int, action: str, details: dict[str, object]) -> audit.Act:
    """A step's entry for the audit trail."""
    return audit.Act(at=now, action=action, object_type="target", object_id=str(target_id), details=details)


def log(session: Session, now: datetime, target_id: int, action: str, details: dict[str, object]) -> None:
    audit.record_all(session, [act(now, target_id, action, details)])


def remember_remotes(session: Session, made: Sequence[tuple[Tried, RemotePost, datetime]]) -> None:
    """Keep posts as their platform has them, and whose they are. A sync may have seen them before."""
    accounts = list({target.platform_id for target, _, _ in made})
    remote_ids = [remote.remote_id for _, remote, _ in made]
    found = session.connection().execute(_SEEN, {"accounts": accounts, "remote_ids": remote_ids})
    seen = {(account_id, remote_id): row_id for account_id, remote_id, row_id in found}
    fresh = []
    for target, remote, now in made:
        known = seen.get((target.platform_id, remote.remote_id))
        if known is None:
            fresh.append(_seen(target, remote, now))
        else:
            session.execute(update(RemotePostSeen).where(RemotePostSeen.id == known).values(target_id=target.id))
    if fresh:
        session.connection().execute(_REMEMBER, fresh)


def _seen(target: Tried, remote: RemotePost, now: datetime) -> dict[str, object]:
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


# Statements on columns, made once: every post that goes out passes each of them.
_ATTEMPTS = cast("Table", PostAttempt.__table__)
_REMOTES = cast("Table", RemotePostSeen.__table__)
_NOTE = insert(_ATTEMPTS)
_CLOSE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.target_id.in_(bindparam("ids", expanding=True)), _ATTEMPTS.c.outcome == Outcome.SENDING)
    .values(outcome=bindparam("ending"), detail=bindparam("said"))
    .returning(_ATTEMPTS.c.target_id)
)
# By account too: only together do they have an index.
_SEEN = select(_REMOTES.c.platform_id, _REMOTES.c.remote_id, _REMOTES.c.id).where(
    _REMOTES.c.platform_id.in_(bindparam("accounts", expanding=True)),
    _REMOTES.c.remote_id.in_(bindparam("remote_ids", expanding=True)),
)
_REMEMBER = insert(_REMOTES)
