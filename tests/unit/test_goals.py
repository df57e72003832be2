"""Goals: the pace line, the day at which a goal is reached, and when that cannot be told (E13, P1, P2)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.goals import Forecast, Goal, expected, forecast

JUNE = date(2026, 6, 1)
GOAL = Goal(id=1, name="June", metric="likes", target=3000, first=JUNE, last=date(2026, 6, 30))


def test_the_pace_line_is_straight():
    assert expected(GOAL, 0, JUNE - timedelta(days=1)) == 0
    assert expected(GOAL, 0, JUNE) == 100
    assert expected(GOAL, 1000, date(2026, 6, 15)) == 2000
    assert expected(GOAL, 0, date(2026, 7, 9)) == 3000


def test_the_day_comes_at_the_pace_of_the_last_week():
    today = date(2026, 6, 15)
    assert forecast(GOAL, 1000, [100.0] * 60, today) == (Forecast.ON, today + timedelta(days=20))
    assert forecast(GOAL, 3000, [], today) == (Forecast.REACHED, None)


def test_weekdays_repeat():
    today = date(2026, 6, 15)  # a Monday
    gains = [700.0 if (today - timedelta(days=back)).weekday() == 6 else 0.0 for back in range(60, 0, -1)]
    assert forecast(GOAL, 2500, gains, today) == (Forecast.ON, date(2026, 6, 21))
    assert forecast(GOAL, 2200, gains, today) == (Forecast.ON, date(2026, 6, 28))


def test_an_unknown_weekday_takes_the_one_before():
    today = date(2026, 6, 15)
    gains = [100.0] * 53 + [None] * 7
    assert forecast(GOAL, 1000, gains, today) == (Forecast.ON, today + timedelta(days=20))


def test_it_cannot_be_told():
    today = date(2026, 6, 15)
    assert forecast(GOAL, 1000, [100.0] * 27, today) == (Forecast.CANNOT_TELL, None)
    assert forecast(GOAL, None, [100.0] * 60, today) == (Forecast.CANNOT_TELL, None)
    assert forecast(GOAL, 1000, ([100.0] * 6 + [None]) * 10, today) == (Forecast.CANNOT_TELL, None)
    assert forecast(GOAL, 10, [0.0] * 60, today) == (Forecast.NOT_WITHIN_REACH, None)
    assert forecast(GOAL, 10, [100.0] * 60, date(2026, 7, 1)) == (Forecast.OVER, None)


@given(st.lists(st.one_of(st.none(), st.floats(-50, 200)), max_size=120), st.integers(0, 2999))
def test_a_forecast_is_within_its_horizon(gains, value):
    today = date(2026, 6, 15)
    outlook, day = forecast(GOAL, value, gains, today)
    assert (day is not None) == (outlook is Forecast.ON)
    if day is not None:
        assert today < day <= today + timedelta(days=min(90, len(gains)))
