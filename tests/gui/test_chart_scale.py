"""Axes of charts: round, wide enough, few enough, and words that never run into each other."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.models.chart_scale import day_ticks, scale

numbers = st.floats(-1e12, 1e12, allow_nan=False)


@given(numbers, numbers, st.integers(1, 12), st.booleans(), st.booleans())
def test_an_axis_holds_its_values_with_round_steps(one, other, most, whole, from_zero):
    low, high = sorted((one, other))
    made = scale(low, high, most=most, whole=whole, from_zero=from_zero)
    unseen = (made.high - made.low) * 1e-8
    assert made.low <= low + unseen
    assert made.high >= high - unseen
    assert 2 <= len(made.ticks) <= most + 3
    assert (made.low, made.high) == (made.ticks[0], made.ticks[-1])
    if whole:
        assert all(float(tick).is_integer() for tick in made.ticks)
    if from_zero:
        assert made.low - unseen <= 0 <= made.high + unseen


def test_axes_as_people_draw_them():
    def ticks(low, high, **more):
        return scale(low, high, most=5, **({"whole": True, "from_zero": False} | more)).ticks

    assert ticks(0, 3) == (0, 1, 2, 3)
    assert ticks(0, 0) == (0, 1)
    assert ticks(12_000, 12_400) == (12_000, 12_100, 12_200, 12_300, 12_400)
    assert ticks(300, 900)[0] == 0
    assert ticks(-40, 60) == (-40, -20, 0, 20, 40, 60)
    assert ticks(0.01, 0.04, whole=False) == (0, 0.01, 0.02, 0.03, 0.04)
    assert ticks(float("inf"), float("-inf")) == (0, 1)
    assert ticks(500, 510, from_zero=True)[0] == 0


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(0, 4000),
    st.integers(60, 2000),
    st.integers(4, 30),
)
def test_words_below_the_days_keep_clear_of_each_other(first, days, room, letter):
    last = first + timedelta(days=days)

    def width(words):
        return len(words) * letter

    ticks = day_ticks(first, last, room, width)
    each = room / (days + 1)
    lefts = [max(0, (tick.at + 0.5) * each - width(tick.words) / 2) for tick in ticks]
    for (left, tick), (following, _) in pairwise(zip(lefts, ticks, strict=True)):
        assert left + width(tick.words) < following
    assert all(0 <= tick.at <= days for tick in ticks)


def test_days_weeks_months_and_years_by_the_room():
    def words(days, room=600):
        first = date(2026, 1, 1)
        return [
            tick.words for tick in day_ticks(first, first + timedelta(days=days - 1), room, lambda text: len(text) * 7)
        ]

    assert words(3) == ["1 Jan", "2 Jan", "3 Jan"]
    assert words(14)[:3] == ["1 Jan", "3 Jan", "5 Jan"]
    assert words(60)[0] == "5 Jan"  # a Monday
    assert words(365)[:2] == ["Jan 2026", "Mar"]
    assert words(365, room=1100)[:2] == ["Jan 2026", "Feb"]
    assert words(365 * 12)[0] == "2026"
    assert words(365, room=40) == ["2026"]
