"""Finding what a person should hear of: acts of the trail since the last look, states that began, numbers that were reached.

One transaction: the place in the trail moves on with the notices, so that nothing is lost or told twice, whichever
process did it and however it ended.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import ENDED, LoginState
from ofauto_desktop.domain.clients import ClientStatus
from ofauto_desktop.domain.days import day_of, starts_at
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.messages import MessageKind
from ofauto_desktop.domain.money import PayoutStatus
from ofauto_desktop.domain.notices import LEVELS, NoticeKind
from ofauto_desktop.domain.schedule import zone_named
from storage import home, settings
from storage.models import (
    AccountProxy,
    AuditLog,
    Client,
    ConversationLine,
    MessageLine,
    Notice,
    PayoutLine,
    Platform,
    PostPlatform,
    SyncState,
)

_PLACE = "notices.trail"
# A workspace that is looked at for the first time tells of its last day, not of its whole past.
_FIRST_REACH = timedelta(days=1)
# Older ones of the same kind are a story of their own.
_TOGETHER_WITHIN = timedelta(days=1)
_PAYOUTS_WITHIN = timedelta(days=7)
# A pull fails now and then; this long without one that worked is worth a word.
_SYNC_FAILS_FOR = timedelta(hours=6)
# Days of a month on which the one before can be told of.
_REPORT_FROM, _REPORT_UNTIL = 2, 8
_ACTS = {
    "post.failed": NoticeKind.POST_FAILED,
    "post.unknown": NoticeKind.POST_UNKNOWN,
    "post.missed": NoticeKind.POST_MISSED,
    "post.by_hand": NoticeKind.POST_BY_HAND,
    "post.posted": NoticeKind.POST_SENT,
}
_LETTERS = "notices.messages"
# These go away by themselves: once their ground is gone, they count as read.
_STANDING = (
    NoticeKind.LOGIN_NEEDED,
    NoticeKind.LOGIN_ENDING,
    NoticeKind.CREDIT,
    NoticeKind.PROXY,
    NoticeKind.NETWORK,
    NoticeKind.CREDIT_LOW,
    NoticeKind.SYNC,
    NoticeKind.BACKUP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something to tell. A second of the same `key` joins the first; of standing ones, and of those `once`, there is one."""

    key: str
    kind: NoticeKind
    at: datetime
    object_type: str = ""
    object_id: str = ""
    client_id: int | None = None
    account_id: int | None = None
    detail: dict[str, object] = field(default_factory=dict)
    once: bool = False
    count: int = 1


def collect(session: Session, now: datetime, wanted: Collection[NoticeKind], more: Iterable[Found] = ()) -> list[int]:
    """Write down what is new at `now` (aware UTC), of the `wanted` kinds; ids of the notices that came or grew."""
    standing = list(_states(session, now))
    others = (*_letters(session, now), *_payouts(session, now), *_months(session, now), *more)
    found = [*_acts(session, now), *standing, *others]
    changed = [_write(session, one, now) for one in found if one.kind in wanted]
    _settle(session, {one.key for one in standing}, now)
    _settle_letters(session, now)
    return sorted({one for one in changed if one is not None} | _due(session, now))


def _acts(session: Session, now: datetime) -> Iterator[Found]:
    """Outcomes of posts, from where the trail was left."""
    place = settings.get(session, _PLACE)
    newest = session.scalar(select(func.max(AuditLog.id))) or 0
    query = select(AuditLog.at, AuditLog.action, AuditLog.object_id).where(AuditLog.action.in_(_ACTS))
    query = query.where(AuditLog.at >= now - _FIRST_REACH) if place is None else query.where(AuditLog.id > place)
    rows = session.execute(query.order_by(AuditLog.id)).all()
    if newest != place:
        settings.put(session, _PLACE, newest)
    targets = _targets(session, {int(row.object_id) for row in rows})
    for at, action, target_id in rows:
        target = targets.get(int(target_id))
        if target is None:
            continue  # removed meanwhile
        post_id, account_id, client_id = target
        yield Found(
            key=f"{_ACTS[action].value}:{account_id}",
            kind=_ACTS[action],
            at=at,
            object_type="post",
            object_id=str(post_id),
            client_id=client_id,
            account_id=account_id,
        )


def _targets(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    query = (
        select(PostPlatform.id, PostPlatform.post_id, PostPlatform.platform_id, Platform.client_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.id.in_(ids))
    )
    return {
        target_id: (post_id, account_id, client_id)
        for target_id, post_id, account_id, client_id in session.execute(query)
    }


def _states(session: Session, now: datetime) -> Iterator[Found]:
    present = select(Platform).where(Platform.removed_at.is_(None)).order_by(Platform.id)
    for row in session.scalars(present):
        if row.state in ENDED:
            yield _of_account(row, NoticeKind.LOGIN_NEEDED, row.state_since)
        elif row.state is LoginState.EXPIRING:
            yield _of_account(row, NoticeKind.LOGIN_ENDING, row.state_since)
        if row.paused_until is not None and row.paused_until > now and row.paused_for is ErrorKind.OUT_OF_CREDIT:
            yield _of_account(row, NoticeKind.CREDIT, row.paused_until, at=now)
        elif row.credit_low_since is not None:
            yield _of_account(row, NoticeKind.CREDIT_LOW, row.credit_low_since)
        if row.paused_until is not None and row.paused_until > now and row.paused_for is ErrorKind.PROXY:
            # Each check that fails anew puts the end off: what counts is since when it fails.
            known = session.get(AccountProxy, row.id)
            began = known.failing_since if known is not None and known.failing_since else row.paused_until
            yield _of_account(row, NoticeKind.PROXY, began, at=now)
        if row.paused_until is not None and row.paused_until > now and row.paused_for is ErrorKind.NETWORK:
            # Told once a day, however often it is met.
            yield _of_account(row, NoticeKind.NETWORK, starts_at(day_of(now, UTC), UTC), at=now)
    yield from _pulls(session, now)
    for need in home.backup_needs(session, now):
        # Once a week, counted from when it was due first.
        weeks = (now - (need.since or now)) // home.BACKUP_WITHIN
        yield Found(key=f"backup:{weeks}", kind=NoticeKind.BACKUP, at=now, object_type="backup", once=True)


def _of_account(row: Platform, kind: NoticeKind, began: datetime, *, at: datetime | None = None) -> Found:
    return Found(
        key=f"{kind.value}:{row.id}:{began.isoformat()}",
        kind=kind,
        at=at or began,
        object_type="account",
        object_id=str(row.id),
        client_id=row.client_id,
        account_id=row.id,
        once=True,
    )


def _pulls(session: Session, now: datetime) -> Iterator[Found]:
    """Accounts of which nothing could be read for hours, for a reason that has no notice of its own."""
    rows = session.execute(
        select(Platform, func.min(SyncState.succeeded_at, type_=SyncState.succeeded_at.type))
        .join(SyncState, SyncState.platform_id == Platform.id)
        .where(
            Platform.removed_at.is_(None),
            Platform.state.not_in(ENDED),
            SyncState.error_kind.is_not(None),
            SyncState.error_kind.not_in(home.TOLD_ELSEWHERE),
            or_(SyncState.succeeded_at.is_(None), SyncState.succeeded_at < SyncState.error_at),
            or_(SyncState.succeeded_at.is_(None), SyncState.succeeded_at < now - _SYNC_FAILS_FOR),
        )
        .group_by(Platform.id)
    )
    for row, since in rows:
        yield _of_account(row, NoticeKind.SYNC, since or row.created_at, at=now)


def _letters(session: Session, now: datetime) -> Iterator[Found]:
    """What others wrote to each account since the last look, of the last day: a first reading brings years of it."""
    place = settings.get(session, _LETTERS)
    newest = session.scalar(select(func.max(MessageLine.id))) or 0
    if newest != place:
        settings.put(session, _LETTERS, newest)
    if place is None:
        return
    query = (
        # Beside one maximum, SQLite gives the other columns of its row: the conversation of the newest.
        select(
            Platform.id,
            Platform.client_id,
            MessageLine.conversation_id,
            func.count(),
            func.max(MessageLine.at, type_=MessageLine.at.type),
        )
        .join(MessageLine, MessageLine.platform_id == Platform.id)
        .join(ConversationLine, ConversationLine.id == MessageLine.conversation_id)
        .where(
            MessageLine.id > place,
            MessageLine.own.is_(False),
            MessageLine.kind == MessageKind.TEXT,
            MessageLine.at > now - _FIRST_REACH,
            ConversationLine.unread > 0,
        )
        .group_by(Platform.id)
    )
    for account_id, client_id, conversation_id, count, at in session.execute(query):
        yield Found(
            key=f"message:{account_id}",
            kind=NoticeKind.MESSAGE,
            at=at,
            object_type="conversation",
            object_id=str(conversation_id),
            client_id=client_id,
            account_id=account_id,
            count=count,
        )


def _payouts(session: Session, now: datetime) -> Iterator[Found]:
    query = (
        select(PayoutLine.id, PayoutLine.at, Platform.id, Platform.client_id)
        .join(Platform, Platform.id == PayoutLine.platform_id)
        .where(
            PayoutLine.at >= now - _PAYOUTS_WITHIN, PayoutLine.at <= now, PayoutLine.status == PayoutStatus.COMPLETED
        )
    )
    for payout_id, at, account_id, client_id in session.execute(query):
        yield Found(
            key=f"payout:{payout_id}",
            kind=NoticeKind.PAYOUT,
            at=at,
            object_type="payout",
            object_id=str(payout_id),
            client_id=client_id,
            account_id=account_id,
            once=True,
        )


def _months(session: Session, now: datetime) -> Iterator[Found]:
    """Months that have just ended, of clients who were there all through them; a pull has a day to bring the rest."""
    query = (
        select(Client.id, Client.zone, Client.created_at)
        .join(Platform, Platform.client_id == Client.id)
        .where(Client.status == ClientStatus.ACTIVE, Platform.removed_at.is_(None))
        .distinct()
    )
    for client_id, name, created_at in session.execute(query):
        zone = zone_named(name)
        today = day_of(now, zone)
        month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        if _REPORT_FROM <= today.day <= _REPORT_UNTIL and created_at < starts_at(month, zone):
            yield Found(
                key=f"report:{client_id}:{month:%Y-%m}",
                kind=NoticeKind.REPORT,
                at=now,
                object_type="client",
                object_id=str(client_id),
                client_id=client_id,
                detail={"month": month.isoformat()},
                once=True,
            )


def _write(session: Session, found: Found, now: datetime) -> int | None:
    """The notice that tells it; None where it was told before. A clock that was put back hides nothing."""
    at = min(found.at, now)
    same = select(Notice).where(Notice.key == found.key).order_by(Notice.id.desc()).limit(1)
    row = session.scalar(same)
    if row is not None and found.once:
        return None
    if row is not None and row.read_at is None and row.at > found.at - _TOGETHER_WITHIN:
        row.count, row.at, row.object_id, row.updated_at = (
            row.count + found.count,
            max(row.at, at),
            found.object_id,
            now,
        )
        session.flush()
        return row.id
    row = Notice(
        at=at,
        key=found.key,
        kind=found.kind.value,
        level=LEVELS[found.kind].value,
        count=found.count,
        object_type=found.object_type,
        object_id=found.object_id,
        client_id=found.client_id,
        platform_id=found.account_id,
        detail=found.detail,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _settle(session: Session, still: Collection[str], now: datetime) -> None:
    """What was put right needs no reading any more."""
    session.execute(
        update(Notice)
        .where(
            Notice.read_at.is_(None),
            Notice.kind.in_([kind.value for kind in _STANDING]),
            Notice.key.not_in(still),
        )
        .values(read_at=now, updated_at=Notice.updated_at)
    )


def _settle_letters(session: Session, now: datetime) -> None:
    """Who has read all that was written to an account needs no word of it."""
    waiting = select(ConversationLine.platform_id).where(ConversationLine.unread > 0)
    session.execute(
        update(Notice)
        .where(Notice.read_at.is_(None), Notice.kind == NoticeKind.MESSAGE.value, Notice.platform_id.not_in(waiting))
        .values(read_at=now, updated_at=Notice.updated_at)
    )


def _due(session: Session, now: datetime) -> set[int]:
    """Reminders whose time has come since the last look."""
    waiting = select(Notice).where(Notice.kind == NoticeKind.REMINDER.value, Notice.at <= now, Notice.read_at.is_(None))
    due = [row for row in session.scalars(waiting) if not row.detail.get("due")]
    for row in due:
        row.detail, row.updated_at = {**row.detail, "due": True}, now
    session.flush()
    return {row.id for row in due}
