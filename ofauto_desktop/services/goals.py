"""Goals: numbers to reach by a day, how far they are, and when they will be there (E13)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import GoalsChanged
from ofauto_desktop.domain.goals import FURTHEST_DAYS, NET_REVENUE, Goal, Progress, expected, forecast
from ofauto_desktop.domain.measures import DayLine, measure
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.day_lines import revenue_line
from ofauto_desktop.services.naming import cleaned
from storage import goals, measured, series
from storage.database import Database

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366 * 5)
_LARGEST = 2**53


class Goals:
    """Sets, changes and drops goals, and says how they stand."""

    def __init__(self, database: Database, analytics: Analytics, bus: EventBus, now: Now) -> None:
        self._database, self._analytics, self._bus, self._now = database, analytics, bus, now

    async def list(self, client_id: int | None = None) -> tuple[Progress, ...]:
        """Every goal of a client, or of all, with how it stands; the next to end first."""
        found = await self._database.read(goals.listed, client_id)
        return tuple(await asyncio.gather(*(self.progress(one) for one in found)))

    async def add(self, goal: Goal) -> Goal:
        """Set a goal. Raises BadInput for a bad name, measure, target or days."""
        stored = await self._database.write(goals.add, _checked(goal), self._now())
        self._changed()
        return stored

    async def edit(self, goal: Goal) -> Goal:
        """Make the goal of that id this one; returns what it was, to undo by. Raises NotFound, and BadInput as `add` does."""
        before = await self._database.write(goals.edit, _checked(goal), self._now())
        self._changed()
        return before

    async def remove(self, goal_id: int) -> Goal:
        """Drop a goal; returns it, for `put_back`. Raises NotFound."""
        goal = await self._database.write(goals.remove, goal_id, self._now())
        self._changed()
        return goal

    async def put_back(self, goal: Goal) -> Goal:
        """Undo `remove`."""
        stored = await self._database.write(goals.put_back, goal, self._now())
        self._changed()
        return stored

    async def progress(self, goal: Goal) -> Progress:
        """How a goal stands today, the day being that of the first account's client (G3)."""
        scope = _scope(goal)
        accounts = await self._database.read(series.present, scope)
        today = day_of(self._now(), zone_named(accounts[0].zone if accounts else "UTC"))
        level = goal.metric != NET_REVENUE and measure(goal.metric).level
        # The forecast looks as far back as it looks ahead; a level also needs what it was before it began.
        since = min(goal.first - _DAY, today - timedelta(days=FURTHEST_DAYS))
        end = min(today, goal.last) + _DAY
        line = await self._line(goal, scope, since, end)
        own = await self._line(goal, scope, goal.first, end)
        return _progress(goal, line, today, level=level, partial=own is not None and own.incomplete)

    async def _line(self, goal: Goal, scope: Scope, start: date, end: date) -> DayLine | None:
        if end <= start:
            return None
        if goal.metric == NET_REVENUE:
            found = await self._database.read(measured.revenue, scope, goal.currency or "", start, end)
            return revenue_line(found, start, end)
        lines = (await self._analytics.lines(replace(scope, start=start, end=end), measure(goal.metric))).lines
        return lines[0] if lines else None

    def _changed(self) -> None:
        self._bus.publish(GoalsChanged(at=self._now()))


def _progress(goal: Goal, line: DayLine | None, today: date, *, level: bool, partial: bool) -> Progress:
    """`line` reaches back before the goal; `partial`: on days of the goal itself some account is unknown."""
    points = line.points if line is not None else ()
    within = [(day, value) for day, value in points if goal.first <= day <= goal.last]
    known = [value for _, value in within if value is not None]
    before = [value for day, value in points if day < goal.first and value is not None]
    reached: Sequence[tuple[date, float | None]] = within
    if level:
        start = before[-1] if before else known[0] if known else None
        value = known[-1] if known else None
    else:
        start = 0
        value = sum(known) if known else None
        sums = accumulate(value or 0 for _, value in within)
        reached = [(day, None if one is None else total) for (day, one), total in zip(within, sums, strict=True)]
    outlook, day = forecast(goal, None if value is None else round(value), _gains(points, level=level), today)
    return Progress(
        goal=goal,
        value=None if value is None else round(value),
        start=None if start is None else round(start),
        expected=None if start is None else expected(goal, start, today),
        forecast=outlook,
        reached_on=day,
        known_days=len(known),
        incomplete=not level and (partial or len(known) < len(within)),
        as_of=None if line is None else line.as_of,
        source="" if line is None else line.source,
        points=tuple(reached),
    )


def _gains(points: Sequence[tuple[date, float | None]], *, level: bool) -> list[float | None]:
    """What each day brought; of a level its difference to the day before. Today is not over and left out (G4)."""
    values = [value for _, value in points]
    if not level:
        return values[:-1]
    return [None if one is None or before is None else one - before for before, one in pairwise(values[:-1])]


def _scope(goal: Goal) -> Scope:
    if goal.account_id is not None:
        return Scope(account_ids=(goal.account_id,))
    return Scope(client_id=goal.client_id)


def _checked(goal: Goal) -> Goal:
    name = cleaned(goal.name, "a goal")
    if goal.metric == NET_REVENUE:
        if not goal.currency:
            raise BadInput("a goal of money needs a currency", item=name)
    else:
        try:
            measure(goal.metric)
        except KeyError:
            raise BadInput("there is no such number to reach", item=name) from None
    if not 0 < goal.target <= _LARGEST:
        raise BadInput("the number to reach is above 0", item=name)
    if goal.last < goal.first:
        raise BadInput("the goal ends before it begins", item=name)
    if goal.last - goal.first > _LONGEST:
        raise BadInput("a goal lasts at most five years", item=name)
    return replace(goal, name=name, currency=goal.currency if goal.metric == NET_REVENUE else None)
