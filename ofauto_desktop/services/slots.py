"""Posting slots: the times of the week at which an account likes to post (B10)."""

from collections.abc import Sequence
from datetime import datetime

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PlanningChanged
from ofauto_desktop.domain.planning import LAST_MINUTE, PlanningKind, Slot, WeekSlot
from ofauto_desktop.domain.schedule import Moment, week_slots_after
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import planning
from ofauto_desktop.services.accounts import Accounts
from storage import slots
from storage.database import Database

_DAYS = 7
# Every quarter of an hour of every day.
_MOST = 7 * 96


class Slots:
    """Sets and lists posting slots, and finds the free ones."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now

    async def list(self, account_id: int | None = None) -> tuple[Slot, ...]:
        """An account's own slots, or everyone's; none where the daily ones of `DEFAULT_SLOTS` count."""
        of = () if account_id is None else (account_id,)
        return tuple(await self._database.read(slots.listed, of))

    async def put(self, account_id: int, wanted: Sequence[WeekSlot]) -> tuple[Slot, ...]:
        """Make `wanted` all the slots of an account; none: the daily ones count again. Planned posts stay.

        To undo it, put what `list` gave before. Raises BadInput for a time of no week or one named twice, NotFound.
        """
        _refuse_odd(wanted)
        made = await self._database.write(slots.put, account_id, wanted, self._now())
        self._changed()
        return tuple(made)

    async def add(self, account_id: int, slot: WeekSlot) -> tuple[Slot, ...]:
        """Give an account one more slot, or an existing one its queue. The first one of its own replaces the daily ones."""
        own = [one for one in await self._own(account_id) if one != slot]
        return await self.put(account_id, [*own, slot])

    async def remove(self, account_id: int, slot: WeekSlot) -> tuple[Slot, ...]:
        """Take a slot from an account. Raises BadInput where it has none at that time."""
        own = await self._own(account_id)
        if slot not in own:
            account = await self._accounts.get(account_id)
            raise BadInput("it has no slot of its own at that time", account=account.name)
        return await self.put(account_id, [one for one in own if one != slot])

    async def next(self, account: Account, after: datetime | None = None, *, queue_id: int | None = None) -> Moment:
        """The first free slot after an aware instant, by default now. Raises BadInput where a year has none."""
        return await planning.next_slot(self._database, account, after or self._now(), queue_id)

    async def between(
        self, account: Account, start: datetime, end: datetime, *, queue_id: int | None = None
    ) -> tuple[Moment, ...]:
        """The free slots of a half-open stretch of aware instants, for a calendar to draw."""
        openings = await self._database.read(slots.openings, account.id, start, end, queue_id)
        found = []
        for moment in week_slots_after(start, account.zone, openings.week):
            if moment.due_at >= end:
                break
            if moment.due_at not in openings.taken:
                found.append(moment)
        return tuple(found)

    async def _own(self, account_id: int) -> tuple[WeekSlot, ...]:
        return tuple(
            WeekSlot(weekday=one.weekday, minute=one.minute, queue_id=one.queue_id)
            for one in await self.list(account_id)
        )

    def _changed(self) -> None:
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.SLOTS.value))


def _refuse_odd(wanted: Sequence[WeekSlot]) -> None:
    for slot in wanted:
        if not (0 <= slot.weekday < _DAYS and 0 <= slot.minute <= LAST_MINUTE):
            raise BadInput("a slot is a weekday and a time of the day")
    if len(set(wanted)) < len(wanted):
        raise BadInput("a slot is named twice")
    if len(wanted) > _MOST:
        raise BadInput(f"an account has at most {_MOST} slots a week")
