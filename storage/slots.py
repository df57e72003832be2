"""The times of the week at which accounts like to post, and which of them are still free."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.planning import Slot, WeekSlot
from ofauto_desktop.domain.schedule import DEFAULT_WEEK, Moment, Week, week_slots_after
from storage import agenda, audit
from storage.models import Platform, PostingSlot, PostQueue

AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """An account's slots of one kind, and the instants (aware UTC) that are taken."""

    week: Week
    taken: frozenset[datetime]


def listed(session: Session, account_ids: Collection[int] = ()) -> list[Slot]:
    """The accounts' own slots, or those of every account that is not removed, by account, weekday and time."""
    query = (
        select(PostingSlot)
        .join(Platform, Platform.id == PostingSlot.platform_id)
        .where(Platform.removed_at.is_(None))
        .order_by(PostingSlot.platform_id, PostingSlot.weekday, PostingSlot.minute)
    )
    if account_ids:
        query = query.where(PostingSlot.platform_id.in_(account_ids))
    return [_slot(row) for row in session.scalars(query)]


def put(session: Session, account_id: int, wanted: Sequence[WeekSlot], now: datetime) -> list[Slot]:
    """Make `wanted` all the slots of an account. Raises NotFound for an unknown account or queue."""
    account = session.get(Platform, account_id)
    if account is None or account.removed_at is not None:
        raise NotFound(f"there is no account {account_id}")
    for queue_id in {one.queue_id for one in wanted} - {None}:
        if session.get(PostQueue, queue_id) is None:
            raise NotFound(f"there is no queue {queue_id}", account=account.name)
    kept = {
        (row.weekday, row.minute): row
        for row in session.scalars(select(PostingSlot).where(PostingSlot.platform_id == account_id))
    }
    for slot in wanted:
        row = kept.pop((slot.weekday, slot.minute), None)
        if row is None:
            row = PostingSlot(platform_id=account_id, weekday=slot.weekday, minute=slot.minute, created_at=now)
            session.add(row)
        row.queue_id, row.updated_at = slot.queue_id, now
    for row in kept.values():
        session.delete(row)
    session.flush()
    audit.record(
        session,
        at=now,
        action="slots.changed",
        object_type="account",
        object_id=str(account_id),
        client_id=account.client_id,
        details={"slots": len(wanted)},
    )
    return listed(session, [account_id])


def openings(
    session: Session, account_id: int, start: datetime, end: datetime, queue_id: int | None = None
) -> Openings:
    """The slots of a queue (None: those of no queue) and what is planned in a half-open stretch of aware UTC."""
    taken = agenda.taken_times(session, account_id, start, end)
    return Openings(week=week_of(session, account_id, queue_id), taken=frozenset(taken))


def free(
    session: Session, account: Platform, now: datetime, *, queue_id: int | None = None, but: Collection[int] = ()
) -> Iterator[Moment]:
    """An account's free slots of the next year, of a queue or of posts in none, as if the targets `but` had no time."""
    end = now + AHEAD
    taken = agenda.taken_times(session, account.id, now, end, but=but)
    for moment in week_slots_after(now, account.zone, week_of(session, account.id, queue_id)):
        if moment.due_at > end:
            return
        if moment.due_at not in taken:
            yield moment


def week_of(session: Session, account_id: int, queue_id: int | None = None) -> Week:
    """The week of a queue on an account; where no slot carries its name, that of posts in no queue.

    Where no slot is left for those, the daily ones count, but for times that a queue has taken.
    """
    own = listed(session, [account_id])
    named = [one for one in own if queue_id is not None and one.queue_id == queue_id]
    open_to_all = [one for one in own if one.queue_id is None]
    if named or open_to_all:
        return _week([(one.weekday, one.minute) for one in named or open_to_all])
    reserved = {(one.weekday, one.minute) for one in own}
    return tuple(
        tuple(at for at in day if (weekday, at.hour * 60 + at.minute) not in reserved)
        for weekday, day in enumerate(DEFAULT_WEEK)
    )


def _week(times: Sequence[tuple[int, int]]) -> Week:
    return tuple(
        tuple(time(minute // 60, minute % 60) for weekday, minute in sorted(times) if weekday == day)
        for day in range(7)
    )


def _slot(row: PostingSlot) -> Slot:
    return Slot(id=row.id, account_id=row.platform_id, weekday=row.weekday, minute=row.minute, queue_id=row.queue_id)
