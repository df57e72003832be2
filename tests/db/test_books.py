"""What people enter: files after a look at them, lines by hand, markers; whole or not at all, and taken back whole."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.books import DateOrder, Field, LineState, MarkerKind, Wrong
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.fees import estimated
from ofauto_desktop.domain.ledger import LedgerFilter, Origin
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services import csv_files
from ofauto_desktop.services.books import Books
from ofauto_desktop.services.csv_lines import instant, minor
from ofauto_desktop.services.money import Money
from storage import accounts, client_numbers, headlines, measured, money
from storage.database import Database
from storage.models import AuditLog, FinancialMetric, LedgerLine
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

FILE = (
    "Date;Type;Item name;Amount;Fee;Currency;Transaction ID\n"
    '02.06.2026;sale;Brushes;"1.234,50";123,45;EUR;t1\n'
    "03.06.2026 14:30;Tip;;5,00;;EUR;t2\n"
    "04.06.2026;refund;Brushes;-20,00;-2,00;EUR;t3\n"
)


class _Accounts:
    """The accounts of the database, as the service hands them out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self):
        return self._database.read_now(accounts.listed)


@pytest.fixture
def shop(database: Database) -> int:
    client = database.write_now(add_client, zone="Europe/Berlin")
    return database.write_now(add_account, client, PlatformId.X, name="ada")


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database, _Accounts(database), EventBus(), lambda: NOW)


@pytest.fixture
def service(database: Database) -> Money:
    return Money(database, lambda: NOW)


async def account(books: Books, account_id: int):
    return await books._account(account_id)


async def form_of(books: Books, shop: int, table):
    return books.guess(table, await account(books, shop), "USD")


async def test_a_file_is_understood_by_its_columns_looked_at_and_entered_whole(database, books, service, shop) -> None:
    table = csv_files.parse(FILE.encode(), "june.csv")
    form = await form_of(books, shop, table)
    assert (form.dates, form.decimal_comma) == (DateOrder.DMY, True)
    assert {field: table.columns[at] for field, at in form.columns.items()} == {
        Field.DATE: "Date",
        Field.KIND: "Type",
        Field.PRODUCT: "Item name",
        Field.GROSS: "Amount",
        Field.FEE: "Fee",
        Field.CURRENCY: "Currency",
        Field.REFERENCE: "Transaction ID",
    }
    preview = await books.preview(table, form)
    assert [line.state for line in preview.lines] == [LineState.NEW] * 3
    assert [(one.currency, one.gross_minor, one.net_minor) for one in preview.sums] == [
        ("EUR", 123_950, 123_450 - 12_345 + 500 - 1_800)
    ]
    assert await service.ledger(Scope()) == ()
    batch = await books.accept(table, form)
    assert (batch.rows, batch.name) == (3, "june.csv")
    rows = {row.key: row for row in await service.summary(Scope(), MoneyBy.KIND)}
    assert (rows["sale"].gross_minor, rows["sale"].refunds_minor, rows["sale"].fees_returned_minor) == (
        123_450,
        2_000,
        200,
    )
    assert rows["tip"].net_minor == 500
    # Nobody pulls this account's money: what was entered is all there is, and as old as it was entered.
    assert (rows["tip"].incomplete, rows["tip"].as_of, rows["tip"].source) == (False, NOW, "CSV file june.csv")
    ledger = {row.entry.remote_id: row.entry for row in await service.ledger(Scope())}
    assert ledger["t1"].at == datetime(2026, 6, 2, 10, tzinfo=UTC)  # noon in Berlin
    assert ledger["t2"].at == datetime(2026, 6, 3, 12, 30, tzinfo=UTC)
    assert ledger["t3"].status is LedgerStatus.REFUNDED
    # The same file again brings nothing new.
    again = await books.preview(table, form)
    assert [line.state for line in again.lines] == [LineState.KNOWN] * 3
    with pytest.raises(BadInput, match="already"):
        await books.accept(table, form)
    # Taken back, rollup and all; and entered once more.
    assert await books.undo(batch.id) == 3
    assert await service.summary(Scope(), MoneyBy.KIND) == ()
    assert await service.ledger(Scope()) == ()
    assert database.read_now(lambda session: list(session.scalars(select(FinancialMetric)))) == []
    with pytest.raises(Conflict):
        await books.undo(batch.id)
    await books.redo(batch.id)
    assert len(await service.ledger(Scope())) == 3
    with pytest.raises(NotFound):
        await books.redo(99)
    acts = database.read_now(lambda session: [(row.action, row.details) for row in session.scalars(select(AuditLog))])
    assert acts == [
        ("ledger.entered", {"lines": 3}),
        ("ledger.taken_back", {"lines": 3}),
        ("ledger.entered", {"lines": 3}),
    ]


async def test_a_column_that_says_utc_in_its_name_is_read_so(books, shop) -> None:
    lines = "\n2026-06-02 10:00:00,5.00,USD"
    times = {}
    for name in ("DateTime (UTC)", "Time", "Minutchka"):
        table = csv_files.parse(f"{name},Received,Currency{lines}".encode(), "list.csv")
        form = await form_of(books, shop, table)
        form = replace(form, columns={**form.columns, Field.DATE: 0})
        (line,) = (await books.preview(table, form)).lines
        times[name] = line.entry.at.hour
    assert times == {"DateTime (UTC)": 10, "Time": 8, "Minutchka": 8}  # Berlin's summer


async def test_one_wrong_cell_stops_all_of_it_until_it_is_mended_or_left_out(books, service, shop) -> None:
    table = csv_files.parse(
        b"date,amount,currency,kind,fee,net\n"
        b"2026-06-01,10.00,USD,sale,1.00,9.00\n"
        b"soon,10.00,USD,sale,,\n"
        b"2026-06-01,ten,USD,sale,,\n"
        b"2026-06-01,10.005,USD,sale,,\n"
        b"2026-06-01,10,QQQ,sale,,\n"
        b"2026-06-01,10,USD,gift,,\n"
        b"2026-06-01,,USD,sale,,\n"
        b"2027-06-01,10,USD,sale,,\n"
        b"2026-06-01,10.00,USD,sale,1.00,8.00\n",
        "wrong.csv",
    )
    form = await form_of(books, shop, table)
    preview = await books.preview(table, form)
    assert [dict(line.problems) for line in preview.lines] == [
        {},
        {Field.DATE: Wrong.NO_DATE},
        {Field.GROSS: Wrong.NO_AMOUNT},
        {Field.GROSS: Wrong.TOO_FINE},
        {Field.CURRENCY: Wrong.NO_CURRENCY},
        {Field.KIND: Wrong.NO_KIND},
        {Field.GROSS: Wrong.MISSING},
        {Field.DATE: Wrong.IN_THE_FUTURE},
        {Field.NET: Wrong.DOES_NOT_ADD_UP},
    ]
    assert not preview.can_be_accepted
    with pytest.raises(BadInput, match="line 3"):
        await books.accept(table, form)
    assert await service.ledger(Scope()) == ()
    batch = await books.accept(table, form, left_out=set(range(1, 9)))
    assert batch.rows == 1


async def test_equal_lines_of_one_file_stay_two_and_the_same_file_stays_one(books, service, shop) -> None:
    table = csv_files.parse(b"date,amount\n2026-06-01,5\n2026-06-01,5\n2026-06-01,5.00\n", "tips.csv")
    form = await form_of(books, shop, table)
    await books.accept(table, form)
    assert len(await service.ledger(Scope())) == 3
    more = csv_files.parse(b"date,amount\n2026-06-01,5\n2026-06-01,5\n2026-06-01,5\n2026-06-01,5\n", "more.csv")
    assert [one.state.value for one in (await books.preview(more, form)).lines] == ["known"] * 3 + ["new"]


async def test_a_line_that_the_platform_tells_since_is_the_platforms(database, books, service, shop) -> None:
    table = csv_files.parse(b"date,amount,id\n2026-06-01,5,s1\n2026-06-01,6,s2\n", "early.csv")
    batch = await books.accept(table, await form_of(books, shop, table))
    told = LedgerEntry(
        remote_id="s1",
        at=NOW,
        kind=LedgerKind.SALE,
        gross_minor=500,
        fee_minor=50,
        currency="USD",
        status=LedgerStatus.SETTLED,
        source="the platform",
    )
    database.write_now(money.upsert_ledger, shop, "Europe/Berlin", [told], NOW)
    assert await books.undo(batch.id) == 1
    assert [row.entry.remote_id for row in await service.ledger(Scope())] == ["s1"]


async def test_a_line_by_hand(database, books, service, shop) -> None:
    batch = await books.enter(shop, NOW - timedelta(days=1), 2_000, "usd", kind=LedgerKind.TIP, fan=" bo ")
    await books.enter(shop, NOW - timedelta(days=1), -500, "USD", fee_minor=-50)
    entries = [row.entry for row in await service.ledger(Scope())]
    assert [(one.gross_minor, one.fee_minor, one.status.value, one.fan) for one in entries] == [
        (-500, -50, "refunded", None),
        (2_000, 0, "settled", "bo"),
    ]
    ids = await service.ids(LedgerFilter(origin=Origin.ENTERED, batch_id=batch.id))
    assert len(ids) == 1
    for wrong in (
        {"gross_minor": 0},
        {"gross_minor": 1, "at": NOW + timedelta(hours=1)},
        {"gross_minor": 1, "currency": "E"},
    ):
        words = {"account_id": shop, "at": NOW, "currency": "USD"} | wrong
        with pytest.raises(BadInput):
            await books.enter(**words)
    gumroad = database.write_now(add_account, 1, PlatformId.GUMROAD, name="shop")
    await books.enter(gumroad, NOW, 1_000, "USD")
    (line,) = await service.ledger(Scope(account_ids=(gumroad,)))
    assert (line.entry.fee_minor, line.entry.fee_estimated) == (209, True)


async def test_what_people_enter_counts_on_every_page_as_what_is_read_does(database, books, shop) -> None:
    await books.enter(shop, NOW - timedelta(days=1), 2_000, "USD")
    start, end = NOW.date() - timedelta(days=7), NOW.date() + timedelta(days=1)
    earned = database.read_now(measured.revenue, Scope(account_ids=(shop,)), "USD", start, end)
    assert (sum(earned.by_day.values()), earned.read_at, earned.missing) == (2_000, NOW, False)
    headline = database.read_now(headlines.headlines, NOW, None).revenue["USD"]
    assert (headline.value, headline.incomplete, headline.as_of) == (2_000, False, NOW)
    (summary,) = database.read_now(client_numbers.summaries, NOW)
    assert [(one.minor, one.currency) for one in summary.earned] == [(2_000, "USD")]
    assert summary.as_of == NOW


async def test_markers_are_added_edited_removed_and_put_back(books, shop) -> None:
    made = await books.add_marker(date(2026, 6, 1), MarkerKind.PRICE, "  Club is  9.00 now ", client_id=1)
    assert made.text == "Club is 9.00 now"
    before = await books.edit_marker(
        type(made)(id=made.id, day=date(2026, 6, 2), kind=MarkerKind.PROMOTION, text="Sale", client_id=None)
    )
    assert before == made
    assert [one.text for one in await books.markers(Scope(client_id=1))] == ["Sale"]
    assert await books.markers(Scope(start=date(2026, 6, 3))) == ()
    gone = await books.remove_marker(made.id)
    assert await books.markers(Scope()) == ()
    assert (await books.put_back_marker(gone)).text == "Sale"
    with pytest.raises(BadInput):
        await books.add_marker(date(2026, 6, 1), MarkerKind.NOTE, " ")
    with pytest.raises(NotFound):
        await books.remove_marker(99)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no lines"),
        (b"date,amount\n", "no lines"),
        (b"date\0,amount\n1,2\n", "no text"),
        (b"\xff\xfe\x00", "no text"),
        (b"a," * 200 + b"\n" + b"1," * 200, "columns"),
        (b"date,amount\n" + b"x" * 5_000 + b",1\n", "longer"),
        (b"d,a\n" + b"1,2\n" * 50_002, "more than"),
        (b"d,a\n" + b"\n" * (21 * 2**20), "larger"),
    ],
)
def test_a_file_that_is_too_much_or_no_table_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why) as caught:
        csv_files.parse(content, "strange.csv")
    assert caught.value.item == "strange.csv"


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=6))
def test_no_cell_of_ours_begins_a_formula_and_reads_back_as_it_was(rows: list[list[str]]) -> None:
    content = csv_files.written(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline="")))
    for row in read:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert csv_files.written([[-12, "12"]]).decode("utf-8-sig") == "-12,12\r\n"


@pytest.mark.parametrize(
    ("word", "comma", "expected"),
    [
        ("1,234.50", False, 123_450),
        ("$1,234.50", False, 123_450),
        ("1.234,50 €", True, 123_450),
        ("(12.00)", False, -1_200),
        ("\N{MINUS SIGN}5", False, -500),
        ("-5.00", False, -500),
        ("5-", False, -500),
        ("1 234,5", True, 123_450),
        ("USD 12", False, 1_200),
        (".5", False, 50),
        ("12.345", False, Wrong.TOO_FINE),
        ("1,23", False, Wrong.NO_AMOUNT),
        ("12,34,567", False, Wrong.NO_AMOUNT),
        ("", False, Wrong.NO_AMOUNT),
        ("abc", False, Wrong.NO_AMOUNT),
        ("1e9", False, Wrong.NO_AMOUNT),
        ("12-5", False, Wrong.NO_AMOUNT),
        ("1.2.3", False, Wrong.NO_AMOUNT),
        ("99999999999", False, Wrong.TOO_LARGE),
    ],
)
def test_amounts_as_people_write_them(word, comma, expected) -> None:
    assert minor(word, "USD", decimal_comma=comma) == expected


@given(st.integers(-(10**11), 10**11), st.sampled_from(["USD", "JPY", "KWD"]), st.booleans())
def test_an_amount_that_was_written_out_is_read_back(amount, currency, comma) -> None:
    places = {"USD": 2, "JPY": 0, "KWD": 3}[currency]
    text = f"{abs(amount) / 10**places:,.{places}f}" if places else f"{abs(amount):,}"
    if comma:
        text = text.translate(str.maketrans(",.", ".,"))
    if abs(amount) <= 10**10:
        assert minor(f"-{text}" if amount < 0 else text, currency, decimal_comma=comma) == amount


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("word", "order", "expected"),
    [
        ("2026-06-01", DateOrder.DMY, datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("2026-06-01T08:00:00+02:00", DateOrder.YMD, datetime(2026, 6, 1, 6, tzinfo=UTC)),
        ("2026-06-01 08:00", DateOrder.YMD, datetime(2026, 6, 1, 6, tzinfo=UTC)),
        ("01/06/2026", DateOrder.DMY, datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("06/01/2026", DateOrder.MDY, datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("1.6.26, 9:05", DateOrder.DMY, datetime(2026, 6, 1, 7, 5, tzinfo=UTC)),
        ("31/12/2026", DateOrder.MDY, None),
        ("0000-00-00", DateOrder.YMD, None),
        ("tomorrow", DateOrder.YMD, None),
        ("9999-12-31T23:59:59-12:00", DateOrder.YMD, None),
    ],
)
def test_times_as_people_write_them(word: str, order: DateOrder, expected: datetime | None) -> None:
    assert instant(word, order, BERLIN) == expected


@given(st.text(max_size=30), st.sampled_from(DateOrder), st.sampled_from([UTC, BERLIN, timezone(timedelta(hours=14))]))
def test_no_word_breaks_the_readers(word: str, order: DateOrder, zone) -> None:
    found = instant(word, order, zone)
    assert found is None or found.tzinfo is UTC
    assert isinstance(minor(word, "USD", decimal_comma=False), int | str)


def test_the_examples_of_m3() -> None:
    assert estimated(PlatformId.ONLYFANS, 749, "USD") == 150
    assert estimated(PlatformId.GUMROAD, 1_000, "USD") == 209
    assert estimated(PlatformId.GUMROAD, 1_000, "EUR") is None
    assert estimated(PlatformId.X, 1_000, "USD") is None


@given(
    st.lists(
        st.tuples(st.integers(-10_000, 10_000).filter(bool), st.integers(0, 30), st.sampled_from(["USD", "EUR"])),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_file_adds_to_every_total_what_its_preview_said_and_takes_it_back(
    database, books, service, shop, drawn
) -> None:
    before = {(row.key, row.currency): row.net_minor for row in await service.summary(Scope(), MoneyBy.MONTH)}
    made = io.StringIO()
    first = date(2026, 5, 1)
    lines = [(first + timedelta(days=days), f"{minor / 100:.2f}", currency) for minor, days, currency in drawn]
    csv.writer(made).writerows([("date", "amount", "currency"), *lines])
    table = csv_files.parse(made.getvalue().encode(), "drawn.csv")
    form = await form_of(books, shop, table)
    preview = await books.preview(table, form)
    assert preview.count(LineState.NEW) == len(drawn)
    batch = await books.accept(table, form)
    sums: dict[str, int] = {}
    for row in await service.summary(Scope(), MoneyBy.MONTH):
        sums[row.currency] = sums.get(row.currency, 0) + row.net_minor - before.get((row.key, row.currency), 0)
    expected: dict[str, int] = {}
    for minor_units, _, currency in drawn:
        expected[currency] = expected.get(currency, 0) + minor_units
    assert sums == expected == {one.currency: one.net_minor for one in preview.sums} | {}
    await books.undo(batch.id)
    after = {(row.key, row.currency): row.net_minor for row in await service.summary(Scope(), MoneyBy.MONTH)}
    assert after == before
    assert database.read_now(lambda session: session.scalars(select(LedgerLine.id)).all()) == []
