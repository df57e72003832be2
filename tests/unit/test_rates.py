"""Exchange rates: found by day, crossed by the euro, exact until the one rounding (M2)."""

import contextlib
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.practice import rates as practice
from connectors.rates.parse import Quote, quotes
from ofauto_desktop.domain.rates import BY_HAND, ECB, DayRate, RateTable

NOW = datetime(2026, 6, 15, tzinfo=UTC)
JUNE = date(2026, 6, 1)


def rate(currency: str, to: str, worth: str, day: date = JUNE, source: str = BY_HAND) -> DayRate:
    return DayRate(currency=currency, reporting=to, day=day, rate=Decimal(worth), source=source, as_of=NOW)


def test_the_examples_of_m2() -> None:
    table = RateTable([rate("EUR", "USD", "1.0712"), rate("JPY", "USD", "0.0064217")])
    assert table.convert(2450, "EUR", "USD", JUNE).minor == 2624
    assert table.convert(2300, "JPY", "USD", JUNE).minor == 1477
    assert table.convert(-2450, "EUR", "USD", JUNE).minor == -2624
    assert table.convert(0, "EUR", "USD", JUNE).minor == 0
    assert table.convert(5, "USD", "USD", JUNE).minor == 5


def test_a_missing_rate_is_none_and_not_a_guess() -> None:
    table = RateTable([rate("EUR", "USD", "1.07")])
    assert table.convert(100, "GBP", "USD", JUNE) is None
    assert table.convert(100, "EUR", "USD", JUNE - timedelta(days=1)) is None
    # A rate that was entered by hand is of its own day.
    assert table.convert(100, "EUR", "USD", JUNE + timedelta(days=1)) is None


@pytest.mark.parametrize("source", [ECB, f"practice: {ECB}"])
def test_the_banks_rate_stands_while_it_is_closed_and_no_longer(source: str) -> None:
    thursday = date(2026, 4, 2)
    table = RateTable([rate("EUR", "USD", "1.07", thursday, source), rate("EUR", "USD", "9", thursday + 2 * DAY)])
    found = table.find("EUR", "USD", thursday + 4 * DAY)
    assert (found.day, found.source, found.shown) == (thursday, source, Decimal("1.07"))
    assert table.find("EUR", "USD", thursday + 2 * DAY).shown == 9
    assert table.find("EUR", "USD", thursday + 6 * DAY) is None


DAY = timedelta(days=1)


def test_cross_rates_go_through_the_euro() -> None:
    table = RateTable([rate("EUR", "USD", "1.25", source=ECB), rate("EUR", "JPY", "160", source=ECB)])
    found = table.convert(100_00, "USD", "JPY", JUNE)
    assert (found.minor, found.rate.shown, found.rate.source) == (12_800, 128, ECB)
    assert table.convert(12_800, "JPY", "USD", JUNE).minor == 100_00
    assert table.convert(125, "USD", "EUR", JUNE).minor == 100
    # What is stored for the pair itself comes first.
    straight = RateTable([rate("EUR", "USD", "1.25"), rate("EUR", "JPY", "160"), rate("USD", "JPY", "130")])
    assert straight.convert(100_00, "USD", "JPY", JUNE).minor == 13_000


@given(
    st.integers(-(10**12), 10**12),
    st.decimals("0.0001", "10000", places=6, allow_nan=False),
    st.sampled_from(["USD", "JPY", "KWD"]),
    st.sampled_from(["EUR", "ISK", "BHD"]),
)
def test_conversion_is_what_decimal_says_rounded_once(minor: int, worth: Decimal, currency: str, to: str) -> None:
    places = {"USD": 2, "JPY": 0, "KWD": 3, "EUR": 2, "ISK": 0, "BHD": 3}
    table = RateTable([rate(currency, to, format(worth, "f"))])
    exact = Decimal(minor).scaleb(-places[currency]) * worth
    expected = int(exact.scaleb(places[to]).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert table.convert(minor, currency, to, JUNE).minor == expected


FILE = "Date,USD,JPY,CYP,\n2026-06-02,1.0712,168.5,N/A,\n2026-06-01,1.07,168.1,,\n"


def test_the_banks_file_is_read_plain_and_zipped() -> None:
    expected = [
        Quote(date(2026, 6, 2), "USD", Decimal("1.0712")),
        Quote(date(2026, 6, 2), "JPY", Decimal("168.5")),
        Quote(date(2026, 6, 1), "USD", Decimal("1.07")),
        Quote(date(2026, 6, 1), "JPY", Decimal("168.1")),
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", FILE)
    assert quotes(FILE.encode()) == quotes(packed.getvalue()) == expected
    assert quotes(FILE.encode(), since=date(2026, 6, 2)) == expected[:2]
    daily = "Date, USD, JPY, \n02 June 2026, 1.0712, 168.5, \n"
    assert quotes(daily.encode()) == expected[:2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"PK\x03\x04 no archive",
        b"\xff\xfe\x00",
        b"Date,usd,\n2026-06-01,1,\n",
        b"Date,USD,\nyesterday,1,\n",
        b"Date,USD,\n2026-06-01,one,\n",
        b"Date,USD,\n2026-06-01,-1,\n",
        b"Date,USD,\n2026-06-01,Infinity,\n",
    ],
)
def test_a_file_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(LayoutChanged):
        quotes(content)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", bytes(40 * 1024 * 1024))
    with pytest.raises(LayoutChanged, match="larger"):
        quotes(packed.getvalue())


def test_the_practice_bank_writes_what_the_bank_does() -> None:
    found = quotes(practice.content(date(2026, 6, 5)).encode())
    assert found[0].day == date(2026, 6, 5)
    assert all(one.day.weekday() < 5 for one in found)
    again = quotes(practice.content(date(2026, 6, 8)).encode())
    assert set(found) - set(again) == {one for one in found if one.day <= date(2026, 6, 8) - timedelta(days=3 * 366)}


@given(st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_an_archive_that_is_damaged_is_refused_or_read(at: int, bytes_in_between: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", "Date,USD\n2026-11-20,1.0848\n")
    whole = packed.getvalue()
    damaged = whole[: at % len(whole)] + bytes_in_between + whole[at % len(whole) + 1 :]
    with contextlib.suppress(LayoutChanged):
        quotes(damaged)
