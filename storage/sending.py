"""The steps of sending one post (security.md §8), each one transaction.

Every step is guarded: one whose ground has moved meanwhile does nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from ofauto_desktop.domain.schedule import lateness
from storage import audit
from storage.claims import Claim, held, paused
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


def take_steps(session: Session, steps: "Sequence[Start | Out]") -> list[PostState | None]:
    """`record_posted` and `begin_sending` in one, what is out before what begins: so an account's next post may ask
    for its step while the outcome of the one before is not on the disk yet, and does not begin before it.

    Gives the state that each led to; None for what may not begin.
    """
    out = iter(record_posted(session, [step for step in steps if isinstance(step, Out)]))
    begun = iter(begin_sending(session, [step for step in steps if isinstance(step, Start)]))
    return [next(out) if isinstance(step, Out) else PostState.SENDING if next(begun) else None for step in steps]


def begin_sending(session: Session, starts: Sequence[Start]) -> list[bool]:
    """The last step before bytes leave: `claimed` → `sending`, with its attempt. False: do not send.

    It does not hold where the post was edited, moved, cancelled or taken by another process, where everything was
    paused, or where the computer slept so long that another rule for late posts now counts.
    """
    if not starts or paused(session):
        return [False] * len(starts)
    targets = _facts(session, [start.claim.target_id for start in starts])
    begun = [_may_begin(start, targets.get(start.claim.target_id)) for start in starts]
    going = [(targets[start.claim.target_id], start) for start, goes in zip(starts, begun, strict=True) if goes]
    if going:
        session.connection().execute(_BEGIN, [_begun(target, start) for target, start in going])
        note_all(session, [(target, start.now) for target, start in going], Outcome.SENDING, "")
    return begun


def _facts(session: Session, target_ids: Sequence[int]) -> dict[int, Any]:
    return {row.id: row for row in session.connection().execute(_FACTS, {"ids": target_ids})}


def _may_begin(start: Start, target: Any | None) -> bool:
    if target is None or not _still_meant(start, target):
        return False
    return start.part != start.claim.part or lateness(start.claim.late_from, start.now) is start.claim.late


def _begun(target: Any, start: Start) -> dict[str, object]:
    return {"of": target.id, "tries": target.attempt + 1, "since": start.now, "until": start.deadline}


def _still_meant(start: Start, target: Any) -> bool:
    """Nothing of what the claim stands on has changed. The writer's transaction lets nobody else change it now."""
    is_ours = target.state is PostState.CLAIMED and target.boot_id == start.boot_id
    return is_ours and target.intent_hash == start.claim.intent and target.part == start.part


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A part that is out; the post has `parts` in all. `found`: a look saw it, rather than an answer to the call.

    `wait` is what the next part waits, None in a post whose parts follow at once.
    """

    target_id: int
    now: datetime
    remote: RemotePost
    parts: int
    found: bool = False
    wait: timedelta | None = None


def record_posted(session: Session, parts_out: Sequence[Out]) -> list[PostState]:
    """Parts are out. Gives each new state: `posted` after the last part, else `claimed` for the next one.

    Where the next one is to wait, it is `scheduled` for then: a wait that outlives the program.
    """
    if not parts_out:
        return []
    targets = _facts(session, [out.target_id for out in parts_out])
    sent = [(targets[out.target_id], out) for out in parts_out if _awaited(targets.get(out.target_id))]
    for outcome, detail in dict.fromkeys(_ended(out) for _, out in sent):
        alike = [(target, out.now) for target, out in sent if _ended(out) == (outcome, detail)]
        close_attempts(session, alike, outcome, detail)
    if sent:
        remember_remotes(
            session, [(target, out.remote, out.now) for target, out in sent if out.remote.scheduled_for is None]
        )
        session.connection().execute(_COUNT, [_counted(target, out) for target, out in sent])
        audit.record_all(session, [_told(target, out) for target, out in sent])
    became = {target.id: _after(target, out) for target, out in sent}
    return [became.get(out.target_id) or _state(targets.get(out.target_id)) for out in parts_out]


def _ended(out: "Out") -> tuple[Outcome, str]:
    """How the try ended, and what of it was found other than it was asked for."""
    said = ["found on the account"] if out.found else []
    if out.remote.scheduled_for is not None:
        said.append(f"it lies in the site's own queue for {out.remote.scheduled_for:%Y-%m-%d %H:%M} UTC")
    return (Outcome.SETTLED if out.found else Outcome.POSTED), "; ".join([*said, *out.remote.differs])


def _awaited(target: Any | None) -> bool:
    return target is not None and target.state in (PostState.SENDING, PostState.UNKNOWN, PostState.AT_SITE)


def _state(target: Any | None) -> PostState:
    return PostState.CANCELLED if target is None else target.state


def _is_last(target: Any, out: Out) -> bool:
    return bool(target.part + 1 >= out.parts)


def _after(target: Any, out: Out) -> PostState:
    if out.remote.scheduled_for is not None:
        return PostState.AT_SITE
    if _is_last(target, out):
        return PostState.POSTED
    return PostState.SCHEDULED if out.found or out.wait else PostState.CLAIMED


def _next_time(target: Any, out: Out) -> tuple[datetime | None, datetime | None]:
    """When the target may go on, and from when that counts as late. A wait begins when the part before it is out."""
    if out.wait is None:
        return target.not_before, target.late_from
    if _is_last(target, out):
        return None, None  # what it waited for is over: its time and its lateness are those of its beginning
    at = max(out.now, out.remote.at + out.wait) if out.found else out.now + out.wait
    return at, at


def _counted(target: Any, out: Out) -> dict[str, object]:
    """The part counts as published; the post itself is known by its first, and the next part has tries of its own."""
    last, known = _is_last(target, out), target.part > 0
    not_before, late_from = _next_time(target, out)
    if out.remote.scheduled_for is not None:
        return _waiting_there(target, out)
    return {
        "of": target.id,
        "state": _after(target, out),
        "part": target.part + 1,
        "part_ids": [*target.part_ids, out.remote.remote_id],
        "remote_id": target.remote_id if known else out.remote.remote_id,
        "url": target.url if known else out.remote.url,
        "posted_at": target.posted_at if known else out.remote.at,
        "boot_id": target.boot_id if _after(target, out) is PostState.CLAIMED else None,
        "prepared": None if last else target.prepared,
        "not_before": not_before,
        "late_from": late_from,
    }


def _waiting_there(target: Any, out: Out) -> dict[str, object]:
    """It is not out: what the site calls it may be another name than that of the post it becomes.

    `not_before` is when the site puts it out, which a person may have chosen otherwise than was planned.
    """
    return {
        "of": target.id,
        "state": PostState.AT_SITE,
        "part": target.part,
        "part_ids": target.part_ids,
        "remote_id": out.remote.remote_id,
        "url": out.remote.url or None,
        "posted_at": None,
        "boot_id": None,
        "prepared": None,
        "not_before": out.remote.scheduled_for,
        "late_from": None,
    }


def _told(target: Any, out: Out) -> audit.Act:
    if out.remote.scheduled_for is not None:
        return act(out.now, target.id, "post.at_site", {})
    action = "post.posted" if _is_last(target, out) else "post.part_posted"
    return act(out.now, target.id, action, {"part": target.part})


# Statements on columns, made once: every post that goes out passes each of them.
_TARGETS = cast("Table", PostPlatform.__table__)
_FACTS = select(
    *(
        _TARGETS.c[name]
        for name in (
            "id",
            "platform_id",
            "state",
            "boot_id",
            "intent_hash",
            "attempt",
            "part",
            "part_ids",
            "remote_id",
            "url",
            "posted_at",
            "prepared",
            "not_before",
            "late_from",
        )
    )
).where(_TARGETS.c.id.in_(bindparam("ids", expanding=True)))
_BEGIN = (
    update(_TARGETS)
    .where(_TARGETS.c.id == bindparam("of"))
    .values(
        state=PostState.SENDING,
        attempt=bindparam("tries"),
        sending_since=bindparam("since"),
        send_deadline=bindparam("until"),
        negative_probes=0,
        probed_at=None,
    )
)
_COUNT = (
    update(_TARGETS)
    .where(_TARGETS.c.id == bindparam("of"))
    .values(
        attempt=0,
        **{
            name: bindparam(name)
            for name in (
                "state",
                "part",
                "part_ids",
                "remote_id",
                "url",
                "posted_at",
                "boot_id",
                "prepared",
                "not_before",
                "late_from",
            )
        },
    )
)


def part_is_out(target: PostPlatform, remote_id: str, url: str | None, at: datetime) -> None:
    """Count a part as published; the post itself is known by its first, and the next part has tries of its own."""
    target.part_ids, target.attempt = [*target.part_ids, remote_id], 0
    if target.part == 0:
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


def record_by_hand(session: Session, claim: Claim, boot_id: str, now: datetime) -> bool:
    """Its time has come, and a person is to put it up: `by_hand` until they say so. False if the claim no longer holds."""
    target = session.scalar(select(PostPlatform).where(*held(claim, boot_id)))
    if target is None:
        return False
    note_all(session, [(target, now)], Outcome.HANDED, "")
    target.state, target.boot_id = PostState.BY_HAND, None
    log(session, now, target.id, "post.by_hand", {})
    return True


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
        # What was to be laid into a site's queue ahead of its time is not late before that.
        target.late_from = max(next_try, target.due_at or next_try)
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
