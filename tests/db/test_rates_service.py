"""Rates by hand, from the bank's file and from the bank: what is stored, what yields, what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from connectors.errors import LayoutChanged, NetworkDown, Temporary
from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import MoneyChanged
from ofauto_desktop.domain.preferences import FETCH_RATES
from ofauto_desktop.domain.rates import BY_HAND
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.rates import FETCH_EVERY, Rates
from storage import rates as stored
from storage.database import Database

pytestmark = pytest.mark.anyio

FILE = "Date,USD,JPY,\n2026-06-02,1.0712,168.5,\n2026-06-01,1.07,N/A,\n"
FIRST = date(2026, 6, 1)
DAY = timedelta(days=1)


class Clock:
    now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heard() -> list[object]:
    return []


@pytest.fixture
def preferences(database: Database) -> Preferences:
    return Preferences(database)


@pytest.fixture
def service(database: Database, preferences: Preferences, clock: Clock, heard: list[object]) -> Iterator[Rates]:
    bus = EventBus()
    unsubscribe = bus.subscribe(heard.append)
    practice = PracticePlatforms(worlds.empty())
    yield Rates(database, preferences, bus, clock, wire=lambda: (practice.transport(), practice.rates_endpoint()))
    unsubscribe()


async def test_a_rate_by_hand_is_kept_as_it_was_written(service: Rates, heard: list[object]) -> None:
    taken = await service.add("eur", "USD", FIRST, "1.07120", FIRST + DAY)
    assert (taken.added, taken.days) == (2, 2)
    newest, _ = await service.list("EUR", "USD")
    assert (newest.day, format(newest.rate, "f"), newest.source) == (FIRST + DAY, "1.07120", BY_HAND)
    found = await service.convert(2450, "EUR", "USD", FIRST)
    assert (found.minor, found.currency, found.rate.source) == (2624, "USD", BY_HAND)
    assert await service.convert(2450, "EUR", "GBP", FIRST) is None
    assert await service.convert(2450, "EUR", "USD", FIRST - DAY) is None
    assert [type(one) for one in heard] == [MoneyChanged]


@pytest.mark.parametrize(
    ("currency", "to", "worth", "last"),
    [
        ("EUR", "EUR", "1", None),
        ("EUR", "XYZ", "1", None),
        ("euros", "USD", "1", None),
        ("EUR", "USD", "0", None),
        ("EUR", "USD", "-1", None),
        ("EUR", "USD", "NaN", None),
        ("EUR", "USD", "1,07", None),
        ("EUR", "USD", "1.07", FIRST - DAY),
        ("EUR", "USD", "1.07", date(2036, 6, 1)),
    ],
)
async def test_what_is_no_rate_is_refused_and_nothing_kept(service: Rates, currency, to, worth, last) -> None:
    with pytest.raises(BadInput):
        await service.add(currency, to, FIRST, worth, last)
    assert (await service.state()).count == 0


async def test_the_banks_file_is_taken_in_once_and_yields_to_a_hand(service: Rates, tmp_path) -> None:
    file = tmp_path / "eurofxref-hist.csv"
    file.write_text(FILE)
    await service.add("EUR", "USD", FIRST, "1.5")
    taken = await service.import_file(file)
    assert (taken.added, taken.unchanged, taken.days, taken.first, taken.last) == (2, 1, 2, FIRST, FIRST + DAY)
    again = await service.import_file(file)
    assert (again.added, again.changed) == (0, 0)
    assert [(one.day, one.rate) for one in await service.list("EUR", "USD")] == [
        (FIRST + DAY, Decimal("1.0712")),
        (FIRST, Decimal("1.5")),
    ]
    # Another hand overrules the first; taking it away can be undone.
    await service.add("EUR", "USD", FIRST, "1.6")
    gone = await service.remove(await service.list("EUR", "USD"))
    assert (await service.state()).count == 1
    await service.restore(gone)
    assert [one.rate for one in await service.list("EUR", "USD")] == [Decimal("1.0712"), Decimal("1.6")]


async def test_a_broken_file_changes_nothing_and_is_named(service: Rates, tmp_path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(FILE + "2026-05-31,one,1,\n")
    with pytest.raises(BadInput, match="line 4") as caught:
        await service.import_file(file)
    assert caught.value.item == "rates.csv"
    with pytest.raises(BadInput):
        await service.import_file(tmp_path / "nowhere.csv")
    assert (await service.state()).count == 0


async def test_the_bank_is_asked_on_demand_and_by_the_clock_only_when_wanted(
    service: Rates, preferences: Preferences, clock: Clock
) -> None:
    assert await service.tick() is None
    taken = await service.fetch()
    assert taken.added > 1000
    state = await service.state()
    assert (state.count, state.fetched_at, state.by_clock) == (taken.added, clock.now, False)
    assert {one.source for one in await service.list(limit=5)} == {"practice: ECB"}
    assert (await service.convert(100_00, "USD", "JPY", clock.now.date() - 7 * DAY)) is not None
    await preferences.put(FETCH_RATES, True)
    assert await service.tick() is None
    clock.now += FETCH_EVERY
    assert (await service.tick()) is not None


async def test_trouble_at_the_bank_is_told_in_words_and_keeps_what_was_there(
    database: Database, preferences: Preferences, clock: Clock
) -> None:
    answers: list[object] = [
        httpx.Response(503),
        httpx.Response(404),
        httpx.Response(200, text="<html>"),
        httpx.ConnectError("no"),
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        said = answers.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    service = Rates(
        database,
        preferences,
        EventBus(),
        clock,
        wire=lambda: (httpx.MockTransport(answer), "https://bank.example/file.csv"),
    )
    for kind in (Temporary, LayoutChanged, LayoutChanged, NetworkDown):
        with pytest.raises(kind) as caught:
            await service.fetch()
        assert caught.value.account == "The European Central Bank"
    assert (await service.state()).fetched_at is None
    assert database.read_now(stored.extent)[0] == 0
