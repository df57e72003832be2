"""The stretches of days that the books are looked at in. Pure; no Qt."""

from datetime import date, timedelta
from enum import StrEnum

from ui.format import day_month, month, weekday
from ui.language import tr

_DAY = timedelta(days=1)


class Stretch(StrEnum):
    """A stretch by name; `CUSTOM` is one whose days a person names."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    LAST_30 = "last_30"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    LAST_12 = "last_12_months"
    ALL = "all"
    CUSTOM = "custom"


def words_of(stretch: Stretch) -> str:
    return {
        Stretch.THIS_MONTH: tr("This month"),
        Stretch.LAST_MONTH: tr("Last month"),
        Stretch.LAST_30: tr("Last 30 days"),
        Stretch.THIS_YEAR: tr("This year"),
        Stretch.LAST_YEAR: tr("Last year"),
        Stretch.LAST_12: tr("Last 12 months"),
        Stretch.ALL: tr("All time"),
        Stretch.CUSTOM: tr("Days of my choice …"),
    }[stretch]


def days_of(stretch: Stretch, today: date) -> tuple[date | None, date | None]:
    """The half-open days; None is open. Today is in those that reach up to now."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    match stretch:
        case Stretch.THIS_MONTH:
            return month, today + _DAY
        case Stretch.LAST_MONTH:
            return (month - _DAY).replace(day=1), month
        case Stretch.LAST_30:
            return today - 29 * _DAY, today + _DAY
        case Stretch.THIS_YEAR:
            return year, today + _DAY
        case Stretch.LAST_YEAR:
            return (year - _DAY).replace(month=1, day=1), year
        case Stretch.LAST_12:
            return month.replace(year=month.year - 1), today + _DAY
        case _:
            return None, None


class Step(StrEnum):
    """What a bar of the chart stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def step_for(start: date, end: date) -> Step:
    """The finest step that leaves bars wide enough to be told apart."""
    days = (end - start).days
    return Step.DAY if days <= 62 else Step.WEEK if days <= 183 else Step.MONTH


def starts(step: Step, start: date, end: date) -> tuple[date, ...]:
    """The first days of the steps that [start, end) touches. Weeks begin on Mondays (G3)."""
    day = {
        Step.DAY: start,
        Step.WEEK: start - timedelta(days=start.weekday()),
        Step.MONTH: start.replace(day=1),
    }[step]
    found = []
    while day < end:
        found.append(day)
        day = _after(step, day)
    return tuple(found)


def _after(step: Step, day: date) -> date:
    if step is Step.MONTH:
        return (day.replace(day=28) + 4 * _DAY).replace(day=1)
    return day + (_DAY if step is Step.DAY else 7 * _DAY)


def last_of(step: Step, day: date) -> date:
    """The day after the last of the step that begins on `day`."""
    return _after(step, day)


def step_words(step: Step, day: date) -> str:
    """A step in a read-out."""
    if step is Step.MONTH:
        return f"{month(day, long=True)} {day.year}"
    words = day_month(day)
    dated = words if str(day.year) in words else f"{words} {day.year}"
    return tr("Week of {day}", day=dated) if step is Step.WEEK else f"{weekday(day)} {dated}"


def step_short(step: Step, day: date, *, leading: bool) -> str:
    """A step below the axis."""
    if step is Step.MONTH:
        return f"{month(day)} {day.year}" if leading or day.month == 1 else month(day)
    return day_month(day)
