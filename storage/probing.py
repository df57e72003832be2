"""The steps of looking for posts of unknown outcome (security.md §8), each one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState, ProbeRule, RemotePost
from ofauto_desktop.domain.schedule import Late
from storage.claims import Claim, can_go, claim_of, media_of
from storage.models import Platform, PostAttempt, PostPlatform, ScheduledPost
from storage.steps import expect, log, note, note_once

# A site's queue works by the minute.
PUT_OUT_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A target of unknown outcome, with what is needed to look for it.

    `since` (aware UTC) is when its part was first sent: an earlier try may have gone out as well. `sent_by` is the boot
    id of the process that sent it last. `remote_id`: what the site's own queue called it, where it lay there.
    """

    claim: Claim
    since: datetime
    sent_by: str | None
    remote_id: str | None = None


def unsure(session: Session, now: datetime, boot_id: str, rule: ProbeRule) -> list[Unsure]:
    """Targets of unknown outcome that it is time to look for, oldest first. Accounts that may not be asked wait."""
    rows = session.execute(
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(
            PostPlatform.state == PostState.UNKNOWN,
            or_(PostPlatform.probed_at.is_(None), PostPlatform.probed_at <= now - rule.apart),
            can_go(now),
        )
        .order_by(PostPlatform.sending_since)
    ).all()
    return [
        Unsure(
            claim=claim_of(target, post, media_of(session, post.id), Late.SEND),
            since=_first_sent(session, target) or target.sending_since or now,
            sent_by=target.boot_id,
            remote_id=target.remote_id if not target.part else None,
        )
        for target, post in rows
        if target.probed_at is None or target.probed_at <= now - _interval(target, boot_id, rule)
    ]


def at_site(session: Session, now: datetime, apart: timedelta) -> list[Unsure]:
    """Targets in a site's own queue whose time has come, and that were not looked for within `apart`."""
    rows = session.execute(
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(
            PostPlatform.state == PostState.AT_SITE,
            _put_out_at() <= now - PUT_OUT_WITHIN,
            or_(PostPlatform.probed_at.is_(None), PostPlatform.probed_at <= now - apart),
            can_go(now),
        )
    ).all()
    return [
        Unsure(
            claim=claim_of(target, post, media_of(session, post.id), Late.SEND),
            since=target.not_before or target.due_at or now,
            sent_by=target.boot_id,
            remote_id=target.remote_id,
        )
        for target, post in rows
    ]


def note_looked(session: Session, target_id: int, now: datetime) -> None:
    """It was not there yet."""
    if (target := expect(session, target_id, PostState.AT_SITE)) is not None:
        target.probed_at = now


def waits_there(session: Session, target_id: int, now: datetime, there: RemotePost) -> None:
    """It still lies in the site's own queue, perhaps for another time by now."""
    if (target := expect(session, target_id, PostState.AT_SITE)) is not None:
        target.probed_at, target.not_before = now, there.scheduled_for


def never_seen(session: Session, target_id: int, now: datetime, detail: str) -> bool:
    """`at_site` → `unknown`: the site was to put it out, and it is not to be seen."""
    target = expect(session, target_id, PostState.AT_SITE)
    if target is None:
        return False
    target.state, target.sending_since, target.probed_at = PostState.UNKNOWN, target.not_before or target.due_at, now
    target.not_before = None
    note(session, target, now, Outcome.UNKNOWN, detail)
    log(session, now, target_id, "post.unknown", {})
    return True


def taken_ids(session: Session, account_id: int, remote_ids: Sequence[str]) -> set[str]:
    """Those of `remote_ids` that belong to targets of this account already: no other target can be one of them."""
    theirs = PostPlatform.platform_id == account_id
    out = session.scalars(select(PostPlatform.part_ids).where(theirs, PostPlatform.posted_at.is_not(None)))
    wanted = set(remote_ids)
    there = session.scalars(select(PostPlatform.remote_id).where(theirs, PostPlatform.state == PostState.AT_SITE))
    return {one for ids in out for one in ids if one in wanted} | (wanted & set(there))


def record_not_found(session: Session, target_id: int, now: datetime, detail: str) -> int:
    """A probe reached the platform and did not see it. Returns how many such probes there were in a row."""
    target = expect(session, target_id, PostState.UNKNOWN)
    if target is None:
        return 0
    target.negative_probes += 1
    target.probed_at = now
    note_once(session, target, now, Outcome.UNKNOWN, detail)
    return target.negative_probes


def note_probed(session: Session, target_id: int, now: datetime, detail: str = "") -> None:
    """A probe that could not decide: wait before the next. `detail` says why, for the person who must."""
    target = expect(session, target_id, PostState.UNKNOWN)
    if target is None:
        return
    target.probed_at = now
    if detail:
        note_once(session, target, now, Outcome.UNKNOWN, detail)


def allow_again(session: Session, target_id: int, now: datetime, detail: str, state: PostState) -> bool:
    """`unknown` → `scheduled` or `by_hand`, where the rule for a second try is met (the caller has checked it)."""
    target = expect(session, target_id, PostState.UNKNOWN)
    if target is None:
        return False
    target.state, target.boot_id, target.not_before = state, None, now
    note(session, target, now, Outcome.SETTLED, detail)
    action = "post.by_hand" if state is PostState.BY_HAND else "post.send_again"
    log(session, now, target_id, action, {"by": "rule"})
    return True


def _put_out_at() -> ColumnElement[datetime]:
    return func.coalesce(PostPlatform.not_before, PostPlatform.due_at, type_=PostPlatform.due_at.type)


def _interval(target: PostPlatform, boot_id: str, rule: ProbeRule) -> timedelta:
    """Often while a look may still settle it by itself, rarely once only a person can."""
    waits_for_person = target.negative_probes >= rule.negatives and target.boot_id == boot_id
    return rule.rarely if waits_for_person else rule.apart


def _first_sent(session: Session, target: PostPlatform) -> datetime | None:
    first = func.min(PostAttempt.at, type_=PostAttempt.at.type)
    return session.scalar(
        select(first).where(
            PostAttempt.target_id == target.id,
            PostAttempt.part == target.part,
            PostAttempt.outcome.in_([Outcome.SENDING, Outcome.UNKNOWN]),
        )
    )
