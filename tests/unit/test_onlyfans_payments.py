"""OnlyFans' rows to ledger lines: exact to the cent whatever becomes of a payment (platforms/onlyfans.md §5.2)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.onlyfans.payments import Flips, kind, movements, payout
from connectors.onlyfans.text import plain
from connectors.onlyfans.wire import PayoutRow, Row
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus, effect

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MADE = datetime(2026, 11, 1, 8, tzinfo=UTC)


def a_row(**changed):
    known = {"id": "a" * 32, "amount": 20, "net": 16, "fee": 4, "createdAt": MADE.isoformat(), "status": "done"}
    return msgspec.convert({**known, "description": "Tip from <a>Sam</a>", **changed}, Row, strict=False)


def lines(row, flips=None, **more):
    known = {"undone_at": None, "now": NOW, "was_known": True, **more}
    return movements(row, flips or Flips({}), **known)


def net(stored):
    """Of what is stored: the last word on each id."""
    return sum(found.net_minor for one in stored.values() if (found := effect(one)) is not None)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Recurring subscription from <a>Sam</a>", LedgerKind.RENEWAL),
        ("Subscription from <a>Sam</a>", LedgerKind.SUBSCRIPTION),
        ("Tip in chat from <a>Sam</a>", LedgerKind.TIP),
        ("Tip on post from Sam", LedgerKind.TIP),
        ("Payment for message from <span>Gone</span>", LedgerKind.MESSAGE),
        ("Message from Sam", LedgerKind.MESSAGE),
        ("Post purchase by Sam", LedgerKind.POST),
        ("Post from Sam", LedgerKind.POST),
        ("Stream from Sam", LedgerKind.STREAM),
        ("Custom request from Sam", LedgerKind.CUSTOM),
        ("  TIP   FROM Sam", LedgerKind.TIP),
        ("Something new from Sam", LedgerKind.OTHER),
        ("", LedgerKind.OTHER),
    ],
)
def test_the_longest_beginning_that_fits_decides_and_what_none_fits_is_other(said, found):
    assert kind(a_row(description=said)) is found


def test_the_newer_type_tells_what_the_description_does_not():
    assert kind(a_row(description="Pago de Sam", type="chat_messages")) is LedgerKind.MESSAGE


def test_a_deleted_fan_without_a_link_is_still_money():
    (line,) = lines(a_row(user=None, description="Tip from <span>Gone</span>"))
    assert (line.fan, line.net_minor) == (None, 1600)


def test_a_status_that_nobody_knows_counts_nothing_and_is_flagged():
    (line,) = lines(a_row(status="frozen"))
    assert (line.gross_minor, line.fee_minor, line.status, line.amount_unknown) == (0, 0, LedgerStatus.UNKNOWN, True)


def test_a_refund_in_progress_counts_nothing_and_shows():
    sale, undoing = lines(a_row(status="pending_return"))
    assert {sale.status, undoing.status} == {LedgerStatus.REFUND_PENDING}
    assert sale.net_minor + undoing.net_minor == 0
    assert effect(undoing).refund_minor == 2000


def test_what_is_neither_told_nor_known_is_an_estimate():
    (line,) = lines(a_row(net=None, fee=None))
    assert (line.fee_minor, line.fee_estimated) == (400, True)
    (line,) = lines(a_row(net=None, fee=4.01))
    assert (line.fee_minor, line.fee_estimated) == (401, False)


@pytest.mark.parametrize("wrong", [{"amount": -1}, {"currency": "??"}, {"amount": "1e400"}, {"amount": "NaN"}])
def test_what_is_no_payment_is_not_guessed(wrong):
    with pytest.raises(LayoutChanged):
        lines(a_row(**wrong))


cents = st.integers(0, 10**9)
STATUSES = ("done", "loading", "undo", "pending_return", "frozen")


@given(gross=cents, fee=cents, vat=cents)
def test_dollars_are_cents_to_the_last_digit_and_what_is_between_is_the_fee(gross, fee, vat):
    fee = min(fee, gross)
    text = (
        f'{{"id":"x","amount":{gross / 100!r},"net":{(gross - fee) / 100!r},"vatAmount":{vat / 100!r},'
        f'"createdAt":"{MADE.isoformat()}","status":"done"}}'
    )
    (line,) = lines(msgspec.json.decode(text, type=Row))
    assert (line.gross_minor, line.fee_minor, line.net_minor, line.tax_minor) == (gross, fee, gross - fee, vat)


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=8))
def test_however_often_a_payment_is_marked_again_it_comes_to_what_it_is_now(marks):
    flips, stored = Flips({}), {}
    for number, mark in enumerate(marks):
        for line in lines(a_row(status=mark), flips, now=NOW + timedelta(days=number)):
            stored[line.remote_id] = line
        flips = Flips(flips.counts)  # as it is kept with the cursor
        assert net(stored) == (1600 if mark in ("done", "loading") else 0)


@pytest.mark.parametrize(
    ("said", "found"),
    [("done", PayoutStatus.COMPLETED), ("pending", PayoutStatus.PROCESSING), ("odd", PayoutStatus.UNKNOWN)],
)
def test_a_payout_and_where_it_stands(said, found):
    row = msgspec.convert(
        {"id": 3, "amount": "512.40", "createdAt": MADE.isoformat(), "state": said}, PayoutRow, strict=False
    )
    made = payout(row)
    assert (made.amount_minor, made.status) == (51_240, found)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi &amp; thanks</p>", "Hi & thanks"),
        ("<p>one<br />two</p><p>three</p>", "one\ntwo\nthree"),
        ('<a href="/u">Sam</a> &lt;3', "Sam <3"),
        ("", ""),
    ],
)
def test_text_is_what_people_read(html, text):
    assert plain(html) == text
