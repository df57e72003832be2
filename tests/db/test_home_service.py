"""Home: what needs a person, in order of urgency; today; the headline numbers, with what they are compared with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.books import MarkerKind
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.home import KpiCode, NeedKind
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from ofauto_desktop.services.home import Home
from storage import audit, claims, markers, metrics, money, settings
from storage.database import Database
from storage.models import Platform, PostAttempt, PostPlatform, ScheduledPost, SyncState
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def client(database: Database) -> int:
    return database.write_now(add_client)


@pytest.fixture
def account(database: Database, client: int) -> int:
    return database.write_now(add_account, client)


@pytest.fixture
def home(database: Database) -> Home:
    return Home(database, lambda: NOW)


def post(database: Database, account: int, state: PostState, due: datetime | None, *, detail: str = "", **more) -> int:
    def add(session) -> int:
        client = session.get(Platform, account).client_id
        row = ScheduledPost(client_id=client, text="hi", thread=[])
        session.add(row)
        session.flush()
        target = PostPlatform(post_id=row.id, platform_id=account, state=state, zone="UTC", due_at=due, **more)
        session.add(target)
        session.flush()
        if detail:
            session.add(PostAttempt(target_id=target.id, at=NOW, part=0, outcome=Outcome.REFUSED, detail=detail))
        return row.id

    return database.write_now(add)


def change_account(database: Database, account: int, **values) -> None:
    def set_values(session) -> None:
        for name, value in values.items():
            setattr(session.get(Platform, account), name, value)

    database.write_now(set_values)


async def test_an_empty_workspace_needs_nothing(database, home) -> None:
    found = await home.summary()
    assert (found.needs, found.today, found.kpis, found.recent, found.next_due) == ((), (), (), (), None)
    assert (found.paused, found.as_of) == (False, NOW)


async def test_what_needs_a_person_comes_in_order_of_urgency(database, account, client, home) -> None:
    post(database, account, PostState.MISSED, NOW - 5 * HOUR, detail="missed: 5 h late")
    post(database, account, PostState.FAILED, NOW - 3 * DAY, detail="too long")
    newest = post(database, account, PostState.FAILED, NOW - DAY, detail="X refused it")
    post(database, account, PostState.UNKNOWN, NOW - HOUR)
    post(database, account, PostState.SCHEDULED, NOW - 3 * MINUTE)
    post(database, account, PostState.SCHEDULED, NOW - MINUTE)  # not late enough to tell
    post(database, account, PostState.SCHEDULED, NOW - HOUR, not_before=NOW + HOUR)  # the platform asked to wait
    spent = database.write_now(add_account, client, name="spent")
    change_account(
        database, spent, paused_until=NOW + DAY, paused_for=ErrorKind.OUT_OF_CREDIT, state_reason="no credit"
    )
    slow = database.write_now(add_account, client, name="slow")
    change_account(database, slow, paused_until=NOW + HOUR, paused_for=ErrorKind.RATE_LIMITED)
    ended = database.write_now(add_account, client, name="ended")
    change_account(database, ended, state=LoginState.EXPIRED, state_reason="the login has ended")
    state = SyncState(
        platform_id=account,
        kind=SyncKind.METRICS,
        succeeded_at=NOW - DAY,
        error_kind=ErrorKind.LAYOUT_CHANGED,
        error_reason="the answer cannot be read",
        error_at=NOW - HOUR,
    )
    database.write_now(lambda session: session.add(state))
    needs = (await home.summary()).needs
    assert [(need.kind, need.account) for need in needs] == [
        (NeedKind.UNKNOWN_OUTCOME, "ada"),
        (NeedKind.FAILED, "ada"),
        (NeedKind.MISSED, "ada"),
        (NeedKind.OVERDUE, "ada"),
        (NeedKind.LOGIN, "ended"),
        (NeedKind.CREDIT, "spent"),
        (NeedKind.PAUSED, "slow"),
        (NeedKind.SYNC, "ada"),
    ]
    failed = needs[1]
    assert (failed.count, failed.post_id, failed.detail, failed.since) == (2, newest, "X refused it", NOW - 3 * DAY)
    assert (needs[3].count, needs[3].since) == (1, NOW - 3 * MINUTE)
    assert needs[7].detail == "the answer cannot be read"
    other = database.write_now(add_client, "Bo")
    assert (await home.summary(other)).needs == ()


async def test_while_everything_is_paused_nothing_is_overdue(database, account, home) -> None:
    post(database, account, PostState.SCHEDULED, NOW - HOUR)
    database.write_now(settings.put, claims.PAUSED, True)
    found = await home.summary()
    assert found.paused
    assert [need.kind for need in found.needs] == [NeedKind.PAUSED]


async def test_an_error_that_a_later_pull_undid_is_over(database, account, home) -> None:
    state = SyncState(
        platform_id=account,
        kind=SyncKind.POSTS,
        succeeded_at=NOW,
        error_kind=ErrorKind.TEMPORARY,
        error_reason="busy",
        error_at=NOW - HOUR,
    )
    database.write_now(lambda session: session.add(state))
    assert (await home.summary()).needs == ()


async def test_a_week_without_a_backup_is_told(database, home) -> None:
    def act(action: str, at: datetime) -> None:
        database.write_now(audit.record, at=at, action=action, object_type="workspace", object_id="this")

    act("backup.created", NOW - 8 * DAY)
    assert [need.kind for need in (await home.summary()).needs] == [NeedKind.BACKUP]
    act("backup.created", NOW - 6 * DAY)
    found = await home.summary()
    assert found.needs == ()
    assert [act.action for act in found.recent] == ["backup.created", "backup.created"]
    assert (await home.summary(1)).recent == ()


async def test_a_marker_is_told_by_its_words(database, client, account, home) -> None:
    words = "A shop opens\nin spring"
    added = database.write_now(markers.add, NOW.date(), MarkerKind.NOTE, words, client, account, NOW)
    (act,) = (await home.summary(client)).recent
    assert (act.action, act.about, act.account) == ("marker.added", "A shop opens", "ada")
    database.write_now(markers.edit, replace(added, client_id=None, account_id=None), NOW)
    (act,) = (await home.summary()).recent
    assert (act.action, act.about, act.account) == ("marker.edited", "A shop opens", "")


async def test_today_is_the_viewers_day(database, account, home) -> None:
    late = post(database, account, PostState.SCHEDULED, datetime(2026, 6, 15, 23, 30, tzinfo=UTC))
    early = post(database, account, PostState.POSTED, datetime(2026, 6, 15, 0, 30, tzinfo=UTC))
    post(database, account, PostState.CANCELLED, NOW)
    assert [one.id for one in (await home.summary()).today] == [early, late]
    assert [one.id for one in (await home.summary(zone="America/New_York")).today] == [late]
    assert (await home.summary()).next_due == datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
    post(database, account, PostState.SCHEDULED, NOW - HOUR, not_before=NOW + MINUTE)
    assert (await home.summary(1)).next_due == NOW + MINUTE


def sale(remote_id: str, minor: int, at: datetime, currency: str = "USD", **more) -> LedgerEntry:
    words = {"kind": LedgerKind.SALE, "status": LedgerStatus.SETTLED, "source": "Gumroad API"} | more
    return LedgerEntry(remote_id=remote_id, at=at, gross_minor=minor, fee_minor=0, currency=currency, **words)


async def test_revenue_is_compared_up_to_the_same_time_of_day(database, client, home) -> None:
    account = database.write_now(add_account, client, PlatformId.GUMROAD, name="shop")
    state = SyncState(platform_id=account, kind=SyncKind.MONEY, succeeded_at=NOW - MINUTE)
    database.write_now(lambda session: session.add(state))
    (nothing,) = (await home.summary()).kpis  # read, and nothing there
    assert (nothing.value, nothing.currency, nothing.as_of) == (0, "USD", NOW - MINUTE)
    sales = [
        sale("now", 1_500, NOW - HOUR),
        sale("6 days", 500, NOW - 6 * DAY),
        sale("a week, an hour earlier", 1_000, NOW - 7 * DAY - HOUR),
        sale("a week, an hour later", 7_000, NOW - 7 * DAY + HOUR),
        sale("too old", 9_000, NOW - 14 * DAY - 13 * HOUR),
        sale("yen", 300, NOW - HOUR, "JPY"),
        sale("test", 300, NOW - 7 * DAY + HOUR, status=LedgerStatus.TEST),
    ]
    database.write_now(money.upsert_ledger, account, "UTC", sales, NOW)
    yen, dollars = (await home.summary()).kpis
    assert (dollars.code, dollars.value, dollars.previous) == (KpiCode.NET_REVENUE, 2_000, 1_000)
    assert (dollars.change, dollars.change_note, dollars.source) == (1.0, "ok", "Gumroad API")
    assert (yen.currency, yen.value, yen.change, yen.change_note) == ("JPY", 300, None, "new")


async def test_levels_engagement_and_the_next_payout(database, account, home) -> None:
    start = NOW.replace(hour=0) - 15 * DAY
    listed = RemotePost(remote_id="1", text="hi", at=start - 30 * DAY, url="https://x.com/ada/1")
    database.write_now(metrics.upsert_posts, account, [listed], NOW)
    samples = [
        MetricSample(metric=Metric.LIKES, value=10 * day, as_of=start + day * DAY, source="X API", remote_post="1")
        for day in range(15)
    ]
    samples += [
        MetricSample(metric=Metric.FOLLOWERS, value=100 + day, as_of=start + day * DAY, source="X API")
        for day in range(16)
    ]
    database.write_now(metrics.upsert_samples, account, "UTC", samples)
    payout = Payout(
        remote_id="upcoming",
        at=NOW + 3 * DAY,
        amount_minor=15_000,
        currency="USD",
        status=PayoutStatus.UPCOMING,
        source="Gumroad API",
    )
    database.write_now(money.upsert_payouts, account, [payout], NOW)
    found = {kpi.code: kpi for kpi in (await home.summary()).kpis}
    followers = found[KpiCode.FOLLOWERS]
    assert (followers.value, followers.previous, followers.change_note) == (115, 108, "ok")
    engagement = found[KpiCode.ENGAGEMENT]
    assert (engagement.value, engagement.previous, engagement.change, engagement.incomplete) == (70, 70, 0.0, False)
    assert (engagement.source, engagement.as_of) == ("X API", start + 14 * DAY)
    due = found[KpiCode.NEXT_PAYOUT]
    assert (due.value, due.currency, due.due_at, due.change_note) == (15_000, "USD", NOW + 3 * DAY, "")
