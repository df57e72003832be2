"""Goals on stored numbers: counts, levels and money, set and dropped and put back, each act noted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.events import GoalsChanged
from ofauto_desktop.domain.goals import NET_REVENUE, Forecast, Goal
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.goals import Goals
from storage import audit, money
from storage.models import SyncState
from tests.db.seeds import NOW, add_account, add_client
from tests.db.test_analytics_service import list_post, read

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
GOAL = Goal(
    id=0, name=" A thousand  likes ", metric="likes", target=1000, first=date(2026, 6, 1), last=date(2026, 6, 30)
)


@pytest.fixture
def heard() -> list:
    return []


@pytest.fixture
def goals(database, heard) -> Goals:
    bus = EventBus()
    bus.subscribe(heard.append)
    return Goals(database, Analytics(database, lambda: NOW), bus, lambda: NOW)


@pytest.fixture
def account(database) -> int:
    return database.write_now(add_account, database.write_now(add_client), name="ada")


async def test_a_count_adds_up_and_is_foretold(database, goals, account) -> None:
    list_post(database, account, "1", JUNE - 60 * DAY)
    read(database, account, Metric.LIKES, {JUNE + DAY * day: 100 + 20 * (day + 60) for day in range(-60, 15)}, "1")
    goal = await goals.add(replace(GOAL, account_id=account))
    assert (goal.name, goal.client_id) == ("A thousand likes", 1)
    (found,) = await goals.list(1)
    assert (found.goal, found.value, found.start) == (goal, 300, 0)
    assert (found.fraction, found.expected, round(found.ahead, 2)) == (0.3, 500, -0.2)
    assert (found.forecast, found.reached_on) == (Forecast.ON, date(2026, 7, 20))
    assert (found.known_days, found.incomplete, found.source) == (15, False, "X API")
    assert found.points[-1] == (NOW.date(), 300)


async def test_a_level_goes_from_where_it_began(database, goals, account) -> None:
    read(database, account, Metric.FOLLOWERS, {JUNE + DAY * day: 1000 + 10 * day for day in range(-40, 15)})
    await goals.add(replace(GOAL, metric="followers", target=1290))
    (found,) = await goals.list()
    assert (found.value, found.start, found.expected) == (1140, 990, 1140)
    assert (found.fraction, found.ahead) == (0.5, 0)
    assert (found.forecast, found.reached_on) == (Forecast.ON, date(2026, 6, 30))
    assert not found.incomplete


async def test_money_counts_net_in_its_own_currency(database, goals) -> None:
    shop = database.write_now(add_account, database.write_now(add_client), PlatformId.GUMROAD, name="shop")
    goal = replace(GOAL, metric=NET_REVENUE, currency="USD", target=100_00)
    await goals.add(goal)
    assert (await goals.list())[0].value is None
    sold = [sale(f"{day}", JUNE + DAY * day, 5_00) for day in range(3)]
    database.write_now(money.upsert_ledger, shop, "UTC", [*sold, sale("may", JUNE - DAY, 50_00)], NOW)
    state = SyncState(platform_id=shop, kind=SyncKind.MONEY, succeeded_at=NOW)
    database.write_now(lambda session: session.add(state))
    (found,) = await goals.list()
    assert (found.value, found.start, found.fraction, found.as_of) == (15_00, 0, 0.15, NOW)
    assert (found.known_days, found.incomplete) == (15, False)
    assert found.points[4][1] == 15_00
    database.write_now(money.upsert_ledger, shop, "UTC", [sale("euro", JUNE, 1_00, "EUR")], NOW)
    assert (await goals.list())[0].incomplete


def sale(remote_id, at, minor, currency="USD"):
    return LedgerEntry(
        remote_id=remote_id,
        at=at,
        kind=LedgerKind.SALE,
        gross_minor=minor,
        fee_minor=0,
        currency=currency,
        status=LedgerStatus.SETTLED,
        source="Gumroad API",
    )


async def test_a_goal_of_nothing_known_cannot_be_told(goals, account) -> None:
    await goals.add(GOAL)
    (found,) = await goals.list()
    assert (found.value, found.fraction, found.ahead, found.forecast) == (None, None, None, Forecast.CANNOT_TELL)
    await goals.add(replace(GOAL, first=date(2026, 7, 1), last=date(2026, 7, 31)))
    assert (await goals.list())[1].value is None


async def test_goals_are_changed_dropped_and_put_back(database, goals, account, heard) -> None:
    goal = await goals.add(GOAL)
    before = await goals.edit(replace(goal, target=2000))
    assert before == goal
    assert (await goals.list())[0].goal.target == 2000
    removed = await goals.remove(goal.id)
    assert await goals.list() == ()
    meanwhile = await goals.add(replace(GOAL, target=3000))
    assert meanwhile.id != removed.id
    await goals.remove(meanwhile.id)
    assert await goals.put_back(removed) == removed
    assert (await goals.list())[0].goal == removed
    assert [type(one) for one in heard] == [GoalsChanged] * 6
    actions = [one.action for one in database.read_now(audit.entries)]
    assert actions == ["goal.restored", "goal.removed", "goal.added", "goal.removed", "goal.edited", "goal.added"]
    with pytest.raises(NotFound):
        await goals.remove(99)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"metric": "happiness"},
        {"metric": NET_REVENUE},
        {"target": 0},
        {"target": 2**60},
        {"last": date(2026, 5, 1)},
        {"last": date(2036, 5, 1)},
        {"account_id": 77},
        {"client_id": 77},
    ],
)
async def test_what_cannot_be_a_goal_is_refused_in_words(goals, account, wrong) -> None:
    with pytest.raises(BadInput):
        await goals.add(replace(GOAL, **wrong))
    assert await goals.list() == ()


async def test_a_client_sees_its_own_goals_and_those_of_all(goals, account, database) -> None:
    other = database.write_now(add_client, "Bo")
    await goals.add(replace(GOAL, name="all"))
    await goals.add(replace(GOAL, name="bo", client_id=other))
    assert [one.goal.name for one in await goals.list(1)] == ["all"]
    assert [one.goal.name for one in await goals.list(other)] == ["all", "bo"]
