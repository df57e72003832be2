"""Periods by name and what they are compared with (C1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.periods import Against, Period, compared_with, days_of

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period.WEEK, date(2026, 6, 8), TODAY),
        (Period.FOUR_WEEKS, date(2026, 5, 18), TODAY),
        (Period.THIS_MONTH, date(2026, 6, 1), date(2026, 6, 16)),
        (Period.LAST_MONTH, date(2026, 5, 1), date(2026, 6, 1)),
        (Period.THIS_YEAR, date(2026, 1, 1), date(2026, 6, 16)),
        (Period.THREE_YEARS, date(2023, 6, 16), TODAY),
    ],
)
def test_periods_by_name(period, start, end):
    assert days_of(period, TODAY) == (start, end)


def test_what_a_period_is_compared_with():
    may = (date(2026, 5, 1), date(2026, 6, 1))
    assert compared_with(*may, Against.BEFORE) == (date(2026, 4, 1), date(2026, 5, 1))
    assert compared_with(date(2026, 6, 8), TODAY, Against.BEFORE) == (date(2026, 6, 1), date(2026, 6, 8))
    assert compared_with(*may, Against.SAME_WEEKDAYS) == (date(2026, 3, 27), date(2026, 4, 27))
    assert compared_with(*may, Against.NOTHING) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_same_weekdays_are_the_same_weekdays_and_earlier(start, length):
    end = start + timedelta(days=length)
    for against in (Against.SAME_WEEKDAYS, Against.YEAR_BEFORE):
        before = compared_with(start, end, against)
        assert before[0].weekday() == start.weekday()
        assert before[1] - before[0] == end - start
    _, last = compared_with(start, end, Against.SAME_WEEKDAYS)
    assert last <= start < last + timedelta(days=7)
