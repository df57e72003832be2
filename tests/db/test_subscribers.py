"""Subscribers and MRR from stored subscriptions and the last charge of each; unknown where a price is (S1)."""

from datetime import timedelta

import pytest

from ofauto_desktop.domain.analytics import MetricsBy, Scope
from ofauto_desktop.domain.home import KpiCode
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Subscriber
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.home import Home
from ofauto_desktop.services.metrics import Metrics
from storage import money, subscriptions, sync_state
from storage.database import Database
from storage.spells import spells
from storage.sync_state import Completed
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
BOTH = (Metric.SUBSCRIBERS, Metric.MRR)


@pytest.fixture
def gumroad(database: Database) -> int:
    return database.write_now(add_account, database.write_now(add_client), PlatformId.GUMROAD, name="shop")


@pytest.fixture
def service(database: Database) -> Metrics:
    return Metrics(database, lambda: NOW)


def subscribe(database: Database, account: int, remote_id: str, **more) -> None:
    words = {
        "fan": f"fan of {remote_id}",
        "product": "p",
        "started_at": NOW - 100 * DAY,
        "status": "alive",
        "months": 1,
        "price_minor": None,
        "currency": "USD",
        "source": "Gumroad API",
    } | more
    database.write_now(money.upsert_subscribers, account, [Subscriber(remote_id=remote_id, **words)], NOW)


def charge(database: Database, account: int, subscription: str, minor: int, days: float = 5, **more) -> None:
    words = {
        "remote_id": f"{subscription} {days} {more.get('parent_id')}",
        "at": NOW - days * DAY,
        "kind": LedgerKind.RENEWAL,
        "gross_minor": minor,
        "fee_minor": 0,
        "currency": "USD",
        "status": LedgerStatus.SETTLED,
        "source": "Gumroad API",
        "subscription": subscription,
    } | more
    database.write_now(money.upsert_ledger, account, "UTC", [LedgerEntry(**words)], NOW)


def pulled(database: Database, account: int, *kinds: SyncKind, at=NOW) -> None:
    for kind in kinds:
        done = Completed(whole=True, read_from=None, named=())
        database.write_now(sync_state.succeed, account, kind, done, at)


async def values(service: Metrics) -> list[tuple[int | None, bool]]:
    return [(row.value, row.incomplete) for row in await service.rows(Scope(), BOTH)]


async def test_nothing_is_known_before_a_pull_and_zero_is_zero_after_it(database, gumroad, service) -> None:
    assert await values(service) == [(None, False), (None, False)]
    pulled(database, gumroad, SyncKind.MONEY, SyncKind.FANS)
    assert await values(service) == [(0, False), (0, False)]


async def test_the_last_charge_by_its_months_is_rounded_for_each_fan(database, gumroad, service) -> None:
    subscribe(database, gumroad, "a")
    charge(database, gumroad, "a", 700, 36)
    charge(database, gumroad, "a", 900)
    charge(database, gumroad, "a", -900, 4, parent_id="a 5 None", status=LedgerStatus.REFUNDED)
    subscribe(database, gumroad, "quarterly", months=3)
    charge(database, gumroad, "quarterly", 1_000, 40)
    subscribe(database, gumroad, "quarterly too", months=3)
    charge(database, gumroad, "quarterly too", 1_000, 40)
    # One fan of two products is one subscriber, rounded once.
    subscribe(database, gumroad, "b", months=3, fan="both")
    charge(database, gumroad, "b", 500)
    subscribe(database, gumroad, "c", months=3, fan="both")
    charge(database, gumroad, "c", 500)
    # Free, in its trial, a test of the seller's own, over: none of them subscribes.
    subscribe(database, gumroad, "free")
    charge(database, gumroad, "free", 0)
    subscribe(database, gumroad, "trial", trial_until=NOW + DAY)
    subscribe(database, gumroad, "own")
    charge(database, gumroad, "own", 900, status=LedgerStatus.TEST)
    subscribe(database, gumroad, "over", status="cancelled", ended_at=NOW - DAY)
    charge(database, gumroad, "over", 900)
    pulled(database, gumroad, SyncKind.MONEY, SyncKind.FANS)
    assert await values(service) == [(4, False), (900 + 333 + 333 + 333, False)]
    row = (await service.rows(Scope(), (Metric.MRR,)))[0]
    assert (row.unit, row.as_of, row.source, row.day) == ("minor", NOW, "Gumroad API", None)
    by_day = await service.rows(Scope(start=NOW.date(), end=NOW.date() + DAY), BOTH, MetricsBy.DAY)
    assert [(one.day, one.value) for one in by_day] == [(NOW.date(), 4), (NOW.date(), 1_899)]


async def test_a_price_that_is_not_known_leaves_mrr_unknown(database, gumroad, service) -> None:
    subscribe(database, gumroad, "a")
    subscribe(database, gumroad, "b")
    charge(database, gumroad, "a", 900)
    pulled(database, gumroad, SyncKind.FANS)
    assert await values(service) == [(2, True), (None, True)]
    charge(database, gumroad, "b", 0, amount_unknown=True)
    pulled(database, gumroad, SyncKind.MONEY)
    assert await values(service) == [(2, True), (None, True)]
    charge(database, gumroad, "b", 500, 1)
    pulled(database, gumroad, SyncKind.MONEY, at=NOW + DAY / 24)
    assert await values(service) == [(2, False), (1_400, False)]


async def test_prices_of_several_currencies_are_not_added(database, gumroad, service) -> None:
    for name, currency in (("a", "USD"), ("b", "EUR")):
        subscribe(database, gumroad, name, currency=currency)
        charge(database, gumroad, name, 900, currency=currency)
    pulled(database, gumroad, SyncKind.MONEY, SyncKind.FANS)
    assert await values(service) == [(2, False), (None, True)]


async def test_home_shows_them_beside_those_of_a_week_ago(database, gumroad) -> None:
    subscribe(database, gumroad, "a", price_minor=900)
    pulled(database, gumroad, SyncKind.FANS, at=NOW - 7 * DAY)
    subscribe(database, gumroad, "b", price_minor=900)
    pulled(database, gumroad, SyncKind.FANS)
    (kpi,) = [one for one in (await Home(database, lambda: NOW).summary()).kpis if one.code is KpiCode.SUBSCRIBERS]
    assert (kpi.value, kpi.previous, kpi.change, kpi.as_of, kpi.source) == (2, 1, 1.0, NOW, "Gumroad API")


def test_a_subscriptions_last_charge_is_sought(database: Database) -> None:
    def plan(session) -> list[str]:
        given = {"account": 1, "at": 1}
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {subscriptions._SPELLS}", given)
        return [row[3] for row in rows]

    steps = database.read_now(plan)
    assert not [step for step in steps if step.startswith("SCAN")]
    # One sort, by fan, so that they can be added up as they come; none for a subscription's charges.
    assert [step for step in steps if "TEMP B-TREE" in step] == ["USE TEMP B-TREE FOR ORDER BY"]
    assert any("ix_ledger_line_platform_id_subscription_at" in step for step in steps)


async def test_a_declined_charge_is_no_payment(database, gumroad, service) -> None:
    """It neither renews a subscription nor prices it, today or in the movements of a period."""
    subscribe(database, gumroad, "paid up")
    charge(database, gumroad, "paid up", 500, 20)
    charge(database, gumroad, "paid up", 700, 5, status=LedgerStatus.DECLINED)
    subscribe(database, gumroad, "lapsed", status="pending_failure")
    charge(database, gumroad, "lapsed", 900, 40)
    charge(database, gumroad, "lapsed", 900, 5, status=LedgerStatus.DECLINED)
    pulled(database, gumroad, SyncKind.MONEY, SyncKind.FANS)
    assert await values(service) == [(1, False), (500, False)]
    (held,) = database.read_now(spells, Scope()).accounts
    assert sorted(one.minor for each in held.subscriptions for one in each.charges) == [500, 900]
