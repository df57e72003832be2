"""Everything a person plans with, under one name: `Services.planning`."""

from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.planning import PlanningKind, WayBack
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.agenda import Agenda
from ofauto_desktop.services.calendar_file import CalendarFile
from ofauto_desktop.services.calendar_marks import Marks
from ofauto_desktop.services.clashes import Clashes
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.many_posts import Many
from ofauto_desktop.services.missed import Missed
from ofauto_desktop.services.post_queues import Queues
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.repeating import Repeats
from ofauto_desktop.services.saved_views import Views
from ofauto_desktop.services.slots import Slots
from storage import keepsakes
from storage.database import Database


class Planning:
    """The parts of planning; each is one goal. `take_back` undoes what any of them did to posts."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        composing: Composing,
        preferences: Preferences,
        bus: EventBus,
        now: Now,
    ) -> None:
        self._database, self._bus, self._now = database, bus, now
        self.agenda = Agenda(database)
        self.clashes = Clashes(database)
        self.calendar_file = CalendarFile(database, now)
        self.many = Many(database, accounts, bus, now)
        self.missed = Missed(database, accounts, bus, now)
        self.slots = Slots(database, accounts, bus, now)
        self.queues = Queues(database, accounts, bus, now)
        self.series = Repeats(database, accounts, composing, bus, now)
        self.views = Views(database, bus, now)
        self.marks = Marks(database, preferences, bus, now)

    async def take_back(self, way: WayBack) -> WayBack:
        """Make posts what they were before a change, and return the way forward again, for redo.

        What would be late by now becomes a draft. Raises Conflict, naming the post, where one went out meanwhile.
        """
        forward = await self._database.write(keepsakes.give_back, way, self._now())
        self._bus.publish(PostsChanged(at=self._now(), post_ids=way.post_ids))
        if way.series_ids:
            self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.SERIES.value))
        return forward

    async def tick(self) -> None:
        """What the clock asks for now and then."""
        await self.series.make_ahead()
        await self.missed.apply_rules()
