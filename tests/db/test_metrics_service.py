"""Questions about readings: unknown is not zero, sums say when they are incomplete, levels are not summed over gaps (G1, C1)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from ofauto_desktop.domain.analytics import MetricsBy, Scope
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.metrics import Metric, MetricSample, Rate
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import PostState, RemotePost
from ofauto_desktop.services.metrics import Metrics
from storage import metrics
from storage.database import Database
from storage.models import Platform, PostPlatform, ScheduledPost, SyncGap
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = Scope(start=date(2026, 6, 1), end=date(2026, 6, 8))


@pytest.fixture
def accounts(database: Database) -> tuple[int, int]:
    client = database.write_now(add_client)
    first = database.write_now(add_account, client, name="ada")
    return first, database.write_now(add_account, client, name="ada2")


@pytest.fixture
def service(database: Database) -> Metrics:
    return Metrics(database, lambda: NOW)


def read(
    database: Database, account: int, metric: Metric, values: dict[datetime, int], post: str | None = None
) -> None:
    samples = [
        MetricSample(metric=metric, value=value, as_of=at, source="X API", remote_post=post)
        for at, value in values.items()
    ]
    database.write_now(metrics.upsert_samples, account, "UTC", samples)


def list_post(database: Database, account: int, remote_id: str, at: datetime) -> None:
    post = RemotePost(remote_id=remote_id, text="hi", at=at, url="https://x.com/ada/1")
    database.write_now(metrics.upsert_posts, account, [post], NOW)


async def test_a_series_has_every_day_and_none_where_nothing_is_known(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100, JUNE + DAY: 110, JUNE + 4 * DAY: 140})
    found = await service.series(WEEK, Metric.FOLLOWERS)
    assert [point.value for point in found.points] == [100, 110, None, None, 140, None, None]
    assert found.points[0].day == date(2026, 6, 1)
    assert (found.as_of, found.source) == (JUNE + 4 * DAY, "X API")
    assert found.incomplete


async def test_a_zero_is_a_zero(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY * step: 5 for step in range(7)}, "1")
    found = await service.series(WEEK, Metric.LIKES)
    assert [point.value for point in found.points] == [5, 0, 0, 0, 0, 0, 0]
    assert not found.incomplete


async def test_levels_of_several_accounts_are_added_only_where_all_are_known(database, accounts, service) -> None:
    first, second = accounts
    read(database, first, Metric.FOLLOWERS, {JUNE + step * DAY: 100 for step in range(4)})
    read(database, second, Metric.FOLLOWERS, {JUNE + DAY: 10, JUNE + 3 * DAY: 12})
    found = await service.series(Scope(start=date(2026, 6, 1), end=date(2026, 6, 5)), Metric.FOLLOWERS)
    # The second account begins on the second day; on the third nobody read it.
    assert [point.value for point in found.points] == [100, 110, None, 112]
    assert found.as_of == JUNE + 3 * DAY


async def test_counts_of_several_accounts_are_partial_and_say_so(database, accounts, service) -> None:
    for account, days in zip(accounts, ((0, 1, 2), (0, 1)), strict=True):
        list_post(database, account, "1", JUNE)
        read(database, account, Metric.LIKES, {JUNE + step * DAY: 10 * (step + 1) for step in days}, "1")
    found = await service.series(Scope(start=date(2026, 6, 1), end=date(2026, 6, 4)), Metric.LIKES)
    assert [point.value for point in found.points] == [20, 20, 10, None][:3]
    assert found.incomplete


async def test_gaps_are_shown_with_their_reason(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100})
    for start, reason in ((JUNE + DAY, "the network was down"), (JUNE - 40 * DAY, "long ago")):
        gap = SyncGap(platform_id=accounts[0], kind=SyncKind.AUDIENCE, start=start, end=start + DAY, reason=reason)
        database.write_now(lambda session, gap=gap: session.add(gap))
    found = await service.series(WEEK, Metric.FOLLOWERS)
    assert [gap.reason for gap in found.gaps] == ["the network was down"]


async def test_an_open_scope_goes_from_the_first_to_the_last_known_day(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100, JUNE + 2 * DAY: 120})
    found = await service.series(Scope(), Metric.FOLLOWERS)
    assert [point.value for point in found.points] == [100, None, 120]
    assert (await service.series(Scope(), Metric.REACH)).points == ()


async def test_days_to_come_are_not_unknown(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {NOW - DAY: 100, NOW: 101})
    scope = Scope(start=NOW.date() - DAY, end=NOW.date() + 10 * DAY)
    assert [point.value for point in (await service.series(scope, Metric.FOLLOWERS)).points] == [100, 101]


async def test_rows_by_day_keep_unknown_days(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100, JUNE + 2 * DAY: 90})
    scope = Scope(account_ids=(accounts[0],), start=date(2026, 6, 1), end=date(2026, 6, 4))
    rows = await service.rows(scope, (Metric.FOLLOWERS,), MetricsBy.DAY)
    assert [(row.day.day, row.value, row.source) for row in rows if row.day] == [
        (1, 100, "X API"),
        (2, None, None),
        (3, 90, "X API"),
    ]
    asked_for_all = await service.rows(scope, (), MetricsBy.DAY)
    assert {row.metric for row in asked_for_all} == {Metric.FOLLOWERS}


async def test_totals_of_a_period_add_up_its_days(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE: 5, JUNE + DAY: 9, JUNE + 2 * DAY: 7}, "1")
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100, JUNE + DAY: 130})
    rows = await service.rows(Scope(start=date(2026, 6, 1), end=date(2026, 6, 4)))
    found = {row.metric: row for row in rows if row.account_id == accounts[0]}
    assert (found[Metric.LIKES].value, found[Metric.LIKES].incomplete) == (7, False)
    assert (found[Metric.FOLLOWERS].value, found[Metric.FOLLOWERS].as_of) == (130, JUNE + DAY)
    unknown = (await service.rows(WEEK, (Metric.REACH,)))[0]
    assert (unknown.value, unknown.as_of, unknown.source) == (None, None, None)


async def test_totals_of_a_period_are_differences_even_across_days_that_nobody_read(
    database, accounts, service
) -> None:
    list_post(database, accounts[0], "old", JUNE - 20 * DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE - 3 * DAY: 100, JUNE + 2 * DAY: 130, JUNE + 8 * DAY: 190}, "old")
    list_post(database, accounts[0], "new", JUNE + DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE + 5 * DAY: 7, JUNE + 8 * DAY: 9}, "new")
    (row, other) = await service.rows(WEEK, (Metric.LIKES,))
    assert (row.value, row.incomplete, row.as_of, row.source) == (30 + 7, True, JUNE + 5 * DAY, "X API")
    assert (other.value, other.as_of) == (None, None)
    # One that was never read before the period, and was not made in it, may have had its likes long ago.
    list_post(database, accounts[0], "unread", JUNE - 20 * DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE + 5 * DAY: 1_000}, "unread")
    (row, _) = await service.rows(WEEK, (Metric.LIKES,))
    assert (row.value, row.incomplete) == (37, True)
    read(database, accounts[0], Metric.SAVES, {JUNE + 5 * DAY: 4}, "unread")
    (row, _) = await service.rows(WEEK, (Metric.SAVES,))
    assert (row.value, row.incomplete) == (None, True)
    assert {one.metric for one in await service.rows(WEEK)} == {Metric.LIKES, Metric.SAVES}
    later = await service.rows(Scope(start=date(2026, 6, 12)), (Metric.LIKES,))
    assert [one.value for one in later] == [None, None]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
async def test_complete_days_add_up_to_their_total_in_any_zone(database, service, zone) -> None:
    client = database.write_now(add_client, "Zoe", zone=zone)
    account = database.write_now(add_account, client, name="zoe")
    march = datetime(2026, 3, 25, tzinfo=UTC)
    list_post(database, account, "1", march - 9 * DAY)
    samples = [
        MetricSample(
            metric=Metric.LIKES, value=step * step, as_of=march + DAY / 4 * step, source="X API", remote_post="1"
        )
        for step in range(80)
    ]
    database.write_now(metrics.upsert_samples, account, zone, samples)
    for first in range(3):
        scope = Scope(account_ids=(account,), start=date(2026, 3, 27 + first), end=date(2026, 4, 6))
        (total,) = await service.rows(scope, (Metric.LIKES,))
        days = await service.rows(scope, (Metric.LIKES,), MetricsBy.DAY)
        assert (total.value, total.incomplete) == (sum(day.value for day in days), False)


async def test_without_a_start_totals_are_what_the_platform_shows(database, accounts, service) -> None:
    for remote_id, likes in (("1", 40), ("2", 2)):
        list_post(database, accounts[0], remote_id, JUNE - 90 * DAY)
        read(database, accounts[0], Metric.LIKES, {JUNE: likes, JUNE + DAY: likes + 1}, remote_id)
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100, JUNE + DAY: 130})
    found = {row.metric: row.value for row in await service.rows(Scope())}
    assert found == {Metric.LIKES: 44, Metric.FOLLOWERS: 130}
    earlier = {row.metric: row.value for row in await service.rows(Scope(end=date(2026, 6, 2)))}
    assert earlier == {Metric.LIKES: 42, Metric.FOLLOWERS: 100}


async def test_periods_are_compared_with_the_one_before(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE - 20 * DAY)
    read(
        database,
        accounts[0],
        Metric.LIKES,
        {JUNE + step * DAY: 10 * step + max(0, step) * 2 for step in range(-9, 8)},
        "1",
    )
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE - DAY: 100, JUNE + 6 * DAY: 150})
    found = {row.metric: row for row in await service.rows(WEEK, compare=True)}
    likes, followers = found[Metric.LIKES], found[Metric.FOLLOWERS]
    assert (likes.value, likes.previous) == (82, 70)
    assert likes.change is not None
    assert likes.change.fraction == pytest.approx(12 / 70)
    assert (followers.value, followers.previous) == (150, 100)
    assert followers.change is not None
    assert followers.change.note == "ok"
    assert (await service.change(WEEK, Metric.LIKES)).fraction == pytest.approx(12 / 70)
    assert (await service.change(WEEK, Metric.FOLLOWERS)).fraction == 0.5
    assert (await service.change(WEEK, Metric.REACH)).note == "incomplete"


async def test_comparing_needs_a_period(service) -> None:
    for scope in (Scope(), Scope(start=date(2026, 6, 2), end=date(2026, 6, 1))):
        with pytest.raises(BadInput):
            await service.rows(scope, compare=True)


async def test_posts_are_ours_or_not(database, accounts, service) -> None:
    target = database.write_now(_our_post, accounts[0], "1")
    list_post(database, accounts[0], "1", JUNE)
    list_post(database, accounts[0], "2", JUNE + DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY: 5, JUNE + 3 * DAY: 9}, "1")
    read(database, accounts[0], Metric.LIKES, {JUNE + 3 * DAY: 2}, "2")
    rows = await service.rows(Scope(), (Metric.LIKES,), MetricsBy.POST)
    assert [(row.remote_id, row.post_id, row.value) for row in rows] == [("2", None, 2), ("1", target, 9)]
    (first,) = await service.rows(Scope(end=date(2026, 6, 2)), (Metric.LIKES,), MetricsBy.POST)
    assert first.remote_id == "1"


async def test_an_edited_post_keeps_its_readings_and_stays_ours(database, accounts, service) -> None:
    post_id = database.write_now(_our_post, accounts[0], "11")
    list_post(database, accounts[0], "11", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE: 5}, "11")
    edited = RemotePost(remote_id="12", text="better", at=JUNE, url="https://x.com/ada/12", earlier_ids=("10", "11"))
    for _ in range(2):
        stored = database.write_now(metrics.upsert_posts, accounts[0], [edited], NOW)
    assert (stored.added, stored.unchanged) == (0, 1)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY: 7}, "12")
    rows = await service.rows(Scope(), (Metric.LIKES,), MetricsBy.POST)
    assert [(row.remote_id, row.post_id, row.value) for row in rows] == [("12", post_id, 7)]
    target = database.read_now(lambda session: session.scalars(select(PostPlatform)).one())
    assert (target.remote_id, target.url) == ("12", "https://x.com/ada/12")


async def test_an_edit_of_a_post_that_no_list_named_yet_is_ours_too(database, accounts, service) -> None:
    post_id = database.write_now(_our_post, accounts[0], "11")
    edited = RemotePost(remote_id="12", text="better", at=JUNE, url="https://x.com/ada/12", earlier_ids=("11",))
    database.write_now(metrics.upsert_posts, accounts[0], [edited], NOW)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY: 7}, "12")
    rows = await service.rows(Scope(), (Metric.LIKES,), MetricsBy.POST)
    assert [row.post_id for row in rows] == [post_id]


def _our_post(session, account: int, remote_id: str) -> int:
    row = ScheduledPost(client_id=1, text="hi", thread=[])
    session.add(row)
    session.flush()
    session.add(
        PostPlatform(post_id=row.id, platform_id=account, state=PostState.POSTED, zone="UTC", remote_id=remote_id)
    )
    return row.id


async def test_rates_are_of_sums_and_never_mix_reach_with_impressions(database, accounts, service) -> None:
    for remote_id, likes, basis, shown in (
        ("1", 30, Metric.REACH, 100),
        ("2", 10, Metric.REACH, 900),
        ("3", 7, Metric.IMPRESSIONS, 70),
        ("4", 9, Metric.REACH, 0),
    ):
        list_post(database, accounts[0], remote_id, JUNE)
        read(database, accounts[0], Metric.LIKES, {JUNE + DAY: likes}, remote_id)
        read(database, accounts[0], basis, {JUNE + DAY: shown}, remote_id)
    by_reach = {one.account_id: one for one in await service.rates(WEEK, Rate.ENGAGEMENT)}
    found = by_reach[accounts[0]]
    assert (found.fraction, found.engagement, found.base) == (0.04, 40, 1000)
    assert (found.as_of, found.source) == (JUNE + DAY, "X API")
    assert (by_reach[accounts[1]].fraction, by_reach[accounts[1]].as_of) == (None, None)
    by_impressions = await service.rates(WEEK, Rate.ENGAGEMENT_BY_IMPRESSIONS)
    assert [one.fraction for one in by_impressions] == [0.1, None]
    posts = await service.rates(WEEK, Rate.ENGAGEMENT, MetricsBy.POST)
    assert {one.remote_id: one.fraction for one in posts} == {"1": 0.3, "2": 10 / 900, "3": None, "4": None}
    (day,) = await service.rates(WEEK, Rate.ENGAGEMENT, MetricsBy.DAY)
    assert (day.day, day.fraction) == (date(2026, 6, 1), 0.04)
    assert [one.fraction for one in await service.rates(Scope(end=date(2026, 6, 1)), Rate.ENGAGEMENT)] == [None, None]


async def test_what_is_asked_for_by_name_is_told_even_where_nothing_is_known(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY: 5}, "1")
    standing = await service.rows(Scope(), (Metric.LIKES, Metric.REACH))
    assert [(row.account_id, row.metric, row.value) for row in standing] == [
        (accounts[0], Metric.LIKES, 5),
        (accounts[0], Metric.REACH, None),
        (accounts[1], Metric.LIKES, None),
        (accounts[1], Metric.REACH, None),
    ]
    posts = await service.rows(Scope(), (Metric.REACH, Metric.LIKES), MetricsBy.POST)
    assert [(row.metric, row.value, row.as_of) for row in posts] == [
        (Metric.REACH, None, None),
        (Metric.LIKES, 5, JUNE + DAY),
    ]
    assert [row.metric for row in await service.rows(Scope(), (), MetricsBy.POST)] == [Metric.LIKES]


async def test_a_removed_account_counts_where_it_is_named(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE: 100})

    def remove(session) -> None:
        session.get(Platform, accounts[0]).removed_at = NOW

    database.write_now(remove)
    assert await service.rows(Scope()) == ()
    assert len(await service.rows(Scope(account_ids=(accounts[0],)))) == 1
