"""A year of one metric from a million readings: the program's own query on its encrypted database, beside a plain copy.

Also beside adding up the readings themselves, which is what the daily rollup is there to spare.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import Session

from benchmarks.rounds import medians
from benchmarks.table import Line
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import RemotePost
from storage import metrics, series
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.models import Client, Platform, RemotePostSeen
from storage.types import microseconds

ROWS = 1_000_000
BAR, SCAN_BAR = 1.5, 0.05
# One round of a query that takes a millisecond says little.
_TIMES = 50
_ACCOUNTS, _POSTS = 4, 365
_METRICS = (Metric.IMPRESSIONS, Metric.LIKES, Metric.COMMENTS)
_START = datetime(2026, 1, 1, tzinfo=UTC)
_ASKED = Metric.IMPRESSIONS
_YEAR = Scope(start=date(2026, 1, 1), end=date(2027, 1, 1))


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        database = _filled(Path(folder))
        plain = _plain_copy(database, Path(folder) / "plain.db")
        ours, beside = medians(lambda: _asked(database.read_now), lambda: _asked(lambda *what: _on(plain, *what)))
        rollup, scan = medians(lambda: _asked(database.read_now), lambda: _scanned(database))
        plain.dispose()
        database.close()
    what = f"a year of one metric, {ROWS:,} readings"
    return [
        Line(
            what=f"{what}, encrypted",
            ours=ours,
            unit="ms",
            bar=BAR,
            beside=beside,
            beside_name="the same, plain SQLite",
        ),
        Line(
            what=f"{what}, by the rollup",
            ours=rollup,
            unit="ms",
            bar=SCAN_BAR,
            beside=scan,
            beside_name="adding up the readings",
        ),
    ]


def _asked(read: Callable[..., Any]) -> float:
    """Milliseconds of one answer."""
    began = time.perf_counter()
    for _ in range(_TIMES):
        found = read(series.asked, _YEAR, (_ASKED,))
    passed = time.perf_counter() - began
    assert len(found.days) >= 365 * _ACCOUNTS, len(found.days)
    return passed / _TIMES * 1000


def _on(engine: Engine, query: Callable[..., Any], *arguments: Any) -> Any:
    """As `Database.read_now` does it: each answer in a transaction of its own."""
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(bind=connection, expire_on_commit=False) as session:
            found = query(session, *arguments)
        transaction.rollback()
        return found


def _scanned(database: Database) -> float:
    """Milliseconds of the last reading of each post on each day, added up by day."""
    began = time.perf_counter()
    found = database.read_now(_from_readings)
    passed = time.perf_counter() - began
    assert found
    return passed * 1000


def _from_readings(session: Session) -> list[Any]:
    return list(session.connection().exec_driver_sql(_SCAN, (_ASKED.value,)))


_SCAN = """
SELECT platform_id, day, sum(value) FROM (
  SELECT platform_id, remote_post_id, hour / 24 AS day, max(value) AS value FROM engagement_metric
  WHERE metric = ? GROUP BY platform_id, remote_post_id, day)
GROUP BY platform_id, day
"""


def _filled(folder: Path) -> Database:
    database = Database(folder / "ofauto.db", Keys(bytes(range(32))).derive("db"), create=True)
    create_schema(database)
    stored = 0
    for account_id in database.write_now(_accounts):
        posts = database.write_now(_posts, account_id)
        stored += database.write_now(_readings, account_id, posts)
        database.write_now(metrics.rebuild, account_id, "UTC")
    assert stored >= ROWS, stored
    return database


def _accounts(session: Session) -> list[int]:
    client = Client(name="Bench", zone="UTC", currency="USD")
    session.add(client)
    session.flush()
    rows = [
        Platform(
            platform=PlatformId.X,
            client_id=client.id,
            name=f"account {number}",
            zone="UTC",
            remote_id=str(number),
            handle=f"u{number}",
            state=LoginState.CONNECTED,
            state_since=_START,
        )
        for number in range(_ACCOUNTS)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _posts(session: Session, account_id: int) -> list[tuple[int, datetime]]:
    """A post a day; number and time."""
    listed = [
        RemotePost(remote_id=f"{account_id}-{day}", url="", text="", at=_START + timedelta(days=day))
        for day in range(_POSTS)
    ]
    metrics.upsert_posts(session, account_id, listed, _START)
    stored = select(RemotePostSeen.id, RemotePostSeen.at).where(RemotePostSeen.platform_id == account_id)
    return [(row.id, row.at) for row in session.execute(stored)]


def _readings(session: Session, account_id: int, posts: list[tuple[int, datetime]]) -> int:
    rows = list(_counted(account_id, posts))
    marks = ", ".join("?" * len(rows[0]))
    session.connection().exec_driver_sql(f"INSERT INTO engagement_metric VALUES ({marks})", rows)  # noqa: S608
    return len(rows)


def _counted(account_id: int, posts: list[tuple[int, datetime]]) -> Iterator[tuple[Any, ...]]:
    """So many readings of each post and metric, every six hours, that all make `ROWS`."""
    each = ROWS // (_ACCOUNTS * _POSTS * len(_METRICS)) + 1
    for post, made in posts:
        for metric in _METRICS:
            for number in range(1, each + 1):
                at = made + timedelta(hours=6 * number)
                hour = int(at.timestamp()) // 3600
                yield account_id, post, metric.value, hour, microseconds(at), number * (post % 90 + 1), "bench"


def _plain_copy(database: Database, path: Path) -> Engine:
    """The same rows in a file without encryption, on the same library with the same settings."""
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
        driver.execute("SELECT sqlcipher_export('plain')")
        driver.execute("DETACH DATABASE plain")
        cache = driver.execute("PRAGMA cache_size").fetchone()[0]
    assert path.read_bytes()[:15] == b"SQLite format 3"
    engine = create_engine(f"sqlite+pysqlite:///{path}", module=sqlcipher)

    @event.listens_for(engine, "connect")
    def as_ours(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA cache_size={cache}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
