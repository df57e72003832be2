"""How a post repeats (B12): rules on calendar days, as the wall calendar has them. No clock, no zone."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, takewhile
from typing import Any

_LAST_YEAR = 9900
MOST_OCCURRENCES = 1000
_LONGEST = {"day": 366, "week": 52, "month": 24}
_NTH = (1, 2, 3, 4, -1)


class Every(StrEnum):
    """The unit of a rule."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Every `interval` days, weeks or months, until a day (inside) or for a count; both None: without end.

    Weeks begin on Monday, and `weekdays` (0 is Monday) says on which days of them; none: that of the first. A month's
    day is `month_day` (-1 its last; one that a month lacks is its last), or the `nth` of `weekdays` (-1 the last one);
    neither: the day of the first.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int | None = None
    until: date | None = None
    count: int | None = None


def days(rule: Recurrence, first: date) -> Iterator[date]:
    """The days of a rule that begins with the first one at or after `first`, rising."""
    within = takewhile(lambda day: rule.until is None or day <= rule.until, _matching(rule, first))
    for number, day in enumerate(within):
        if rule.count is not None and number >= rule.count:
            return
        yield day


def wrong(rule: Recurrence) -> str | None:
    """Why this is no rule; None where it is one."""
    if not 1 <= rule.interval <= _LONGEST[rule.every]:
        return f"it repeats every 1 to {_LONGEST[rule.every]} {rule.every.value}s"
    if any(not 0 <= day <= 6 for day in rule.weekdays) or len(set(rule.weekdays)) < len(rule.weekdays):
        return "a weekday is named twice, or is none"
    if rule.month_day is not None and not (rule.month_day == -1 or 1 <= rule.month_day <= 31):
        return "a month has no such day"
    if rule.nth is not None and (rule.nth not in _NTH or len(rule.weekdays) != 1):
        return "say which one of which weekday of the month"
    if rule.count is not None and not 1 <= rule.count <= MOST_OCCURRENCES:
        return f"it ends after 1 to {MOST_OCCURRENCES} times"
    return "end it by a day or after a number of times, not both" if rule.until and rule.count else None


def named(rule: Recurrence, first: date) -> Recurrence:
    """The same rule with its days named, so that it does not depend on which day is its first."""
    if rule.every is Every.WEEK and not rule.weekdays:
        return replace(rule, weekdays=(first.weekday(),))
    if rule.every is Every.MONTH and rule.nth is None and rule.month_day is None:
        return replace(rule, month_day=first.day)
    return rule


def ending_before(rule: Recurrence, day: date) -> Recurrence:
    """The same rule, over before `day`."""
    last = day - timedelta(days=1)
    return replace(rule, count=None, until=last if rule.until is None else min(last, rule.until))


def from_the(rule: Recurrence, first: date, day: date) -> Recurrence:
    """What is left of a rule that began at `first` once the days before `day` are over."""
    if rule.count is None:
        return rule
    before = sum(1 for _ in takewhile(lambda one: one < day, days(rule, first)))
    return replace(rule, count=max(1, rule.count - before))


def moved(rule: Recurrence, old: date, new: date) -> Recurrence:
    """The same rhythm where the occurrence of `old` comes at `new`; its end moves along."""
    by = (new - old).days
    until = None if rule.until is None else rule.until + timedelta(days=by)
    if rule.every is Every.MONTH and rule.nth is not None:
        last = new.day + 7 > monthrange(new.year, new.month)[1]
        nth = -1 if last and (rule.nth == -1 or new.day > 28) else (new.day - 1) // 7 + 1
        return replace(rule, weekdays=(new.weekday(),), nth=nth, until=until)
    if rule.every is Every.MONTH and rule.month_day is not None:
        return replace(rule, month_day=new.day, until=until)
    return replace(rule, weekdays=tuple(sorted((day + by) % 7 for day in rule.weekdays)), until=until)


def as_json(rule: Recurrence) -> dict[str, Any]:
    """The rule as it is stored."""
    return {
        "every": rule.every.value,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays),
        "month_day": rule.month_day,
        "nth": rule.nth,
        "until": rule.until.isoformat() if rule.until else None,
        "count": rule.count,
    }


def of_json(stored: dict[str, Any]) -> Recurrence:
    """The rule that `as_json` stored."""
    return Recurrence(
        every=Every(stored["every"]),
        interval=stored["interval"],
        weekdays=tuple(stored["weekdays"]),
        month_day=stored["month_day"],
        nth=stored["nth"],
        until=date.fromisoformat(stored["until"]) if stored["until"] else None,
        count=stored["count"],
    )


def _matching(rule: Recurrence, first: date) -> Iterator[date]:
    source = {Every.DAY: _daily, Every.WEEK: _weekly, Every.MONTH: _monthly}[rule.every]
    for day in source(rule, first):
        if day.year > _LAST_YEAR:
            return
        if day >= first:
            yield day


def _daily(rule: Recurrence, first: date) -> Iterator[date]:
    return (first + timedelta(days=step * rule.interval) for step in count())


def _weekly(rule: Recurrence, first: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    weekdays = sorted(rule.weekdays) or [first.weekday()]
    return (monday + timedelta(weeks=step * rule.interval, days=day) for step in count() for day in weekdays)


def _monthly(rule: Recurrence, first: date) -> Iterator[date]:
    began = first.year * 12 + first.month - 1
    for step in count():
        year, month = divmod(began + step * rule.interval, 12)
        yield _of_month(rule, year, month + 1, first)


def _of_month(rule: Recurrence, year: int, month: int, first: date) -> date:
    length = monthrange(year, month)[1]
    if rule.nth is None:
        wanted = first.day if rule.month_day is None else rule.month_day
        return date(year, month, length if wanted == -1 else min(wanted, length))
    [weekday] = rule.weekdays
    earliest = date(year, month, 1 if rule.nth > 0 else length - 6)
    day = earliest + timedelta(days=(weekday - earliest.weekday()) % 7)
    return day + timedelta(weeks=rule.nth - 1) if rule.nth > 0 else day
