"""Rules on money: M1 to M9, with the definitions' own examples, to the cent."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.analytics import MoneyRow
from ofauto_desktop.domain.currencies import CODES, is_currency
from ofauto_desktop.domain.money import (
    EXPONENTS,
    NOT_REAL,
    Effect,
    LedgerEntry,
    LedgerKind,
    LedgerStatus,
    effect,
    exponent,
    minor_units,
    round_half_away,
)

AT = datetime(2026, 3, 27, tzinfo=UTC)


def entry(gross: int, fee: int, status: LedgerStatus = LedgerStatus.SETTLED, **more) -> LedgerEntry:
    words = {"kind": LedgerKind.SALE, "currency": "USD", "remote_id": "1", "at": AT, "source": "test"} | more
    return LedgerEntry(gross_minor=gross, fee_minor=fee, status=status, **words)


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.4", 1), ("149.8", 150), ("-2.5", -3), ("2.5", 3)]
)
def test_halves_are_rounded_away_from_zero(amount: str, rounded: int) -> None:
    assert round_half_away(Decimal(amount)) == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("19.99", "USD", 1999), ("1500", "JPY", 1500), ("1.234", "KWD", 1234), ("-0.005", "USD", -1), (" 7 ", "EUR", 700)],
)
def test_amounts_in_minor_units(amount: str, currency: str, minor: int) -> None:
    assert minor_units(amount, currency) == minor


@pytest.mark.parametrize("amount", ["", "ten", "NaN", "Infinity", "1,5", "1e14", "-1e14", "1e99"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        minor_units(amount, "USD")


def test_exponents_are_those_of_babel() -> None:
    """But for money that CLDR shows without the small coins which ISO 4217 still counts (the dinar of Iraq and others)."""
    for code in list_currencies():
        assert get_currency_precision(code) in (exponent(code), 0), code
    assert set(EXPONENTS) <= set(list_currencies())
    assert [exponent(code) for code in ("USD", "JPY", "KWD")] == [2, 0, 3]


def test_fees_of_the_definitions_round_as_they_say() -> None:
    assert round_half_away(749 * Decimal("0.20")) == 150  # OnlyFans: 7.49 -> 1.50
    assert round_half_away(1000 * Decimal("0.129")) + 80 == 209  # Gumroad: 10.00 -> 2.09
    assert round_half_away(500 * Decimal("0.10")) + round_half_away(500 * Decimal("0.029")) + 30 == 95  # Patreon


def test_a_sale_a_refund_and_the_fee_that_comes_back() -> None:
    """M5's example: 120 - 24 - 20 + 4 = 80.00."""
    effects = [
        effect(entry(10_000, 2_000)),
        effect(entry(2_000, 400, LedgerStatus.REFUNDED)),  # the sale itself: its day does not change (M4)
        effect(entry(-2_000, -400, LedgerStatus.REFUNDED, parent_id="1")),
    ]
    assert effects[2] == Effect(refund_minor=2_000, fees_returned_minor=400, net_minor=-1_600)
    assert sum(one.gross_minor for one in effects) == 12_000
    assert sum(one.fee_minor for one in effects) == 2_400
    assert sum(one.net_minor for one in effects) == 8_000


def test_a_chargeback_and_the_dispute_that_is_won() -> None:
    lost = effect(entry(-1_000, -209, LedgerStatus.CHARGEBACK, parent_id="1"))
    won = effect(entry(1_000, 209, LedgerStatus.SETTLED, parent_id="1"))
    assert lost == Effect(chargeback_minor=1_000, fees_returned_minor=209, net_minor=-791)
    assert won == Effect(chargeback_minor=-1_000, fees_returned_minor=-209, net_minor=791)


def test_a_refund_that_is_taken_back_is_no_chargeback() -> None:
    back = effect(entry(300, 0, LedgerStatus.PARTIALLY_REFUNDED, parent_id="1"))
    assert back == Effect(refund_minor=-300, net_minor=300)


def test_a_fee_without_a_sale_is_a_fee() -> None:
    assert effect(entry(0, 1_500, parent_id="1")) == Effect(fee_minor=1_500, net_minor=-1_500)
    assert effect(entry(0, -50, parent_id="1")) == Effect(fees_returned_minor=50, net_minor=50)


def test_sales_are_counted_where_money_came_in_or_nobody_says_how_much() -> None:
    assert effect(entry(999, 209)).sales == 1
    assert effect(entry(0, 0)).sales == 0
    assert effect(entry(0, 0, amount_unknown=True)) == Effect(sales=1, unknown_amounts=1)
    assert effect(entry(0, 0, amount_unknown=True, parent_id="1")) == Effect(unknown_amounts=1)
    assert effect(entry(999, 209, fee_estimated=True)).estimated_fees == 1


@pytest.mark.parametrize("kind", [LedgerKind.PAYOUT, LedgerKind.TRANSFER])
def test_money_that_moves_is_not_earned(kind: LedgerKind) -> None:
    assert effect(entry(-5_000, 0, kind=kind)) is None


@pytest.mark.parametrize("status", [LedgerStatus.TEST, LedgerStatus.DECLINED, LedgerStatus.UNVERIFIED])
def test_what_is_not_real_is_not_counted(status: LedgerStatus) -> None:
    assert effect(entry(1_000, 0, status)) is None


@given(
    gross=st.integers(-(10**9), 10**9),
    fee=st.integers(-(10**8), 10**8),
    tax=st.integers(0, 10**6),
    status=st.sampled_from(sorted(set(LedgerStatus) - NOT_REAL)),
    parent=st.sampled_from([None, "1"]),
)
def test_every_line_adds_up_to_its_net(
    gross: int, fee: int, tax: int, status: LedgerStatus, parent: str | None
) -> None:
    one = effect(entry(gross, fee, status, tax_minor=tax, parent_id=parent))
    assert one is not None
    parts = one.gross_minor - one.fee_minor - one.refund_minor - one.chargeback_minor + one.fees_returned_minor
    assert parts == one.net_minor == gross - fee
    assert one.gross_minor >= 0
    assert one.fee_minor >= 0
    assert one.tax_minor == tax  # in neither gross nor net (M1a)


def test_the_take_rate() -> None:
    """M7: (fees + dispute fees - fees returned) / gross."""
    row = MoneyRow(
        key="sale",
        currency="USD",
        gross_minor=12_000,
        fee_minor=2_400,
        refunds_minor=2_000,
        chargebacks_minor=0,
        fees_returned_minor=400,
        tax_minor=0,
        net_minor=8_000,
        sales=2,
        incomplete=False,
        fee_estimated=False,
        as_of=None,
        source="",
    )
    assert row.take_rate == pytest.approx(2_000 / 12_000)


def test_currencies_are_those_of_babel() -> None:
    assert set(list_currencies()) == CODES
    assert not is_currency("usd")
