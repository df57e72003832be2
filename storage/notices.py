"""Notices as a person reads them: listed with the words of what they are about, marked as read, put off."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, delete, func, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.money import exponent
from ofauto_desktop.domain.notices import LEVELS, MilestoneOf, Notice, NoticeKind, NoticeLevel
from storage import settings
from storage.happened import first_words
from storage.models import Client, PayoutLine, Platform, PostAttempt, PostPlatform, ScheduledPost
from storage.models import Notice as Row

# In a notice's detail: of how many of its events the desktop was told.
_COUNTED = "told"
_BEGAN = "notices.began"
_OF_POSTS = frozenset(
    {NoticeKind.POST_FAILED, NoticeKind.POST_UNKNOWN, NoticeKind.POST_MISSED, NoticeKind.POST_BY_HAND}
)
_URGENCY = {NoticeLevel.DANGER.value: 0, NoticeLevel.WARNING.value: 1}
_OF_LOGINS = frozenset(
    {
        NoticeKind.LOGIN_NEEDED,
        NoticeKind.LOGIN_ENDING,
        NoticeKind.CREDIT,
        NoticeKind.CREDIT_LOW,
        NoticeKind.PROXY,
        NoticeKind.NETWORK,
    }
)
_KEPT = timedelta(days=90)


def listed(
    session: Session,
    now: datetime,
    *,
    unread: bool = False,
    kinds: Collection[NoticeKind] = (),
    ids: Collection[int] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Notice]:
    """What was told up to `now` (aware UTC): unread first, of those the bad ones first, then the newest.

    Reminders that are not due yet are left out.
    """
    bad = case((Row.read_at.is_not(None), 9), else_=case(_URGENCY, value=Row.level, else_=2))
    query = _told(now).order_by(bad, Row.at.desc(), Row.id.desc()).limit(limit).offset(offset)
    if unread:
        query = query.where(Row.read_at.is_(None))
    if kinds:
        query = query.where(Row.kind.in_([kind.value for kind in kinds]))
    if ids is not None:
        query = query.where(Row.id.in_(ids))
    return _notices(session, query)


def coming(session: Session, now: datetime) -> list[Notice]:
    """Reminders that are still ahead, the next first."""
    query = select(Row).where(Row.kind == NoticeKind.REMINDER.value, Row.at > now, Row.read_at.is_(None))
    return _notices(session, query.order_by(Row.at))


def unread(session: Session, now: datetime) -> int:
    return session.scalar(select(func.count()).select_from(_told(now).where(Row.read_at.is_(None)).subquery())) or 0


def mark_read(session: Session, ids: Collection[int] | None, now: datetime) -> list[int]:
    """Mark these, or all that were told; gives those that were not read before."""
    query = _told(now).where(Row.read_at.is_(None))
    rows = session.scalars(query if ids is None else query.where(Row.id.in_(ids))).all()
    changed = [row.id for row in rows]
    session.execute(update(Row).where(Row.id.in_(changed)).values(read_at=now, updated_at=Row.updated_at))
    return changed


def mark_unread(session: Session, ids: Collection[int]) -> None:
    session.execute(update(Row).where(Row.id.in_(ids)).values(read_at=None, updated_at=Row.updated_at))


def remind(
    session: Session, text: str, at: datetime, now: datetime, *, post_id: int | None, client_id: int | None
) -> int:
    """Keep a reminder for `at` (aware UTC)."""
    row = Row(
        at=at,
        key=f"reminder:{now.isoformat()}",
        kind=NoticeKind.REMINDER.value,
        level=LEVELS[NoticeKind.REMINDER].value,
        object_type="post" if post_id is not None else "client" if client_id is not None else "",
        object_id=str(post_id or client_id or ""),
        client_id=client_id,
        detail={"text": text},
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def put_off(session: Session, notice_id: int, at: datetime, now: datetime) -> None:
    """Let a reminder come (again) at `at` (aware UTC). Raises NotFound."""
    row = _reminder(session, notice_id)
    row.at, row.read_at, row.updated_at = at, None, now
    row.detail = {key: value for key, value in row.detail.items() if key not in ("due", _COUNTED)}


def forget(session: Session, notice_id: int) -> tuple[str, datetime]:
    """Delete a reminder; gives what it said and when, for undo. Raises NotFound."""
    row = _reminder(session, notice_id)
    said = str(row.detail.get("text", "")), row.at
    session.delete(row)
    return said


def prune(session: Session, now: datetime) -> None:
    """Read ones of a season ago go."""
    session.execute(delete(Row).where(Row.read_at.is_not(None), Row.read_at < now - _KEPT))


def take_untold(session: Session, now: datetime, kinds: Collection[NoticeKind]) -> list[tuple[Notice, datetime]]:
    """Unread ones of `kinds` that nobody was told of as they are now, each with the instant it became known; oldest first.

    They count as told from here on, and so do those of other kinds: who wants those later wants them from then on.
    The first time nothing is told: what a workspace came with is no news.
    """
    began = settings.get(session, _BEGAN) is not None
    if not began:
        settings.put(session, _BEGAN, now.isoformat())
    waiting = [
        row
        for row in session.scalars(_told(now).where(Row.read_at.is_(None)).order_by(Row.updated_at, Row.id))
        if row.detail.get(_COUNTED) != row.count
    ]
    known = {row.id: row.updated_at for row in waiting}
    for row in waiting:
        values = {"detail": {**row.detail, _COUNTED: row.count}, "updated_at": Row.updated_at}
        session.execute(update(Row).where(Row.id == row.id).values(**values))
    words = [kind.value for kind in kinds] if began else []
    wanted = select(Row).where(Row.id.in_(known), Row.kind.in_(words)).order_by(Row.updated_at, Row.id)
    return [(notice, known[notice.id]) for notice in _notices(session, wanted)]


def _told(now: datetime) -> Select[Any]:
    return select(Row).where(Row.at <= now)


def _reminder(session: Session, notice_id: int) -> Row:
    row = session.get(Row, notice_id)
    if row is None or row.kind != NoticeKind.REMINDER.value:
        raise NotFound("this reminder is gone")
    return row


def _notices(session: Session, query: Select[Any]) -> list[Notice]:
    rows = session.scalars(query).all()
    clients = _clients(session, {row.client_id for row in rows})
    accounts = _accounts(session, {row.platform_id for row in rows})
    posts = _posts(session, [row for row in rows if row.object_type == "post"])
    payouts = _payouts(session, [row for row in rows if row.object_type == "payout"])
    return [_notice(row, clients, accounts, posts, payouts) for row in rows]


def _clients(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    wanted = [one for one in ids if one is not None]
    return {row.id: row.name for row in session.execute(select(Client.id, Client.name).where(Client.id.in_(wanted)))}


def _accounts(session: Session, ids: Collection[int | None]) -> dict[int | None, tuple[str, str, str]]:
    """Their names, why they stand as they do, and what is said of their credit."""
    wanted = [one for one in ids if one is not None]
    query = select(Platform.id, Platform.name, Platform.state_reason, Platform.credit_note)
    rows = session.execute(query.where(Platform.id.in_(wanted)))
    return {row.id: (row.name, row.state_reason, row.credit_note) for row in rows}


def _posts(session: Session, rows: Sequence[Row]) -> dict[tuple[str, int | None], tuple[str, str]]:
    """First words and last reason, by post and account."""
    ids = {int(row.object_id) for row in rows}
    last = (
        select(PostAttempt.detail)
        .where(PostAttempt.target_id == PostPlatform.id)
        .order_by(PostAttempt.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: dict[tuple[str, int | None], tuple[str, str]] = {}
    query = select(ScheduledPost.id, PostPlatform.platform_id, ScheduledPost.text, last)
    query = query.join(PostPlatform, PostPlatform.post_id == ScheduledPost.id, isouter=True)
    for post_id, account_id, text, why in session.execute(query.where(ScheduledPost.id.in_(ids))):
        found[str(post_id), account_id] = found[str(post_id), None] = (first_words(text), why or "")
    return found


def _payouts(session: Session, rows: Sequence[Row]) -> dict[str, tuple[int, str]]:
    ids = [int(row.object_id) for row in rows]
    query = select(PayoutLine.id, PayoutLine.amount_minor, PayoutLine.currency).where(PayoutLine.id.in_(ids))
    return {str(payout_id): (amount, currency) for payout_id, amount, currency in session.execute(query)}


def _notice(
    row: Row,
    clients: dict[int | None, str],
    accounts: dict[int | None, tuple[str, str, str]],
    posts: dict[tuple[str, int | None], tuple[str, str]],
    payouts: dict[str, tuple[int, str]],
) -> Notice:
    kind, detail = NoticeKind(row.kind), row.detail
    account, standing, credit = accounts.get(row.platform_id, ("", "", ""))
    standing = credit if kind is NoticeKind.CREDIT_LOW else standing
    post = posts.get((row.object_id, row.platform_id)) if row.object_type == "post" else None
    about, refused = post or ("", "")
    reason = refused if kind in _OF_POSTS else standing if kind in _OF_LOGINS else ""
    amount, currency = _amount(row, payouts)
    return Notice(
        id=row.id,
        at=row.at,
        kind=kind,
        level=NoticeLevel(row.level),
        count=row.count,
        read=row.read_at is not None,
        client_id=row.client_id,
        client=clients.get(row.client_id, ""),
        account_id=row.platform_id,
        account=account,
        post_id=int(row.object_id) if post is not None else None,
        conversation_id=int(row.object_id) if row.object_type == "conversation" else None,
        about=str(detail.get("text", "")) or about,
        reason=reason,
        amount=amount,
        currency=currency,
        of=MilestoneOf(detail["of"]) if "of" in detail else None,
        month=date.fromisoformat(detail["month"]) if "month" in detail else None,
    )


def _amount(row: Row, payouts: dict[str, tuple[int, str]]) -> tuple[int | None, str | None]:
    if row.object_type == "payout":
        return payouts.get(row.object_id, (None, None))
    step, currency = row.detail.get("step"), row.detail.get("currency")
    return (step, None) if step is None or currency is None else (step * 10 ** exponent(currency), currency)
