"""Questions about money: totals by group and currency, their age and what is missing in them (M2, M5, G1)."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus, counts
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.money import Money
from storage import clients, money
from storage.database import Database
from storage.models import FinancialMetric, LedgerLine, PayoutLine, SyncGap, SyncState
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def gumroad(database: Database) -> int:
    client = database.write_now(add_client, zone="America/New_York")
    account = database.write_now(add_account, client, PlatformId.GUMROAD, name="ada shop")
    state = SyncState(platform_id=account, kind=SyncKind.MONEY, succeeded_at=NOW)
    database.write_now(lambda session: session.add(state))
    return account


@pytest.fixture
def service(database: Database) -> Money:
    return Money(database, lambda: NOW)


def store(database: Database, account: int, remote_id: str, gross: int, fee: int, at: datetime = JUNE, **more) -> None:
    words = {"kind": LedgerKind.SALE, "currency": "USD", "status": LedgerStatus.SETTLED, "source": "Gumroad API"} | more
    entry = LedgerEntry(remote_id=remote_id, at=at, gross_minor=gross, fee_minor=fee, **words)
    database.write_now(money.upsert_ledger, account, "America/New_York", [entry], NOW)


async def test_the_split_of_m5(database, gumroad, service) -> None:
    store(database, gumroad, "a", 10_000, 2_000)
    store(database, gumroad, "b", 2_000, 400, tax_minor=380, fee_estimated=True)
    store(database, gumroad, "b:refund", -2_000, -400, status=LedgerStatus.REFUNDED, parent_id="b")
    store(database, gumroad, "test", 9_999, 0, status=LedgerStatus.TEST)
    (row,) = await service.summary(Scope(), MoneyBy.KIND)
    assert (row.key, row.currency, row.sales) == ("sale", "USD", 2)
    assert (row.gross_minor, row.fee_minor, row.refunds_minor, row.fees_returned_minor) == (12_000, 2_400, 2_000, 400)
    assert (row.net_minor, row.tax_minor, row.chargebacks_minor) == (8_000, 380, 0)
    assert (row.as_of, row.source, row.fee_estimated, row.incomplete) == (NOW, "Gumroad API", True, False)


def paid(database: Database, account: int, amount: int, **parts) -> None:
    told = Payout(
        remote_id="p", at=JUNE, amount_minor=amount, currency="USD", status=PayoutStatus.COMPLETED, source="G", **parts
    )
    database.write_now(money.upsert_payouts, account, [told], NOW)


async def test_a_payout_is_explained_by_its_sales_to_the_cent(database, gumroad, service) -> None:
    """F6: its sales with the affiliates' parts, less what was undone, of it or of earlier ones."""
    store(database, gumroad, "a", 10_000, 2_000)
    store(database, gumroad, "a:affiliate", 0, 500, kind=LedgerKind.COMMISSION, parent_id="a")
    store(database, gumroad, "b", 2_000, 400)
    store(database, gumroad, "b:refund", -2_000, -300, status=LedgerStatus.REFUNDED, parent_id="b")
    store(database, gumroad, "old", 900, 100)
    store(database, gumroad, "old:chargeback", -900, -100, status=LedgerStatus.CHARGEBACK, parent_id="old")
    store(database, gumroad, "elsewhere", 700, 0)
    paid(database, gumroad, 6_610, sales=("a", "b"), undone=("b", "old"))
    (row,) = await service.payouts(Scope())
    assert (row.explained_minor, row.difference_minor) == (7_500 + 1_600 - 1_700 - 800, 10)
    paid(database, gumroad, 6_590)  # said again without its sales: they stay
    (row,) = await service.payouts(Scope())
    assert row.difference_minor == -10


@pytest.mark.parametrize(
    ("sales", "more"),
    [
        (None, {}),
        ((), {}),
        (("a", "not here"), {}),
        (("a",), {"currency": "EUR"}),
        (("a",), {"amount_unknown": True}),
    ],
)
async def test_a_payout_that_cannot_be_explained_says_so(database, gumroad, service, sales, more) -> None:
    store(database, gumroad, "a", 1_000, 0, **more)
    paid(database, gumroad, 1_000, sales=sales)
    (row,) = await service.payouts(Scope())
    assert (row.explained_minor, row.difference_minor) == (None, None)


async def test_groups_keep_currencies_apart(database, gumroad, service) -> None:
    store(database, gumroad, "a", 1_000, 0)
    store(database, gumroad, "b", 2_300, 0, JUNE + DAY, currency="JPY", kind=LedgerKind.TIP)
    by = {
        MoneyBy.KIND: [("sale", "USD"), ("tip", "JPY")],
        MoneyBy.PLATFORM: [("gumroad", "JPY"), ("gumroad", "USD")],
        MoneyBy.CLIENT: [("Ada", "JPY"), ("Ada", "USD")],
        MoneyBy.DAY: [("2026-06-01", "USD"), ("2026-06-02", "JPY")],
        MoneyBy.MONTH: [("2026-06", "JPY"), ("2026-06", "USD")],
    }
    for group, keys in by.items():
        rows = await service.summary(Scope(), group)
        assert [(row.key, row.currency) for row in rows] == keys
        assert {row.net_minor for row in rows} == {1_000, 2_300}


async def test_days_are_the_clients(database, gumroad, service) -> None:
    store(database, gumroad, "a", 1_000, 0, datetime(2026, 6, 1, 3, 30, tzinfo=UTC))
    (row,) = await service.summary(Scope(), MoneyBy.DAY)
    assert row.key == "2026-05-31"
    may = Scope(start=date(2026, 5, 1), end=date(2026, 6, 1))
    assert len(await service.ledger(may)) == len(await service.summary(may, MoneyBy.KIND)) == 1
    assert await service.ledger(Scope(start=date(2026, 6, 1))) == ()
    # The client moves: what was counted by day is counted again.
    database.write_now(clients.edit, 1, NOW, zone="Europe/Berlin")
    (row,) = await service.summary(Scope(), MoneyBy.DAY)
    assert row.key == "2026-06-01"


async def test_what_is_missing_is_said(database, gumroad, service) -> None:
    store(database, gumroad, "a", 1_000, 0)
    store(database, gumroad, "b:refund", 0, 0, JUNE + 2 * DAY, amount_unknown=True, parent_id="b")
    gap = SyncGap(platform_id=gumroad, kind=SyncKind.MONEY, start=JUNE + 40 * DAY, end=JUNE + 41 * DAY, reason="down")
    database.write_now(lambda session: session.add(gap))
    store(database, gumroad, "c", 500, 0, JUNE + 39 * DAY)
    days = {row.key: row.incomplete for row in await service.summary(Scope(), MoneyBy.DAY)}
    assert days == {"2026-06-01": False, "2026-06-03": True, "2026-07-10": False}
    months = {row.key: row.incomplete for row in await service.summary(Scope(), MoneyBy.MONTH)}
    assert months == {"2026-06": True, "2026-07": True}
    june = Scope(start=date(2026, 6, 1), end=date(2026, 6, 2))
    assert [row.incomplete for row in await service.summary(june, MoneyBy.KIND)] == [False]


async def test_an_account_that_was_never_read_through_has_no_age(database, gumroad, service) -> None:
    client = database.write_now(add_client, "Bo")
    unread = database.write_now(add_account, client, PlatformId.GUMROAD, name="bo")
    store(database, unread, "a", 1_000, 0)
    (row,) = await service.summary(Scope(client_id=client), MoneyBy.CLIENT)
    assert (row.key, row.incomplete, row.as_of) == ("Bo", True, None)


async def test_the_ledger_is_paged_newest_first(database, gumroad, service) -> None:
    for number in range(5):
        store(database, gumroad, str(number), 100, 0, JUNE + number * DAY)
    rows = await service.ledger(Scope(), limit=2, offset=1)
    assert [row.entry.remote_id for row in rows] == ["3", "2"]
    assert (rows[0].account, rows[0].as_of) == ("ada shop", NOW)
    assert await service.ledger(Scope(account_ids=(99,))) == ()


async def test_payouts_are_never_revenue(database, gumroad, service) -> None:
    def payout(remote_id: str, minor: int, status: PayoutStatus, days: int) -> Payout:
        return Payout(
            remote_id=remote_id,
            at=JUNE + days * DAY,
            amount_minor=minor,
            currency="USD",
            status=status,
            source="Gumroad API",
        )

    paid = [payout("p1", 15_000, PayoutStatus.COMPLETED, 0), payout("upcoming", 0, PayoutStatus.UPCOMING, 5)]
    database.write_now(money.upsert_payouts, gumroad, paid, NOW)
    (row,) = await service.payouts(Scope())  # an announcement of nothing is none
    assert (row.account, row.remote_id, row.amount_minor, row.status) == ("ada shop", "p1", 15_000, "completed")
    assert await service.summary(Scope(), MoneyBy.KIND) == ()
    assert await service.payouts(Scope(start=date(2026, 6, 2))) == ()


def pay(database: Database, account: int, remote_id: str, minor: int, status: PayoutStatus, days: int = 0) -> None:
    payout = Payout(
        remote_id=remote_id,
        at=JUNE + days * DAY,
        amount_minor=minor,
        currency="USD",
        status=status,
        source="Gumroad API",
    )
    database.write_now(money.upsert_payouts, account, [payout], NOW)


async def test_pending_available_and_paid_out_are_all_net_earnings(database, gumroad, service) -> None:
    """M8: Gumroad holds what was earned for 7 days; what is on its way to the bank has left."""
    assert await service.balances(Scope()) == ()
    store(database, gumroad, "old", 10_000, 2_000, NOW - 30 * DAY)
    store(database, gumroad, "just old enough", 1_000, 209, NOW - 7 * DAY)
    store(database, gumroad, "held", 501, 144, NOW - 7 * DAY + timedelta(microseconds=1))
    store(database, gumroad, "old:refund", -10_000, -1_700, NOW - DAY, status=LedgerStatus.REFUNDED, parent_id="old")
    store(database, gumroad, "test", 9_999, 0, NOW - 30 * DAY, status=LedgerStatus.TEST)
    pay(database, gumroad, "p1", 4_000, PayoutStatus.COMPLETED)
    pay(database, gumroad, "p2", 1_000, PayoutStatus.PROCESSING)
    pay(database, gumroad, "p3", 7_000, PayoutStatus.FAILED)
    pay(database, gumroad, "upcoming", 3_791, PayoutStatus.UPCOMING)
    (found,) = await service.balances(Scope())
    assert (found.account, found.currency, found.paid_out_minor) == ("ada shop", "USD", 5_000)
    assert (found.pending_minor, found.available_minor) == (357 - 8_300, 8_000 + 791 - 5_000)
    (total,) = await service.summary(Scope(), MoneyBy.PLATFORM)
    assert found.pending_minor + found.available_minor + found.paid_out_minor == total.net_minor
    assert (found.incomplete, found.as_of, found.source) == (False, NOW, "Gumroad API")
    pay(database, gumroad, "p4", 1, PayoutStatus.UNKNOWN)
    assert [one.incomplete for one in await service.balances(Scope())] == [True]


@given(
    st.lists(
        st.tuples(
            st.integers(-5_000, 5_000), st.integers(0, 900), st.integers(0, 20 * 24), st.sampled_from(["USD", "JPY"])
        ),
        max_size=20,
    ),
    st.lists(st.tuples(st.integers(1, 9_000), st.sampled_from(PayoutStatus)), max_size=5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_balances_add_up_to_the_cent(database, gumroad, service, lines, payouts) -> None:
    database.write_now(_forget_money)
    for number, (gross, fee, hours, currency) in enumerate(lines):
        store(database, gumroad, str(number), gross, fee, NOW - timedelta(hours=hours), currency=currency)
    for number, (minor, status) in enumerate(payouts):
        pay(database, gumroad, str(number), minor, status)
    net = {row.currency: row.net_minor for row in await service.summary(Scope(), MoneyBy.PLATFORM)}
    for one in await service.balances(Scope()):
        assert one.pending_minor + one.available_minor + one.paid_out_minor == net.get(one.currency, 0)


def _forget_money(session) -> None:
    for table in (LedgerLine, PayoutLine, FinancialMetric):
        session.execute(delete(table))


async def test_refund_rates_are_by_month_of_sale_and_come_when_the_month_has_settled(
    database, gumroad, service
) -> None:
    """M6: March's sales, one of which went back in parts in April; April is 45 days old and still open."""
    march, april = datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)
    for name in "abcd":
        store(database, gumroad, name, 1_000, 200, march)
    # New York's March, though it is April in UTC.
    store(database, gumroad, "late", 1_000, 200, datetime(2026, 4, 1, 3, tzinfo=UTC))
    part = {"status": LedgerStatus.PARTIALLY_REFUNDED, "parent_id": "a"}
    store(database, gumroad, "a:refund", -300, -60, april, **part)
    store(database, gumroad, "a:refund:2", -200, -40, april + DAY, **part)
    store(database, gumroad, "a:refund:affiliate", 0, -10, april, **part, kind=LedgerKind.COMMISSION)
    store(database, gumroad, "b:chargeback", -1_000, -200, april, status=LedgerStatus.CHARGEBACK, parent_id="b")
    store(database, gumroad, "e", 1_000, 200, april)
    store(database, gumroad, "e:refund", -1_000, -200, april, status=LedgerStatus.REFUNDED, parent_id="e")
    months = {row.key: row for row in await service.summary(Scope(), MoneyBy.MONTH)}
    assert (months["2026-03"].sales, months["2026-03"].refunded, months["2026-03"].refund_rate) == (5, 1, 0.2)
    assert (months["2026-04"].refunded, months["2026-04"].refund_rate) == (None, None)
    since = await service.summary(Scope(start=date(2026, 3, 11)), MoneyBy.MONTH)
    assert {row.key: row.refund_rate for row in since}["2026-03"] == 0.0
    assert [row.refund_rate for row in await service.summary(Scope(), MoneyBy.PLATFORM)] == [None]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
async def test_every_grouping_adds_up_to_the_ledger_across_clock_changes(database, service, zone) -> None:
    account = database.write_now(
        add_account, database.write_now(add_client, zone, zone=zone), PlatformId.GUMROAD, name=zone
    )
    begin = datetime(2026, 3, 6, tzinfo=UTC)
    lines = [
        LedgerEntry(
            remote_id=str(number),
            at=begin + timedelta(hours=7 * number, minutes=number),
            kind=list(LedgerKind)[number % 13],
            gross_minor=1_001 * number,
            fee_minor=7 * number,
            currency=("USD", "JPY")[number % 2],
            status=list(LedgerStatus)[number % 9],
            source="Gumroad API",
        )
        for number in range(130)
    ]
    database.write_now(money.upsert_ledger, account, zone, lines, NOW)
    for first, last in ((6, 40), (8, 9), (29, 30), (30, 61)):
        day = date(2026, 3, 1)
        scope = Scope(account_ids=(account,), start=day + (first - 1) * DAY, end=day + (last - 1) * DAY)
        listed = [row.entry for row in await service.ledger(scope)]
        assert [one.at for one in listed] == sorted((one.at for one in listed), reverse=True)
        expected: Counter[str] = Counter()
        for one in listed:
            if counts(one.kind, one.status):
                expected[one.currency] += one.net_minor
        for by in MoneyBy:
            sums: Counter[str] = Counter()
            for row in await service.summary(scope, by):
                sums[row.currency] += row.net_minor
                assert row.net_minor == (
                    row.gross_minor
                    - row.fee_minor
                    - row.refunds_minor
                    - row.chargebacks_minor
                    + row.fees_returned_minor
                )
            assert sums == expected
