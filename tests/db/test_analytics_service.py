"""The Analytics page's questions: lines, headlines, rates, kinds of posts, order, and the rows behind a number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofauto_desktop.domain.analytics import MetricsBy, Scope
from ofauto_desktop.domain.content_types import Form, Grouping
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.measures import ENGAGED, FOLLOWERS, SplitBy, measure
from ofauto_desktop.domain.metrics import Metric, MetricSample, Rate
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import PostState, RemotePost
from ofauto_desktop.domain.trend import Direction
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.metrics import Metrics
from storage import metrics
from storage.database import Database
from storage.models import PostPlatform, ScheduledPost, SyncGap
from tests.db.seeds import NOW, add_account, add_client

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = Scope(start=date(2026, 6, 1), end=date(2026, 6, 8))
LIKES = measure("likes")


@pytest.fixture
def accounts(database: Database) -> tuple[int, int, int]:
    ada, bo = database.write_now(add_client), database.write_now(add_client, "Bo")
    return (
        database.write_now(add_account, ada, name="ada"),
        database.write_now(add_account, ada, PlatformId.GUMROAD, name="shop"),
        database.write_now(add_account, bo, name="bo"),
    )


@pytest.fixture
def service(database: Database) -> Analytics:
    return Analytics(database, lambda: NOW)


def read(database, account, metric, values, post=None, zone="UTC"):
    samples = [
        MetricSample(metric=metric, value=value, as_of=at, source="X API", remote_post=post)
        for at, value in values.items()
    ]
    database.write_now(metrics.upsert_samples, account, zone, samples)


def list_post(database, account, remote_id, at, **more):
    post = RemotePost(**({"remote_id": remote_id, "text": "hi", "at": at, "url": "https://x.com/a/1"} | more))
    database.write_now(metrics.upsert_posts, account, [post], NOW)


def values(line):
    return [value for _, value in line.points]


async def test_a_measure_is_parted_by_account_platform_and_client(database, accounts, service) -> None:
    for number, account in enumerate(accounts, start=1):
        read(database, account, Metric.FOLLOWERS, {JUNE + DAY * day: 100 * number + day for day in range(7)})
    by = {how: (await service.lines(WEEK, FOLLOWERS, how)).lines for how in SplitBy}
    assert [(line.name, line.points[0][1]) for line in by[SplitBy.ACCOUNT]] == [
        ("ada", 100),
        ("shop", 200),
        ("bo", 300),
    ]
    assert [(line.name, line.points[6][1]) for line in by[SplitBy.PLATFORM]] == [("x", 412), ("gumroad", 206)]
    assert [(line.name, line.points[0][1]) for line in by[SplitBy.CLIENT]] == [("Ada", 300), ("Bo", 300)]
    (total,) = by[SplitBy.TOTAL]
    assert (total.points[0], total.account_ids, total.incomplete) == ((date(2026, 6, 1), 600), accounts, False)
    assert (total.as_of, total.source, total.total(level=True)) == (JUNE + 6 * DAY, "X API", 618)


async def test_only_the_largest_lines_are_made_where_few_are_wanted(database, accounts, service) -> None:
    for number, account in enumerate(accounts, start=1):
        read(database, account, Metric.FOLLOWERS, {JUNE + DAY * day: 100 * number for day in range(6)})
    found = await service.lines(WEEK, FOLLOWERS, SplitBy.ACCOUNT, 2)
    assert ([line.name for line in found.lines], found.in_all) == (["bo", "shop"], 3)
    assert values(found.lines[0]) == [300] * 6 + [None]
    assert found.lines[0].incomplete


async def test_lines_are_what_the_series_of_the_command_line_are(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE: 5, JUNE + DAY: 9, JUNE + 3 * DAY: 12}, "1")
    read(database, accounts[2], Metric.FOLLOWERS, {JUNE + DAY: 7, JUNE + 3 * DAY: 9})
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE + DAY * day: 50 for day in range(7)})
    for metric in (Metric.LIKES, Metric.FOLLOWERS):
        series = await Metrics(database, lambda: NOW).series(WEEK, metric)
        (line,) = (await service.lines(WEEK, measure(metric.value))).lines
        assert values(line) == [point.value for point in series.points]
        assert (line.incomplete, line.as_of) == (series.incomplete, series.as_of)


async def test_engagement_is_four_metrics_and_unknown_only_where_none_is_known(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE: 5, JUNE + DAY: 6}, "1")
    read(database, accounts[0], Metric.COMMENTS, {JUNE: 2, JUNE + DAY: 2}, "1")
    (line,) = (await service.lines(WEEK, ENGAGED)).lines
    assert values(line)[:3] == [7, 1, None]


async def test_days_to_come_are_left_out_and_gaps_told(database, accounts, service) -> None:
    read(database, accounts[0], Metric.FOLLOWERS, {NOW - DAY: 3, NOW: 4})
    gap = SyncGap(platform_id=accounts[0], kind=SyncKind.AUDIENCE, start=NOW - DAY, end=NOW, reason="network")
    database.write_now(lambda session: session.add(gap))
    found = await service.lines(Scope(start=NOW.date() - DAY, end=NOW.date() + 9 * DAY), FOLLOWERS)
    assert values(found.lines[0]) == [3, 4]
    assert [one.reason for one in found.gaps] == ["network"]
    assert found.zones == ("UTC",)
    with pytest.raises(BadInput):
        await service.lines(Scope(start=NOW.date()), FOLLOWERS)


async def test_days_can_be_those_of_another_zone(database, accounts, service) -> None:
    """E12: what was read at 23:30 in London was read the day after in Kolkata."""
    late = JUNE + timedelta(hours=23, minutes=30)
    list_post(database, accounts[0], "1", JUNE - 3 * DAY)
    read(database, accounts[0], Metric.LIKES, {late + DAY * day: 10 * (day + 1) for day in range(4)}, "1")
    read(database, accounts[0], Metric.FOLLOWERS, {late + DAY * day: day for day in range(4)})
    for name, days in (
        ("UTC", [None, 10, 10, 10, None, None, None]),
        ("Asia/Kolkata", [None, None, 10, 10, 10, None, None]),
    ):
        scope = Scope(start=WEEK.start, end=WEEK.end, zone=name)
        (line,) = (await service.lines(scope, LIKES)).lines
        assert values(line) == days
    (level,) = (await service.lines(scope, FOLLOWERS)).lines
    assert values(level) == [None, 0, 1, 2, 3, None, None]
    assert (await service.lines(scope, FOLLOWERS)).zones == ("Asia/Kolkata",)
    (row,) = [
        one
        for one in await Metrics(database, lambda: NOW).rows(scope, (Metric.LIKES,), MetricsBy.DAY)
        if one.value and one.day == date(2026, 6, 3)
    ]
    assert row.value == 10


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 500)), min_size=1, max_size=40, unique_by=lambda one: one[0]
    ),
    st.sampled_from(["America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "Europe/Berlin"]),
)
async def test_days_from_readings_are_those_of_the_rollup(empty_workspace, tmp_path_factory, readings, zone) -> None:
    """The other way to the same numbers, across both clock changes of a year."""
    from tests.db.seeds import migrated_copy

    database = migrated_copy(empty_workspace, tmp_path_factory.mktemp("zones"))
    try:
        start = datetime(2025, 10, 20, 5, tzinfo=UTC)
        account = database.write_now(add_account, database.write_now(add_client, "Zoe", zone=zone), name="zoe")
        other = database.write_now(add_account, database.write_now(add_client, "Uma", zone="UTC"), name="uma")
        for one, home in ((account, zone), (other, "UTC")):
            list_post(database, one, "1", start + DAY)
            read(
                database,
                one,
                Metric.LIKES,
                {start + DAY + timedelta(hours=hour): count for hour, count in readings},
                "1",
                home,
            )
        service = Analytics(database, lambda: NOW)
        days = {"start": date(2025, 10, 15), "end": date(2025, 11, 20)}
        (rolled,) = (await service.lines(Scope(account_ids=(account,), **days), LIKES)).lines or [None]
        (asked,) = (await service.lines(Scope(account_ids=(other,), zone=zone, **days), LIKES)).lines or [None]
        assert (rolled is None) == (asked is None)
        assert rolled is None or values(rolled) == values(asked)
    finally:
        database.close()


async def test_headlines_compare_with_the_period_before(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE - 10 * DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY * day: 100 + 10 * (day + 9) for day in range(-9, 7)}, "1")
    read(database, accounts[0], Metric.FOLLOWERS, {JUNE + DAY * day: 200 + day for day in range(-8, 7)})
    before = (date(2026, 5, 25), date(2026, 6, 1))
    found = {one.measure.id: one for one in await service.headlines(WEEK, before)}
    likes, followers = found["likes"], found["followers"]
    assert (likes.value, likes.previous, likes.change.fraction, likes.incomplete) == (70, 70, 0, False)
    assert (followers.value, followers.previous, round(followers.change.fraction, 4)) == (206, 199, 0.0352)
    assert (likes.source, likes.as_of) == ("X API", JUNE + 6 * DAY)
    assert found["engagement"].value == 70
    assert "reach" not in found
    (plain,) = [one for one in await service.headlines(WEEK) if one.measure == LIKES]
    assert plain.change is None
    # What the command line says of the same days.
    (row,) = await Metrics(database, lambda: NOW).rows(
        Scope(account_ids=(accounts[0],), start=WEEK.start, end=WEEK.end), (Metric.LIKES,), compare=True
    )
    assert (row.value, row.previous, row.incomplete) == (likes.value, likes.previous, likes.incomplete)


async def test_days_that_nobody_read_make_a_headline_incomplete(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE: 1, JUNE + 4 * DAY: 9}, "1")
    (likes,) = [one for one in await service.headlines(WEEK, (date(2026, 5, 25), WEEK.start)) if one.measure == LIKES]
    assert (likes.value, likes.incomplete, likes.change.note) == (9, True, "incomplete")


async def test_a_headline_of_which_no_day_is_known_is_incomplete(database, accounts, service) -> None:
    list_post(database, accounts[0], "old", JUNE - 20 * DAY)
    read(database, accounts[0], Metric.LIKES, {JUNE - 3 * DAY: 100, JUNE + 2 * DAY: 130}, "old")
    (likes,) = [one for one in await service.headlines(WEEK) if one.measure == LIKES]
    assert (likes.value, likes.incomplete) == (30, True)


async def test_the_rate_is_a_ratio_of_sums_over_reach_else_over_impressions(database, accounts, service) -> None:
    assert await service.rate(WEEK) is None
    for post, likes, shown in (("1", 30, 100), ("2", 10, 900), ("3", 5, 0)):
        list_post(database, accounts[0], post, JUNE + DAY)
        read(database, accounts[0], Metric.LIKES, {JUNE + 2 * DAY: likes}, post)
        read(database, accounts[0], Metric.IMPRESSIONS, {JUNE + 2 * DAY: shown}, post)
    found = await service.rate(WEEK, (date(2026, 5, 25), WEEK.start))
    assert (found.rate, found.fraction, found.posts) == (Rate.ENGAGEMENT_BY_IMPRESSIONS, 0.04, 2)
    assert (found.engagement, found.base, found.previous) == (40, 1000, None)
    read(database, accounts[0], Metric.REACH, {JUNE + 2 * DAY: 60}, "1")
    found = await service.rate(WEEK)
    assert (found.rate, found.fraction) == (Rate.ENGAGEMENT, 0.5)


async def test_kinds_of_posts(database, accounts, service) -> None:
    account = accounts[0]
    kinds = {
        "1": {"text": "a" * 80},
        "2": {"text": "a" * 81, "media_count": 1, "media_kind": "photo"},
        "3": {"text": "a" * 300, "media_count": 1, "media_kind": "video"},
        "4": {"text": "head"},
        "5": {"text": "part", "reply_to": "4"},
        "6": {"text": "answer", "reply_to": "999"},
    }
    for post, more in kinds.items():
        list_post(database, account, post, JUNE + DAY, **more)
        read(database, account, Metric.LIKES, {JUNE + 2 * DAY: int(post)}, post)
        read(database, account, Metric.IMPRESSIONS, {JUNE + 2 * DAY: 100}, post)
    rows = {row.key: row for row in await service.content(WEEK, Grouping.FORM)}
    assert {key: (row.posts, row.engagement) for key, row in rows.items()} == {
        "text": (1, 1),
        "picture": (1, 2),
        "video": (1, 3),
        "thread": (2, 9),
        "reply": (1, 6),
    }
    assert next(iter(rows)) == "reply"  # the best one first
    assert (rows["thread"].fraction, rows["thread"].thin, rows["text"].thin) == (0.045, True, True)
    lengths = {row.key: row.posts for row in await service.content(WEEK, Grouping.LENGTH)}
    assert lengths == {"80": 4, "140": 1, "more": 1}
    assert await service.content(WEEK, Grouping.TAG) == ()


async def test_posts_by_our_own_tags(database, accounts, service) -> None:
    with_tags(database, accounts[0], "1", ["set", "autumn"])
    with_tags(database, accounts[0], "2", ["set"])
    for post in ("1", "2"):
        read(database, accounts[0], Metric.LIKES, {JUNE + 2 * DAY: 10}, post)
        read(database, accounts[0], Metric.REACH, {JUNE + 2 * DAY: 50}, post)
    rows = {row.key: row for row in await service.content(WEEK, Grouping.TAG)}
    assert {key: (row.posts, row.engagement, row.base) for key, row in rows.items()} == {
        "set": (2, 20, 100),
        "autumn": (1, 10, 50),
    }
    found = await service.window(await service.posts(WEEK, None))
    assert sorted(one.tags for one in found) == [("set",), ("set", "autumn")]
    assert all(one.post_id is not None for one in found)


def with_tags(database, account, remote_id, tags):
    def store(session):
        post = ScheduledPost(client_id=1, text="hi", tags=tags)
        session.add(post)
        session.flush()
        session.add(
            PostPlatform(post_id=post.id, platform_id=account, state=PostState.POSTED, zone="UTC", remote_id=remote_id)
        )

    database.write_now(store)
    list_post(database, account, remote_id, JUNE + DAY)


async def test_posts_come_in_order_and_in_windows(database, accounts, service) -> None:
    for number, likes in enumerate((5, None, 50, 20)):
        list_post(database, accounts[0], str(number), JUNE + DAY * number, text=f"post {number}")
        if likes is not None:
            read(database, accounts[0], Metric.LIKES, {JUNE + 5 * DAY: likes}, str(number))
    ids = await service.posts(WEEK, LIKES)
    found = await service.window(ids)
    assert [(one.text, one.values.get(Metric.LIKES)) for one in found] == [
        ("post 2", 50),
        ("post 3", 20),
        ("post 0", 5),
        ("post 1", None),
    ]
    assert [one.text for one in await service.window(await service.posts(WEEK, LIKES, ascending=True))][:1] == [
        "post 0"
    ]
    assert [one.text for one in await service.window((await service.posts(WEEK, None))[1:3])] == ["post 2", "post 1"]
    assert (found[0].form, found[0].account, found[0].as_of) == (Form.TEXT, "ada", JUNE + 5 * DAY)
    assert await service.window(()) == ()


async def test_the_rows_behind_a_number_add_up_to_it(database, accounts, service) -> None:
    list_post(database, accounts[0], "old", JUNE - 9 * DAY, text="old one")
    list_post(database, accounts[2], "new", JUNE + DAY, text="new one")
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY * day: 100 + 5 * day for day in range(-3, 7)}, "old")
    read(database, accounts[2], Metric.LIKES, {JUNE + DAY * day: 30 * day for day in range(1, 7)}, "new")
    (likes,) = [one for one in await service.headlines(WEEK) if one.measure == LIKES]
    behind = await service.behind(WEEK, LIKES.metrics)
    assert [(row.text, row.account, row.value) for row in behind.rows] == [
        ("new one", "bo", 180),
        ("old one", "ada", 35),
    ]
    assert (behind.total, behind.rows_in_all) == (likes.value, 2)
    (line,) = (await service.lines(WEEK, LIKES)).lines
    for day, value in line.points:
        single = await service.behind(Scope(start=day, end=day + DAY), LIKES.metrics)
        assert (single.total or 0) == value
    few = await service.behind(WEEK, LIKES.metrics, 1)
    assert (len(few.rows), few.rows_in_all, few.total) == (1, 2, 215)


async def test_a_post_is_one_row_however_many_metrics_are_added(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", JUNE)
    read(database, accounts[0], Metric.LIKES, {JUNE + DAY: 7}, "1")
    read(database, accounts[0], Metric.COMMENTS, {JUNE + DAY: 2}, "1")
    behind = await service.behind(WEEK, ENGAGED.metrics)
    assert [(row.remote_id, row.value) for row in behind.rows] == [("1", 9)]
    assert (behind.rows_in_all, behind.total) == (1, 9)


async def test_the_rows_behind_a_level_are_accounts(database, accounts, service) -> None:
    for account, count in zip(accounts, (10, 20, 30), strict=True):
        read(database, account, Metric.FOLLOWERS, {JUNE + DAY * day: count + day for day in range(7)})
    day = Scope(start=date(2026, 6, 3), end=date(2026, 6, 4))
    behind = await service.behind(day, FOLLOWERS.metrics)
    assert [(row.account, row.value, row.remote_id) for row in behind.rows] == [
        ("bo", 32, None),
        ("shop", 22, None),
        ("ada", 12, None),
    ]
    assert behind.total == 66


async def test_trend_takes_whole_weeks_before_today(database, accounts, service) -> None:
    list_post(database, accounts[0], "1", NOW - 100 * DAY)
    total = 0
    seen = {}
    for day in range(90, -1, -1):
        total += 10 + (90 - day) // 7
        seen[NOW - DAY * day] = total
    read(database, accounts[0], Metric.LIKES, seen, "1")
    found = await service.trend(Scope(), LIKES)
    assert (found.direction, found.weeks) == (Direction.UP, 12)
    assert (await service.trend(Scope(), FOLLOWERS)).direction is Direction.CANNOT_TELL
