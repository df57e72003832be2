"""When a fan is an active subscriber, and what they pay a month (S, S1)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.money import round_half_away
from ofauto_desktop.domain.subscriptions import Spell, a_month, months_after, rounded

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SPELL = Spell(
    fan="1",
    status="alive",
    trial_until=None,
    ended_at=None,
    months=1,
    price_minor=900,
    charged_at=NOW - 10 * DAY,
    currency="USD",
    source="Gumroad API",
)


def test_the_price_of_a_month() -> None:
    """S1's example: $32.40 for 3 months is 10.80 a month."""
    assert a_month(SPELL._replace(price_minor=3_240, months=3)) == 1_080
    assert rounded(Fraction(1_000, 3)) == 333
    assert rounded(Fraction(1, 2)) == 1
    assert rounded(Fraction(-1, 2)) == -1
    assert a_month(SPELL._replace(price_minor=None)) is None
    assert a_month(SPELL._replace(months=None)) is None


@given(st.integers(-(10**9), 10**9), st.integers(1, 24))
def test_rounding_is_that_of_money(amount: int, months: int) -> None:
    with localcontext() as context:
        context.prec = 60
        assert rounded(Fraction(amount, months)) == round_half_away(Decimal(amount) / months)


@pytest.mark.parametrize(
    ("changes", "active"),
    [
        ({}, True),
        ({"status": "pending_cancellation"}, True),
        ({"price_minor": 0}, False),
        ({"price_minor": None}, True),
        ({"trial_until": NOW + DAY}, False),
        ({"trial_until": NOW}, True),
        ({"status": "cancelled"}, False),
        ({"status": "fixed_subscription_period_ended"}, False),
        ({"ended_at": NOW - DAY}, False),
        # Paid through 13 June: the payment is tried again for three days, then it is churn.
        (
            {"charged_at": datetime(2026, 5, 13, 12, tzinfo=UTC), "status": "failed_payment", "ended_at": NOW - DAY},
            True,
        ),
        ({"charged_at": datetime(2026, 5, 12, 12, tzinfo=UTC), "status": "failed_payment"}, False),
        ({"charged_at": datetime(2026, 5, 12, 12, tzinfo=UTC)}, False),
        ({"charged_at": None, "price_minor": None, "status": "failed_payment"}, False),
    ],
)
def test_who_is_an_active_subscriber(changes: dict[str, object], active: object) -> None:
    assert SPELL._replace(**changes).is_active(NOW, NOW) is active  # type: ignore[arg-type]


def test_a_renewal_that_was_not_read_yet_is_not_missed() -> None:
    due = SPELL._replace(charged_at=NOW - 60 * DAY)
    assert not due.is_active(NOW, NOW)
    assert due.is_active(NOW, NOW - 30 * DAY)
    assert due.is_active(NOW, None)


def test_months_end_where_they_can() -> None:
    assert months_after(datetime(2026, 1, 31, tzinfo=UTC), 1) == datetime(2026, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 11, 30, tzinfo=UTC), 3) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 12, 5, tzinfo=UTC), 24) == datetime(2028, 12, 5, tzinfo=UTC)
