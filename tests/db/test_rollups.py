"""The daily rollup of readings: right in any order, in any zone, and the same as one made anew (E0, G1, G3)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.syncing import Stored
from storage import metrics, rollups, series
from storage.database import Database
from storage.models import EngagementDaily, EngagementLast, EngagementMetric, RemotePostSeen
from tests.db.seeds import NOW, add_account, add_client

MARCH = datetime(2026, 3, 27, tzinfo=UTC)


def a_post(remote_id: str, at: datetime, *, deleted: bool = False, text: str = "hello") -> RemotePost:
    return RemotePost(remote_id=remote_id, text=text, at=at, url=f"https://x.com/ada/{remote_id}", deleted=deleted)


def reading(value: int, as_of: datetime, metric: Metric = Metric.LIKES, post: str | None = "1") -> MetricSample:
    return MetricSample(metric=metric, value=value, as_of=as_of, source="X API", remote_post=post)


@pytest.fixture
def account(database: Database) -> int:
    return database.write_now(lambda session: add_account(session, add_client(session)))


def store(database: Database, account: int, *samples: MetricSample, zone: str = "UTC") -> Stored:
    return database.write_now(metrics.upsert_samples, account, zone, samples)


def list_posts(database: Database, account: int, *posts: RemotePost) -> Stored:
    return database.write_now(metrics.upsert_posts, account, posts, NOW)


def daily(database: Database, metric: Metric = Metric.LIKES) -> dict[date, int]:
    return {day: value for (of, day), (value, *_) in rollup(database).items() if of is metric}


def rollup(database: Database) -> dict[tuple[Metric, date], tuple]:
    query = select(EngagementDaily)
    rows = database.read_now(lambda session: session.scalars(query).all())
    return {(row.metric, row.day): (row.value, row.readings, row.as_of, row.source) for row in rows}


def test_a_day_is_its_last_reading_less_that_of_the_day_before(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH - timedelta(days=9)))
    at = MARCH
    store(
        database,
        account,
        reading(10, at + timedelta(hours=8)),
        reading(12, at + timedelta(hours=20)),
        reading(19, at + timedelta(days=1, hours=3)),
        reading(17, at + timedelta(days=2, hours=3)),
    )
    # The first day cannot be told: nobody knows what stood the day before. Likes that are taken back count down.
    assert daily(database) == {date(2026, 3, 28): 7, date(2026, 3, 29): -2}


def test_a_post_begins_from_nothing_on_its_first_day(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH + timedelta(hours=6)))
    store(database, account, reading(5, MARCH + timedelta(hours=9)))
    assert daily(database) == {MARCH.date(): 5}


def test_a_day_without_a_reading_leaves_the_next_unknown_too(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH + timedelta(hours=6)))
    store(database, account, reading(5, MARCH + timedelta(hours=9)), reading(50, MARCH + timedelta(days=2)))
    assert daily(database) == {MARCH.date(): 5}
    store(database, account, reading(20, MARCH + timedelta(days=1, hours=1)))  # late
    assert daily(database) == {MARCH.date(): 5, date(2026, 3, 28): 15, date(2026, 3, 29): 30}


def test_posts_are_added_and_levels_are_not_differences(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH), a_post("2", MARCH))
    store(
        database,
        account,
        reading(3, MARCH + timedelta(hours=2)),
        reading(4, MARCH + timedelta(hours=2), post="2"),
        reading(1000, MARCH + timedelta(hours=1), Metric.FOLLOWERS, None),
        reading(990, MARCH + timedelta(hours=5), Metric.FOLLOWERS, None),
    )
    assert daily(database) == {MARCH.date(): 7}
    assert daily(database, Metric.FOLLOWERS) == {MARCH.date(): 990}
    assert rollup(database)[Metric.LIKES, MARCH.date()][1] == 2


def test_a_second_pull_changes_nothing(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH))
    samples = [reading(3 * step, MARCH + timedelta(hours=7 * step)) for step in range(1, 20)]
    assert store(database, account, *samples) == Stored(added=19)
    before = rollup(database)
    assert store(database, account, *samples) == Stored(unchanged=19)
    assert rollup(database) == before


def test_one_reading_an_hour_is_kept_the_latest(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH))
    store(database, account, reading(8, MARCH + timedelta(minutes=50)))
    assert store(database, account, reading(5, MARCH + timedelta(minutes=20))) == Stored(unchanged=1)
    assert store(database, account, reading(9, MARCH + timedelta(minutes=55))) == Stored(changed=1)
    rows = database.read_now(lambda session: session.scalars(select(EngagementMetric.value)).all())
    assert rows == [9]
    assert daily(database) == {MARCH.date(): 9}


def test_an_hour_of_kolkata_does_not_span_midnight(database: Database, account: int) -> None:
    zone = "Asia/Kolkata"
    midnight = datetime(2026, 3, 28, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert midnight.minute == 30
    list_posts(database, account, a_post("1", midnight - timedelta(hours=5)))
    store(
        database,
        account,
        reading(4, midnight - timedelta(minutes=5)),
        reading(6, midnight + timedelta(minutes=5)),
        zone=zone,
    )
    assert daily(database) == {date(2026, 3, 27): 4, date(2026, 3, 28): 2}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "America/Santiago", "UTC"])
def test_clock_changes_neither_lose_nor_double_anything(database: Database, account: int, zone: str) -> None:
    """An hourly count over the year's clock changes: each day's value is its length in hours."""
    place = ZoneInfo(zone)
    start = datetime(2026, 1, 1, tzinfo=place).astimezone(UTC)
    list_posts(database, account, a_post("1", start - timedelta(days=1)))
    hours = int((datetime(2027, 1, 1, tzinfo=place).astimezone(UTC) - start) / timedelta(hours=1))
    store(
        database,
        account,
        *(reading(hour, start + timedelta(hours=hour, minutes=59)) for hour in range(hours)),
        zone=zone,
    )
    lengths = {day.isoformat(): value for day, value in daily(database).items()}
    assert len(lengths) == 364  # the first day cannot be told
    assert sum(lengths.values()) == hours - 24
    assert set(lengths.values()) <= {23, 24, 25}
    changes = [day for day, value in lengths.items() if value != 24]
    assert changes == {
        "Europe/Berlin": ["2026-03-29", "2026-10-25"],
        "America/New_York": ["2026-03-08", "2026-11-01"],
        "America/Santiago": ["2026-04-04", "2026-09-06"],
    }.get(zone, [])


def test_a_reading_of_a_post_that_is_not_listed_waits(database: Database, account: int) -> None:
    assert store(database, account, reading(3, MARCH, post="unheard of")) == Stored()


def test_a_corrected_time_of_posting_moves_the_first_day(database: Database, account: int) -> None:
    at = MARCH + timedelta(minutes=1)
    list_posts(database, account, a_post("1", at))
    store(database, account, reading(4, at + timedelta(hours=1)), reading(9, at + timedelta(days=1)))
    assert daily(database) == {date(2026, 3, 27): 4, date(2026, 3, 28): 5}
    assert list_posts(database, account, a_post("1", at - timedelta(hours=1))) == Stored(changed=1)
    assert daily(database) == {date(2026, 3, 28): 5}
    list_posts(database, account, a_post("1", at))
    assert daily(database) == {date(2026, 3, 27): 4, date(2026, 3, 28): 5}


def test_a_post_that_is_gone_keeps_its_text_and_readings(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH))
    assert list_posts(database, account, a_post("1", NOW, deleted=True, text="")) == Stored(changed=1)
    assert list_posts(database, account, a_post("1", NOW, deleted=True, text="")) == Stored(unchanged=1)
    assert list_posts(database, account, a_post("2", NOW, deleted=True, text="")) == Stored(unchanged=1)
    row = database.read_now(lambda session: session.scalars(select(RemotePostSeen)).one())
    assert (row.text, row.at, row.deleted_at) == ("hello", MARCH, NOW)
    list_posts(database, account, a_post("1", MARCH))
    assert database.read_now(lambda session: session.scalar(select(RemotePostSeen.deleted_at))) is None


_SAMPLES = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", None]),
        st.sampled_from([Metric.LIKES, Metric.FOLLOWERS, Metric.PROFILE_VISITS]),
        st.integers(0, 6 * 24 * 4),
        st.integers(-5, 5000),
    ),
    max_size=40,
    unique_by=lambda sample: sample[:3],
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=_SAMPLES,
    order=st.randoms(use_true_random=False),
    again=st.integers(0, 10),
    batch=st.integers(1, 12),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]),
    moved=st.integers(-30, 30),
)
def test_any_order_and_repetition_gives_what_a_rebuild_gives(
    database: Database, drawn: list, order, again: int, batch: int, zone: str, moved: int
) -> None:
    account = database.write_now(_emptied)
    start = datetime(2026, 3, 27, tzinfo=UTC)
    list_posts(database, account, a_post("1", start), a_post("2", start + timedelta(days=2, hours=1)))
    samples = [
        reading(value, start + timedelta(minutes=15 * quarter), metric, post) for post, metric, quarter, value in drawn
    ]
    order.shuffle(samples)
    samples += samples[:again]
    for at in range(0, len(samples), batch):
        store(database, account, *samples[at : at + batch], zone=zone)
        if at == 0:
            list_posts(database, account, a_post("1", start + timedelta(hours=moved)))
    grown = rollup(database)
    database.write_now(metrics.rebuild, account, zone)
    assert _numbers(grown) == _numbers(rollup(database))


def _numbers(rows: dict) -> dict:
    return {key: (value, readings) for key, (value, readings, *_) in rows.items()}


def _emptied(session: Session) -> int:
    for table in (EngagementDaily, EngagementLast, EngagementMetric, RemotePostSeen):
        session.execute(delete(table))
    found = session.execute(text("SELECT id FROM platform")).scalar()
    return found or add_account(session, add_client(session))


def test_a_new_zone_counts_other_days(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH - timedelta(days=9)))
    samples = [reading(step, MARCH + timedelta(hours=step, minutes=10)) for step in range(96)]
    store(database, account, *samples)
    database.write_now(metrics.rebuild, account, "Asia/Kolkata")
    rebuilt = rollup(database)
    assert daily(database)[date(2026, 3, 28)] == 24
    hours = database.read_now(lambda session: session.scalars(select(EngagementMetric.hour)).all())
    assert len(hours) == 96
    store(database, account, *samples, zone="Asia/Kolkata")
    assert rollup(database) == rebuilt


def test_lists_are_walked_once_and_everything_else_is_sought(database: Database) -> None:
    names = {"account": 1, "windows": "[]", "wanted": "[]"}
    for statement in (rollups._LAST, metrics._KNOWN):
        used = {name: value for name, value in names.items() if f":{name}" in statement}
        steps = database.read_now(_plan, statement, used)
        scans = [step.split()[1] for step in steps if step.startswith("SCAN")]
        assert scans == ["json_each", "wanted"]
        assert steps.index("SCAN wanted") < next(at for at, step in enumerate(steps) if step.startswith("SEARCH"))
        assert not [step for step in steps if "TEMP B-TREE" in step]


def test_what_stood_before_is_sought_for_each_series_that_was_read_since(database: Database) -> None:
    newest, _ = series.newest([1], [Metric.LIKES])
    steps = database.read_now(_plan, series._OVERTAKEN.format(newest=newest), (1, "likes", 5, 1, 5))
    assert all(step.startswith(("SEARCH", "CORRELATED")) for step in steps)
    assert "engagement_last" in steps[0]
    steps = database.read_now(_plan, series._GAINED.format(newest=newest), (5, 1, "likes", 5, 1, 2, 5, 6, 1, 5))
    assert not [step for step in steps if step.startswith("SCAN")]


def test_the_newest_reading_of_each_series_is_kept_apart(database: Database, account: int) -> None:
    list_posts(database, account, a_post("1", MARCH - timedelta(days=9)))
    late, early = reading(9, MARCH + timedelta(days=3)), reading(4, MARCH)
    for samples in ((late,), (early,), (early, late), (reading(7, MARCH + timedelta(days=3, minutes=5)),)):
        store(database, account, *samples)
    (row,) = database.read_now(lambda session: session.scalars(select(EngagementLast)).all())
    assert (row.value, row.as_of) == (7, MARCH + timedelta(days=3, minutes=5))
    database.write_now(metrics.rebuild, account, "Asia/Kolkata")
    (row,) = database.read_now(lambda session: session.scalars(select(EngagementLast)).all())
    assert row.value == 7


def test_a_year_is_read_from_the_rollup_by_its_key(database: Database) -> None:
    statement = series._DAYS.format(accounts="?", metrics="?")
    assert "engagement_metric" not in statement
    (step,) = database.read_now(_plan, statement, (1, "likes", 739_000, 739_365))
    assert step.startswith("SEARCH engagement_daily USING PRIMARY KEY (platform_id=? AND metric=? AND day>? AND day<?)")


def _plan(session: Session, statement: str, names: dict | tuple) -> list[str]:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", names)
    return [row[3] for row in rows]
