"""Ko-fi's deliveries: each trap of its sheet (platforms/kofi.md), by name."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged, NotGenuine
from connectors.kofi import webhooks
from connectors.practice.kofi.world import TYPES, World, empty, from_json, year
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.services import csv_files

TOKEN = "5f1d9a52-3c1b-4f77-9b1c-2a7be0c9a111"
LOGIN = {"verification_token": TOKEN}
MESSAGE = {
    "verification_token": TOKEN,
    "message_id": "3a1fac0c-f960-4506-a60e-824979a74e74",
    "timestamp": "2026-07-05T14:22:31Z",
    "type": "Donation",
    "is_public": True,
    "from_name": "Mira",
    "message": "Love the sketches!",
    "amount": "3.00",
    "url": "https://ko-fi.com/Home/CoffeeShop?txid=x",
    "email": "mira@example.com",
    "currency": "USD",
    "is_subscription_payment": False,
    "is_first_subscription_payment": False,
    "kofi_transaction_id": "0a1faa0c-f960-4500-a60e-824979a74e74",
    "shop_items": None,
    "tier_name": None,
    "shipping": None,
}


def form(**fields: object) -> bytes:
    return urlencode({"data": json.dumps({**MESSAGE, **fields})}).encode()


def line(**fields: object):
    (entry,) = webhooks.told(form(**fields), {}).batch.ledger
    return entry


def test_a_tip():
    entry = line()
    assert (entry.kind, entry.gross_minor, entry.currency) == (LedgerKind.TIP, 300, "USD")
    assert entry.at == datetime(2026, 7, 5, 14, 22, 31, tzinfo=UTC)
    assert entry.status is LedgerStatus.SETTLED
    # Fees are not sent: M3's table, 2.9 % + $0.30, and marked.
    assert (entry.fee_minor, entry.fee_estimated) == (39, True)


def test_the_body_is_a_form_with_one_field_and_not_json():
    assert webhooks.admit(form(), {}, LOGIN) == MESSAGE["message_id"]
    for body in (json.dumps(MESSAGE).encode(), b"", b"other=1", b"data=1&data=2", b"data=%7B", b"\xff\xfe", b"data="):
        with pytest.raises(LayoutChanged):
            webhooks.admit(body, {}, LOGIN)


def test_plus_is_a_space_and_percent_2b_a_plus():
    body = ("data=" + quote(json.dumps({**MESSAGE, "from_name": "A+B C ☕"})).replace("%20", "+")).encode()
    (entry,) = webhooks.told(body, {}).batch.ledger
    assert entry.fan is not None
    assert entry.fan.startswith("A+B C ☕ #")


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), None, f"{TOKEN} "])
def test_a_wrong_token_is_refused(token):
    with pytest.raises(NotGenuine):
        webhooks.admit(form(verification_token=token), {}, LOGIN)


def test_no_token_of_ours_admits_nothing():
    with pytest.raises(NotGenuine):
        webhooks.admit(form(verification_token=""), {}, {})


def test_the_same_payment_under_another_message_is_one_line():
    assert line().remote_id == line(message_id="another").remote_id


def test_one_transaction_of_two_types_is_two_lines():
    assert line().remote_id != line(type="Shop Order").remote_id


@pytest.mark.parametrize(
    "sign", [{"kofi_transaction_id": "00000000-1111-2222-3333-444444444444"}, {"email": "jo.example@example.com"}]
)
def test_a_test_message_is_no_money_and_stands_for_no_other(sign):
    first, second = line(**sign), line(**sign, message_id="another")
    assert (first.status, second.status) == (LedgerStatus.TEST, LedgerStatus.TEST)
    assert first.remote_id != second.remote_id
    assert first.remote_id != line().remote_id


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1250.50", "USD", 125050),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.005", "KWD", 1005),
        ("0.00", "EUR", 0),
    ],
)
def test_amounts_are_decimals_of_their_currency(amount, currency, minor):
    assert line(amount=amount, currency=currency).gross_minor == minor


@pytest.mark.parametrize("amount", ["NaN", "-1", "1e400", "", "three", "Infinity"])
def test_an_amount_that_is_none_is_not_guessed(amount):
    with pytest.raises(LayoutChanged):
        line(amount=amount)


def test_the_first_payment_of_a_member_and_a_renewal_are_told_apart_by_the_flag():
    first = line(
        type="Subscription", is_subscription_payment=True, is_first_subscription_payment=True, tier_name="Gold"
    )
    later = line(type="Subscription", is_subscription_payment=True, tier_name="Gold")
    assert (first.kind, later.kind) == (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL)
    assert first.subscription == later.subscription
    assert first.product_name == "Gold"
    assert first.remote_id == later.remote_id, "the same transaction"
    # 5 % more than a tip on the free plan (M3).
    assert first.fee_minor == 15 + 9 + 30


def test_a_monthly_tip_has_no_tier():
    assert line(type="Subscription", is_subscription_payment=True, tier_name=None).product is None


def test_a_shop_order_names_codes_and_never_products():
    entry = line(
        type="Shop Order",
        shop_items=[{"direct_link_code": "1a2b", "variation_name": "", "quantity": 2}, {"direct_link_code": "c3"}],
    )
    assert (entry.kind, entry.product, entry.product_name) == (
        LedgerKind.SHOP,
        "1a2b",
        "ko-fi.com/s/1a2b × 2, ko-fi.com/s/c3",
    )


def test_an_unknown_type_and_unknown_fields_are_kept():
    entry = line(type="Something New", discord_username="x", extra={"deep": [1]})
    assert (entry.kind, entry.gross_minor) == (LedgerKind.OTHER, 300)


@pytest.mark.parametrize(
    "stamp", ["2026-07-05T14:22:31.123Z", "2026-07-05T14:22:31+00:00", "2026-07-05T16:22:31+02:00"]
)
def test_every_form_of_a_time(stamp):
    assert line(timestamp=stamp).at.replace(microsecond=0) == datetime(2026, 7, 5, 14, 22, 31, tzinfo=UTC)


def test_an_address_is_not_kept_and_tells_two_of_one_name_apart():
    one, other = line(from_name="Anonymous"), line(from_name="Anonymous", email="x@example.com")
    assert one.fan != other.fan
    assert "@" not in repr((one, other))


@given(number=st.integers(1, 10**6), kind=st.sampled_from(TYPES))
def test_whatever_the_practice_platform_sends_is_read(number, kind):
    message = World().message(number, kind)
    body = urlencode({"data": json.dumps(message)}).encode()
    assert webhooks.admit(body, {}, {"verification_token": message["verification_token"]}) == message["message_id"]
    (entry,) = webhooks.told(body, {}).batch.ledger
    assert entry.gross_minor > 0


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_practice_year_is_the_same_for_the_same_dice_and_after_a_restart():
    made = year(7, NOW)
    assert made.year() == year(7, NOW).year() == from_json(made.to_json()).year()
    assert made.year() != year(8, NOW).year()
    assert {paid.kind for paid in made.year()} == set(TYPES)
    assert NOW - timedelta(days=367) < made.year()[0].at < made.year()[-1].at <= NOW
    assert empty().year() == from_json(b'{"seed":1}').year() == []


def test_a_practice_year_is_told_once_by_the_downloaded_list_and_by_deliveries():
    made, since = year(7, NOW), NOW - timedelta(days=35)
    table = csv_files.parse(made.download(since), "list.csv")
    (test, *told) = [webhooks.told(body, {}).batch.ledger[0] for body in made.deliveries(since)]
    assert test.status is LedgerStatus.TEST
    assert len(table.rows) + len(told) == len(made.year())
    assert [one.at for one in told] == [paid.at for paid in made.year() if paid.at >= since]
    whole = csv_files.parse(made.download(NOW + timedelta(days=1)), "list.csv")
    listed = {row[whole.columns.index("TransactionId")] for row in whole.rows}
    assert {one.remote_id.partition(":")[0] for one in told} <= listed
    assert len(listed) == len(made.year())


@given(body=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"data=" + tail)))
def test_any_bytes_are_a_delivery_or_refused(body):
    with pytest.raises((LayoutChanged, NotGenuine)):
        webhooks.admit(body, {}, LOGIN)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(MESSAGE)), _JSON, max_size=4))
def test_any_value_in_any_field_is_read_or_refused(changes):
    body = form(**changes)
    try:
        webhooks.admit(body, {}, LOGIN)
        webhooks.told(body, {})
    except (LayoutChanged, NotGenuine):
        return


@pytest.mark.parametrize(
    "fields",
    [
        {"shop_items": ["1a2b"]},
        {"shop_items": {"direct_link_code": "1a2b"}},
        {"shop_items": [{"direct_link_code": 7, "quantity": "2"}, None]},
        {"from_name": 5},
        {"email": ["mira@example.com"]},
        {"tier_name": 3},
        {"type": 1},
        {"message_id": 5},
        {"kofi_transaction_id": {}},
        {"is_subscription_payment": "false", "is_first_subscription_payment": 0},
        {"message": {"deep": [[[[]]]]}, "shipping": 4},
    ],
)
def test_a_field_that_changed_its_type_costs_no_payment(fields):
    """Ko-fi sends a payment a few times and never again: refused for a field that does not matter, it would be lost."""
    assert webhooks.admit(form(**fields), {}, LOGIN)
    assert (line(**fields).gross_minor, line(**fields).status) == (300, LedgerStatus.SETTLED)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": None},
        {"amount": "three"},
        {"currency": None},
        {"timestamp": None},
        {"timestamp": "yesterday"},
        {"timestamp": "0001-01-01T00:00:00+14:00"},
        {"timestamp": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_a_payment_without_its_amount_or_time_is_theirs_and_is_kept_for_a_person(fields):
    assert webhooks.admit(form(**fields), {}, LOGIN) == MESSAGE["message_id"]
    with pytest.raises(LayoutChanged):
        webhooks.told(form(**fields), {})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(sorted(set(MESSAGE) - {"verification_token"})), ANYTHING))
def test_whatever_stands_in_its_fields_a_delivery_of_theirs_is_admitted(fields):
    body = form(**fields)
    assert webhooks.admit(body, {}, LOGIN)
    try:
        (entry,) = webhooks.told(body, {}).batch.ledger
    except LayoutChanged:
        return
    assert 0 <= entry.gross_minor < 2**63
    assert entry.at.tzinfo is UTC


@pytest.mark.parametrize("currency", ["ABC", "EURO", "€", "ﬀﬀﬀ", ""])
def test_a_currency_that_nobody_knows_is_none(currency):
    with pytest.raises(LayoutChanged, match="no currency"):
        line(currency=currency)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"])
def test_a_time_outside_the_calendar_is_refused(at):
    with pytest.raises(LayoutChanged, match="outside the calendar"):
        line(timestamp=at)
