"""The calendar as a file for other calendars: iCalendar (RFC 5545)."""

import asyncio
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ofauto_desktop.domain.agenda import CalendarEvent
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from storage import audit, calendar_events
from storage.database import Database
from storage.whole_files import write_whole

_PRODUCT = "-//OFAuto//OFAuto Desktop//EN"
# An instant is drawn as a line by most calendars; this is a box one can read.
_SHOWN_AS = timedelta(minutes=15)
_TITLE = 75
_END = b"END:VCALENDAR\r\n"
_OPEN = frozenset(
    {
        PostState.DRAFT,
        PostState.PENDING_APPROVAL,
        PostState.BY_HAND,
        PostState.MISSED,
        PostState.FAILED,
        PostState.UNKNOWN,
    }
)


class CalendarFile:
    """Writes posts as events."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def export(self, file: Path, wanted: PostFilter | None = None) -> int:
        """Write every wanted post that has a time into `file`, whole or not at all; returns how many events.

        `limit` and `offset` do not count. Raises DiskProblem.
        """
        written: list[bytes] = []
        zones: set[str] = set()
        first, last = self._now(), self._now()
        after: int | None = 0
        while after is not None:
            events, after = await self._database.read(calendar_events.page, wanted or PostFilter(), after)
            written += await asyncio.to_thread(_written, events, self._now())
            zones |= {one.zone for one in events if _local(one).tzinfo is not UTC}
            first = min([first, *(one.due_at for one in events)])
            last = max([last, *(one.due_at for one in events)])
        await asyncio.to_thread(_write, file, zones, first, last, written)
        await self._database.write(
            audit.record,
            at=self._now(),
            action="calendar.exported",
            object_type="posts",
            object_id="",
            details={"events": len(written)},
        )
        return len(written)


def _written(events: Sequence[CalendarEvent], now: datetime) -> list[bytes]:
    return [_event(one, now).to_ical() for one in events]


def _write(file: Path, zones: Iterable[str], first: datetime, last: datetime, events: Iterable[bytes]) -> None:
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for zone in sorted(zones):
        # A year around, so that the offsets of the first and the last event are named for sure.
        around = timedelta(days=366)
        calendar.add_component(
            Timezone.from_tzid(zone, first_date=(first - around).date(), last_date=(last + around).date())
        )
    head = calendar.to_ical().removesuffix(_END)
    write_whole(file, b"".join([head, *events, _END]))


def _event(of: CalendarEvent, now: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", of.uid)
    event.add("dtstamp", now)
    event.add("created", of.created_at)
    event.add("last-modified", of.updated_at)
    event.add("dtstart", _local(of))
    event.add("duration", _SHOWN_AS)
    event.add("summary", _title(of))
    event.add("description", _plain("\n\n".join([*of.parts, f"{', '.join(of.accounts)} ({of.client})"])))
    event.add("status", _status(of.states))
    event.add("transp", "TRANSPARENT")
    if of.tags:
        event.add("categories", [_plain(tag) for tag in of.tags])
    if of.url:
        event.add("url", of.url)
    return event


def _local(of: CalendarEvent) -> datetime:
    """Its time in its zone, or in UTC where that has none to tell it from: the second of an hour that comes twice."""
    try:
        local = of.due_at.astimezone(zone_named(of.zone))
    except BadInput:
        return of.due_at.astimezone(UTC)
    return of.due_at.astimezone(UTC) if of.zone == "UTC" or local.fold else local


def _title(of: CalendarEvent) -> str:
    words = " ".join(_plain(of.parts[0]).split())
    said = words if len(words) <= _TITLE else f"{words[:_TITLE].rstrip()}…"
    accounts = _plain(", ".join(of.accounts))
    return f"{said} · {accounts}" if said else accounts


def _status(states: Sequence[PostState]) -> str:
    if all(state is PostState.CANCELLED for state in states):
        return "CANCELLED"
    return "TENTATIVE" if any(state in _OPEN for state in states) else "CONFIRMED"


def _plain(text: str) -> str:
    """Without the control characters that the format has no place for."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
