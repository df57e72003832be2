"""What a day is: [00:00, next 00:00) in the client's reporting zone, so 23 or 25 hours at clock changes (G3). Pure."""

from datetime import UTC, date, datetime, timedelta, tzinfo

HOUR = 3600
# What lies outside is a mistake of whoever wrote it, and would make charts of a thousand years.
_FIRST, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def in_calendar(instant: datetime) -> bool:
    """Whether an aware instant can be when something happened: from 1970 to 2199."""
    return _FIRST <= instant < _END


def day_of(instant: datetime, zone: tzinfo) -> date:
    """The day in `zone` to which an aware instant belongs."""
    return instant.astimezone(zone).date()


def starts_at(day: date, zone: tzinfo) -> datetime:
    """The instant (aware UTC) at which `day` begins in `zone`; where clocks skip midnight, the first one after it."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    # In a gap the conversion may land on the evening before; an hour is as wide as gaps at midnight are.
    return midnight if day_of(midnight, zone) == day else midnight + timedelta(hours=1)


def hour_of(instant: datetime, zone: tzinfo) -> int:
    """The hour since 1970 of an aware instant, counted so that days of `zone` begin with a whole one.

    It is UTC's hour, but for zones that are off by a part of an hour (Kolkata, Kathmandu): there an hour of UTC would
    hold the end of one day and the beginning of the next.
    """
    offset = instant.astimezone(zone).utcoffset() or timedelta(0)
    return (int(instant.timestamp()) + int(offset.total_seconds()) % HOUR) // HOUR


def previous_period(start: date, end: date) -> tuple[date, date]:
    """What [start, end) is compared with (C1): the month before a calendar month, else as many days straight before."""
    if start.day == 1 and end == month_after(start):
        return (start - _DAY).replace(day=1), start
    return start - (end - start), start


def month_after(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
