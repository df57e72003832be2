"""Where each pull stands, and the stretches that none could read (G1). What was read and its cursor go in together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import HISTORIES, Pulled, PullState, Stored
from storage import audience, messages, metrics, money, offers, subscriptions, tiers
from storage.accounts import reporting_zone
from storage.models import RemotePostSeen, SyncGap, SyncState

# Between two readings less far apart every day still has one, so nothing of it is unknown.
_HARMLESS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a pull ended early; `reason` is safe to show, `retry_at` aware UTC where waiting helps."""

    kind: ErrorKind
    reason: str
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A pull that came to its end. `whole`: it also began at its beginning, so what it no longer names is readable again.

    `read_from` is the oldest instant of what it read (aware UTC), None where what it reads has no time.
    """

    whole: bool
    read_from: datetime | None
    named: Collection[datetime]


def states(session: Session) -> dict[tuple[int, SyncKind], PullState]:
    """Every account's pulls that were ever begun."""
    return {(row.platform_id, row.kind): _state(row) for row in session.scalars(select(SyncState))}


def begin(session: Session, account_id: int, kind: SyncKind, now: datetime) -> PullState:
    """Note that a pull begins; returns how it stood before. `now` is aware UTC."""
    row = _row(session, account_id, kind)
    before = _state(row)
    row.started_at = now
    session.flush()
    return before


def keep(session: Session, account_id: int, kind: SyncKind, pulled: Pulled, now: datetime) -> Stored:
    """Store what was read and the cursor behind it: both or neither. Raises NotFound for an account that is gone."""
    stored = _kept(session, account_id, pulled, now)
    for gap in pulled.gaps:
        _note_gap(session, account_id, kind, gap, outage=False)
    if pulled.cursor is not None:
        _row(session, account_id, kind).cursor = pulled.cursor
    session.flush()
    return stored


def _keep_on_sale(session: Session, account_id: int, pulled: Pulled, now: datetime) -> None:
    if pulled.tiers is not None:
        tiers.put(session, account_id, pulled.tiers)
    if pulled.offers:
        offers.put(session, account_id, pulled.offers, now)


def succeed(session: Session, account_id: int, kind: SyncKind, done: Completed, now: datetime) -> None:
    """Note that a pull is complete, and let go of the gaps it filled."""
    row = _row(session, account_id, kind)
    for gap in _gap_rows(session, account_id, kind):
        if _is_filled(gap, kind, done, now):
            session.delete(gap)
        elif gap.outage and gap.start == row.succeeded_at:
            gap.end = now
    row.succeeded_at = now
    row.error_kind = row.error_reason = row.error_at = row.retry_at = None
    session.flush()
    if kind in (SyncKind.FANS, SyncKind.MONEY):
        subscriptions.note_level(session, account_id)


def heard(session: Session, account_id: int, kinds: Collection[SyncKind], at: datetime) -> None:
    """What nobody pulls is as fresh as what its platform sent last, at `at` (aware UTC)."""
    for kind in kinds:
        row = _row(session, account_id, kind)
        if row.succeeded_at is None or row.succeeded_at < at:
            row.started_at = row.succeeded_at = at
    session.flush()
    subscriptions.note_level(session, account_id)


def fail(session: Session, account_id: int, kind: SyncKind, failure: Failure, now: datetime) -> None:
    """Note that a pull ended early: nothing is known from the last complete one until now."""
    row = _row(session, account_id, kind)
    row.error_kind, row.error_reason, row.error_at = failure.kind.value, failure.reason, now
    row.retry_at = failure.retry_at
    if row.succeeded_at is not None and row.succeeded_at < now:
        gap = Gap(start=row.succeeded_at, end=now, reason=failure.reason)
        _note_gap(session, account_id, kind, gap, outage=True)
    session.flush()


def gaps(session: Session, account_id: int, kind: SyncKind) -> tuple[Gap, ...]:
    """What is known to be missing, oldest first."""
    rows = _gap_rows(session, account_id, kind)
    return tuple(Gap(start=row.start, end=row.end, reason=row.reason) for row in rows)


def known_posts(session: Session, account_id: int, limit: int) -> list[tuple[str, datetime]]:
    """Remote id and time of the account's posts that are not deleted, newest first."""
    query = (
        select(RemotePostSeen.remote_id, RemotePostSeen.at)
        .where(RemotePostSeen.platform_id == account_id, RemotePostSeen.deleted_at.is_(None))
        .order_by(RemotePostSeen.at.desc())
        .limit(limit)
    )
    return [(row.remote_id, row.at) for row in session.execute(query)]


def _kept(session: Session, account_id: int, pulled: Pulled, now: datetime) -> Stored:
    """Each sort of rows by the module that knows it."""
    zone = reporting_zone(session, account_id)
    stored = Stored()
    if pulled.posts:
        stored += metrics.upsert_posts(session, account_id, pulled.posts, now)
    if pulled.metrics:
        stored += metrics.upsert_samples(session, account_id, zone, pulled.metrics)
    if pulled.ledger:
        stored += money.upsert_ledger(session, account_id, zone, pulled.ledger, now)
    if pulled.payouts:
        stored += money.upsert_payouts(session, account_id, pulled.payouts, now)
    if pulled.subscribers:
        stored += money.upsert_subscribers(session, account_id, pulled.subscribers, now)
    _keep_on_sale(session, account_id, pulled, now)
    if pulled.audience:
        stored += audience.put(session, account_id, pulled.audience)
    if pulled.messages or pulled.people:
        stored += messages.keep(session, account_id, pulled.messages, pulled.people)
    return stored


def _is_filled(gap: SyncGap, kind: SyncKind, done: Completed, now: datetime) -> bool:
    if gap.outage:
        # A history is read from where the last complete pull ended; a reading that was not taken cannot be had any more.
        return kind in HISTORIES or now - gap.start < _HARMLESS
    if not done.whole or gap.start in done.named:
        return False
    return done.read_from is None or gap.end <= gap.start or gap.start >= done.read_from


def _note_gap(session: Session, account_id: int, kind: SyncKind, gap: Gap, *, outage: bool) -> None:
    """One outage grows; of what the platform had unreadable several may begin at one moment, each for its own reason."""
    of = (SyncGap.platform_id == account_id, SyncGap.kind == kind, SyncGap.start == gap.start)
    alike = SyncGap.outage.is_(True) if outage else and_(SyncGap.outage.is_(False), SyncGap.reason == gap.reason)
    row = session.scalar(select(SyncGap).where(*of, alike))
    if row is None:
        row = SyncGap(platform_id=account_id, kind=kind, start=gap.start, end=gap.end, outage=outage)
        session.add(row)
    row.end, row.reason = max(row.end, gap.end), gap.reason
    session.flush()


def _gap_rows(session: Session, account_id: int, kind: SyncKind) -> list[SyncGap]:
    query = select(SyncGap).where(SyncGap.platform_id == account_id, SyncGap.kind == kind)
    return list(session.scalars(query.order_by(SyncGap.start, SyncGap.id)))


def _row(session: Session, account_id: int, kind: SyncKind) -> SyncState:
    row = session.get(SyncState, (account_id, kind))
    if row is None:
        row = SyncState(platform_id=account_id, kind=kind)
        session.add(row)
    return row


def _state(row: SyncState) -> PullState:
    return PullState(
        cursor=row.cursor,
        started_at=row.started_at,
        succeeded_at=row.succeeded_at,
        error_kind=ErrorKind(row.error_kind) if row.error_kind else None,
        error_reason=row.error_reason or "",
        error_at=row.error_at,
        retry_at=row.retry_at,
    )
