"""Wall time, zones and what to do with a post that is late (security.md §8, "Misfire", "Time"). No clock of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from ofauto_desktop.domain.errors import BadInput


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone `name`. Raises BadInput where there is none, or where it has been removed from the zone data."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"there is no time zone named {name!r}"
        raise BadInput(message) from error


def to_utc(wall: datetime, zone: str) -> datetime:
    """The instant (aware UTC) of a local time (naive) in `zone`.

    In a spring gap the time moves forward by the gap (RFC 5545's rule); of an autumn hour that comes twice the first counts.
    """
    if wall.tzinfo is not None:
        message = "a wall time carries no offset"
        raise ValueError(message)
    return wall.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC)


def to_wall(instant: datetime, zone: str) -> datetime:
    """The local time (naive) in `zone` of an aware instant."""
    return instant.astimezone(zone_named(zone)).replace(tzinfo=None)


@lru_cache(maxsize=1)
def zone_data_version() -> str:
    """Which zone data this process computes with: the system's, else that of the tzdata package."""
    for folder in TZPATH:
        try:
            with Path(folder, "tzdata.zi").open(encoding="utf-8") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            continue  # not on this system, or not in this folder
    from importlib import metadata  # slow to load, and hardly ever wanted

    return metadata.version("tzdata")


def is_repeated(wall: datetime, zone: str) -> bool:
    """Whether this local time comes twice on that day."""
    return not is_in_gap(wall, zone) and _second(wall, zone) != to_utc(wall, zone)


def _second(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=zone_named(zone), fold=1).astimezone(UTC)


def replanned(wall: datetime, zone: str, known: datetime) -> datetime:
    """The instant (aware UTC) of a planned wall time by the zone data of today.

    `known` is the instant as it was planned: where a time comes twice and it is the second, it stays the second.
    """
    return known if is_repeated(wall, zone) and known == _second(wall, zone) else to_utc(wall, zone)


def is_in_gap(wall: datetime, zone: str) -> bool:
    """Whether clocks skip this local time on that day."""
    return to_wall(to_utc(wall, zone), zone) != wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A planned time: the wall time a person means, the zone it is meant in, and the instant that gives (aware UTC)."""

    wall: datetime
    zone: str
    due_at: datetime

    @property
    def moved_by_clock_change(self) -> bool:
        """The wall time does not exist on that day; it goes out later by the gap."""
        return to_wall(self.due_at, self.zone) != self.wall


def moment(text: str, zone: str) -> Moment:
    """A time as a person or script gives it: ISO 8601, meant in `zone` unless it carries an offset. Raises BadInput."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not an ISO 8601 time"
        raise BadInput(message) from error
    try:
        wall = given if given.tzinfo is None else to_wall(given, zone)
        due = to_utc(given, zone) if given.tzinfo is None else given.astimezone(UTC)
    except OverflowError as error:
        raise _out_of_range(text) from error
    # Whoever looks a day or a year around a moment must not fall off the calendar.
    if not MINYEAR + 1 < due.year < MAXYEAR - 1:
        raise _out_of_range(text)
    return Moment(wall=wall, zone=zone, due_at=due)


def _out_of_range(text: str) -> BadInput:
    return BadInput(f"{text!r} is out of range")


def moment_at(instant: datetime, zone: str) -> Moment:
    """The moment of an aware instant, in `zone`."""
    return Moment(wall=to_wall(instant, zone), zone=zone, due_at=instant.astimezone(UTC))


class Late(StrEnum):
    """What to do with a post whose time has come."""

    SEND = "send"
    SEND_SPACED = "send_spaced"
    MISSED = "missed"


ON_TIME = timedelta(minutes=15)
DEFAULT_GRACE = timedelta(hours=2)
CATCH_UP_SPACING = timedelta(minutes=5)
CATCH_UP_AT_MOST = 3


# A site's own queue takes whole minutes, and its form some time to be filled in: what comes sooner goes out from here.
LEAST_AHEAD = timedelta(minutes=10)


def lateness(due_at: datetime, now: datetime, grace: timedelta = DEFAULT_GRACE) -> Late:
    """Up to 15 minutes late it goes out; within the grace it goes out spaced from its like; later it is missed."""
    late = now - due_at
    if late <= ON_TIME:
        return Late.SEND
    return Late.SEND_SPACED if late <= grace else Late.MISSED


# When an account's posts go out where the person says "next free slot" (wall times of its zone).
DEFAULT_SLOTS = (time(9), time(13), time(18), time(21))
# The slots of each weekday, Monday first, as wall times.
Week = tuple[tuple[time, ...], ...]
DEFAULT_WEEK: Week = (DEFAULT_SLOTS,) * 7


def slots_after(after: datetime, zone: str, slots: tuple[time, ...] = DEFAULT_SLOTS) -> Iterator[Moment]:
    """The daily slots in `zone` that come after an aware instant, without end. One in a gap goes out later by the gap."""
    return week_slots_after(after, zone, (slots,) * 7)


def week_slots_after(after: datetime, zone: str, week: Week) -> Iterator[Moment]:
    """The slots of a week in `zone` that come after an aware instant, without end; none where the week has none."""
    if not any(week):
        return
    # A slot of the day before may be put off past midnight by a gap.
    day = to_wall(after, zone).date() - timedelta(days=1)
    while True:
        walls = [datetime.combine(day, slot) for slot in week[day.weekday()]]
        moments = [Moment(wall=wall, zone=zone, due_at=to_utc(wall, zone)) for wall in walls]
        yield from (one for one in sorted(moments, key=lambda one: one.due_at) if one.due_at > after)
        day += timedelta(days=1)
