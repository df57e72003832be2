"""The steps of a post that is filled in for a person (services/assisting.py), each one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome, PostState
from ofauto_desktop.domain.schedule import Late
from storage.claims import Claim, claim_of, media_of
from storage.models import PostPlatform, ScheduledPost
from storage.sending import state_of
from storage.steps import close_attempt, expect, log, note


def by_hand(session: Session, post_id: int, account_id: int) -> Claim | None:
    """What a person is to send on the account now; None where it is not theirs to send. Nothing is taken by it."""
    row = session.execute(
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(
            PostPlatform.post_id == post_id,
            PostPlatform.platform_id == account_id,
            PostPlatform.state == PostState.BY_HAND,
        )
    ).first()
    return claim_of(row[0], row[1], media_of(session, post_id), Late.SEND) if row is not None else None


def save_prepared(session: Session, claim: Claim, state: dict[str, Any]) -> bool:
    """Keep what is uploaded. False where the post was changed or sent meanwhile."""
    still = (PostPlatform.state == PostState.BY_HAND, PostPlatform.intent_hash == claim.intent)
    changed = session.execute(
        update(PostPlatform).where(PostPlatform.id == claim.target_id, *still).values(prepared=state)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def begin(session: Session, claim: Claim, boot_id: str, now: datetime) -> bool:
    """`by_hand` → `sending`: from here on the person may click. False where the post was changed or sent meanwhile."""
    target = expect(session, claim.target_id, PostState.BY_HAND)
    if target is None or target.intent_hash != claim.intent:
        return False
    target.state, target.boot_id, target.sending_since = PostState.SENDING, boot_id, now
    target.attempt, target.negative_probes, target.probed_at = target.attempt + 1, 0, None
    session.flush()
    note(session, target, now, Outcome.SENDING, "filled in for you to look at")
    log(session, now, target.id, "post.shown", {})
    return True


def give_back(session: Session, target_id: int, now: datetime, detail: str) -> PostState:
    """Nothing was sent: it is the person's again."""
    target = expect(session, target_id, PostState.SENDING)
    if target is None:
        return state_of(session, target_id)
    close_attempt(session, target, now, Outcome.HANDED, detail)
    target.state, target.boot_id = PostState.BY_HAND, None
    log(session, now, target_id, "post.not_sent", {})
    return target.state
