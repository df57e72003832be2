"""Missed targets: listed with their rule, and settled many at a time in one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.agenda import SHOWN_CHARS
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.missed import ChosenRule, MissedItem, MissedRule, MissedRules, MissedSettled
from ofauto_desktop.domain.posts import Outcome, PostState
from ofauto_desktop.domain.schedule import CATCH_UP_AT_MOST, CATCH_UP_SPACING, moment_at
from storage import agenda, audit, keepsakes, posts, settings, slots
from storage.models import Platform, PostAttempt, PostPlatform, ScheduledPost
from storage.steps import note

_RULES = "missed.rules"
_DEFAULT = "default"
_CONSIDERED = "missed.considered"
_MOST = 1000


def listed(session: Session, client_id: int | None = None) -> list[MissedItem]:
    """Missed targets, the longest due first."""
    given_up = func.max(PostAttempt.at, type_=PostAttempt.at.type)
    missed_at = (
        select(PostAttempt.target_id, given_up.label("at"))
        .join(PostPlatform, PostPlatform.id == PostAttempt.target_id)
        .where(PostPlatform.state == PostState.MISSED, PostAttempt.outcome == Outcome.SKIPPED)
        .group_by(PostAttempt.target_id)
        .subquery()
    )
    text = func.substr(func.coalesce(PostPlatform.text, ScheduledPost.text), 1, SHOWN_CHARS)
    query = (
        select(PostPlatform, ScheduledPost.client_id, text, Platform.name, Platform.platform, missed_at.c.at)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .outerjoin(missed_at, missed_at.c.target_id == PostPlatform.id)
        .where(PostPlatform.state == PostState.MISSED)
        .order_by(PostPlatform.due_at, PostPlatform.id)
        .limit(_MOST)
    )
    if client_id is not None:
        query = query.where(ScheduledPost.client_id == client_id)
    rule_of = rules(session).word
    return [
        MissedItem(
            post_id=row.post_id,
            target_id=row.id,
            client_id=client,
            account_id=row.platform_id,
            account=account,
            platform=platform,
            text=said,
            wall=row.wall,
            zone=row.zone,
            due_at=row.due_at,
            missed_at=at or row.updated_at,
            rule=rule_of(row.platform_id),
        )
        for row, client, said, account, platform, at in session.execute(query)
    ]


def rules(session: Session) -> MissedRules:
    """Every rule that was chosen."""
    stored: dict[str, Any] = settings.get(session, _RULES) or {}
    chosen = {
        whose: ChosenRule(rule=MissedRule(one["rule"]), since=datetime.fromisoformat(one["since"]))
        for whose, one in stored.items()
    }
    default = chosen.pop(_DEFAULT, None)
    return MissedRules(default=default, by_account={int(whose): one for whose, one in chosen.items()})


def choose(session: Session, rule: MissedRule | None, account_id: int | None, now: datetime) -> None:
    """Keep a rule for an account, or for the workspace (`account_id` None). `rule` None: the account has none of its own."""
    stored: dict[str, Any] = dict(settings.get(session, _RULES) or {})
    whose = _DEFAULT if account_id is None else str(account_id)
    stored.pop(whose, None)
    if rule is not None:
        stored[whose] = {"rule": rule.value, "since": now.isoformat()}
    settings.put(session, _RULES, stored)
    audit.record(
        session,
        at=now,
        action="missed.rule_chosen",
        object_type="workspace" if account_id is None else "account",
        object_id=whose,
        details={"rule": None if rule is None else rule.value},
    )


def considered(session: Session) -> datetime:
    """Up to when (aware UTC) missed posts met their rule; each meets it once."""
    stored = settings.get(session, _CONSIDERED)
    return datetime.fromisoformat(stored) if stored else datetime.fromtimestamp(0, UTC)


def apply(session: Session, wanted: Mapping[int, MissedRule], now: datetime, until: datetime) -> MissedSettled:
    """`settle` by the rules; what was missed up to `until` meets none again."""
    settings.put(session, _CONSIDERED, until.isoformat())
    still = {target_id: rule for target_id, rule in wanted.items() if rule is not MissedRule.ASK}
    return settle(session, still, now, by_rule=True, most_now=CATCH_UP_AT_MOST)


def settle(
    session: Session, wanted: Mapping[int, MissedRule], now: datetime, *, by_rule: bool, most_now: int | None = None
) -> MissedSettled:
    """Do with missed targets, by id, what is wanted of each. Raises Conflict for one that is not missed any more.

    What goes now goes five minutes apart on each account, `most_now` of them at most; the others stay missed.
    """
    targets = [_missed(session, target_id) for target_id in wanted]
    way = keepsakes.keep(session, [one.post_id for one in targets])
    done: dict[MissedRule, list[int]] = {rule: [] for rule in MissedRule}
    going: Counter[int] = Counter()
    for target in sorted(targets, key=lambda one: (one.due_at or now, one.id)):
        rule = wanted[target.id]
        if rule is MissedRule.SEND_NOW and going[target.platform_id] == most_now:
            rule = MissedRule.ASK
        elif rule is MissedRule.SEND_NOW:
            going[target.platform_id] += 1
            _goes_now(session, target, now)
        elif rule is MissedRule.NEXT_SLOT:
            _takes_slot(session, target, now)
        elif rule is MissedRule.SKIP:
            target.state = PostState.CANCELLED
        if rule is not MissedRule.ASK:
            who = "by the rule for missed posts" if by_rule else "by a person"
            note(session, target, now, Outcome.SETTLED, f"{_WORDS[rule]}, {who}")
        done[rule].append(target.id)
        session.flush()
    _log(session, now, done, by_rule=by_rule)
    return MissedSettled(
        sent=tuple(done[MissedRule.SEND_NOW]),
        slotted=tuple(done[MissedRule.NEXT_SLOT]),
        skipped=tuple(done[MissedRule.SKIP]),
        left=tuple(done[MissedRule.ASK]),
        way_back=way,
    )


_WORDS = {
    MissedRule.SEND_NOW: "sent now",
    MissedRule.NEXT_SLOT: "moved to the next slot",
    MissedRule.SKIP: "skipped",
}


def _missed(session: Session, target_id: int) -> PostPlatform:
    target = session.get(PostPlatform, target_id)
    if target is None or target.state is not PostState.MISSED:
        item = None if target is None else f"post {target.post_id}"
        raise Conflict("it is not missed any more", item=item, post_id=None if target is None else target.post_id)
    return target


def _goes_now(session: Session, target: PostPlatform, now: datetime) -> None:
    """Plan it for now, or for when its account may post again: five minutes from whatever else goes out there."""
    account = session.get_one(Platform, target.platform_id)
    last = session.scalar(
        select(func.max(PostPlatform.posted_at, type_=PostPlatform.posted_at.type)).where(
            PostPlatform.platform_id == account.id
        )
    )
    at = now if last is None else max(now, last + CATCH_UP_SPACING)
    for taken in sorted(agenda.taken_times(session, account.id, now, now + timedelta(days=1))):
        if taken > at - CATCH_UP_SPACING and taken < at + CATCH_UP_SPACING:
            at = taken + CATCH_UP_SPACING
    _planned(session, target, moment_at(at, account.zone))


def _takes_slot(session: Session, target: PostPlatform, now: datetime) -> None:
    account = session.get_one(Platform, target.platform_id)
    row = posts.row_of(session, target.post_id)
    moment = next(slots.free(session, account, now, queue_id=row.queue_id), None)
    if moment is None:
        raise BadInput("no slot of the next year is free", account=account.name, item=f"post {row.id}", post_id=row.id)
    _planned(session, target, moment)


def _planned(session: Session, target: PostPlatform, moment: Any) -> None:
    row = posts.row_of(session, target.post_id)
    posts.set_time(target, row, moment, posts.media_ids_of(session, row.id))
    target.state, target.boot_id = PostState.SCHEDULED, None


def _log(session: Session, now: datetime, done: Mapping[MissedRule, Sequence[int]], *, by_rule: bool) -> None:
    counts = {rule.value: len(ids) for rule, ids in done.items() if ids}
    if set(counts) - {MissedRule.ASK.value}:
        audit.record(
            session,
            at=now,
            action="missed.settled",
            object_type="posts",
            object_id="",
            details={**counts, "by": "rule" if by_rule else "person"},
        )
