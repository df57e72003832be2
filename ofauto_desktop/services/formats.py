"""Money, counts, times and ages as people read them. Pure; Babel knows the conventions, and is loaded on first use."""

from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final, Literal

from ofauto_desktop.domain.preferences import Clock, DateForm
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.words import said
from ofauto_desktop.services import english_money

UNKNOWN: Final = "–"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How numbers and times are written. `locale` is a language known to Babel; `first_day` 0 is Monday."""

    locale: str = "en"
    clock: Clock = Clock.H24
    dates: DateForm = DateForm.DAY_FIRST
    first_day: int = 0


def follow(conventions: Conventions) -> None:
    """Write everything in this way from now on, in the window and in what it saves. May be called on any thread."""
    _followed[:] = [conventions]


def conventions() -> Conventions:
    """The ones that are followed."""
    return _followed[-1]


_followed: list[Conventions] = [Conventions()]


def money(minor: int | None, currency: str) -> str:
    """`minor` units of `currency` (ISO 4217): 1999 USD is "$19.99". None is unknown; zero is zero."""
    return UNKNOWN if minor is None else _money(minor, currency, conventions().locale)


@lru_cache(maxsize=16_384)
def _money(minor: int, currency: str, locale: str) -> str:
    """Babel takes 30 µs for each, and tables of money show the same amounts again and again."""
    if locale == "en" and (plain := english_money.written(minor, currency)) is not None:
        return plain
    from decimal import Decimal

    from babel.numbers import format_currency, get_currency_precision

    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale=locale))


def count(number: int | None) -> str:
    """A whole number with its thousands set apart."""
    return UNKNOWN if number is None else _local(f"{number:,}")


def percent(fraction: float | None, *, signed: bool = False) -> str:
    """0.125 is "12.5 %"; `signed` for changes: "+12.5 %", "−3 %"."""
    if fraction is None:
        return UNKNOWN
    value = round(fraction * 100, 1)
    figure = _local(f"{abs(value):,.1f}".removesuffix(".0"))
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{figure} %"


def clock(at: datetime | time, *, seconds: bool = False) -> str:
    """A time of day: "18:00" or "6:00 pm"."""
    if conventions().clock is Clock.H24:
        return f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"
    exact = f"{at:%I:%M:%S}" if seconds else f"{at:%I:%M}"
    return f"{exact.lstrip('0')} {'am' if at.hour < _NOON else 'pm'}"


def day(value: date, *, today: date | None = None) -> str:
    """A day as "Thu 4 Jun", with the year where it is not `today`'s."""
    form = conventions().dates
    if form is DateForm.ISO:
        return f"{weekday(value)} {value.isoformat()}"
    words = f"{weekday(value)} {day_month(value)}"
    return words if today is None or today.year == value.year else f"{words} {value.year}"


def day_month(value: date, *, long: bool = False) -> str:
    """Without its weekday: "4 Jun", "4 June"; in the order that is wished for."""
    if conventions().dates is DateForm.ISO:
        return value.isoformat()
    dot = "." if conventions().locale in _DOTTED else ""
    number, name = f"{value.day}{dot}", month(value, long=long)
    return f"{name} {value.day}" if conventions().dates is DateForm.MONTH_FIRST else f"{number} {name}"


def weekday(value: date, *, long: bool = False) -> str:
    """The day of the week: "Thu" or "Thursday"."""
    return _named("day", value.weekday(), "wide" if long else "abbreviated")


def month(value: date, *, long: bool = False) -> str:
    """The month: "Jun" or "June"."""
    return _named("month", value.month, "wide" if long else "abbreviated")


def when(instant: datetime, zone: str, *, now: datetime | None = None, viewer: str | None = None) -> str:
    """An aware instant in `zone`: "Thu 4 Jun, 18:00". Near `now` it says "Today" or "Tomorrow".

    The zone's name follows where it is not `viewer`'s. See `within`.
    """
    wall = to_wall(instant, zone)
    today = to_wall(now, zone).date() if now is not None else None
    near = _near().get((wall.date() - today).days) if today else None
    words = f"{near or day(wall.date(), today=today)}, {clock(wall)}"
    return words if viewer is None or zone == viewer else f"{words} ({place(zone)})"


def within(words: str) -> str:
    """What `when` says, in the midst of a sentence: "tomorrow, 18:00", but "Thu 4 Jun, 18:00"."""
    return words[0].lower() + words[1:] if words.startswith(tuple(_near().values())) else words


def place(zone: str) -> str:
    """The city of an IANA zone, as people say it: "America/New_York" is "New York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def country(code: str) -> str:
    """A country (ISO 3166) by its name; a code that is none stays as it is."""
    from babel import Locale  # its data is large, and seldom wanted

    return str(Locale.parse(conventions().locale).territories.get(code.upper(), code))


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    *first, last = words
    return said("{first} and {last}", first=", ".join(first), last=last) if first else last


def age(instant: datetime | None, now: datetime) -> str:
    """How long ago, in one unit: "just now", "5 min ago", "3 h ago", "2 d ago"; a time to come is "in 5 min"."""
    if instant is None:
        return said("never")
    seconds = int((now - instant).total_seconds())
    if abs(seconds) < _MINUTE:
        return said("just now") if seconds >= 0 else said("in a moment")
    words = span(timedelta(seconds=abs(seconds)))
    return said("{span} ago", span=words) if seconds > 0 else said("in {span}", span=words)


def span(length: timedelta) -> str:
    """A length of time in its largest unit: "45 s", "5 min", "3 h", "2 d"."""
    seconds = int(length.total_seconds())
    if seconds < _MINUTE:
        return said("{n} s", n=seconds)
    if seconds < _HOUR:
        return said("{n} min", n=seconds // _MINUTE)
    return said("{n} h", n=seconds // _HOUR) if seconds < _DAY else said("{n} d", n=seconds // _DAY)


def playing(milliseconds: int) -> str:
    """How long a film plays, as players write it: "0:48", "12:03", "1:02:03"."""
    minutes, seconds = divmod(round(milliseconds / 1000), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(length: int) -> str:
    """Bytes as people say them: "820 KB", "4.2 MB"; units of 1000, as the platforms count."""
    for unit, factor in (("GB", 1000**3), ("MB", 1000**2), ("KB", 1000)):
        if length >= factor:
            return _local(f"{length / factor:.1f}".removesuffix(".0")) + f" {unit}"
    return said("{n} bytes", n=length)


_NOON = 12
# Languages that write a day's number with a full stop: "4. Juni".
_DOTTED = ("de",)


def _near() -> dict[int, str]:
    return {0: said("Today"), 1: said("Tomorrow"), -1: said("Yesterday")}


def _local(figure: str) -> str:
    """An English figure with this language's marks: "1,204.5" is "1.204,5" in German."""
    thousands, point = _marks(conventions().locale)
    return figure if thousands == "," else figure.translate(str.maketrans(",.", thousands + point))


@cache
def _marks(locale: str) -> tuple[str, str]:
    if locale == "en":
        return ",", "."
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return get_group_symbol(locale), get_decimal_symbol(locale)


_Kind = Literal["day", "month"]
_Width = Literal["abbreviated", "wide"]


def _named(kind: _Kind, number: int, width: _Width) -> str:
    return _names(kind, width, conventions().locale)[number]


@cache
def _names(kind: _Kind, width: _Width, locale: str) -> Mapping[int, str]:
    """Names of days (0 is Monday) or months (from 1). English ones need no Babel: the door shows them at once."""
    if locale == "en":
        if kind == "day":
            days = day_name if width == "wide" else day_abbr
            return {number: days[number] for number in range(7)}
        months = month_name if width == "wide" else month_abbr
        return {number: months[number] for number in range(13)}
    from babel.dates import get_day_names, get_month_names

    found = get_day_names(width, "format", locale) if kind == "day" else get_month_names(width, "format", locale)
    return {number: str(name).removesuffix(".") if kind == "day" else str(name) for number, name in found.items()}
