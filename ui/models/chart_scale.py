"""Round numbers and round days for the axes of a chart, as many as there is room for. Pure; no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, inf, isfinite, log10

from ofauto_desktop.services.formats import day_month, month

_STEPS = (1, 2, 2.5, 5, 10)
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Scale:
    """The values an axis reaches from and to, and those that it names."""

    low: float
    high: float
    ticks: tuple[float, ...]


def scale(low: float, high: float, *, most: int, whole: bool, from_zero: bool) -> Scale:
    """An axis that holds `low` to `high` with at most `most` steps. `whole`: nothing between whole numbers is named.

    `from_zero` begins it at 0. Else 0 is in it where that costs less than half of the height.
    """
    if not (isfinite(low) and isfinite(high)):
        low, high = 0.0, 1.0
    if from_zero or 0 <= low < high / 2 or high / 2 < high <= 0:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (0.0, max(1.0, high)) if high >= 0 and (from_zero or high == 0) else (low - 1, high + 1)
    step = _step((high - low) / max(1, most), whole=whole)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = tuple(number * step for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(least: float, *, whole: bool) -> float:
    """The smallest round number that is not less than `least`."""
    if whole and least <= 1:
        return 1.0
    power = 10.0 ** floor(log10(least))
    found = next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
    return float(ceil(found)) if whole else found


@dataclass(frozen=True, slots=True)
class DayTick:
    """A day that the axis names, by its number from the first; `words` stand below it."""

    at: int
    words: str


def day_ticks(first: date, last: date, room: float, width_of: Callable[[str], float]) -> tuple[DayTick, ...]:
    """Days, months or years of [first, last] whose words, centred below their day in `room` pixels, keep clear of each other."""
    each = room / ((last - first).days + 1)
    for days, words in _stops(first, last):
        found = [DayTick((day - first).days, words(day, index == 0)) for index, day in enumerate(days)]
        if found and _fits(found, each, width_of):
            return tuple(found)
    return ()


def step_ticks(
    starts: Sequence[date], short: Callable[[date, bool], str], room: float, width_of: Callable[[str], float]
) -> tuple[DayTick, ...]:
    """As many of the steps, evenly apart, as have room for their words."""
    each = room / max(1, len(starts))
    for apart in range(1, len(starts) + 1):
        places = range(0, len(starts), apart)
        found = [DayTick(at, short(starts[at], at == 0)) for at in places]
        if _fits(found, each, width_of):
            return tuple(found)
    return ()


def _fits(ticks: Sequence[DayTick], each: float, width_of: Callable[[str], float]) -> bool:
    free = -inf
    gap = width_of("0") * 2
    for tick in ticks:
        wide = width_of(tick.words)
        left = max(0.0, (tick.at + 0.5) * each - wide / 2)  # words at the edge lean inwards
        if left < free:
            return False
        free = left + wide + gap
    return True


_Words = Callable[[date, bool], str]  # the day, and whether it is the first that is named


def _stops(first: date, last: date) -> list[tuple[list[date], _Words]]:
    """Ever fewer days that could be named, each with how they are written."""
    days = (last - first).days + 1
    single = [(_every(first, last, step), _day_words) for step in _DAY_STEPS if days <= 400 * step]
    months = [(_months(first, last, step), _month_words) for step in _MONTH_STEPS]
    years: list[tuple[list[date], _Words]] = [(_years(first, last, step), _year_words) for step in _YEAR_STEPS]
    return [*single, *months, *years, ([first], _day_words), ([first], _month_words)]


def _every(first: date, last: date, step: int) -> list[date]:
    """Every `step` days; weeks begin on Mondays (G3)."""
    start = first + timedelta(days=(7 - first.weekday()) % 7) if step % 7 == 0 else first
    return [start + timedelta(days=at) for at in range(0, (last - start).days + 1, step)]


def _months(first: date, last: date, step: int) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    found = [date(number // 12, number % 12 + 1, 1) for number in numbers if number % 12 % step == 0]
    return [day for day in found if day >= first]


def _years(first: date, last: date, step: int) -> list[date]:
    found = [date(year, 1, 1) for year in range(first.year, last.year + 1) if year % step == 0]
    return [day for day in found if day >= first]


def _day_words(day: date, _: object) -> str:
    return day_month(day)


def _month_words(day: date, leading: bool) -> str:  # noqa: FBT001 - as above
    return f"{month(day)} {day.year}" if leading or day.month == 1 else month(day)


def _year_words(day: date, _: object) -> str:
    return str(day.year)
