"""When the clock pulls again, and which posts' numbers it then reads."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.syncing import PullState, wanted_readings

NOW = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
FLOOR = timedelta(hours=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (PullState(), True),
        (PullState(started_at=NOW), True),
        (PullState(started_at=NOW, succeeded_at=NOW), False),
        (PullState(started_at=NOW - HOUR, succeeded_at=NOW - HOUR), True),
        (PullState(started_at=NOW - MINUTE, succeeded_at=NOW - HOUR), True),
        (PullState(started_at=NOW + DAY, succeeded_at=NOW + DAY), True),
        (PullState(error_kind=ErrorKind.TEMPORARY, error_at=NOW - 4 * MINUTE), False),
        (PullState(error_kind=ErrorKind.TEMPORARY, error_at=NOW - 5 * MINUTE), True),
        (PullState(error_kind=ErrorKind.LAYOUT_CHANGED, error_at=NOW - 5 * MINUTE), False),
        (PullState(error_kind=ErrorKind.LAYOUT_CHANGED, error_at=NOW - HOUR), True),
        (PullState(error_kind=ErrorKind.RATE_LIMITED, error_at=NOW - DAY, retry_at=NOW + MINUTE), False),
        (PullState(error_kind=ErrorKind.RATE_LIMITED, error_at=NOW - DAY, retry_at=NOW), True),
        (PullState(error_kind=ErrorKind.TEMPORARY, error_at=NOW + DAY), True),
    ],
)
def test_a_pull_is_due_after_its_floor_and_a_clock_set_back_delays_nothing(state, due):
    assert state.is_due(FLOOR, NOW) is due


def test_the_first_reading_is_of_every_post():
    posts = [("1", NOW - 900 * DAY), ("2", NOW)]
    assert wanted_readings(posts, None, NOW) == ("1", "2")


def test_young_posts_are_read_each_time_and_old_ones_seldom():
    ages = (MINUTE, DAY, 3 * DAY, 30 * DAY, 400 * DAY)
    posts = [(str(age), NOW - age) for age in ages]
    assert len(wanted_readings(posts, NOW - MINUTE, NOW)) == 2
    assert len(wanted_readings(posts, NOW - 6 * HOUR, NOW)) == 3
    assert len(wanted_readings(posts, NOW - DAY, NOW)) == 4
    assert len(wanted_readings(posts, NOW - 7 * DAY, NOW)) == 5


@given(age=st.integers(0, 1000), step=st.integers(20, 90))
def test_every_post_is_read_within_its_interval_whenever_the_clock_pulls(age, step):
    """However far apart the pulls are, no post waits longer than its interval and one pull more."""
    posted, at, last_read, longest = NOW - age * DAY, NOW, NOW, timedelta(0)
    for _ in range(14 * 24 * 60 // step):
        before, at = at, at + step * MINUTE
        if wanted_readings([("1", posted)], before, at):
            longest, last_read = max(longest, at - last_read), at
    assert longest <= 7 * DAY + step * MINUTE
