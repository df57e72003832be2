"""Whether weekly totals go up or down, and how surely: Theil–Sen with its interval (C2). Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from math import exp, log, sqrt
from statistics import NormalDist, mean, median

FEWEST_WEEKS, MOST_WEEKS = 6, 12
_WEEK = timedelta(days=7)


class Direction(StrEnum):
    """C2's answers; `cannot_tell` where fewer than six complete weeks are known."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_TREND = "no_clear_trend"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Change a week as a fraction, with its 95 % interval; None where it cannot be told. `weeks`: complete ones used."""

    direction: Direction
    weeks: int
    per_week: float | None = None
    low: float | None = None
    high: float | None = None


def theil_sen(values: Sequence[float], at: Sequence[float], level: float = 0.95) -> tuple[float, float, float]:
    """The median of all slopes between two points, and the limits of its interval at `level` (Sen 1968, ties counted).

    Gives what `scipy.stats.theilslopes` gives, without loading scipy. Needs two different places in `at`.
    """
    slopes = sorted(
        (y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(zip(at, values, strict=True), 2) if x1 != x2
    )
    spread = _ties(len(values), values, at)
    reach = -NormalDist().inv_cdf((1 - level) / 2) * sqrt(spread)
    last = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    first = max(round((len(slopes) - reach) / 2) - 1, 0)
    return median(slopes), slopes[first], slopes[last]


def _ties(count: int, *rows: Sequence[float]) -> float:
    """The variance of Kendall's S, less what equal values take from it."""

    def part(number: int) -> int:
        return number * (number - 1) * (2 * number + 5)

    return (part(count) - sum(part(times) for row in rows for times in Counter(row).values())) / 18


def trend(weeks: Sequence[tuple[int, float]]) -> Trend:
    """C2 of complete weeks, oldest first, each with its number; at most the last twelve count."""
    used = weeks[-MOST_WEEKS:]
    if len(used) < FEWEST_WEEKS:
        return Trend(direction=Direction.CANNOT_TELL, weeks=len(used))
    numbers, totals = [float(number) for number, _ in used], [total for _, total in used]
    if min(totals) > 0:
        found = theil_sen([log(total) for total in totals], numbers)
        per_week, low, high = (exp(slope) - 1 for slope in found)
    elif (average := mean(totals)) > 0:
        per_week, low, high = (slope / average for slope in theil_sen(totals, numbers))
    else:
        return Trend(direction=Direction.CANNOT_TELL, weeks=len(used))
    direction = Direction.UP if low > 0 else Direction.DOWN if high < 0 else Direction.NO_CLEAR_TREND
    return Trend(direction=direction, weeks=len(used), per_week=per_week, low=low, high=high)


def weekly(days: Iterable[tuple[date, float | None]], *, level: bool) -> list[tuple[int, float]]:
    """Complete weeks (Monday to Sunday, every day known) by number, with their totals; of a level its last reading."""
    by_week: dict[date, dict[date, float]] = {}
    for day, value in days:
        if value is not None:
            by_week.setdefault(day - timedelta(days=day.weekday()), {})[day] = value
    return [
        (monday.toordinal() // 7, known[max(known)] if level else sum(known.values()))
        for monday, known in sorted(by_week.items())
        if len(known) == _WEEK.days
    ]
