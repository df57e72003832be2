"""Stretches of days that people ask for by name, and what each is compared with (C1, G3). Pure."""

from datetime import date, timedelta
from enum import StrEnum

from ofauto_desktop.domain.days import previous_period

_DAY = timedelta(days=1)
_YEAR_OF_WEEKS = timedelta(days=364)


class Period(StrEnum):
    """Periods by name. Those of so many days end with the last complete one: today is not over (G4)."""

    WEEK = "7_days"
    FOUR_WEEKS = "28_days"
    QUARTER = "90_days"
    YEAR = "365_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    THREE_YEARS = "3_years"
    CUSTOM = "custom"


_DAYS = {Period.WEEK: 7, Period.FOUR_WEEKS: 28, Period.QUARTER: 90, Period.YEAR: 365, Period.THREE_YEARS: 1095}


class Against(StrEnum):
    """What a period is compared with."""

    BEFORE = "before"
    SAME_WEEKDAYS = "same_weekdays"
    YEAR_BEFORE = "year_before"
    NOTHING = "nothing"


def days_of(period: Period, today: date) -> tuple[date, date]:
    """The half-open days of a period by name; raises KeyError for `custom`, whose days a person names."""
    if period is Period.THIS_MONTH:
        return today.replace(day=1), today + _DAY
    if period is Period.LAST_MONTH:
        last = today.replace(day=1)
        return (last - _DAY).replace(day=1), last
    if period is Period.THIS_YEAR:
        return today.replace(month=1, day=1), today + _DAY
    return today - timedelta(days=_DAYS[period]), today


def compared_with(start: date, end: date, against: Against) -> tuple[date, date] | None:
    """The days that [start, end) is compared with.

    `same_weekdays` lies as few whole weeks earlier as keep the two apart; `year_before` 52 weeks, so that weekdays match.
    """
    match against:
        case Against.NOTHING:
            return None
        case Against.BEFORE:
            return previous_period(start, end)
        case Against.SAME_WEEKDAYS:
            back = timedelta(days=-(-(end - start).days // 7) * 7)
            return start - back, end - back
        case Against.YEAR_BEFORE:
            return start - _YEAR_OF_WEEKS, end - _YEAR_OF_WEEKS
