"""Occurrences keep their hour of the wall clock over every change of clocks, in every zone, and none is in the past."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.accounts import Account, LoginState
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ofauto_desktop.domain.schedule import is_in_gap, to_wall
from ofauto_desktop.services.series_changes import days_until, occurrences

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Pacific/Apia",
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def account(number, zone):
    return Account(
        id=number,
        platform=PlatformId.X,
        name=zone,
        client_id=1,
        client="Ada",
        zone=zone,
        state=LoginState.CONNECTED,
        state_since=FIRST,
        state_reason="",
        remote_id=None,
        handle=None,
        expires_at=None,
        paused_until=None,
        text_limit=None,
        endpoints={},
        has_proxy=False,
        practice=True,
    )


@given(
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True),
    start=st.dates(date(2026, 6, 16), date(2031, 6, 1)),
    at=st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15)),
    interval=st.integers(1, 5),
    passed=st.integers(-3, 100),
)
def test_every_occurrence_has_its_wall_time_or_goes_out_later_by_the_gap(zones, start, at, interval, passed):
    accounts = [account(number, zone) for number, zone in enumerate(zones, start=1)]
    first = datetime.combine(start, at)
    now = first.replace(tzinfo=UTC) + timedelta(days=passed)
    draft = Draft(account_ids=tuple(one.id for one in accounts), text="hi")
    days = days_until(Recurrence(every=Every.DAY, interval=interval), first, start + timedelta(days=90))
    made = occurrences(draft, accounts, days, first, now)
    for day, post in made.items():
        for target in post.targets:
            late = to_wall(target.at.due_at, target.zone) - target.at.wall
            assert target.at.wall == datetime.combine(day, at)
            assert target.at.due_at > now
            assert timedelta() < late <= timedelta(hours=1) if is_in_gap(target.at.wall, target.zone) else not late
    in_time = [day for day in days if day > now.date() + timedelta(days=1)]
    assert set(in_time) <= set(made)  # what is more than a day away is in no zone over
