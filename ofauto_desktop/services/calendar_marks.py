"""Events and content pillars on the calendar, and a country's holidays (B21)."""

import asyncio
from dataclasses import replace
from datetime import date

from ofauto_desktop.domain import preferences as settings
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PlanningChanged
from ofauto_desktop.domain.planning import CalendarMark, CalendarMarkKind, PlanningKind
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.naming import cleaned
from ofauto_desktop.services.preferences import Preferences
from storage import calendar_marks
from storage.database import Database

_LONGEST_DAYS = 366


class Marks:
    """Keeps what a person marks on the calendar, and adds the holidays of the chosen country."""

    def __init__(self, database: Database, preferences: Preferences, bus: EventBus, now: Now) -> None:
        self._database, self._preferences, self._bus, self._now = database, preferences, bus, now

    async def between(self, first: date, last: date, *, client_id: int | None = None) -> tuple[CalendarMark, ...]:
        """What names these days (both inside), holidays first; of one client and of none, or of all."""
        stored = await self._database.read(calendar_marks.between, first, last, client_id)
        country = self._preferences.get(settings.HOLIDAYS)
        language = self._preferences.get(settings.LANGUAGE)
        free = await asyncio.to_thread(holidays_of, country, first, last, language) if country else ()
        return (*free, *stored)

    async def add(
        self,
        kind: CalendarMarkKind,
        title: str,
        first: date,
        last: date | None = None,
        *,
        client_id: int | None = None,
    ) -> CalendarMark:
        """Mark the days from `first` to `last`, by default that one. Raises BadInput, NotFound."""
        return await self.put(
            CalendarMark(id=None, client_id=client_id, kind=kind, title=title, first=first, last=last or first)
        )

    async def put(self, mark: CalendarMark) -> CalendarMark:
        """Store a mark's new form, or one that was removed. Raises BadInput, NotFound."""
        if mark.last < mark.first:
            raise BadInput("it ends before it begins", item=mark.title)
        if (mark.last - mark.first).days >= _LONGEST_DAYS:
            raise BadInput("a mark is at most a year long", item=mark.title)
        named = replace(mark, title=cleaned(mark.title, "a mark"))
        stored = await self._database.write(calendar_marks.put, named, self._now())
        self._changed()
        return stored

    async def remove(self, mark_id: int) -> CalendarMark:
        """Delete a mark; returns it, and `put` of that undoes it. Raises NotFound."""
        mark = await self._database.write(calendar_marks.remove, mark_id, self._now())
        self._changed()
        return mark

    async def countries(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of every country whose holidays are known, by name; the code is what the setting takes."""
        return await asyncio.to_thread(_countries, self._preferences.get(settings.LANGUAGE))

    def _changed(self) -> None:
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.MARKS.value))


def holidays_of(country: str, first: date, last: date, language: str = "en") -> tuple[CalendarMark, ...]:
    """A country's public holidays in these days (both inside), in the person's language where it is known."""
    import holidays

    languages = holidays.list_localized_countries(include_aliases=False).get(country, [])
    spoken = next((one for one in languages if one.startswith("en" if language == "system" else language)), None)
    try:
        days = holidays.country_holidays(country, years=range(first.year, last.year + 1), language=spoken)
    except NotImplementedError:
        return ()  # not in the version that is installed; the choice stays for one that knows it
    return tuple(
        CalendarMark(id=None, client_id=None, kind=CalendarMarkKind.HOLIDAY, title=name, first=day, last=day)
        for day, name in sorted(days.items())
        if first <= day <= last
    )


def _countries(language: str) -> tuple[tuple[str, str], ...]:
    import holidays
    from babel import Locale

    names = Locale.parse("en" if language == "system" else language).territories
    known = holidays.list_supported_countries(include_aliases=False)
    return tuple(sorted(((code, names[code]) for code in known if code in names), key=lambda one: one[1]))
