"""The publishing state machine's steps (security.md §8), each one transaction.

Every step is guarded: one whose ground has moved meanwhile does nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost, intent_hash, may_become
from ofauto_desktop.domain.schedule import CATCH_UP_AT_MOST, CATCH_UP_SPACING, DEFAULT_GRACE, Late, lateness
from storage import audit
from storage.models import (
    Platform,
    PostAttempt,
    PostMedia,
    PostPlatform,
    RemotePostSeen,
    ScheduledPost,
    Setting,
)

PAUSED = "publishing.paused"
# Nothing is sent on these; their posts wait, and are missed after the grace.
_DEAD = (LoginState.EXPIRED, LoginState.CHALLENGED, LoginState.REVOKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A target that this process has taken. `parts` are the texts, the first for this account; `part` is the next to go."""

    target_id: int
    post_id: int
    account_id: int
    intent: str
    parts: tuple[str, ...]
    media_ids: tuple[int, ...]
    reply_to: str | None
    part: int
    part_ids: tuple[str, ...]
    prepared: dict[str, Any]
    due_at: datetime
    tries: int


def paused(session: Session) -> bool:
    """Whether the person has paused all publishing."""
    row = session.get(Setting, PAUSED)
    return bool(row and row.value)


def claim_due(session: Session, now: datetime, boot_id: str, limit: int) -> list[Claim]:
    """Take up to `limit` due targets for this process, oldest first; those that are too late become `missed`.

    `now` is aware UTC. Targets of paused or dead accounts wait. Late ones are spaced: one per account in five minutes,
    three at most in a row (security.md §8, "Misfire").
    """
    if paused(session):
        return []
    _mark_missed(session, now)
    claimed: list[Claim] = []
    late_by_account: dict[int, int] = {}
    for target, post in session.execute(_due(now, limit)).all():
        if lateness(_ready_at(target), now) is Late.SEND_SPACED:
            if late_by_account.get(target.platform_id, 0) or not _spaced(session, target.platform_id, now):
                continue
            late_by_account[target.platform_id] = 1
        target.state, target.boot_id = PostState.CLAIMED, boot_id
        claimed.append(_claim(session, target, post))
    return claimed


def _due(now: datetime, limit: int) -> Any:
    ready = func.coalesce(PostPlatform.not_before, PostPlatform.due_at)
    return (
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(
            PostPlatform.state == PostState.SCHEDULED,
            PostPlatform.due_at <= now,
            ready <= now,
            Platform.state.not_in(_DEAD),
            Platform.removed_at.is_(None),
            or_(Platform.paused_until.is_(None), Platform.paused_until <= now),
        )
        .order_by(PostPlatform.due_at, PostPlatform.id)
        .limit(limit)
    )


def _mark_missed(session: Session, now: datetime) -> None:
    """Later than the grace: never sent by itself. One that a platform made wait counts from its next try."""
    ready = func.coalesce(PostPlatform.not_before, PostPlatform.due_at)
    late = session.scalars(
        select(PostPlatform).where(PostPlatform.state == PostState.SCHEDULED, ready < now - DEFAULT_GRACE)
    ).all()
    for target in late:
        target.state = PostState.MISSED
        hours = round((now - _ready_at(target)).total_seconds() / 3600, 1)
        _note(session, target.id, now, target.part, Outcome.SKIPPED, f"missed: {hours} h late")
        _log(session, now, target.id, "post.missed", {})


def _ready_at(target: PostPlatform) -> datetime:
    """When a scheduled target may go; drafts, which have no time, are never asked."""
    return target.not_before or target.due_at or target.updated_at


def _spaced(session: Session, account_id: int, now: datetime) -> bool:
    """Whether another late post may follow on this account now."""
    recent = session.scalars(
        select(PostPlatform.posted_at)
        .where(PostPlatform.platform_id == account_id, PostPlatform.posted_at.is_not(None))
        .order_by(PostPlatform.posted_at.desc())
        .limit(CATCH_UP_AT_MOST)
    ).all()
    if recent and recent[0] is not None and now - recent[0] < CATCH_UP_SPACING:
        return False
    burst = [at for at in recent if at is not None and now - at < CATCH_UP_SPACING * (CATCH_UP_AT_MOST + 1)]
    return len(burst) < CATCH_UP_AT_MOST


def _claim(session: Session, target: PostPlatform, post: ScheduledPost) -> Claim:
    media = session.scalars(
        select(PostMedia.media_id).where(PostMedia.post_id == post.id).order_by(PostMedia.position)
    ).all()
    text = post.text if target.text is None else target.text
    return Claim(
        target_id=target.id,
        post_id=post.id,
        account_id=target.platform_id,
        intent=intent_hash(text, post.thread, media, target.wall, target.zone),
        parts=(text, *post.thread),
        media_ids=tuple(media),
        reply_to=post.reply_to,
        part=target.part,
        part_ids=tuple(target.part_ids),
        prepared=dict(target.prepared or {}),
        due_at=target.due_at or target.updated_at,
        tries=target.attempt,
    )


def save_prepared(session: Session, claim: Claim, boot_id: str, state: dict[str, Any]) -> bool:
    """Keep what is uploaded, so that another process need not upload again. False if the claim no longer holds."""
    changed = session.execute(
        update(PostPlatform).where(*_held(claim, boot_id, PostState.CLAIMED)).values(prepared=state)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def begin_sending(session: Session, claim: Claim, part: int, boot_id: str, now: datetime, deadline: datetime) -> bool:
    """The last step before bytes leave: `claimed` → `sending`, with its attempt. False: do not send.

    It does not hold where the post was edited, moved, cancelled or taken by another process, where everything was
    paused, or where the computer slept so long that the post is now missed.
    """
    if paused(session) or (lateness(claim.due_at, now) is Late.MISSED and not claim.tries):
        return False
    changed = session.execute(
        update(PostPlatform)
        .where(
            *_held(claim, boot_id, PostState.CLAIMED),
            PostPlatform.intent_hash == claim.intent,
            PostPlatform.part == part,
        )
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
    _note(session, claim.target_id, now, part, Outcome.SENDING, "")
    _log(session, now, claim.target_id, "post.sending", {"part": part})
    return True


def release(session: Session, claim: Claim, boot_id: str) -> None:
    """Give a claim back untouched."""
    session.execute(
        update(PostPlatform)
        .where(*_held(claim, boot_id, PostState.CLAIMED))
        .values(state=PostState.SCHEDULED, boot_id=None)
    )


def record_posted(
    session: Session, target_id: int, now: datetime, remote: RemotePost, parts: int, *, found: bool = False
) -> PostState:
    """A part is out. Returns the new state: `posted` after the last part, else `claimed` for the next one.

    `found`: a probe saw it, rather than an answer to the call.
    """
    target = _expect(session, target_id, PostState.SENDING, PostState.UNKNOWN)
    if target is None:
        return _state(session, target_id)
    outcome, detail = (Outcome.SETTLED, "found on the account") if found else (Outcome.POSTED, "")
    _close_attempt(session, target, now, outcome, detail)
    target.part_ids = [*target.part_ids, remote.remote_id]
    if target.remote_id is None:
        target.remote_id, target.url, target.posted_at = remote.remote_id, remote.url, remote.at
    target.part += 1
    last = target.part >= parts
    if last:
        target.state, target.boot_id, target.prepared = PostState.POSTED, None, None
    else:
        target.state = PostState.SCHEDULED if found else PostState.CLAIMED
        target.boot_id = None if found else target.boot_id
    _remember_remote(session, target, remote, now)
    _log(session, now, target_id, "post.posted" if last else "post.part_posted", {"part": target.part - 1})
    return target.state


def record_refused(session: Session, target_id: int, now: datetime, state: PostState, detail: str) -> None:
    """The platform did not accept it, and will not: `failed`, with its reason."""
    target = _expect(session, target_id, PostState.CLAIMED, PostState.SENDING)
    if target is None or not may_become(target.state, state):
        return
    _close_attempt(session, target, now, Outcome.REFUSED, detail)
    target.state, target.boot_id = state, None
    _log(session, now, target_id, f"post.{state.value}", {})


def record_postponed(session: Session, target_id: int, now: datetime, next_try: datetime | None, detail: str) -> None:
    """Nothing was accepted, and it may go again: back to `scheduled`, at `next_try` (aware UTC) where one is known."""
    target = _expect(session, target_id, PostState.CLAIMED, PostState.SENDING)
    if target is None:
        return
    _close_attempt(session, target, now, Outcome.POSTPONED, detail)
    if target.state is PostState.CLAIMED:
        target.attempt += 1
    target.state, target.boot_id, target.not_before = PostState.SCHEDULED, None, next_try
    _log(session, now, target_id, "post.postponed", {})


def record_unknown(session: Session, target_id: int, now: datetime, detail: str) -> None:
    """It may have gone out: `unknown`, to be looked for, never sent again blindly."""
    target = _expect(session, target_id, PostState.SENDING)
    if target is None:
        return
    _close_attempt(session, target, now, Outcome.UNKNOWN, detail)
    target.state = PostState.UNKNOWN
    _log(session, now, target_id, "post.unknown", {})


def recover(session: Session, boot_id: str, now: datetime) -> tuple[list[int], list[int]]:
    """What another, ended process left behind: `claimed` is free again, `sending` becomes `unknown`.

    Returns the target ids of both, in this order. Run under the workspace's lock, before the first tick.
    """
    left = session.scalars(
        select(PostPlatform).where(
            PostPlatform.state.in_([PostState.CLAIMED, PostState.SENDING]),
            or_(PostPlatform.boot_id.is_(None), PostPlatform.boot_id != boot_id),
        )
    ).all()
    freed, unsure = [], []
    for target in left:
        if target.state is PostState.CLAIMED:
            target.state, target.boot_id = PostState.SCHEDULED, None
            freed.append(target.id)
        else:
            _close_attempt(session, target, now, Outcome.UNKNOWN, "the program ended while it was being sent")
            target.state = PostState.UNKNOWN
            _log(session, now, target.id, "post.unknown", {})
            unsure.append(target.id)
    return freed, unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A target of unknown outcome, with what is needed to look for it. `sent_by` is the boot id of the process that sent it."""

    claim: Claim
    since: datetime
    sent_by: str | None
    negative_probes: int
    probed_at: datetime | None


def unsure(session: Session, now: datetime, not_probed_since: datetime) -> list[Unsure]:
    """Targets of unknown outcome that have not been looked for since `not_probed_since` (aware UTC), oldest first."""
    rows = session.execute(
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(
            PostPlatform.state == PostState.UNKNOWN,
            or_(PostPlatform.probed_at.is_(None), PostPlatform.probed_at <= not_probed_since),
        )
        .order_by(PostPlatform.sending_since)
    ).all()
    return [
        Unsure(
            claim=_claim(session, target, post),
            since=target.sending_since or now,
            sent_by=target.boot_id,
            negative_probes=target.negative_probes,
            probed_at=target.probed_at,
        )
        for target, post in rows
    ]


def taken_ids(session: Session, account_id: int, remote_ids: Sequence[str], except_target: int) -> set[str]:
    """Those of `remote_ids` that belong to other targets of this account already."""
    rows = session.scalars(
        select(PostPlatform.part_ids).where(
            PostPlatform.platform_id == account_id,
            PostPlatform.id != except_target,
            PostPlatform.posted_at.is_not(None),
        )
    )
    wanted = set(remote_ids)
    return {one for ids in rows for one in ids if one in wanted}


def record_not_found(session: Session, target_id: int, now: datetime, detail: str) -> int:
    """A probe reached the platform and did not see it. Returns how many such probes there were in a row."""
    target = _expect(session, target_id, PostState.UNKNOWN)
    if target is None:
        return 0
    target.negative_probes += 1
    target.probed_at = now
    _note(session, target_id, now, target.part, Outcome.UNKNOWN, detail)
    return target.negative_probes


def note_probed(session: Session, target_id: int, now: datetime) -> None:
    """A probe that could tell nothing: wait before the next."""
    session.execute(update(PostPlatform).where(PostPlatform.id == target_id).values(probed_at=now))


def allow_again(session: Session, target_id: int, now: datetime, detail: str) -> bool:
    """`unknown` → `scheduled`, where the rule for an automatic second try is met (the caller has checked it)."""
    target = _expect(session, target_id, PostState.UNKNOWN)
    if target is None:
        return False
    target.state, target.boot_id, target.not_before = PostState.SCHEDULED, None, now
    _note(session, target_id, now, target.part, Outcome.SETTLED, detail)
    _log(session, now, target_id, "post.send_again", {"by": "rule"})
    return True


def next_due(session: Session) -> datetime | None:
    """The earliest planned time of all scheduled targets (aware UTC)."""
    ready = func.coalesce(PostPlatform.not_before, PostPlatform.due_at)
    found = session.scalar(select(ready).where(PostPlatform.state == PostState.SCHEDULED).order_by(ready).limit(1))
    return _instant(found)


def _instant(value: Any) -> datetime | None:
    from storage.types import Instant

    if value is None or isinstance(value, datetime):
        return value
    return Instant().process_result_value(value, None)  # type: ignore[arg-type]


def in_flight(session: Session) -> int:
    """How many targets are claimed or being sent."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PostPlatform)
            .where(PostPlatform.state.in_([PostState.CLAIMED, PostState.SENDING]))
        )
        or 0
    )


def late_by(session: Session, now: datetime, margin: timedelta) -> list[int]:
    """Post ids of targets that should have gone out more than `margin` ago and still wait."""
    rows = session.scalars(
        select(PostPlatform.post_id).where(
            PostPlatform.state == PostState.SCHEDULED, PostPlatform.due_at < now - margin
        )
    )
    return sorted(set(rows))


def _held(claim: Claim, boot_id: str, state: PostState) -> tuple[ColumnElement[bool], ...]:
    return (
        PostPlatform.id == claim.target_id,
        PostPlatform.state == state,
        PostPlatform.boot_id == boot_id,
    )


def _expect(session: Session, target_id: int, *states: PostState) -> PostPlatform | None:
    target = session.get(PostPlatform, target_id)
    return target if target is not None and target.state in states else None


def _state(session: Session, target_id: int) -> PostState:
    target = session.get(PostPlatform, target_id)
    return target.state if target is not None else PostState.CANCELLED


def _close_attempt(session: Session, target: PostPlatform, now: datetime, outcome: Outcome, detail: str) -> None:
    """Give the running attempt its outcome; where none runs, note a new one."""
    running = session.scalar(
        select(PostAttempt)
        .where(PostAttempt.target_id == target.id, PostAttempt.outcome == Outcome.SENDING)
        .order_by(PostAttempt.id.desc())
        .limit(1)
    )
    if running is not None:
        running.outcome, running.detail = outcome, detail
    else:
        _note(session, target.id, now, target.part, outcome, detail)


def _note(session: Session, target_id: int, now: datetime, part: int, outcome: Outcome, detail: str) -> None:
    session.add(PostAttempt(target_id=target_id, at=now, part=part, outcome=outcome, detail=detail))


def _remember_remote(session: Session, target: PostPlatform, remote: RemotePost, now: datetime) -> None:
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


def _log(session: Session, now: datetime, target_id: int, action: str, details: dict[str, object]) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="target",
        object_id=str(target_id),
        client_id=None,
        outcome="ok",
        details=details,
    )
