"""Gumroad's fees: the examples of M3, and what must hold for every amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.gumroad import fees

PRICES = st.integers(1, 10_000_000)


@pytest.mark.parametrize(
    ("price", "discover", "fee"),
    [
        (1000, False, 209),  # M3: Gumroad $10.00 direct -> 1.29 + 0.80
        (1000, True, 300),
        (50, False, 86),
        (5, True, 2),  # 1.5 cents, half away from zero
        (0, False, 0),
        (-100, False, 0),
    ],
)
def test_an_unnamed_fee_is_estimated(price, discover, fee):
    assert fees.estimated(price, discover=discover) == fee


def test_a_refund_brings_the_fee_back_less_what_the_card_processor_keeps():
    assert fees.returned(209, 1000, 1000) == 209 - (29 + 30)
    assert fees.returned(209, 1000, 500) == 105 - 30  # 104.5 and 14.5 + 15, halves away from zero


@given(PRICES, st.data())
def test_never_more_comes_back_than_was_taken(price, data):
    refunded = data.draw(st.integers(0, price))
    fee = fees.estimated(price, discover=data.draw(st.booleans()))
    assert 0 <= fees.returned(fee, price, refunded) <= fee


@given(PRICES, st.integers(0, 1_000_000))
def test_the_whole_of_a_price_has_the_whole_share(price, amount):
    assert fees.share(amount, price, price) == amount
    assert fees.share(amount, price, 0) == 0


def test_nothing_has_no_share():
    assert fees.share(100, 0, 0) == 0
    assert fees.returned(100, 0, 0) == 0
