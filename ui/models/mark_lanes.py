"""Where marked stretches of days stand above the days: each keeps its lane from its first day to its last. Pure; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ofauto_desktop.domain.planning import CalendarMark


@dataclass(frozen=True, slots=True)
class MarkCell:
    """A mark on one of its days."""

    title: str
    begins: bool
    ends: bool


MarksOfDay = tuple[MarkCell | None, ...]


def mark_lanes(marks: Sequence[CalendarMark], first: date, last: date) -> dict[date, MarksOfDay]:
    """For each marked day from `first` to `last` (inside) its lanes, None where a lane is free on that day."""
    found: dict[date, list[MarkCell | None]] = {}
    for mark in sorted(marks, key=lambda one: (one.first, one.first - one.last, one.title)):
        begin, end = max(mark.first, first), min(mark.last, last)
        days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
        if not days:
            continue
        lane = 0
        while any(lane < len(found.get(day, [])) and found[day][lane] is not None for day in days):
            lane += 1
        for day in days:
            lanes = found.setdefault(day, [])
            lanes += [None] * (lane + 1 - len(lanes))
            lanes[lane] = MarkCell(mark.title, begins=day == mark.first, ends=day == mark.last)
    return {day: tuple(lanes) for day, lanes in found.items()}


def goes_on(marks: MarksOfDay, lane: int) -> bool:
    """Whether what stands in a lane stands there on the next day too."""
    mark = marks[lane] if lane < len(marks) else None
    return mark is not None and not mark.ends


def titles(marks: MarksOfDay) -> tuple[str, ...]:
    """The titles alone."""
    return tuple(mark.title for mark in marks if mark is not None)
