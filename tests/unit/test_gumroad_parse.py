"""Gumroad's payloads to domain values: saved forms, every form of a number, and money that always adds up."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.gumroad import parse
from connectors.gumroad.wire import Offer, PayoutItem, Product, Sale, SalesPage, SubscriberItem, User
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus

SOLD = datetime(2026, 11, 21, 18, 37, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

# platforms/gumroad.md §3, shortened to what could be misread.
SAVED = b"""{"success":true,"sales":[{"id":"FO8TXN-dbxYaBdahG97Y-Q==","email":"bo@example.com",
"seller_id":"RkCCaDkPPciPd9155vcaJg==","timestamp":"1 day ago","daystamp":" 1 Nov 2026 10:37 AM",
"created_at":"2026-11-21T18:37:12Z","product_name":"Brushes","price":1612,"gumroad_fee":161,
"formatted_display_price":"\\u20ac15","currency_symbol":"\\u20ac","amount_refundable_in_currency":"15",
"product_id":"A-m3CDDC5dlrSdKZp0RFhA==","refunded":false,"partially_refunded":false,"chargedback":false,
"purchase_email":"bo@example.com","order_id":524459935,"purchaser_id":"5550321502811","disputed":false,
"dispute_won":false,"discover_fee_charged":false,"subscription_id":"GDzW4_aBdQc-o7Gbjng7lw==",
"recurring_charge":false,"offer_code":{"code":"SPRING"},"affiliate":{"email":"x@example.com","amount":"$2.50"},
"quantity":1}]}"""


def a_sale(**more):
    return Sale(**{"id": "s1==", "created_at": SOLD, "price": 1000, "gumroad_fee": 209, **more})


def booked(sale, refunds=None, noticed=NOW):
    given = parse.grown([], parse.refunded(sale)) if refunds is None else refunds
    return {entry.remote_id: entry for entry in parse.movements(sale, given, noticed)}


def test_the_saved_sale():
    [sale] = msgspec.json.decode(SAVED, type=SalesPage).sales
    rows = booked(sale)
    made, commission = rows["FO8TXN-dbxYaBdahG97Y-Q=="], rows["FO8TXN-dbxYaBdahG97Y-Q==:affiliate"]
    assert (made.gross_minor, made.fee_minor, made.net_minor, made.currency) == (1612, 161, 1451, "USD")
    assert (made.kind, made.status, made.fee_estimated) == (LedgerKind.SUBSCRIPTION, LedgerStatus.SETTLED, False)
    assert (made.at, made.fan, made.parent_id) == (SOLD, "5550321502811", None)
    assert made.subscription == "GDzW4_aBdQc-o7Gbjng7lw=="
    assert (commission.kind, commission.gross_minor, commission.fee_minor) == (LedgerKind.COMMISSION, 0, 250)
    assert commission.parent_id == made.remote_id


@pytest.mark.parametrize("price", [1000, 1000.0, "1000", "1000.0", " 1000 "])
def test_a_whole_number_in_every_form(price):
    assert parse.whole(price) == 1000


@pytest.mark.parametrize("price", ["abc", "", 10.5, "10.5", float("inf"), "NaN", "1e400", 1e30])
def test_what_is_no_whole_number_is_refused(price):
    with pytest.raises(ValueError, match="number"):
        parse.whole(price)


def test_the_price_is_in_dollars_whatever_sign_the_product_has():
    assert booked(a_sale(currency_symbol="¥"))["s1=="].currency == "USD"


def test_a_missing_price_is_unknown_and_a_missing_fee_estimated():
    unknown = booked(a_sale(price=None))["s1=="]
    assert (unknown.gross_minor, unknown.fee_minor, unknown.amount_unknown) == (0, 0, True)
    estimated = booked(a_sale(gumroad_fee=None))["s1=="]
    assert (estimated.fee_minor, estimated.fee_estimated) == (209, True)
    assert booked(a_sale(gumroad_fee=None, discover_fee_charged=True))["s1=="].fee_minor == 300


def test_a_free_trial_costs_nothing():
    row = booked(a_sale(price=0, gumroad_fee=None, subscription_id="m"))["s1=="]
    assert (row.gross_minor, row.fee_minor, row.fee_estimated, row.amount_unknown) == (0, 0, False, False)


def test_renewals_and_first_charges_are_told_apart():
    assert booked(a_sale(subscription_id="m", recurring_charge=True))["s1=="].kind is LedgerKind.RENEWAL
    assert booked(a_sale())["s1=="].kind is LedgerKind.SALE


def test_a_refund_is_an_entry_of_its_own_and_the_sale_stays():
    rows = booked(a_sale(refunded=True))
    sale, refund = rows["s1=="], rows["s1==:refund"]
    assert (sale.gross_minor, sale.status) == (1000, LedgerStatus.SETTLED)
    assert (refund.gross_minor, refund.fee_minor, refund.net_minor) == (-1000, -150, -850)
    assert (refund.status, refund.parent_id, refund.at) == (LedgerStatus.REFUNDED, "s1==", NOW)
    assert refund.at_estimated
    assert refund.fee_estimated


def test_a_partial_refund_in_dollars_is_what_is_no_longer_refundable():
    refund = booked(a_sale(partially_refunded=True, currency_symbol="$", amount_refundable_in_currency="7.50"))
    assert refund["s1==:refund"].gross_minor == -250
    assert refund["s1==:refund"].status is LedgerStatus.PARTIALLY_REFUNDED


def test_a_partial_refund_in_another_currency_is_the_buyers_share():
    shown = {"currency": "eur", "total_cents": "1500", "refunded_cents": 500.0}
    sale = msgspec.convert(
        {
            "id": "s1==",
            "created_at": "2026-11-21T18:37:12Z",
            "price": 1612,
            "currency_symbol": "€",
            "partially_refunded": True,
            "buyer_presentment": shown,
        },
        Sale,
    )
    assert parse.refunded(sale) == 537


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"price": None},
        {"currency_symbol": "€", "amount_refundable_in_currency": "10"},
        {"currency_symbol": "$", "amount_refundable_in_currency": "10.00"},
        {"currency_symbol": "$"},
        {"buyer_presentment": {"currency": "eur", "total_cents": None, "refunded_cents": 5}},
        {"buyer_presentment": {"currency": "eur", "total_cents": 10, "refunded_cents": 11}},
    ],
)
def test_a_partial_refund_without_an_amount_is_unknown(more):
    given = {"id": "s1==", "created_at": "2026-11-21T18:37:12Z", "price": 1000, "partially_refunded": True, **more}
    refund = booked(msgspec.convert(given, Sale))["s1==:refund"]
    assert (refund.gross_minor, refund.fee_minor, refund.amount_unknown) == (0, 0, True)


def test_a_second_partial_refund_leaves_the_first_as_it_was():
    sale = a_sale(partially_refunded=True)
    first, second = booked(sale, (300,)), booked(sale, (300, 800))
    assert second["s1==:refund"] == first["s1==:refund"]
    assert second["s1==:refund:2"].gross_minor == -500


def test_an_unknown_refund_is_explained_by_a_later_total():
    rows = booked(a_sale(refunded=True), (None, 1000))
    assert not rows["s1==:refund"].amount_unknown
    assert rows["s1==:refund:2"].gross_minor == -1000


def test_a_refund_that_failed_comes_back():
    assert parse.grown([400], 0) == (400, 0)
    assert booked(a_sale(), (400, 0))["s1==:refund:2"].gross_minor == 400


@pytest.mark.parametrize(
    ("known", "total", "grown"),
    [
        ([], 0, ()),
        ([], None, (None,)),
        ([300], None, (300,)),
        ([300], 300, (300,)),
        ([None], 300, (None, 300)),
        ([300], 1000, (300, 1000)),
    ],
)
def test_refunds_grow(known, total, grown):
    assert parse.grown(known, total) == grown


def test_a_chargeback_takes_what_refunds_had_left():
    rows = booked(a_sale(partially_refunded=True, chargedback=True, disputed=True), (400,))
    chargeback = rows["s1==:chargeback"]
    assert (chargeback.gross_minor, chargeback.fee_minor) == (-600, -125)
    assert (chargeback.status, chargeback.parent_id) == (LedgerStatus.CHARGEBACK, "s1==")


def test_a_won_dispute_is_an_entry_of_its_own():
    """M4: the fee that came back is taken again; what is left is the sale."""
    rows = booked(a_sale(disputed=True, chargedback=False, dispute_won=True))
    assert rows["s1==:dispute_won"].gross_minor == 1000
    assert rows["s1==:dispute_won"].fee_minor == 209
    assert sum(row.net_minor for row in rows.values()) == 791


def test_a_chargeback_of_an_unknown_price_is_unknown():
    assert booked(a_sale(price=None, chargedback=True))["s1==:chargeback"].amount_unknown


def test_a_test_purchase_says_so():
    assert booked(a_sale(test=True))["s1=="].status is LedgerStatus.TEST


@pytest.mark.parametrize("amount", [None, "€2,50", "$x"])
def test_an_affiliates_part_that_cannot_be_read_is_unknown(amount):
    sale = msgspec.convert(
        {"id": "s1==", "created_at": "2026-11-21T18:37:12Z", "price": 1000, "affiliate": {"amount": amount}}, Sale
    )
    row = booked(sale)["s1==:affiliate"]
    assert (row.fee_minor, row.amount_unknown) == (0, True)


def test_an_affiliates_part_goes_back_with_a_refund():
    sale = msgspec.convert(
        {
            "id": "s1==",
            "created_at": "2026-11-21T18:37:12Z",
            "price": 1000,
            "refunded": True,
            "affiliate": {"amount": "$1,000.50"},
        },
        Sale,
    )
    assert booked(sale)["s1==:refund:affiliate"].fee_minor == -100_050


def test_a_guest_is_a_mark_of_the_address_and_not_the_address():
    guest = booked(a_sale(purchase_email=" Bo@Example.com"))["s1=="].fan
    assert guest == booked(a_sale(email="bo@example.com"))["s1=="].fan
    assert "bo" not in guest.removeprefix("guest-")
    assert booked(a_sale())["s1=="].fan is None


@given(
    price=st.integers(0, 5_000_000),
    fee=st.one_of(st.none(), st.integers(0, 1_000_000)),
    shares=st.lists(st.one_of(st.none(), st.fractions(0, 1)), max_size=4),
    disputed=st.booleans(),
    won=st.booleans(),
    affiliate=st.integers(0, 100_000),
)
def test_the_ledger_always_adds_up(price, fee, shares, disputed, won, affiliate):
    """Gross ends where the sale stands; ids never repeat; nothing known costs more than it did (M1a, M5)."""
    steps: tuple[int | None, ...] = ()
    for share in shares:
        steps = parse.grown(steps, None if share is None else int(price * share))
    sale = msgspec.convert(
        {
            "id": "s1==",
            "created_at": "2026-11-21T18:37:12Z",
            "price": price,
            "gumroad_fee": fee,
            "disputed": disputed,
            "chargedback": disputed and not won,
            "dispute_won": disputed and won,
            "affiliate": {"amount": f"${affiliate / 100:.2f}"},
        },
        Sale,
    )
    rows = parse.movements(sale, steps, NOW)
    gone = next((total for total in reversed(steps) if total is not None), 0)
    left = 0 if disputed and not won else price - gone
    assert sum(row.gross_minor for row in rows) == left
    assert len({row.remote_id for row in rows}) == len(rows)
    assert all(row.gross_minor - row.fee_minor == row.net_minor for row in rows)
    assert all(row.at_estimated == (row.at == NOW) for row in rows)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("creating", PayoutStatus.PROCESSING),
        ("completed", PayoutStatus.COMPLETED),
        ("returned", PayoutStatus.FAILED),
        ("cancelled", PayoutStatus.CANCELLED),
        ("invented", PayoutStatus.UNKNOWN),
        (None, PayoutStatus.UNKNOWN),
    ],
)
def test_a_payouts_amount_is_text(given, status):
    payout = parse.payout(PayoutItem(id="p==", amount="1150.00", currency="usd", status=given, created_at=SOLD), NOW)
    assert (payout.amount_minor, payout.currency, payout.status, payout.at) == (115_000, "USD", status, SOLD)


def test_the_upcoming_payout_has_no_id():
    payout = parse.payout(PayoutItem(id=None, amount=12.5, status="payable"), NOW)
    assert (payout.remote_id, payout.amount_minor, payout.status) == ("upcoming", 1250, PayoutStatus.UPCOMING)
    assert payout.at == NOW
    assert parse.none_upcoming(NOW).amount_minor == 0


@pytest.mark.parametrize("amount", [None, "", "lots"])
def test_a_payout_without_an_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not a number"):
        parse.payout(PayoutItem(id="p==", amount=amount), NOW)


def test_a_subscription():
    later = NOW + timedelta(days=9)
    item = SubscriberItem(
        id="m==", created_at=SOLD, product_id="p==", user_id=5, recurrence="biannually", cancelled_at=later
    )
    subscriber = parse.subscriber(item)
    assert (subscriber.months, subscriber.fan, subscriber.price_minor) == (6, "5", None)
    assert (subscriber.cancelled_at, subscriber.ended_at, subscriber.status) == (later, None, "unknown")
    failed = parse.subscriber(SubscriberItem(id="m==", created_at=SOLD, failed_at=NOW, recurrence="daily"))
    assert (failed.ended_at, failed.months) == (NOW, None)


@pytest.mark.parametrize(
    ("url", "handle"),
    [
        ("https://ada.gumroad.com", "ada"),
        ("https://shop.example.com/x", "shop.example.com"),
        ("https://[bad", "Ada"),
        (None, "Ada"),
    ],
)
def test_the_handle_is_the_store_and_never_the_picture(url, handle):
    standing = parse.standing(User(user_id="u==", name="Ada", url=url), scopes=(), warnings=())
    assert (standing.remote_id, standing.handle, standing.display_name) == ("u==", handle, "Ada")


def test_a_slim_product_says_nothing_about_subscribers():
    def has(text):
        return msgspec.json.decode(text, type=Product).has_subscribers

    assert has('{"id":"a"}') is None
    assert has('{"id":"a","native_type":"membership"}')
    assert has('{"id":"a","is_tiered_membership":false,"subscription_duration":"monthly"}')
    assert has('{"id":"a","is_tiered_membership":false,"subscription_duration":null}') is False
    assert has('{"id":"a","native_type":"ebook","is_tiered_membership":false}') is False


def code(text, currency="eur"):
    return parse.offer_code(msgspec.json.decode(text, type=Offer), currency)


def test_an_offer_code_takes_off_a_part_or_an_amount():
    part = code('{"id":"a","name":"SPRING","percent_off":20,"max_purchase_count":50,"universal":true,"times_used":3}')
    assert (part.percent, part.amount_minor, part.currency) == (20, None, None)
    assert (part.most_uses, part.uses, part.universal) == (50, 3, True)
    amount = code('{"id":"a","name":"FIVE","amount_cents":500,"max_purchase_count":null,"times_used":0}')
    assert (amount.percent, amount.amount_minor, amount.currency) == (None, 500, "EUR")
    assert (amount.most_uses, amount.uses, amount.universal) == (None, 0, False)


def test_the_numbers_of_an_offer_code_may_be_text_or_fractions_or_lack():
    found = code('{"id":"a","name":"X","percent_off":"20","max_purchase_count":50.0,"times_used":null}')
    assert (found.percent, found.most_uses, found.uses) == (20, 50, None)


def test_amount_cents_are_the_smallest_unit_of_the_products_currency_whatever_they_are_called():
    assert code('{"id":"a","name":"YEN","amount_cents":300}', "jpy").currency == "JPY"
    assert code('{"id":"a","name":"YEN","amount_cents":300}', "jpy").amount_minor == 300
    assert code('{"id":"a","name":"WHAT","amount_cents":300}', "").currency is None


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"a","name":"X"}',
        '{"id":"a","name":"X","percent_off":10,"amount_cents":100}',
        '{"id":"a","name":"  ","percent_off":10}',
        '{"id":"a","name":"X","percent_off":101}',
        '{"id":"a","name":"X","percent_off":"a fifth"}',
        '{"id":"a","name":"X","amount_cents":-1}',
        '{"id":"a","name":"X","amount_cents":1.5}',
    ],
)
def test_an_offer_code_without_a_name_or_with_no_single_discount_cannot_be_read(text):
    with pytest.raises(LayoutChanged):
        code(text)


def test_a_span_is_the_first_and_the_last():
    assert parse.span([NOW, SOLD]) == (SOLD, NOW)
    assert parse.span([]) is None


FAR = datetime.fromisoformat("9999-12-31T23:59:59-12:00")


def test_a_time_outside_the_calendar_is_refused_where_it_stands():
    with pytest.raises(LayoutChanged, match="outside the calendar"):
        booked(a_sale(created_at=FAR))
    with pytest.raises(LayoutChanged, match="outside the calendar"):
        parse.payout(PayoutItem(id="p", amount="1", processed_at=FAR), NOW)
    with pytest.raises(LayoutChanged, match="outside the calendar"):
        parse.subscriber(SubscriberItem(id="s", created_at=FAR))
    assert parse.span([FAR, NOW]) == (NOW, NOW)


def test_a_price_of_less_than_nothing_and_one_that_no_column_holds_are_none():
    for price in (-1, 10**16, 10**400):
        with pytest.raises(ValueError, match=r"number|nothing"):
            booked(a_sale(price=price))


def test_a_payout_in_no_currency_is_none():
    with pytest.raises(ValueError, match="currency"):
        parse.payout(PayoutItem(id="p", amount="1", currency="ABC"), NOW)


def test_a_state_that_nobody_knows_is_unknown():
    assert parse.subscriber(SubscriberItem(id="s", created_at=SOLD, status="Ada, 1 Road")).status == "unknown"


def test_what_is_called_by_nothing_is_no_sale():
    with pytest.raises(msgspec.ValidationError, match=r"\$\.id"):
        msgspec.json.decode(b'{"id":"","created_at":"2026-11-21T18:37:12Z"}', type=Sale)
