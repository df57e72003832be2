"""What a chart shows, on one row of days: series, the period before them, and what happened when. Pure; no Qt."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import inf

Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A line of numbers by day, ascending; None is unknown and is drawn as a gap. `unit` is "count", "minor" or "rate"."""

    name: str
    points: tuple[tuple[date, float | None], ...]
    unit: str = "count"


@dataclass(frozen=True, slots=True)
class ChartMark:
    """Something that happened on a day, in words. `kind` names its group: "note", "price", "promotion", "gap"."""

    day: date
    text: str
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Steps:
    """What stands on the axis in place of single days: weeks or months, by their first days, ascending.

    `words` name one in read-outs and tables, `short` below the axis (told whether it is the first that is named).
    """

    starts: tuple[date, ...]
    words: Callable[[date], str]
    short: Callable[[date, bool], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A series laid on the chart's days: one value each, None where it has none. `shift` days earlier lay its own days."""

    name: str
    unit: str
    values: Values
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in one chart. `lines` and `ghosts` have as many values as there are days from `first` on, or steps."""

    first: date = date(1970, 1, 1)
    days: int = 0
    lines: tuple[Line, ...] = ()
    ghosts: tuple[Line | None, ...] = ()
    marks: dict[int, tuple[ChartMark, ...]] = field(default_factory=dict)
    write: Callable[[float], str] = str
    steps: Steps | None = None

    def day(self, at: int) -> date:
        return self.first + timedelta(days=at) if self.steps is None else self.steps.starts[at]

    def known(self) -> bool:
        """Whether any day has a value."""
        return any(value is not None for line in self.lines for value in line.values)

    def said(self, value: float | None) -> str:
        """A value as it is written; unknown is a dash (G1)."""
        return "–" if value is None else self.write(value)

    def reach(self, shown: Sequence[int], start: int, stop: int, *, ghosts: bool) -> tuple[float, float]:
        """The least and the greatest value of the `shown` lines on days [start, stop); infinite where nothing is known."""
        low, high = inf, -inf
        for line in self.drawn(shown, ghosts=ghosts):
            known = [value for value in line.values[start:stop] if value is not None]
            low, high = min([low, *known]), max([high, *known])
        return low, high

    def drawn(self, shown: Sequence[int], *, ghosts: bool) -> Iterator[Line]:
        for index in shown:
            yield self.lines[index]
            if ghosts and (ghost := self.ghosts[index]) is not None:
                yield ghost

    def unknown(self, shown: Sequence[int], start: int, stop: int) -> list[tuple[int, int]]:
        """Stretches of days [from, to) on which none of the `shown` lines is known, between days on which one is."""
        if any(None not in self.lines[index].values[start:stop] for index in shown):
            return []
        found: list[tuple[int, int]] = []
        last: int | None = None
        for at in range(start, stop):
            if any(self.lines[index].values[at] is not None for index in shown):
                if last is not None and at > last + 1:
                    found.append((last + 1, at))
                last = at
        return found


def content(
    series: Sequence[Series],
    write: Callable[[float], str],
    marks: Sequence[ChartMark] = (),
    previous: Sequence[Series] = (),
) -> Content:
    """Lay everything on the days of `series`. `previous` starts where they start, each beside the series of its name."""
    edges = [edge for one in series if one.points for edge in (one.points[0][0], one.points[-1][0])]
    if not edges:
        return Content(lines=tuple(Line(one.name, one.unit, ()) for one in series), ghosts=(None,) * len(series))
    first, days = min(edges), (max(edges) - min(edges)).days + 1
    befores = _befores(series, previous)
    began = min((one.points[0][0] for one in befores if one is not None and one.points), default=first)
    shift = (first - began).days
    by_day: dict[int, tuple[ChartMark, ...]] = {}
    for mark in marks:
        at = (mark.day - first).days
        if 0 <= at < days:
            by_day[at] = (*by_day.get(at, ()), mark)
    return Content(
        first=first,
        days=days,
        lines=tuple(_line(one, first, days, 0) for one in series),
        ghosts=tuple(None if one is None else _line(one, first, days, shift) for one in befores),
        marks=by_day,
        write=write,
    )


def stepped(
    series: Sequence[Series], write: Callable[[float], str], steps: Steps, marks: Sequence[ChartMark] = ()
) -> Content:
    """Lay everything on `steps`; a mark stands on the step that its day is in."""
    places = {start: at for at, start in enumerate(steps.starts)}
    lines = []
    for one in series:
        values: list[float | None] = [None] * len(steps.starts)
        for day, value in one.points:
            if day in places:
                values[places[day]] = value
        lines.append(Line(one.name, one.unit, tuple(values)))
    by_step: dict[int, tuple[ChartMark, ...]] = {}
    for mark in marks:
        at = bisect_right(steps.starts, mark.day) - 1
        if at >= 0:
            by_step[at] = (*by_step.get(at, ()), mark)
    return Content(
        first=steps.starts[0] if steps.starts else date(1970, 1, 1),
        days=len(steps.starts),
        lines=tuple(lines),
        ghosts=(None,) * len(lines),
        marks=by_step,
        write=write,
        steps=steps,
    )


def _befores(series: Sequence[Series], previous: Sequence[Series]) -> list[Series | None]:
    names = {one.name: one for one in previous}
    if any(one.name in names for one in series):
        return [names.get(one.name) for one in series]
    return [previous[index] if index < len(previous) else None for index in range(len(series))]


def _line(one: Series, first: date, days: int, shift: int) -> Line:
    values: list[float | None] = [None] * days
    start = first.toordinal() - shift
    for day, value in one.points:
        at = day.toordinal() - start
        if 0 <= at < days:
            values[at] = value
    return Line(one.name, one.unit, tuple(values), shift)


def runs(values: Values, start: int, stop: int) -> Iterator[list[tuple[int, float]]]:
    """Stretches of known days within [start, stop)."""
    part = values[start:stop]
    if part and None not in part:
        yield list(enumerate((value for value in part if value is not None), start))
        return
    run: list[tuple[int, float]] = []
    for at in range(start, stop):
        value = values[at]
        if value is not None:
            run.append((at, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def thinned(run: Sequence[tuple[int, float]], most: int) -> Sequence[tuple[int, float]]:
    """As many points as can be told apart in `most` columns: of each its least and its greatest, and both ends."""
    if len(run) <= most * 2:
        return run
    each = len(run) / most
    found: list[tuple[int, float]] = [run[0]]
    for column in range(most):
        part = run[int(column * each) : int((column + 1) * each)]
        found += sorted({min(part, key=_value), max(part, key=_value)} - {found[-1]})
    return found if found[-1] == run[-1] else [*found, run[-1]]


def _value(point: tuple[int, float]) -> float:
    return point[1]
