"""Fansly's numbers become ours exactly: money, times, and a charge's place among a fan's subscriptions."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.fansly import parse, units
from connectors.fansly.rules import FanslyRules
from connectors.fansly.wire import Subscription
from ofauto_desktop.domain.money import LARGEST

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@given(price=st.integers(0, 10**9), tax=st.sampled_from([0, 500, 1000, 1500, 2000, 2500, 3000]))
def test_a_price_in_whole_cents_comes_back_out_of_what_is_left_of_it(price, tax):
    net = Fraction(price * 10 * (10_000 - tax), 10_000)
    if net.denominator != 1:
        return  # no wallet tells parts of a mill
    taken = units.taken(int(net), tax)
    assert taken.gross == price
    assert abs(taken.fee - Fraction(price * tax, 10_000)) <= Fraction(1, 2)


@given(net=st.integers(-LARGEST, LARGEST), tax=st.integers(0, 9_000))
def test_what_arrives_is_off_by_a_cent_at_most(net, tax):
    taken = units.taken(net, tax)
    assert abs(taken.gross - taken.fee - Fraction(net, 10)) <= 1


@given(net=st.integers(-(10**30), 10**30), tax=st.integers(-5, 20_000))
def test_any_amount_is_read_or_refused(net, tax):
    try:
        taken = units.taken(net, tax)
    except LayoutChanged:
        return
    assert abs(taken.gross) <= LARGEST


@given(st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001 - made aware below
def test_seconds_and_milliseconds_of_one_moment_are_one_moment(naive):
    at = naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
    assert units.instant(units.milliseconds(at)) == at
    assert units.instant(at.timestamp()) == at


@given(st.one_of(st.floats(allow_nan=False), st.integers(-(10**40), 10**40)))
def test_any_time_is_read_or_refused(told):
    try:
        found = units.instant(told)
    except LayoutChanged:
        return
    assert found is None or found.tzinfo is UTC


def test_zero_says_never():
    assert units.instant(0) is None
    with pytest.raises(LayoutChanged):
        units.moment(0)


def a_row(days, *, tier="1", status=3, **more):
    began = units.milliseconds(AT - timedelta(days=days))
    return Subscription(subscriber_id="9", subscription_tier_id=tier, created_at=began, status=status, **more)


@pytest.mark.parametrize(
    ("rows", "renewal", "key"),
    [
        ([a_row(0)], False, "9:1"),
        ([a_row(30)], True, "9:1"),
        ([a_row(-1)], False, "9:1"),  # what is listed began later: nothing is called a renewal without a sign of it
        ([a_row(60, tier="1"), a_row(0, tier="2")], False, "9:2"),
        ([a_row(-1, tier="1"), a_row(-2, tier="2")], False, None),
    ],
)
def test_a_charge_belongs_to_the_subscription_that_ran_then(rows, renewal, key):
    assert parse.spell_at(rows, AT) == (renewal, key)


def test_a_status_that_nobody_knows_is_kept():
    assert parse.subscriber(a_row(1, status=9, price=5000)).status == "unknown"
    assert parse.subscriber(a_row(1, status=None)).price_minor is None


@pytest.mark.parametrize(("days", "months"), [(30, 1), (90, 3), (180, 6), (365, 12), (0, None), (7, 1), (10**6, None)])
def test_a_rhythm_is_told_in_months(days, months):
    assert parse.subscriber(a_row(1, billing_cycle=days)).months == months


def test_text_is_counted_as_the_pages_field_counts_it():
    rules = FanslyRules()
    assert rules.measure("a💛").length == 3
    assert rules.measure("💛" * 1501).cut == 1500
    assert [one.blocking for one in rules.problems(["x" * 2500], [])] == [False]
    assert [one.blocking for one in rules.problems(["x" * 3001], [])] == [True]
