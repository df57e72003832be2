"""The steps of sending one post (security.md §8), each one transaction.

Every step is guarded: one whose ground has moved meanwhile does nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from ofauto_desktop.domain.schedule import lateness
from storage import audit
from storage.claims import Claim, paused
from storage.models import PostPlatform
from storage.steps import act, close_attempt, close_attempts, expect, log, note_all, remember_remotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is about to be sent: the next part of a claim. `deadline` (aware UTC): then its outcome is unknown."""

    claim: Claim
    part: int
    boot_id: str
    now: datetime
    deadline: datetime


def begin_sending(session: Session, starts: Sequence[Start]) -> list[bool]:
    """The last step before bytes leave: `claimed` → `sending`, with its attempt. False: do not send.

    It does not hold where the post was edited, moved, cancelled or taken by another process, where everything was
    paused, or where the computer slept so long that another rule for late posts now counts.
    """
    if paused(session):
        return [False] * len(starts)
    found = session.scalars(
        select(PostPlatform).where(PostPlatform.id.in_([start.claim.target_id for start in starts]))
    )
    targets = {target.id: target for target in found}
    begun = [_begun(start, targets.get(start.claim.target_id)) for start in starts]
    going = [(targets[start.claim.target_id], start.now) for start, goes in zip(starts, begun, strict=True) if goes]
    note_all(session, going, Outcome.SENDING, "")
    return begun


def _begun(start: Start, target: PostPlatform | None) -> bool:
    claim = start.claim
    if target is None or not _still_meant(start, target):
        return False
    if start.part == claim.part and lateness(claim.late_from, start.now) is not claim.late:
        return False
    target.state, target.attempt = PostState.SENDING, target.attempt + 1
    target.sending_since, target.send_deadline = start.now, start.deadline
    target.negative_probes, target.probed_at = 0, None
    return True


def _still_meant(start: Start, target: PostPlatform) -> bool:
    """Nothing of what the claim stands on has changed. The writer's transaction lets nobody else change it now."""
    is_ours = target.state is PostState.CLAIMED and target.boot_id == start.boot_id
    return is_ours and target.intent_hash == start.claim.intent and target.part == start.part


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A part that is out; the post has `parts` in all. `found`: a look saw it, rather than an answer to the call."""

    target_id: int
    now: datetime
    remote: RemotePost
    parts: int
    found: bool = False


def record_posted(session: Session, parts_out: Sequence[Out]) -> list[PostState]:
    """Parts are out. Gives each new state: `posted` after the last part, else `claimed` for the next one."""
    wanted = PostPlatform.id.in_([out.target_id for out in parts_out])
    targets = {target.id: target for target in session.scalars(select(PostPlatform).where(wanted))}
    sent = [out for out in parts_out if _awaited(targets.get(out.target_id))]
    for found in (False, True):
        outcome, detail = (Outcome.SETTLED, "found on the account") if found else (Outcome.POSTED, "")
        close_attempts(
            session, [(targets[out.target_id], out.now) for out in sent if out.found is found], outcome, detail
        )
    remember_remotes(session, [(targets[out.target_id], out.remote, out.now) for out in sent])
    entries = [_counted(targets[out.target_id], out) for out in sent]
    audit.record_all(session, entries)
    return [targets[out.target_id].state if out.target_id in targets else PostState.CANCELLED for out in parts_out]


def _awaited(target: PostPlatform | None) -> bool:
    return target is not None and target.state in (PostState.SENDING, PostState.UNKNOWN)


def _counted(target: PostPlatform, out: Out) -> audit.Act:
    part_is_out(target, out.remote.remote_id, out.remote.url, out.remote.at)
    last = target.part >= out.parts
    if last:
        target.state, target.boot_id, target.prepared = PostState.POSTED, None, None
    else:
        target.state = PostState.SCHEDULED if out.found else PostState.CLAIMED
        target.boot_id = None if out.found else target.boot_id
    action = "post.posted" if last else "post.part_posted"
    return act(out.now, target.id, action, {"part": target.part - 1})


def part_is_out(target: PostPlatform, remote_id: str, url: str | None, at: datetime) -> None:
    """Count a part as published; the post itself is known by its first, and the next part has tries of its own."""
    target.part_ids, target.attempt = [*target.part_ids, remote_id], 0
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
