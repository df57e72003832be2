"""How things stand, in a handful of queries that each follow an index, however full the workspace is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import ENDED, LoginState
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.home import Need, NeedKind
from ofauto_desktop.domain.posts import COMING, Post, PostFilter, PostState
from storage import posts
from storage.claims import paused
from storage.happened import first_words
from storage.models import AuditLog, MediaAsset, Platform, PostAttempt, PostPlatform, ScheduledPost, SyncState

OVERDUE_AFTER = timedelta(minutes=2)
BACKUP_WITHIN = timedelta(days=7)
_TODAY_AT_MOST = 200

_STATES = {
    PostState.UNKNOWN: NeedKind.UNKNOWN_OUTCOME,
    PostState.FAILED: NeedKind.FAILED,
    PostState.BY_HAND: NeedKind.BY_HAND,
    PostState.MISSED: NeedKind.MISSED,
}
_LOGINS = (*ENDED, LoginState.EXPIRING)
# Errors of a pull that have a line of their own, or that end by themselves.
TOLD_ELSEWHERE = (
    ErrorKind.LOGIN_EXPIRED,
    ErrorKind.CHALLENGED,
    ErrorKind.OUT_OF_CREDIT,
    ErrorKind.RATE_LIMITED,
)


def needs(session: Session, now: datetime, client_id: int | None) -> list[Need]:
    """What needs a person, the most urgent first. `now` is aware UTC; one client's needs, or everybody's."""
    still = paused(session)
    found = [*_settled_badly(session, client_id), *_logins(session, client_id)]
    found += _waiting(session, now, client_id)
    found += _pulls(session, client_id)
    if still:
        found.append(Need(kind=NeedKind.PAUSED, detail="all publishing is paused"))
    else:
        found += _overdue(session, now, client_id)
    found += backup_needs(session, now)
    order = list(NeedKind)
    return sorted(found, key=lambda need: order.index(need.kind))


def today(session: Session, start: datetime, end: datetime, client_id: int | None) -> list[Post]:
    """Posts due in [start, end) (aware UTC) that went out, wait, or need a word; by time."""
    states = tuple(state for state in PostState if state not in (PostState.DRAFT, PostState.CANCELLED))
    wanted = PostFilter(states=states, client_id=client_id, start=start, end=end, limit=_TODAY_AT_MOST)
    return posts.listed(session, wanted)


@dataclass(frozen=True, slots=True)
class Begun:
    """What there is of the first steps; a look at one row each."""

    account: bool
    post: bool
    media: bool
    backup: bool


def begun(session: Session) -> Begun:
    """Whether there is an account that is connected, a post, an item in the library, a backup."""
    backup = AuditLog.action == "backup.created"
    return Begun(
        account=session.scalar(select(Platform.id).where(Platform.removed_at.is_(None)).limit(1)) is not None,
        post=session.scalar(select(ScheduledPost.id).limit(1)) is not None,
        media=session.scalar(select(MediaAsset.id).where(MediaAsset.removed_at.is_(None)).limit(1)) is not None,
        backup=session.scalar(select(AuditLog.id).where(backup).order_by(AuditLog.at.desc()).limit(1)) is not None,
    )


def next_due(session: Session, client_id: int | None) -> datetime | None:
    """When the next post is to go out (aware UTC). One that a platform made wait counts from its next try."""
    waiting = _targets(client_id, PostPlatform.due_at).where(PostPlatform.state.in_(COMING))
    first = session.scalar(waiting.where(PostPlatform.not_before.is_(None)).order_by(PostPlatform.due_at).limit(1))
    again = session.scalar(
        _targets(client_id, PostPlatform.not_before)
        .where(PostPlatform.state.in_(COMING), PostPlatform.not_before.is_not(None))
        .order_by(PostPlatform.not_before)
        .limit(1)
    )
    return min((at for at in (first, again) if at is not None), default=None)


def _targets(client_id: int | None, *columns: Any) -> Select[Any]:
    query = select(*columns).select_from(PostPlatform)
    if client_id is not None:
        query = query.join(Platform, Platform.id == PostPlatform.platform_id).where(Platform.client_id == client_id)
    return query


def _settled_badly(session: Session, client_id: int | None) -> Iterator[Need]:
    """One line for each state and account, told by its newest post."""
    query = (
        select(
            PostPlatform.state,
            Platform.id,
            Platform.name,
            func.count(),
            func.max(PostPlatform.id),
            func.min(PostPlatform.due_at, type_=PostPlatform.due_at.type),
        )
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.state.in_(_STATES))
        .group_by(PostPlatform.state, Platform.id)
        .order_by(Platform.id)
    )
    if client_id is not None:
        query = query.where(Platform.client_id == client_id)
    rows = session.execute(query).all()
    told = _told(session, [newest for *_, newest, _ in rows])
    for state, account_id, account, count, newest, since in rows:
        post_id, detail, about = told[newest]
        yield Need(
            kind=_STATES[state],
            detail=detail,
            since=since,
            account_id=account_id,
            account=account,
            post_id=post_id,
            count=count,
            about=about,
        )


def _told(session: Session, target_ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """The post of each target, what its last attempt said, and the post's first words."""
    last = (
        select(PostAttempt.detail)
        .where(PostAttempt.target_id == PostPlatform.id)
        .order_by(PostAttempt.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(PostPlatform.id, PostPlatform.post_id, last, ScheduledPost.text)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(PostPlatform.id.in_(target_ids))
    )
    return {target_id: (post_id, detail or "", first_words(text)) for target_id, post_id, detail, text in rows}


def _overdue(session: Session, now: datetime, client_id: int | None) -> Iterator[Need]:
    """Posts that should be out and wait for no reason that is told elsewhere."""
    query = (
        select(Platform.id, Platform.name, func.count(), func.min(PostPlatform.post_id), func.min(PostPlatform.due_at))
        .select_from(PostPlatform)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(
            PostPlatform.state == PostState.SCHEDULED,
            PostPlatform.due_at < now - OVERDUE_AFTER,
            or_(PostPlatform.not_before.is_(None), PostPlatform.not_before < now - OVERDUE_AFTER),
            or_(Platform.paused_until.is_(None), Platform.paused_until <= now),
            Platform.state.not_in(ENDED),
        )
        .group_by(Platform.id)
        .order_by(Platform.id)
    )
    if client_id is not None:
        query = query.where(Platform.client_id == client_id)
    for account_id, account, count, post_id, since in session.execute(query):
        yield Need(
            kind=NeedKind.OVERDUE,
            detail="it should have gone out",
            since=since,
            account_id=account_id,
            account=account,
            post_id=post_id,
            count=count,
        )


def _logins(session: Session, client_id: int | None) -> Iterator[Need]:
    for row in session.scalars(_present(client_id).where(Platform.state.in_(_LOGINS))):
        yield Need(
            kind=NeedKind.LOGIN,
            detail=row.state_reason or f"the login is {row.state.value}",
            since=row.state_since,
            account_id=row.id,
            account=row.name,
        )


def _waiting(session: Session, now: datetime, client_id: int | None) -> Iterator[Need]:
    """Accounts that may ask nothing for a while: their credit is used up, or the platform asked to wait."""
    for row in session.scalars(_present(client_id).where(Platform.paused_until > now)):
        credit = row.paused_for is ErrorKind.OUT_OF_CREDIT
        yield Need(
            kind=NeedKind.CREDIT if credit else NeedKind.PAUSED,
            detail=row.state_reason or ("the credit is used up" if credit else "the platform asked to wait"),
            since=row.updated_at,
            account_id=row.id,
            account=row.name,
        )


def _pulls(session: Session, client_id: int | None) -> Iterator[Need]:
    """Pulls whose last try failed, one line an account."""
    failed = and_(
        SyncState.error_kind.is_not(None),
        SyncState.error_kind.not_in(TOLD_ELSEWHERE),
        or_(SyncState.succeeded_at.is_(None), SyncState.succeeded_at < SyncState.error_at),
    )
    rows = session.execute(
        _present(client_id)
        .join(SyncState, SyncState.platform_id == Platform.id)
        .where(failed, Platform.state.not_in(ENDED))
        .add_columns(func.min(SyncState.error_at), func.min(SyncState.error_reason), func.count())
        .group_by(Platform.id)
    )
    for row, since, reason, count in rows:
        yield Need(
            kind=NeedKind.SYNC, detail=reason or "", since=since, account_id=row.id, account=row.name, count=count
        )


def backup_needs(session: Session, now: datetime) -> Iterator[Need]:
    """A workspace that is a week old and was not backed up in a week; the trail tells both."""
    limit = now - BACKUP_WITHIN
    began = session.scalar(select(AuditLog.at).order_by(AuditLog.at).limit(1))
    if began is None or began > limit:
        return
    fresh = select(AuditLog.id).where(AuditLog.at >= limit, AuditLog.action == "backup.created")
    if session.scalar(fresh.order_by(AuditLog.at.desc()).limit(1)) is None:
        yield Need(kind=NeedKind.BACKUP, detail="no backup for a week", since=began)


def _present(client_id: int | None) -> Select[Any]:
    query = select(Platform).where(Platform.removed_at.is_(None)).order_by(Platform.id)
    return query if client_id is None else query.where(Platform.client_id == client_id)
