"""Days, hours and periods: the examples of G3 and C1, and every zone's clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.days import day_of, hour_of, month_after, previous_period, starts_at

BERLIN, NEW_YORK, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
_ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
_INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def test_the_example_of_g3() -> None:
    at = datetime(2025, 6, 1, 3, 30, tzinfo=UTC)
    assert day_of(at, NEW_YORK) == date(2025, 5, 31)
    assert day_of(at, BERLIN) == date(2025, 6, 1)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_days_have_23_or_25_hours_at_clock_changes(day: date, hours: int) -> None:
    length = starts_at(day + timedelta(days=1), BERLIN) - starts_at(day, BERLIN)
    assert length == timedelta(hours=hours)


def test_a_day_whose_midnight_clocks_skip_begins_an_hour_later() -> None:
    santiago = ZoneInfo("America/Santiago")
    start = starts_at(date(2026, 9, 6), santiago)
    assert start == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert day_of(start, santiago) == date(2026, 9, 6)
    assert day_of(start - timedelta(seconds=1), santiago) == date(2026, 9, 5)


@given(zone=_ZONES, at=_INSTANTS)
def test_an_instant_lies_in_its_own_day(zone: ZoneInfo, at: datetime) -> None:
    day = day_of(at, zone)
    assert starts_at(day, zone) <= at
    assert day_of(at + timedelta(hours=26), zone) > day


@given(at=_INSTANTS, minutes=st.integers(0, 90))
def test_hours_are_utcs_in_whole_hour_zones(at: datetime, minutes: int) -> None:
    assert hour_of(at, UTC) == int(at.timestamp()) // 3600
    assert hour_of(at + timedelta(minutes=minutes), UTC) >= hour_of(at, UTC)


def test_hours_of_kolkata_begin_with_its_day() -> None:
    midnight = starts_at(date(2026, 6, 1), KOLKATA)
    assert hour_of(midnight, KOLKATA) - hour_of(midnight - timedelta(seconds=1), KOLKATA) == 1


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((date(2026, 3, 10), date(2026, 3, 17)), (date(2026, 3, 3), date(2026, 3, 10))),
        ((date(2026, 3, 1), date(2026, 4, 1)), (date(2026, 2, 1), date(2026, 3, 1))),  # a calendar month
        ((date(2026, 1, 1), date(2026, 2, 1)), (date(2025, 12, 1), date(2026, 1, 1))),
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 1, 30), date(2026, 3, 1))),
    ],
)
def test_what_a_period_is_compared_with(period, before) -> None:
    assert previous_period(*period) == before


def test_the_month_after() -> None:
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_after(date(2028, 1, 31)) == date(2028, 2, 1)
