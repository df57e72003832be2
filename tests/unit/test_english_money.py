"""What is written without Babel is what Babel writes."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.services.english_money import _KNOWN, written


@given(st.sampled_from(sorted(_KNOWN)), st.integers(-(10**15), 10**15))
def test_it_is_written_as_babel_writes_it(currency, minor):
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    assert written(minor, currency) == format_currency(amount, currency, locale="en")


def test_a_currency_that_is_not_known_here_is_babels():
    assert written(1, "KWD") is None
