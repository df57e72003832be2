"""What the calendar asks of the services: posts of a stretch, a list's windows, drafts, slots, marks, and what can be chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.clashes import Clash
from ofauto_desktop.domain.planning import CalendarMark, Queue
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.language import tr_n
from ui.models.entries import Entry, light_entries
from ui.models.filters import Filters
from ui.models.mark_lanes import MarksOfDay, mark_lanes
from ui.models.stretch import WEEK, Stretch, View
from ui.widgets.filter_bar import Choices
from ui.widgets.hours import SlotLine

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.planning_book import Planning

MOST_DRAFTS = 200
_MOST = 5000  # targets of one stretch
_LIST_WINDOW = 400  # targets that a list reads at once
_MOMENT = timedelta(seconds=1)

# A list's entries, and from when the ones after them go on; None where these are the last.
Window = tuple[tuple[Entry, ...], datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look at the database gave. Where `until` is set, the list goes on from there."""

    stretch: Stretch
    entries: tuple[Entry, ...]
    marks: dict[date, MarksOfDay]
    marked: tuple[CalendarMark, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the posts that are shown: whom they can go to, and what there is to choose."""

    posting: tuple[Account, ...]
    choices: Choices
    queues: tuple[Queue, ...]
    missed: int


class Reading:
    """Coroutines for the page's tasks. `filters` gives what is filtered by at the moment."""

    def __init__(
        self,
        *,
        planning: "Planning",
        accounts: "Accounts",
        composing: "Composing",
        desk: Desk,
        filters: Callable[[], Filters],
    ) -> None:
        self._planning, self._accounts, self._composing = planning, accounts, composing
        self._desk, self._filters = desk, filters

    async def stretch(self, stretch: Stretch) -> Seen:
        """All that a view shows: one question for its posts, one for its marks."""
        start, end = stretch.span(self._desk.zone)
        if stretch.view is View.LIST:
            entries, until = await self.window(start)
            last = max((one.local.date() for one in entries if one.local), default=stretch.first)
        else:
            found = await self._planning.agenda.entries(self._wanted(start, end, _MOST))
            entries, until = light_entries(found, self._desk.zone), None
            last = stretch.days[-1]
        marked = await self._planning.marks.between(stretch.first, last, client_id=self._desk.shell.client_id)
        return Seen(stretch=stretch, entries=entries, marks=_lanes(marked, stretch, last), marked=marked, until=until)

    async def window(self, start: datetime) -> Window:
        """A list's next entries from `start` (aware UTC)."""
        found = await self._planning.agenda.entries(self._wanted(start, None, _LIST_WINDOW))
        planned = [one for one in found if one.due_at is not None]
        until = planned[-1].due_at if len(found) == _LIST_WINDOW and planned else None
        if until is not None and until > start:  # what goes out at the same moment comes with the next window, whole
            planned = [one for one in planned if one.due_at is not None and one.due_at < until]
        else:
            until = None
        return light_entries(planned, self._desk.zone), until

    async def drafts(self, text: str) -> tuple[Entry, ...]:
        """Drafts without a time that say `text`; one more than are shown tells that there are others."""
        filters = replace(self._filters(), states=(PostState.DRAFT.value,), text=text)
        wanted = filters.wanted(client_id=self._desk.shell.client_id, start=None, end=None, limit=MOST_DRAFTS + 1)
        found = light_entries(await self._planning.agenda.entries(wanted), self._desk.zone)
        return tuple(entry for entry in found if entry.local is None)

    async def slots(self, posting: Sequence[Account], start: datetime, end: datetime) -> tuple[SlotLine, ...]:
        """The free slots of the accounts that are shown; those at one time are told in one line."""
        shown = self._filters().accounts
        at: dict[datetime, list[str]] = {}
        for account in posting:
            if shown and account.id not in shown:
                continue
            for moment in await self._planning.slots.between(account, start, end):
                at.setdefault(moment.due_at, []).append(account.name)
        zone = self._desk.zone
        return tuple(SlotLine(at=to_wall(due, zone), words=_names(names)) for due, names in sorted(at.items()))

    async def first_slot(self, accounts: Sequence[Account], start: datetime, end: datetime) -> datetime | None:
        """The first free slot of any of these accounts (aware UTC)."""
        times = [one.due_at for each in accounts for one in await self._planning.slots.between(each, start, end)]
        return min(times, default=None)

    async def clashes(self, first: datetime, last: datetime) -> tuple[Clash, ...]:
        """How posts from `first` to `last` (aware UTC, inside) stand in another's way."""
        return await self._planning.clashes.between(first, last + _MOMENT, self._wanted(None, None, _MOST))

    async def known(self) -> Known:
        """The accounts that posts can go to, and all that can be filtered by."""
        client_id = self._desk.shell.client_id
        accounts = await self._accounts.list(client_id)
        posting = tuple(account for account in accounts if not self._composing.unavailable(account))
        agenda = self._planning.agenda
        choices = Choices(
            accounts={one.id: one.name for one in posting},
            platforms={one.platform.value: one.platform.label for one in posting},
            clients={} if client_id else {one.client_id: one.client for one in posting},
            tags=tuple(one.tag for one in await agenda.tags()),
            authors={one.id: one.name for one in await agenda.authors()},
            views=tuple((one.id, one.name) for one in await self._planning.views.list("calendar")),
        )
        return Known(
            posting=posting,
            choices=choices,
            queues=await self._planning.queues.list(),
            missed=len(await self._planning.missed.list(client_id)),
        )

    def _wanted(self, start: datetime | None, end: datetime | None, limit: int) -> PostFilter:
        return self._filters().wanted(client_id=self._desk.shell.client_id, start=start, end=end, limit=limit)


def _lanes(marked: Sequence[CalendarMark], stretch: Stretch, last: date) -> dict[date, MarksOfDay]:
    """Of a month each week for itself: what ended in the week before leaves no gap."""
    if stretch.view is not View.MONTH:
        return mark_lanes(marked, stretch.first, last)
    found: dict[date, MarksOfDay] = {}
    for begin in stretch.days[::WEEK]:
        found |= mark_lanes(marked, begin, begin + timedelta(days=WEEK - 1))
    return found


def _names(names: Sequence[str]) -> str:
    first, *rest = names
    return tr_n("{first} and {n} more", "{first} and {n} more", len(rest), first=first) if rest else first
