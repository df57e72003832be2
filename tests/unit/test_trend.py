"""C2: the example of the definitions, what scipy gives, and the three answers that are no arrow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.trend import Direction, theil_sen, trend, weekly

# scipy.stats.theilslopes(values, at) at 95 %, scipy 1.17.1.
KNOWN = [
    ((100, 104, 103, 110, 112, 118), range(6), (3.5, 1.5, 6.0)),
    ((5, 5, 5, 5, 5, 5), range(6), (0.0, 0.0, 0.0)),
    ((1, 4, 2, 8, 5, 7, 1, 9), range(8), (0.916667, -0.6, 2.0)),
    ((3, 3, 4, 4, 4, 9, 1, 2, 2), (0, 1, 2, 3, 5, 8, 9, 10, 12), (-0.041667, -0.285714, 0.5)),
]


def numbered(*totals):
    return list(enumerate(map(float, totals)))


def test_the_example_of_the_definitions():
    found = trend(numbered(100, 104, 103, 110, 112, 118))
    assert (found.direction, found.weeks) == (Direction.UP, 6)
    assert [round(value * 100, 1) for value in (found.per_week, found.low, found.high)] == [3.2, 1.5, 5.4]


@pytest.mark.parametrize(("values", "at", "slopes"), KNOWN)
def test_slopes_are_those_of_scipy(values, at, slopes):
    assert theil_sen(values, at) == pytest.approx(slopes, abs=1e-6)


def test_down_none_and_not_enough():
    assert trend(numbered(118, 112, 110, 103, 104, 100)).direction is Direction.DOWN
    assert trend(numbered(10, 30, 12, 28, 11, 29, 13)).direction is Direction.NO_CLEAR_TREND
    few = trend(numbered(1, 2, 3, 4, 5))
    assert (few.direction, few.per_week, few.weeks) == (Direction.CANNOT_TELL, None, 5)
    assert trend(numbered(*[0] * 8)).direction is Direction.CANNOT_TELL


def test_a_week_of_nothing_does_not_break_the_logarithm():
    found = trend(numbered(0, 10, 20, 30, 40, 50))
    assert (found.direction, round(found.per_week, 3)) == (Direction.UP, 0.4)


def test_only_the_last_twelve_weeks_count():
    assert trend(numbered(*[1000] * 20, *[10] * 12)).weeks == 12
    assert trend(numbered(*[1000] * 20, *[10] * 12)).per_week == 0


@given(st.lists(st.integers(1, 10_000), min_size=6, max_size=12))
def test_the_interval_holds_the_slope(totals):
    found = trend(numbered(*totals))
    assert found.low <= found.per_week + 1e-12
    assert found.per_week <= found.high + 1e-12
    assert (found.direction is Direction.UP) == (found.low > 0)
    assert (found.direction is Direction.DOWN) == (found.high < 0)


def test_weeks_are_whole_and_known_or_left_out():
    monday = date(2026, 6, 1)
    days = [(monday + timedelta(days=at), 1.0 if at != 9 else None) for at in range(-2, 24)]
    assert [total for _, total in weekly(days, level=False)] == [7, 7]
    number, other = (number for number, _ in weekly(days, level=False))
    assert other - number == 2
    levels = [(monday + timedelta(days=at), float(at)) for at in range(7)]
    assert weekly(levels, level=True) == [(number, 6.0)]
