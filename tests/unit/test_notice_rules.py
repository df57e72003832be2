"""Rules of notices: quiet hours on the viewer's clock, what is summed up, which step was reached."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.notices import (
    MOST_AT_ONCE,
    STREAKS,
    AfterQuiet,
    MilestoneOf,
    Notice,
    NoticeKind,
    NoticeLevel,
    QuietHours,
    reached,
    telling,
)

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda minute: NOON + timedelta(minutes=minute))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
minutes = st.integers(0, 24 * 60 - 1)


def a_notice(number: int) -> Notice:
    return Notice(id=number, at=NOON, kind=NoticeKind.POST_FAILED, level=NoticeLevel.DANGER)


def test_quiet_hours_over_midnight_in_the_viewers_zone() -> None:
    night = QuietHours(start=22 * 60, end=7 * 60)
    assert night.hold(datetime(2026, 6, 15, 21, tzinfo=UTC), "Europe/Berlin")  # 23:00 there
    assert not night.hold(datetime(2026, 6, 15, 21, tzinfo=UTC), "UTC")
    assert not night.hold(datetime(2026, 6, 15, 5, tzinfo=UTC), "Europe/Berlin")  # 07:00: over


@given(instants, zones, minutes, minutes)
def test_an_instant_is_quiet_in_one_of_the_two_halves_of_the_day(at, zone, start, end) -> None:
    one, other = QuietHours(start=start, end=end), QuietHours(start=end, end=start)
    if start == end:
        assert not one.hold(at, zone)
    else:
        assert one.hold(at, zone) != other.hold(at, zone)


@given(st.lists(st.booleans(), max_size=8), st.sampled_from(AfterQuiet))
def test_nothing_is_told_twice_and_nothing_is_lost_but_by_choice(held, after) -> None:
    fresh = [(a_notice(number), NOON - timedelta(hours=quiet)) for number, quiet in enumerate(held)]
    told = telling(fresh, lambda at: at < NOON, after)
    ids = sorted(one.id for one in (*told.single, *told.digest))
    kept = [number for number, quiet in enumerate(held) if not quiet or after is not AfterQuiet.NOTHING]
    assert ids == kept
    assert len(told.single) <= MOST_AT_ONCE
    assert len(told.digest) != 1


@given(st.integers(0, 10**9))
def test_a_step_is_never_above_the_value(value) -> None:
    for of in MilestoneOf:
        step = reached(of, value)
        assert step is None or step <= value


def test_the_steps_people_know() -> None:
    assert [reached(MilestoneOf.FOLLOWERS, value) for value in (99, 100, 999, 1000, 2600)] == [
        None,
        100,
        500,
        1000,
        2500,
    ]
    assert reached(MilestoneOf.STREAK, 6) is None
    assert [reached(MilestoneOf.STREAK, value) for value in STREAKS] == list(STREAKS)
