"""Weeks begin, and times are written, as the person wishes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.preferences import Clock
from ofauto_desktop.services import formats
from ui.models.entries import week_of
from ui.models.stretch import WEEK


@pytest.fixture
def following():
    yield lambda **wanted: formats.follow(formats.Conventions(**wanted))
    formats.follow(formats.Conventions())


@pytest.mark.parametrize(("first", "begins"), [(0, date(2026, 6, 1)), (5, date(2026, 5, 30)), (6, date(2026, 5, 31))])
def test_a_week_begins_where_the_person_wishes(following, first, begins):
    following(first_day=first)
    assert week_of(date(2026, 6, 4)) == begins


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([0, 5, 6]))
def test_every_day_lies_in_its_week(day, first):
    formats.follow(formats.Conventions(first_day=first))
    try:
        begins = week_of(day)
        assert begins <= day < begins + timedelta(days=WEEK)
        assert begins.weekday() == first
    finally:
        formats.follow(formats.Conventions())


def test_the_clock_is_a_wish(following):
    following(clock=Clock.H12)
    at = datetime(2026, 6, 4, 18, 0)  # noqa: DTZ001 - a wall time
    assert formats.clock(at) == "6:00 pm"
