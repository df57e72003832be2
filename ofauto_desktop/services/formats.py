"""Money, counts, times and ages as people read them. Pure; Babel knows the conventions, and is loaded on first use."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from ofauto_desktop.domain.schedule import to_wall

UNKNOWN: Final = "–"
LOCALE: Final = "en"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_DAYS_NEAR: Final = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
_NEAR: Final = tuple(_DAYS_NEAR.values())


def money(minor: int | None, currency: str) -> str:
    """`minor` units of `currency` (ISO 4217): 1999 USD is "$19.99". None is unknown; zero is zero."""
    if minor is None:
        return UNKNOWN
    from decimal import Decimal

    from babel.numbers import format_currency, get_currency_precision

    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale=LOCALE))


def count(number: int | None) -> str:
    """A whole number with its thousands set apart."""
    return UNKNOWN if number is None else f"{number:,}"


def percent(fraction: float | None, *, signed: bool = False) -> str:
    """0.125 is "12.5 %"; `signed` for changes: "+12.5 %", "−3 %"."""
    if fraction is None:
        return UNKNOWN
    value = round(fraction * 100, 1)
    figure = f"{abs(value):,.1f}".removesuffix(".0")
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{figure} %"


def day(value: date, *, today: date | None = None) -> str:
    """A day as "Thu 4 Jun", with the year where it is not `today`'s."""
    words = f"{value:%a} {value.day} {value:%b}"
    return words if today is None or today.year == value.year else f"{words} {value.year}"


def when(instant: datetime, zone: str, *, now: datetime | None = None, viewer: str | None = None) -> str:
    """An aware instant in `zone`: "Thu 4 Jun, 18:00". Near `now` it says "Today" or "Tomorrow".

    The zone's name follows where it is not `viewer`'s. See `within`.
    """
    wall = to_wall(instant, zone)
    today = to_wall(now, zone).date() if now is not None else None
    near = _DAYS_NEAR.get((wall.date() - today).days) if today else None
    words = f"{near or day(wall.date(), today=today)}, {wall:%H:%M}"
    return words if viewer is None or zone == viewer else f"{words} ({place(zone)})"


def within(words: str) -> str:
    """What `when` says, in the midst of a sentence: "tomorrow, 18:00", but "Thu 4 Jun, 18:00"."""
    return words[0].lower() + words[1:] if words.startswith(_NEAR) else words


def place(zone: str) -> str:
    """The city of an IANA zone, as people say it: "America/New_York" is "New York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def age(instant: datetime | None, now: datetime) -> str:
    """How long ago, in one unit: "just now", "5 min ago", "3 h ago", "2 d ago"; a time to come is "in 5 min"."""
    if instant is None:
        return "never"
    seconds = int((now - instant).total_seconds())
    if abs(seconds) < _MINUTE:
        return "just now" if seconds >= 0 else "in a moment"
    words = span(timedelta(seconds=abs(seconds)))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def span(length: timedelta) -> str:
    """A length of time in its largest unit: "45 s", "5 min", "3 h", "2 d"."""
    seconds = int(length.total_seconds())
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    return f"{seconds // _HOUR} h" if seconds < _DAY else f"{seconds // _DAY} d"


def size(length: int) -> str:
    """Bytes as people say them: "820 KB", "4.2 MB"; units of 1000, as the platforms count."""
    for unit, factor in (("GB", 1000**3), ("MB", 1000**2), ("KB", 1000)):
        if length >= factor:
            return f"{length / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{length} bytes"
