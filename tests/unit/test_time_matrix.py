"""Wall times over every change of clocks: each local day's slot comes exactly once, where the rules put it."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.schedule import (
    is_in_gap,
    is_repeated,
    moment,
    moment_at,
    replanned,
    slots_after,
    to_utc,
    to_wall,
    zone_data_version,
    zone_named,
)

# Sixty zones: whole, half and quarter hours, both hemispheres, half-hour DST, Ramadan rules, days skipped or abolished.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Athens",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Europe/Madrid",
    "Europe/Helsinki",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Toronto",
    "America/Mexico_City",
    "America/Havana",
    "America/Bogota",
    "America/Caracas",
    "America/Santiago",
    "America/Asuncion",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Nuuk",
    "America/Miquelon",
    "America/Tijuana",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Norfolk",
    "Pacific/Easter",
)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@cache
def transitions(zone):
    """The instants between 2024 and 2031 at which the zone's offset changes, to the minute."""
    return tuple(_transitions(zone))


def _transitions(zone):
    info, at = zone_named(zone), FIRST
    while at < LAST:
        following = at + timedelta(days=3)  # no zone changes and changes back within so few
        if at.astimezone(info).utcoffset() != following.astimezone(info).utcoffset():
            low, high = at, following
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                changed = middle.astimezone(info).utcoffset() != at.astimezone(info).utcoffset()
                low, high = (low, middle) if changed else (middle, high)
            yield high.replace(second=0, microsecond=0)
        at = following


def test_there_are_sixty_zones():
    assert len(set(ZONES)) == 60


@pytest.mark.parametrize("zone", ZONES)
def test_each_wall_time_around_a_change_comes_exactly_once(zone):
    for change in transitions(zone):
        day = to_wall(change, zone).replace(hour=0, minute=0) - timedelta(days=1)
        walls = [day + timedelta(minutes=15 * quarter) for quarter in range(3 * 96)]
        instants = [to_utc(wall, zone) for wall in walls]
        for wall, instant in zip(walls, instants, strict=True):
            if is_in_gap(wall, zone):
                assert to_wall(instant, zone) > wall  # later by the gap, on the same day or at its end
                assert to_wall(instant, zone) - wall <= timedelta(hours=2)
            else:
                assert to_wall(instant, zone) == wall
            if is_repeated(wall, zone):
                assert to_wall(instant - HOUR / 2, zone) < wall  # the first of the two
        existing = [one for wall, one in zip(walls, instants, strict=True) if not is_in_gap(wall, zone)]
        assert len(set(existing)) == len(existing)


@pytest.mark.parametrize("zone", ZONES)
def test_a_daily_slot_comes_once_on_each_local_day(zone):
    for change in transitions(zone):
        start = change - timedelta(days=3)
        for hour in (0, 2, 3, 23):
            slots = slots_after(start, zone, (time(hour, 30),))
            planned = [next(slots) for _ in range(6)]
            days = [one.wall.date() for one in planned]
            assert days == [days[0] + timedelta(days=number) for number in range(6)]
            assert all(22 * HOUR <= b.due_at - a.due_at <= 26 * HOUR for a, b in pairwise(planned))


@given(st.sampled_from(ZONES), st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)))  # noqa: DTZ001 - wall times
def test_planning_anew_with_the_same_zone_data_changes_nothing(zone, wall):
    wall = wall.replace(microsecond=0)
    due = to_utc(wall, zone)
    assert replanned(wall, zone, due) == due
    second = wall.replace(tzinfo=zone_named(zone), fold=1).astimezone(UTC)
    assert replanned(wall, zone, second) == (second if is_repeated(wall, zone) else due)


@given(st.sampled_from(ZONES), st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)))  # noqa: DTZ001 - made aware below
def test_an_instant_is_kept_to_the_letter(zone, naive):
    instant = naive.replace(tzinfo=UTC)
    assert moment_at(instant, zone).due_at == instant
    assert moment(instant.isoformat(), zone) == moment_at(instant, zone)
    assert not moment_at(instant, zone).moved_by_clock_change


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "\x00"])
def test_zones_that_are_none_are_refused(name):
    with pytest.raises(BadInput):
        zone_named(name)


@pytest.mark.parametrize("text", ["", "now-ish", "2026-13-01T00:00", "2026-02-30T10:00", "25:00"])
def test_times_that_are_none_are_refused(text):
    with pytest.raises(BadInput):
        moment(text, "UTC")


def test_the_zone_data_has_a_name():
    assert zone_data_version()
