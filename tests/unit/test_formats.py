"""Money, counts, times and ages as people read them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.preferences import Clock, DateForm
from ofauto_desktop.services import formats

NOON = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (1999, "USD", "$19.99"),
        (0, "USD", "$0.00"),
        (-123456, "EUR", "-€1,234.56"),
        (1500, "JPY", "¥1,500"),
        (1234567, "KWD", "KWD1,234.567"),
        (None, "USD", "–"),
    ],
)
def test_money_knows_each_currency(minor, currency, words):
    assert formats.money(minor, currency) == words


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_money_never_loses_a_cent(minor):
    digits = "".join(one for one in formats.money(minor, "USD") if one.isdigit())
    assert int(digits) == abs(minor)


def test_unknown_is_a_dash_and_zero_is_zero():
    assert (formats.count(None), formats.count(0), formats.count(1204)) == ("–", "0", "1,204")
    assert (formats.percent(None), formats.percent(0.0)) == ("–", "0 %")


def test_changes_carry_their_sign():
    assert formats.percent(0.125, signed=True) == "+12.5 %"
    assert formats.percent(-0.03, signed=True) == "−3 %"
    assert formats.percent(12.5) == "1,250 %"


def test_times_are_told_in_their_zone_and_near_ones_by_name():
    instant = datetime(2026, 6, 4, 22, 30, tzinfo=UTC)
    assert formats.when(instant, "Europe/Berlin", now=NOON) == "Tomorrow, 00:30"
    assert formats.when(instant, "UTC", now=NOON) == "Today, 22:30"
    assert formats.when(instant, "America/New_York", viewer="UTC") == "Thu 4 Jun, 18:30 (New York)"


def test_near_days_are_small_inside_a_sentence():
    assert formats.within("Tomorrow, 18:00") == "tomorrow, 18:00"
    assert formats.within("Thu 4 Jun, 18:00") == "Thu 4 Jun, 18:00"


def test_words_stand_in_a_row():
    assert [formats.listed(["a", "b", "c"][:many]) for many in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


def test_a_day_of_another_year_says_so():
    assert formats.day(date(2025, 12, 31), today=NOON.date()) == "Wed 31 Dec 2025"
    assert formats.day(date(2026, 1, 1), today=NOON.date()) == "Thu 1 Jan"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3, minutes=59), "3 h ago"),
        (timedelta(days=2), "2 d ago"),
        (timedelta(seconds=-10), "in a moment"),
        (timedelta(minutes=-5), "in 5 min"),
    ],
)
def test_ages_are_told_in_one_unit(ago, words):
    assert formats.age(NOON - ago, NOON) == words


def test_what_was_never_read_says_so():
    assert formats.age(None, NOON) == "never"


def test_sizes_are_told_in_units_of_a_thousand():
    assert [formats.size(one) for one in (12, 1000, 4_200_000, 3_000_000_000)] == ["12 bytes", "1 KB", "4.2 MB", "3 GB"]


@pytest.fixture
def following():
    """Follow other conventions for one test."""
    before = formats.conventions()
    yield lambda **wanted: formats.follow(formats.Conventions(**wanted))
    formats.follow(before)


def test_german_figures_and_days(following):
    following(locale="de")
    assert (formats.count(1204), formats.percent(12.5), formats.size(4_200_000)) == ("1.204", "1.250 %", "4,2 MB")
    assert formats.money(123456, "EUR") == "1.234,56\xa0€"
    assert formats.day(date(2026, 6, 4)) == "Do 4. Juni"
    assert formats.day_month(date(2026, 11, 4), long=True) == "4. November"
    assert formats.weekday(date(2026, 6, 4), long=True) == "Donnerstag"


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:05 am"), (9, "9:05 am"), (12, "12:05 pm"), (18, "6:05 pm"), (23, "11:05 pm")]
)
def test_twelve_hours(following, hour, words):
    following(clock=Clock.H12)
    assert formats.clock(time(hour, 5)) == words


def test_the_order_of_a_date_is_a_wish(following):
    following(dates=DateForm.MONTH_FIRST)
    assert formats.day(date(2026, 6, 4)) == "Thu Jun 4"
    following(dates=DateForm.ISO)
    assert formats.day(date(2026, 6, 4), today=date(2025, 1, 1)) == "Thu 2026-06-04"
    assert formats.day_month(date(2026, 6, 4)) == "2026-06-04"
