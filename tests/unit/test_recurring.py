"""Recurring revenue: who is active, how it moved, and that it adds up to the cent (S to S8, X2)."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.intervals import wilson
from ofauto_desktop.domain.recurring import (
    AMOUNTS,
    Charge,
    Due,
    Movements,
    Stretch,
    Subscription,
    added,
    dues,
    lifetime_value,
    movements,
    stretches,
)

DAY = timedelta(days=1)
NOW = datetime(2026, 9, 15, tzinfo=UTC)


def at(month: int, day: int = 1, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def paid(*times: datetime, price: int = 1000, fan: str = "f", months: int | None = 1, **more) -> Subscription:
    charges = tuple(Charge(one, price, "USD") for one in times)
    return Subscription(fan=fan, charges=charges, months=months, horizon=more.pop("horizon", NOW), **more)


def moved(*subscriptions: Subscription, start=None, end=None, rate=lambda _: Fraction(1)) -> Movements:
    found = [one for subscription in subscriptions for one in stretches(subscription)]
    ended = [one for subscription in subscriptions for one in dues(subscription)]
    return movements(found, ended, start or at(6), end or at(7), rate)


def test_a_fan_is_active_while_it_is_paid_and_a_late_payment_is_bridged() -> None:
    # Due on 5 July, paid on the 8th at the same hour less a second: bridged. Due on 7 August, never paid.
    one = paid(at(6, 5), at(7, 5) + 3 * DAY - timedelta(seconds=1))
    assert [(found.start, found.end) for found in stretches(one)] == [
        (at(6, 5), one.charges[1].at),
        (one.charges[1].at, one.charges[1].at + 31 * DAY),
    ]
    assert list(dues(one)) == [Due(at(7, 5), True), Due(one.charges[1].at + 31 * DAY, False)]


def test_a_gap_of_three_days_and_more_is_churn_at_the_end_of_what_was_paid() -> None:
    one = paid(at(6, 5), at(7, 9))
    july = moved(one, start=at(7), end=at(8))
    assert (july.churn, july.churned_fans, july.reactivation, july.reactivated_fans) == (1000, 1, 1000, 1)
    assert (july.mrr_start, july.mrr_end, july.lost) == (1000, 1000, 0)


def test_churn_is_booked_when_three_days_have_passed() -> None:
    waiting = paid(at(6, 5), horizon=at(7, 7))
    booked = paid(at(6, 5), horizon=at(7, 8))
    assert moved(waiting, start=at(7), end=at(7, 7)).churned_fans == 0
    assert moved(booked, start=at(7), end=at(7, 8)).churned_fans == 1
    assert (list(dues(waiting)), list(dues(booked))) == ([], [Due(at(7, 5), False)])


def test_free_spells_trials_and_failed_ones_count_as_the_rules_say() -> None:
    free = paid(at(6, 5), price=0)
    trial = Subscription(
        fan="t",
        charges=(),
        months=1,
        horizon=NOW,
        started_at=at(6, 2),
        trial_until=at(7, 2),
        told_minor=500,
        currency="USD",
    )
    assert (moved(free).active_end, moved(free).new_fans) == (0, 0)
    assert moved(trial).active_end == 0
    assert moved(trial, start=at(7), end=at(8)).new == 500
    cancelled = paid(at(6, 5), ended_at=at(6, 20))
    assert (moved(cancelled).new, moved(cancelled).churn, moved(cancelled).lost) == (1000, 1000, 0)


def test_the_examples_of_s1() -> None:
    quarter = paid(at(6), price=3240, months=3)
    assert [rounded.a_month for rounded in stretches(quarter)] == [Fraction(1080)]


def test_movements_of_every_kind() -> None:
    stays = paid(at(5, 10), at(6, 10), at(7, 10), fan="stays")
    joins = paid(at(6, 10), at(7, 10), fan="joins", price=500)
    leaves = paid(at(5, 10), fan="leaves", price=700)
    back = paid(at(3, 10), at(6, 20), fan="back", price=300)
    comes_and_goes = paid(at(6, 3), fan="short", price=100, ended_at=at(6, 9))
    grows = Subscription(
        fan="grows", charges=(Charge(at(5, 10), 100, "USD"), Charge(at(6, 10), 250, "USD")), months=1, horizon=NOW
    )
    shrinks = Subscription(
        fan="shrinks", charges=(Charge(at(5, 10), 250, "USD"), Charge(at(6, 10), 100, "USD")), months=1, horizon=NOW
    )
    june = moved(stays, joins, leaves, back, comes_and_goes, grows, shrinks)
    assert june.mrr_start == 1000 + 700 + 100 + 250
    assert (june.new, june.reactivation, june.expansion) == (500 + 100, 300, 150)
    assert (june.contraction, june.churn) == (150, 700 + 100)
    assert june.mrr_end == 1000 + 500 + 300 + 250 + 100
    assert (june.active_start, june.active_end, june.lost) == (4, 5, 1)
    assert (june.new_fans, june.reactivated_fans, june.churned_fans) == (2, 1, 2)
    assert (june.churn_rate, june.arps) == (0.25, 430)
    assert june.churn_interval.low < 0.25 < june.churn_interval.high
    assert (june.due, june.renewed) == (4, 3)


def test_two_subscriptions_of_a_fan_are_one_worth() -> None:
    first, second = paid(at(5, 10), at(6, 10), at(7, 10)), paid(at(6, 15), at(7, 15), price=400)
    june = moved(first, second)
    assert (june.new, june.expansion, june.mrr_end, june.active_end) == (0, 400, 1400, 1)


def test_what_is_not_known_makes_amounts_unknown_and_counts_stay() -> None:
    known, unknown = paid(at(6, 5)), paid(at(6, 5), fan="g", months=None)
    june = moved(known, unknown)
    assert {getattr(june, name) for name in AMOUNTS} == {None}
    assert (june.active_end, june.new_fans, june.unknown_prices) == (2, 2, 1)
    elsewhere = moved(known, rate=lambda _: None)
    assert (elsewhere.mrr_end, elsewhere.missing_rate) == (None, "USD")
    assert (elsewhere.gross_churn_rate, elsewhere.net_churn_rate) == (None, None)
    # It ran before the ledger begins: what was paid then nobody knows.
    older = paid(at(6, 5), started_at=at(4, 5))
    assert moved(older, start=at(5), end=at(6)).mrr_end is None
    assert moved(older, start=at(6, 6), end=at(7)).mrr_end == 1000


def test_s3_and_s4_by_their_examples() -> None:
    june = Movements(
        start=at(6), end=at(7), active_start=200, lost=14, mrr_start=100, churn=10, contraction=10, expansion=10
    )
    assert june.churn_rate == pytest.approx(0.07)
    assert june.churn_interval is None
    assert (june.gross_churn_rate, june.net_churn_rate) == (0.2, 0.1)
    nobody = Movements(start=at(6), end=at(7))
    assert (nobody.churn_rate, nobody.gross_churn_rate, nobody.rebill_rate, nobody.arps) == (None, None, None, None)


def test_s6_by_its_example_and_its_bounds() -> None:
    found = lifetime_value(Fraction(1000), Fraction(1, 5), 30, 600)
    assert found.value == 16_000
    assert found.low < 16_000 < found.high
    nobody_left = lifetime_value(Fraction(1000), Fraction(1, 5), 0, 600)
    assert nobody_left.value is None
    assert nobody_left.high == 800 * 60
    assert nobody_left.low < nobody_left.high or nobody_left.low == 48_000
    assert lifetime_value(Fraction(1000), Fraction(1, 5), 0, 0) == (None, None, None)
    assert lifetime_value(Fraction(1000), Fraction(0), 1, 1000).value == 60_000


def test_wilson_by_its_example() -> None:
    low, high = wilson(8, 100)
    assert (round(low, 3), round(high, 3)) == (0.041, 0.150)
    assert (wilson(0, 10).low, wilson(10, 10).high, wilson(0, 0)) == (0.0, 1.0, None)


_STRETCHES = st.lists(
    st.builds(
        lambda fan, start, length, price, currency: Stretch(
            f"f{fan}",
            at(1) + timedelta(hours=start),
            None if length is None else at(1) + timedelta(hours=start + length),
            Fraction(price, 7),
            currency,
        ),
        st.integers(0, 4),
        st.integers(0, 4000),
        st.one_of(st.none(), st.integers(1, 2000)),
        st.integers(1, 9000),
        st.sampled_from(["USD", "EUR"]),
    ),
    max_size=25,
)


@given(_STRETCHES, st.lists(st.integers(0, 5000), min_size=2, max_size=5, unique=True))
def test_movements_add_up_to_the_cent_and_periods_follow_on_each_other(found: list[Stretch], hours: list[int]) -> None:
    def rate(currency: str) -> Fraction:
        return Fraction(10712, 10000) if currency == "EUR" else Fraction(1)

    edges = [at(1) + timedelta(hours=one) for one in sorted(hours)]
    parts = [movements(found, [], start, end, rate) for start, end in pairwise(edges)]
    whole = movements(found, [], edges[0], edges[-1], rate)
    for one in (*parts, whole):
        gained = one.new + one.reactivation + one.expansion - one.contraction - one.churn
        assert one.mrr_end == one.mrr_start + gained
        assert one.active_end == one.active_start + one.new_fans + one.reactivated_fans - one.churned_fans
        assert one.lost <= one.active_start
    for one, following in pairwise(parts):
        assert (one.mrr_end, one.active_end) == (following.mrr_start, following.active_start)
    for name in ("new", "reactivation", "expansion", "contraction", "churn", "new_fans", "churned_fans"):
        assert sum(getattr(one, name) for one in parts) == getattr(whole, name)
    twice = added([whole, whole])
    assert (twice.mrr_end, twice.active_end) == (2 * whole.mrr_end, 2 * whole.active_end)
