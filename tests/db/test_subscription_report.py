"""What is told of subscriptions, from stored subscriptions and charges, and that it agrees with today's level."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Subscriber
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.rates import DayRate
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.rates import Rates
from ofauto_desktop.services.subscriptions import Subscriptions
from storage import money, rates, subscriptions
from storage.database import Database
from storage.models import SyncState
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)


@pytest.fixture
def shop(database: Database) -> int:
    account = database.write_now(add_account, database.write_now(add_client), PlatformId.GUMROAD, name="ada shop")
    for kind in (SyncKind.MONEY, SyncKind.FANS):
        state = SyncState(platform_id=account, kind=kind, succeeded_at=NOW)
        database.write_now(lambda session, state=state: session.add(state))
    return account


@pytest.fixture
def service(database: Database) -> Subscriptions:
    book = Money(database, lambda: NOW)
    return Subscriptions(database, book, Rates(database, Preferences(database), EventBus(), lambda: NOW), lambda: NOW)


def subscribe(
    database: Database, account: int, name: str, *charged: datetime, price: int = 700, currency: str = "USD", **more
) -> None:
    entries = [
        LedgerEntry(
            remote_id=f"{name}-{number}",
            at=at,
            kind=LedgerKind.RENEWAL if number else LedgerKind.SUBSCRIPTION,
            gross_minor=price,
            fee_minor=price // 10,
            currency=currency,
            status=LedgerStatus.SETTLED,
            source="Gumroad API",
            fan=name,
            product="club",
            product_name="Club",
            subscription=name,
        )
        for number, at in enumerate(charged)
    ]
    database.write_now(money.upsert_ledger, account, "UTC", entries, NOW)
    words = {"status": "alive", "months": 1} | more
    if words.pop("listed", True):
        one = Subscriber(
            remote_id=name,
            fan=name,
            product="club",
            started_at=charged[0],
            price_minor=None,
            currency=currency,
            source="Gumroad API",
            **words,
        )
        database.write_now(money.upsert_subscribers, account, [one], NOW)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


async def test_months_movements_and_the_level_of_today_agree(database, shop, service) -> None:
    subscribe(database, shop, "stays", at(4, 10), at(5, 10), at(6, 10))
    subscribe(database, shop, "new", at(6, 2))
    subscribe(database, shop, "gone", at(4, 20), at(5, 20), status="cancelled", ended_at=at(6, 10))
    # Ended before anything was listed: its product is charged by the month, so that much is known.
    subscribe(database, shop, "unlisted", at(4, 2), listed=False)
    found = await service.report(Scope(), "USD")
    level = database.read_now(subscriptions.level, shop)
    assert (found.period.active_end, found.period.mrr_end) == (level.subscribers, level.mrr_minor) == (2, 1400)
    june, may, april = found.months
    assert (june.month, june.running, may.running) == (date(2026, 6, 1), True, False)
    assert (june.moved.new, june.moved.churn, june.moved.mrr_start, june.moved.mrr_end) == (700, 700, 1400, 1400)
    assert (may.moved.lost, may.moved.active_start, may.moved.churn) == (1, 3, 700)
    assert (may.moved.due, may.moved.renewed) == (3, 2)
    assert april.moved.new == 2100
    # Of a single month the course of the year is told all the same, as far back as there is any.
    of_june = await service.report(Scope(start=date(2026, 6, 1), end=date(2026, 7, 1)), "USD")
    assert of_june.months == found.months
    assert (of_june.period.active_start, of_june.period.mrr_start) == (2, 1400)
    assert (found.unread, found.unnamed, found.as_of, found.source) == ((), 0, NOW, "Gumroad API")
    # May's 3 payments of 7.00 less 0.70, of two fans.
    assert (found.payers, found.arppu, found.last_full_month) == (2, 630, date(2026, 5, 1))
    assert found.take_rate == pytest.approx(0.1)
    # c = 1 of (0 + 0 + 3), at most 60 months: 7.00 x 0.9 x 3.
    assert found.lifetime.value == 1890
    assert found.lifetime.low < 1890 < found.lifetime.high


async def test_an_interval_that_nobody_tells_leaves_amounts_unknown(database, shop, service) -> None:
    subscribe(database, shop, "stays", at(5, 10), at(6, 10), months=None)
    found = await service.report(Scope(), "USD")
    assert (found.period.active_end, found.period.mrr_end, found.period.unknown_prices) == (1, None, 1)
    assert found.lifetime == (None, None, None)


async def test_prices_of_two_currencies_meet_at_the_rate_of_the_start(database, shop, service) -> None:
    subscribe(database, shop, "dollar", at(5, 10), at(6, 10))
    subscribe(database, shop, "euro", at(5, 11), at(6, 11), currency="EUR", price=1000)
    june = Scope(start=date(2026, 6, 1), end=date(2026, 7, 1))
    found = await service.report(june, "USD")
    assert (found.period.mrr_end, found.period.missing_rate) == (None, "EUR")
    for day, worth in ((date(2026, 6, 1), "1.0712"), (date(2026, 6, 11), "9")):
        rate = DayRate(currency="EUR", reporting="USD", day=day, rate=Decimal(worth), source="x", as_of=NOW)
        database.write_now(rates.put, [rate], NOW, by_hand=True)
    found = await service.report(june, "USD")
    assert (found.period.mrr_start, found.period.mrr_end) == (700 + 1071, 700 + 1071)


async def test_what_a_later_list_does_not_name_has_ended_though_it_was_paid(database, shop, service) -> None:
    subscribe(database, shop, "stays", at(6, 1), listed=True)
    subscribe(database, shop, "vanished", at(6, 10), listed=False)
    subscribe(database, shop, "newer than the list", NOW + timedelta(minutes=1), listed=False)
    found = await service.report(Scope(), "USD")
    assert (found.period.active_end, database.read_now(subscriptions.level, shop).subscribers) == (1, 1)


async def test_without_any_there_is_no_report(database, shop, service) -> None:
    assert await service.report(Scope(), "USD") is None
