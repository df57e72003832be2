"""A number to reach by a day: how far it is, where it should be by now, and when it will be there (E13). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

# P1: forecasts need so many known days, and reach no further than 90.
FEWEST_DAYS, FURTHEST_DAYS = 28, 90
NET_REVENUE = "net_revenue"
_DAY = timedelta(days=1)
_WEEK = 7


class Forecast(StrEnum):
    """Whether a day can be named on which the target is reached."""

    REACHED = "reached"
    ON = "on"
    NOT_WITHIN_REACH = "not_within_reach"
    CANNOT_TELL = "cannot_tell"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`metric` is a measure's id, or `net_revenue` in minor units of `currency`; `last` is inside. No account: all of them."""

    id: int
    name: str
    metric: str
    target: int
    first: date
    last: date
    currency: str | None = None
    client_id: int | None = None
    account_id: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A goal today. `value` None: unknown. `start` is the level it began at, 0 for what is counted from nothing.

    `expected` is where the straight line from start to target is today; `points` are what was reached by each day.
    """

    goal: Goal
    value: int | None
    start: int | None
    expected: float | None
    forecast: Forecast
    reached_on: date | None
    known_days: int
    incomplete: bool
    as_of: datetime | None
    source: str
    points: tuple[tuple[date, float | None], ...] = field(default=(), repr=False)

    @property
    def fraction(self) -> float | None:
        """How much of the way from start to target is done; may be above 1 or below 0. None where it is unknown (G2)."""
        if self.value is None or self.start is None or self.goal.target == self.start:
            return None
        return (self.value - self.start) / (self.goal.target - self.start)

    @property
    def ahead(self) -> float | None:
        """How far it is before (or, below 0, behind) its line, as a fraction of the whole way."""
        if self.value is None or self.start is None or self.expected is None or self.goal.target == self.start:
            return None
        return (self.value - self.expected) / (self.goal.target - self.start)


def expected(goal: Goal, start: float, day: date) -> float:
    """The pace line at the end of `day`: straight from `start` before the first day to the target at the last one's end."""
    days = (goal.last - goal.first).days + 1
    gone = min(max((day - goal.first).days + 1, 0), days)
    return start + (goal.target - start) * gone / days


def forecast(goal: Goal, value: int | None, gains: Sequence[float | None], today: date) -> tuple[Forecast, date | None]:
    """When the target is reached if each day brings what the same weekday last brought (P2's baseline).

    `gains` are those of the days before `today`, oldest first, None where unknown; `value` is what there is of today too.
    At least 28 known days, or it cannot be told (P1); no further ahead than the history is long, and 90 days.
    """
    if value is not None and value >= goal.target:
        return Forecast.REACHED, None
    if today > goal.last:
        return Forecast.OVER, None
    known = sum(gain is not None for gain in gains)
    week = _last_week(gains)
    if value is None or known < FEWEST_DAYS or week is None:
        return Forecast.CANNOT_TELL, None
    at = float(value)
    for ahead in range(1, min(FURTHEST_DAYS, len(gains)) + 1):
        at += week[ahead % _WEEK]
        if at >= goal.target:
            return Forecast.ON, today + ahead * _DAY
    return Forecast.NOT_WITHIN_REACH, None


def _last_week(gains: Sequence[float | None]) -> list[float] | None:
    """What today and the six days after it bring: the newest known gain of its weekday; None where one has none."""
    found: list[float] = []
    for ahead in range(_WEEK):
        same = [gain for gain in gains[len(gains) - _WEEK + ahead :: -_WEEK] if gain is not None]
        if len(gains) < _WEEK or not same:
            return None
        found.append(same[0])
    return found
