"""A person's pace for accounts that nobody looks at: quiet hours by their own clock, so many acts a day, pauses between."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.session_pace import ACTS_A_DAY, PAUSE, REST_FROM, REST_ON, REST_UNTIL, Rest, day_of_acts
from ofauto_desktop.services.session_pace import SessionPace

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
ADA = SimpleNamespace(id=1, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("hour", "ends"),
    [(21, None), (23, (16, 7)), (2, (15, 7)), (6, (15, 7)), (7, None)],
)
def test_quiet_hours_go_over_midnight_by_the_accounts_clock(hour, ends):
    now = datetime(2026, 6, 15, hour, 0, tzinfo=BERLIN)
    found = Rest(start=23 * 60, end=7 * 60).ends_at(now, BERLIN)
    assert found == (None if ends is None else datetime(2026, 6, *ends, 0, tzinfo=BERLIN))


@given(st.integers(0, 47), st.integers(0, 47), st.integers(0, 365 * 24 * 60))
def test_a_rest_always_ends_later_and_outside_of_itself(start, end, minutes):
    rest, now = Rest(start=start * 30, end=end * 30), NOON + timedelta(minutes=minutes)
    until = rest.ends_at(now, BERLIN)
    assert until is None or (now < until <= now + timedelta(hours=25))
    assert start != end or until is None


def test_a_day_of_acts_is_the_accounts():
    start, end = day_of_acts(NOON, BERLIN)
    assert (start, end) == (datetime(2026, 6, 14, 22, tzinfo=UTC), datetime(2026, 6, 15, 22, tzinfo=UTC))


class StubDatabase:
    done = 0

    async def read(self, _query, *_):
        return self.done


def paced(chosen=(), draw=None):
    chosen, slept = dict(chosen), []

    async def sleep(seconds):
        slept.append(seconds)

    preferences = SimpleNamespace(get=lambda setting: chosen.get(setting.key, setting.default))
    pace = SessionPace(StubDatabase(), preferences, lambda: NOON, sleep=sleep, draw=draw or (lambda least, _: least))
    return pace, slept


@pytest.mark.anyio
async def test_acts_of_an_account_are_a_persons_pause_apart():
    drawn = []
    pace, slept = paced(draw=lambda *between: drawn.append(between) or 5.0)
    assert await pace.hold(ADA) is None
    assert slept == []
    assert await pace.hold(ADA) is None
    assert await pace.hold(SimpleNamespace(id=2, zone="UTC")) is None
    assert drawn == [PAUSE]
    assert 4.0 < slept[0] <= 5.0


@pytest.mark.anyio
async def test_the_cap_of_the_day_puts_the_rest_off_to_the_next(monkeypatch):
    pace, _ = paced({ACTS_A_DAY.key: 10})
    monkeypatch.setattr(StubDatabase, "done", 9)
    assert await pace.hold(ADA) is None
    monkeypatch.setattr(StubDatabase, "done", 10)
    until, why = await pace.hold(ADA)
    assert until == datetime(2026, 6, 15, 22, tzinfo=UTC)
    assert why.startswith("10 posts went out today")


@pytest.mark.anyio
async def test_in_quiet_hours_an_account_rests_where_a_person_chose_so():
    chosen = {REST_FROM.key: 13 * 60, REST_UNTIL.key: 15 * 60}
    pace, _ = paced(chosen)
    assert await pace.hold(ADA) is None
    pace, _ = paced({**chosen, REST_ON.key: True})
    until, _ = await pace.hold(ADA)
    assert until == datetime(2026, 6, 15, 13, tzinfo=UTC)
