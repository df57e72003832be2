"""The steps of sending one post (security.md §8), each one transaction.

Every step is guarded: one whose ground has moved meanwhile does nothing.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from ofauto_desktop.domain.schedule import lateness
from storage.claims import Claim, held, paused
from storage.models import PostAttempt, PostPlatform
from storage.steps import close_attempt, expect, log, remember_remote


def begin_sending(session: Session, claim: Claim, part: int, boot_id: str, now: datetime, deadline: datetime) -> bool:
    """The last step before bytes leave: `claimed` → `sending`, with its attempt. False: do not send.

    It does not hold where the post was edited, moved, cancelled or taken by another process, where everything was
    paused, or where the computer slept so long that another rule for late posts now counts.
    """
    if paused(session) or (part == claim.part and lateness(claim.late_from, now) is not claim.late):
        return False
    changed = session.execute(
        update(PostPlatform)
        .where(*held(claim, boot_id), PostPlatform.intent_hash == claim.intent, PostPlatform.part == part)
        .values(
            state=PostState.SENDING,
            attempt=PostPlatform.attempt + 1,
            sending_since=now,
            send_deadline=deadline,
            negative_probes=0,
            probed_at=None,
        )
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    session.add(PostAttempt(target_id=claim.target_id, at=now, part=part, outcome=Outcome.SENDING, detail=""))
    log(session, now, claim.target_id, "post.sending", {"part": part})
    return True


def record_posted(
    session: Session, target_id: int, now: datetime, remote: RemotePost, parts: int, *, found: bool = False
) -> PostState:
    """A part is out. Returns the new state: `posted` after the last part, else `claimed` for the next one.

    `found`: a probe saw it, rather than an answer to the call.
    """
    target = expect(session, target_id, PostState.SENDING, PostState.UNKNOWN)
    if target is None:
        return state_of(session, target_id)
    outcome, detail = (Outcome.SETTLED, "found on the account") if found else (Outcome.POSTED, "")
    close_attempt(session, target, now, outcome, detail)
    part_is_out(target, remote.remote_id, remote.url, remote.at)
    last = target.part >= parts
    if last:
        target.state, target.boot_id, target.prepared = PostState.POSTED, None, None
    else:
        target.state = PostState.SCHEDULED if found else PostState.CLAIMED
        target.boot_id = None if found else target.boot_id
    remember_remote(session, target, remote, now)
    log(session, now, target_id, "post.posted" if last else "post.part_posted", {"part": target.part - 1})
    return target.state


def part_is_out(target: PostPlatform, remote_id: str, url: str | None, at: datetime) -> None:
    """Count a part as published; the post itself is known by its first."""
    target.part_ids = [*target.part_ids, remote_id]
    if target.remote_id is None:
        target.remote_id, target.url, target.posted_at = remote_id, url, at
    target.part += 1


def record_refused(session: Session, target_id: int, now: datetime, detail: str) -> PostState:
    """It was not accepted, and will not be: `failed`, with its reason."""
    target = expect(session, target_id, PostState.CLAIMED, PostState.SENDING)
    if target is None:
        return state_of(session, target_id)
    close_attempt(session, target, now, Outcome.REFUSED, detail)
    target.state, target.boot_id = PostState.FAILED, None
    log(session, now, target_id, "post.failed", {})
    return target.state


def record_postponed(
    session: Session, target_id: int, now: datetime, next_try: datetime, detail: str, *, asked: bool
) -> PostState:
    """Nothing was accepted, and it may go again: back to `scheduled`, at `next_try` (aware UTC).

    `asked`: the platform asked to wait, so that the wait does not count as being late.
    """
    target = expect(session, target_id, PostState.CLAIMED, PostState.SENDING)
    if target is None:
        return state_of(session, target_id)
    close_attempt(session, target, now, Outcome.POSTPONED, detail)
    if target.state is PostState.CLAIMED:
        target.attempt += 1
    target.state, target.boot_id, target.not_before = PostState.SCHEDULED, None, next_try
    if asked:
        target.late_from = next_try
    log(session, now, target_id, "post.postponed", {})
    return target.state


def record_unknown(session: Session, target_id: int, now: datetime, detail: str) -> PostState:
    """It may have gone out: `unknown`, to be looked for, never sent again blindly."""
    target = expect(session, target_id, PostState.SENDING)
    if target is None:
        return state_of(session, target_id)
    close_attempt(session, target, now, Outcome.UNKNOWN, detail)
    target.state = PostState.UNKNOWN
    log(session, now, target_id, "post.unknown", {})
    return target.state


def state_of(session: Session, target_id: int) -> PostState:
    """How a target stands; one that is gone counts as cancelled."""
    target = session.get(PostPlatform, target_id)
    return target.state if target is not None else PostState.CANCELLED
