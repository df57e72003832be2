"""A tax year as a file: its sums are the page's, to the cent, and no cell of it is a formula (F10)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus, exponent
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.preferences import TAX_YEAR_MONTH
from ofauto_desktop.domain.rates import DayRate
from ofauto_desktop.domain.revenue import total
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.tax_export import TaxExport, tax_year
from storage import money, rates
from storage.database import Database
from storage.models import FinancialMetric, LedgerLine, PayoutLine
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio


@pytest.fixture
def shops(database: Database) -> tuple[int, int]:
    ada = database.write_now(add_client, "=Ada", zone="America/New_York")
    bo = database.write_now(add_client, "Bo", zone="Europe/Berlin")
    return (
        database.write_now(add_account, ada, PlatformId.GUMROAD, name="ada shop"),
        database.write_now(add_account, bo, PlatformId.GUMROAD, name="bo shop"),
    )


@pytest.fixture
def book(database: Database) -> Money:
    return Money(database, lambda: NOW)


@pytest.fixture
def preferences(database: Database) -> Preferences:
    return Preferences(database)


@pytest.fixture
def service(database: Database, book: Money, preferences: Preferences) -> TaxExport:
    return TaxExport(book, Clients(database, EventBus(), lambda: NOW), Exports(database, lambda: NOW), preferences)


def sale(remote_id: str, gross: int, at: datetime, currency: str = "USD", fee: int = 0) -> LedgerEntry:
    return LedgerEntry(
        remote_id=remote_id,
        at=at,
        kind=LedgerKind.SALE,
        gross_minor=gross,
        fee_minor=fee,
        currency=currency,
        status=LedgerStatus.SETTLED if gross > 0 else LedgerStatus.REFUNDED,
        source="Gumroad API",
    )


def read(file) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_tax_year_begins_where_the_person_says() -> None:
    assert tax_year(2026, 1).name == "2026"
    found = tax_year(2026, 4)
    assert (found.name, found.start, found.end) == ("2026/27", date(2026, 4, 1), date(2027, 4, 1))
    assert tax_year(2099, 12).name == "2099/00"
    with pytest.raises(BadInput):
        tax_year(20260, 1)


async def test_rows_by_account_month_and_currency_with_payouts_and_sums(
    database, shops, service, preferences, tmp_path
) -> None:
    ada, bo = shops
    zone = "America/New_York"
    # New York's 31 March, though it is April in UTC.
    late = datetime(2026, 4, 1, 3, tzinfo=UTC)
    database.write_now(
        money.upsert_ledger,
        ada,
        zone,
        [sale("a", 10_000, late, fee=2_000), sale("b", -1_000, late + timedelta(days=2)), sale("c", 500, late, "EUR")],
        NOW,
    )
    database.write_now(money.upsert_ledger, bo, "Europe/Berlin", [sale("d", 700, late)], NOW)
    paid = Payout(
        remote_id="p1", at=late, amount_minor=4_000, currency="USD", status=PayoutStatus.COMPLETED, source="Gumroad API"
    )
    failed = Payout(
        remote_id="p2", at=late, amount_minor=9_000, currency="USD", status=PayoutStatus.FAILED, source="Gumroad API"
    )
    database.write_now(money.upsert_payouts, ada, [paid, failed], NOW)
    worth = DayRate(
        currency="EUR", reporting="USD", day=date(2026, 3, 31), rate=Decimal("1.0712"), source="x", as_of=NOW
    )
    database.write_now(rates.put, [worth], NOW, by_hand=True)
    file = tmp_path / "2026.csv"
    done = await service.export(2026, file, to="USD")
    assert (done.rows, done.unconverted, done.year.name) == (4, 0, "2026")
    rows = read(file)
    assert [(row["Client"], row["Month"], row["Currency"]) for row in rows] == [
        ("'=Ada", "2026-03", "EUR"),
        ("'=Ada", "2026-03", "USD"),
        ("'=Ada", "2026-04", "USD"),
        ("Bo", "2026-04", "USD"),
        ("Total", "2026", "EUR"),
        ("Total", "2026", "USD"),
    ]
    march = rows[1]
    assert (march["Gross income"], march["Fees"], march["Net income"], march["Payouts"]) == (
        "100.00",
        "20.00",
        "80.00",
        "40.00",
    )
    assert (rows[0]["Net income"], rows[0]["Net income in USD"], rows[0]["Rates"]) == (
        "5.00",
        "5.36",
        "2026-03-31 1.0712 (x)",
    )
    assert (rows[5]["Net income"], rows[5]["Refunds"], rows[5]["Sales"]) == ("77.00", "10.00", "2")
    # From April on, by the person's choice.
    await preferences.put(TAX_YEAR_MONTH, 4)
    later = tmp_path / "later.csv"
    assert (await service.export(2026, later, to="USD")).rows == 2


async def test_a_missing_rate_leaves_converted_cells_empty_and_says_so(database, shops, service, tmp_path) -> None:
    at = datetime(2026, 5, 5, tzinfo=UTC)
    database.write_now(money.upsert_ledger, shops[1], "Europe/Berlin", [sale("a", 500, at, "EUR")], NOW)
    file = tmp_path / "2026.csv"
    assert (await service.export(2026, file, to="USD")).unconverted == 1
    row, whole = read(file)
    assert (row["Net income"], row["Net income in USD"]) == ("5.00", "")
    assert "no rate for EUR on 2026-05-05" in row["Notes"]
    assert (whole["Net income in USD"], whole["Notes"]) == ("", "a rate is missing")


_LINES = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(-9_000, 9_000).filter(bool),
        st.integers(0, 900),
        st.integers(0, 420),
        st.sampled_from(["USD", "EUR", "JPY"]),
    ),
    max_size=20,
)


@given(_LINES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_files_sums_are_the_pages(database, shops, book, service, tmp_path, drawn) -> None:
    def forget(session) -> None:
        for model in (LedgerLine, FinancialMetric, PayoutLine):
            session.execute(delete(model))

    database.write_now(forget)
    start = datetime(2025, 12, 1, 12, tzinfo=UTC)
    days = [start.date() + timedelta(days=step - 1) for step in range(424)]
    for currency, worth in (("EUR", "1.0712"), ("JPY", "0.0064217")):
        made = [
            DayRate(currency=currency, reporting="USD", day=day, rate=Decimal(worth), source="x", as_of=NOW)
            for day in days
        ]
        database.write_now(rates.put, made, NOW, by_hand=True)
    for number, (first, gross, fee, day, currency) in enumerate(drawn):
        zone = "America/New_York" if first else "Europe/Berlin"
        entry = sale(str(number), gross, start + timedelta(days=day), currency, fee)
        database.write_now(money.upsert_ledger, shops[0] if first else shops[1], zone, [entry], NOW)
    file = tmp_path / "drawn.csv"
    await service.export(2026, file, to="USD")
    scope = Scope(start=date(2026, 1, 1), end=date(2027, 1, 1))
    page = total(await book.summary(scope, MoneyBy.PLATFORM, to="USD"), "USD")
    rows = [row for row in read(file) if row["Client"] != "Total"]
    sums = {row["Currency"]: row for row in read(file) if row["Client"] == "Total"}
    assert sums.keys() == {currency for currency, _ in page.by_currency}
    for currency, split in page.by_currency:
        one = Decimal(1).scaleb(-exponent(currency))
        for column, minor in (
            ("Gross income", split.gross_minor),
            ("Fees", split.fee_minor),
            ("Refunds", split.refunds_minor),
            ("Fees returned", split.fees_returned_minor),
            ("Net income", split.net_minor),
        ):
            assert Decimal(sums[currency][column]) == minor * one
            mine = [row for row in rows if row["Currency"] == currency]
            assert sum(Decimal(row[column]) for row in mine) == minor * one
    whole = sum(Decimal(row["Net income in USD"]) for row in rows)
    assert whole == Decimal(page.worth.split.net_minor).scaleb(-2)
