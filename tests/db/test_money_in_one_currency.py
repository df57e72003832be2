"""Totals in one currency (M2), by product and buyer, and the ledger as a table reads it; each against the ledger's lines."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.ledger import LedgerFilter, LedgerSort, from_words, to_words
from ofauto_desktop.domain.money import Effect, LedgerEntry, LedgerKind, LedgerStatus, effect
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.rates import DayRate, Rate, RateTable, apply
from ofauto_desktop.domain.revenue import total
from ofauto_desktop.services.money import Money
from storage import money, rates, worth
from storage.database import Database
from storage.models import FinancialMetric, LedgerLine
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def shop(database: Database) -> int:
    return database.write_now(add_account, database.write_now(add_client), PlatformId.GUMROAD, name="ada shop")


@pytest.fixture
def service(database: Database) -> Money:
    return Money(database, lambda: NOW)


def entry(remote_id: str, gross: int, fee: int = 0, at: datetime = JUNE, **more) -> LedgerEntry:
    words = {"kind": LedgerKind.SALE, "currency": "USD", "status": LedgerStatus.SETTLED, "source": "Gumroad API"} | more
    return LedgerEntry(remote_id=remote_id, at=at, gross_minor=gross, fee_minor=fee, **words)


def store(database: Database, account: int, *entries: LedgerEntry) -> None:
    database.write_now(money.upsert_ledger, account, "UTC", entries, NOW)


def put_rate(database: Database, currency: str, to: str, worth: str, *days: date) -> None:
    made = [
        DayRate(currency=currency, reporting=to, day=day, rate=Decimal(worth), source="x", as_of=NOW) for day in days
    ]
    database.write_now(rates.put, made, NOW, by_hand=True)


async def test_each_line_is_converted_by_its_day_and_rounded_by_itself(database, shop, service) -> None:
    store(
        database,
        shop,
        entry("a", 2_450, currency="EUR"),
        entry("b", 2_300, currency="JPY", at=JUNE + DAY),
        entry("c", 100, 20),
        entry("d", 1, currency="EUR"),
        entry("e", 1, currency="EUR"),
    )
    put_rate(database, "EUR", "USD", "1.0712", JUNE.date())
    put_rate(database, "JPY", "USD", "0.0064217", JUNE.date() + DAY)
    rows = await service.summary(Scope(), MoneyBy.KIND, to="USD")
    worth = {row.currency: row.worth for row in rows}
    assert (
        worth["EUR"].split.net_minor == 2_624 + 1 + 1
    )  # 2.6265 were they added first: the same here, by rounding each
    assert worth["JPY"].split.net_minor == 1_477
    assert (worth["USD"].split.net_minor, worth["USD"].approximate) == (80, False)
    whole = total(rows, "USD")
    assert (whole.worth.split.net_minor, whole.worth.converted, whole.worth.approximate) == (4_183, 4, True)
    assert [(one.currency, one.day, one.rate, one.source) for one in whole.worth.rates] == [
        ("EUR", date(2026, 6, 1), Decimal("1.0712"), "x"),
        ("JPY", date(2026, 6, 2), Decimal("0.0064217"), "x"),
    ]


def in_other(entry: LedgerEntry, rate: Rate, to: str) -> LedgerEntry:
    """A line in another currency, each amount by itself: what the sums are held against."""
    return entry._replace(
        gross_minor=apply(rate, entry.gross_minor, entry.currency, to),
        fee_minor=apply(rate, entry.fee_minor, entry.currency, to),
        tax_minor=apply(rate, entry.tax_minor, entry.currency, to),
        currency=to,
    )


async def test_what_is_kept_of_an_answer_never_outlives_what_it_rests_on(database, shop, service, monkeypatch) -> None:
    reads = []
    converted = worth.converted
    monkeypatch.setattr(worth, "converted", lambda *given, **more: reads.append(1) or converted(*given, **more))

    async def net() -> int | None:
        (row,) = await service.summary(Scope(), MoneyBy.ACCOUNT, to="EUR")
        return row.worth.split and row.worth.split.net_minor

    store(database, shop, entry("a", 1_000))
    assert await net() is None, "there is no rate"
    put_rate(database, "USD", "EUR", "0.5", JUNE.date())
    assert await net() == 500
    assert await net() == 500
    assert len(reads) == 2
    put_rate(database, "USD", "EUR", "0.8", JUNE.date())
    assert await net() == 800
    store(database, shop, entry("b", 100))
    assert await net() == 880
    store(database, shop, entry("b", 200))
    assert await net() == 960
    assert len(reads) == 5


async def test_a_missing_rate_makes_the_total_unknown_never_partial(database, shop, service) -> None:
    store(
        database,
        shop,
        entry("a", 2_450, currency="EUR"),
        entry("b", 100),
        entry("c", 10, currency="EUR", at=JUNE + DAY),
    )
    put_rate(database, "EUR", "USD", "1.0712", JUNE.date())
    rows = await service.summary(Scope(), MoneyBy.PLATFORM, to="USD")
    whole = total(rows, "USD")
    assert whole.worth.split is None
    assert whole.worth.missing == (("EUR", date(2026, 6, 2)),)
    assert dict(whole.by_currency)["EUR"].net_minor == 2_460
    first = Scope(start=date(2026, 6, 1), end=date(2026, 6, 2))
    assert total(await service.summary(first, MoneyBy.PLATFORM, to="USD"), "USD").worth.split.net_minor == 2_724


_LINES = st.lists(
    st.tuples(
        st.integers(-9_000, 9_000),
        st.integers(-900, 900),
        st.integers(0, 60),
        st.sampled_from(["USD", "EUR", "JPY"]),
        st.sampled_from(LedgerKind),
        st.sampled_from(LedgerStatus),
        st.sampled_from([None, "parent"]),
        st.sampled_from([None, "Brushes", "Set"]),
        st.sampled_from([None, "f1", "f2"]),
        st.booleans(),
    ),
    max_size=25,
)


@given(_LINES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_sum_is_that_of_its_lines(database, shop, service, drawn) -> None:
    """By product, by buyer, by week and in another currency: all are effect() of each line, added up."""
    database.write_now(_forget)
    entries = [
        entry(
            str(number),
            gross,
            fee,
            JUNE - days * DAY,
            currency=currency,
            kind=kind,
            status=status,
            parent_id=parent,
            product_name=product,
            fan=fan,
            amount_unknown=unknown,
            offer=("SPRING", "HELLO", None)[number % 3],
        )
        for number, (gross, fee, days, currency, kind, status, parent, product, fan, unknown) in enumerate(drawn)
    ]
    store(database, shop, *entries)
    days = [JUNE.date() - step * DAY for step in range(61)]
    put_rate(database, "EUR", "USD", "1.0712", *days)
    put_rate(database, "JPY", "USD", "0.0064217", *days)
    table = RateTable(database.read_now(rates.of, ("EUR", "USD", "JPY")))
    keys = {
        MoneyBy.PRODUCT: lambda one: f"{shop}:{one.product_name or ''}",
        MoneyBy.FAN: lambda one: f"{shop}:{one.fan or ''}",
        MoneyBy.OFFER: lambda one: f"{shop}:{one.offer or ''}",
        MoneyBy.WEEK: lambda one: (one.at.date() - one.at.weekday() * DAY).isoformat(),
    }
    for by, key in keys.items():
        own, worth = defaultdict(Effect), defaultdict(Effect)
        for one in entries:
            if (gained := effect(one)) is not None:
                group = key(one), one.currency
                own[group] = _plus(own[group], gained)
                turned = effect(in_other(one, table.find(one.currency, "USD", one.at.date()), "USD"))
                worth[group] = _plus(worth[group], turned)
        rows = {(row.key, row.currency): row for row in await service.summary(Scope(), by, to="USD")}
        assert rows.keys() == own.keys()
        for group, row in rows.items():
            assert _numbers(row) == _numbers(own[group])
            assert _numbers(row.worth.split) == _numbers(worth[group])
            split = row.worth.split
            assert split.net_minor == (
                split.gross_minor
                - split.fee_minor
                - split.refunds_minor
                - split.chargebacks_minor
                + split.fees_returned_minor
            )
            assert row.sales == own[group].sales
    assert len(await service.ids(LedgerFilter())) == len(entries)
    by_currency = {row.currency: row for row in await service.sums(LedgerFilter())}
    for currency in {one.currency for one in entries if effect(one) is not None}:
        assert by_currency[currency].net_minor == sum(
            one.net_minor for one in entries if one.currency == currency and effect(one) is not None
        )


def _plus(one: Effect, other: Effect) -> Effect:
    return Effect(*(a + b for a, b in zip(one, other, strict=True)))._replace(lines=0)


def _numbers(of) -> tuple[int, ...]:
    refunds = of.refunds_minor if hasattr(of, "refunds_minor") else of.refund_minor
    chargebacks = of.chargebacks_minor if hasattr(of, "chargebacks_minor") else of.chargeback_minor
    rest = (of.gross_minor, of.fee_minor, of.fees_returned_minor, of.tax_minor, of.net_minor)
    return refunds, chargebacks, *rest


def _forget(session) -> None:
    for model in (LedgerLine, FinancialMetric):
        session.execute(delete(model))


async def test_a_line_is_told_with_its_sale_and_what_undid_it(database, shop, service) -> None:
    store(
        database,
        shop,
        entry("s", 2_000, 400),
        entry("s:refund:1", -500, -50, JUNE + DAY, status=LedgerStatus.PARTIALLY_REFUNDED, parent_id="s"),
        entry("s:refund:2", -1_500, -350, JUNE + 2 * DAY, status=LedgerStatus.REFUNDED, parent_id="s"),
        entry("other", 900),
    )
    ids = {
        one.remote_id: one.id for one in database.read_now(lambda session: list(session.scalars(select(LedgerLine))))
    }
    sale = await service.line(ids["s"])
    assert sale.sale is None
    assert [one.row.entry.remote_id for one in sale.undone_by] == ["s:refund:1", "s:refund:2"]
    refund = await service.line(ids["s:refund:2"])
    assert refund.sale.row.entry.remote_id == "s"
    assert [one.row.entry.remote_id for one in refund.undone_by] == ["s:refund:1"]


async def test_the_table_is_filtered_sorted_and_fetched_by_windows(database, shop, service) -> None:
    store(
        database,
        shop,
        *(
            entry(
                str(number),
                number * 100,
                at=JUNE + number * DAY,
                product_name=f"Set {'ABC'[number % 3]}",
                fan=f"f{number % 2}",
            )
            for number in range(9)
        ),
        entry("tip", 50, kind=LedgerKind.TIP, at=JUNE, product_name=None),
    )
    asked = LedgerFilter(text="set b", kinds=(LedgerKind.SALE,))
    ids = await service.ids(asked, LedgerSort.GROSS, descending=True)
    lines = await service.lines(ids[:2])
    assert [line.row.entry.gross_minor for line in lines] == [700, 400]
    assert len(ids) == 3
    oldest = await service.ids(LedgerFilter(), LedgerSort.AT, descending=False)
    assert [one.row.entry.remote_id for one in await service.lines(oldest[:2])] == ["0", "tip"]
    for sort in LedgerSort:
        for descending in (True, False):
            assert len(await service.ids(LedgerFilter(), sort, descending=descending)) == 10
    assert len(await service.ids(LedgerFilter(text="ADA"))) == 10  # by its account
    assert len(await service.ids(LedgerFilter(text="100%"))) == 0
    assert from_words(to_words(asked), Scope()) == asked


async def test_customers_are_told_with_what_they_bought(database, shop, service) -> None:
    store(
        database,
        shop,
        entry("a", 1_000, 200, fan="f1", product_name="Brushes"),
        entry("b", 500, 100, JUNE + 9 * DAY, fan="f1", product_name="Set"),
        entry("b:refund", -500, -90, JUNE + 10 * DAY, fan="f1", status=LedgerStatus.REFUNDED, parent_id="b"),
        entry("c", 700, 0, fan="f2", product_name="Set"),
        entry("t", 9_999, 0, fan="f2", status=LedgerStatus.TEST),
        entry("d", 700, 0),
    )
    first, second = await service.customers(Scope())
    assert (first.fan, first.purchases, first.refunded, first.products) == ("f1", 2, 1, ("Set", "Brushes"))
    assert (first.gross_minor, first.net_minor) == (1_500, 800 + 400 - 410)
    assert (first.first, first.last) == (date(2026, 6, 1), date(2026, 6, 11))
    assert (second.fan, second.net_minor) == ("f2", 700)
    assert [one.fan for one in await service.customers(Scope(), text="brush")] == ["f1"]


def test_a_rate_of_nothing_is_never_applied(database) -> None:
    """The smallest amounts at large and small rates stay whole minor units."""
    table = RateTable(
        [DayRate(currency="KWD", reporting="JPY", day=JUNE.date(), rate=Decimal("489.2"), source="x", as_of=NOW)]
    )
    rate = table.find("KWD", "JPY", JUNE.date())
    assert apply(rate, 1, "KWD", "JPY") == 0
    assert apply(rate, 2, "KWD", "JPY") == 1
