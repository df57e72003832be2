"""EngagementDaily kept right as readings come, late or twice or in any order, without reading more than they touch (E0).

A series is one metric of one post, or of the account itself (post 0). What it adds to a day follows from its last
reading of that day and of the day before; so a reading touches its own day and the next, and no other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.days import day_of, hour_of, starts_at
from ofauto_desktop.domain.metrics import Metric, of_the_day
from ofauto_desktop.domain.schedule import zone_named
from storage.accounts import reporting_zone
from storage.models import RemotePostSeen
from storage.types import instant_of

_DAY = timedelta(days=1)
_CHUNK = 3000
_PAGE = 10_000

Series = tuple[int, Metric]
Place = tuple[Series, date]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading as stored: `as_of` in microseconds."""

    as_of: int
    value: int
    source: str


@dataclass(slots=True)
class _Sum:
    """What is added to one row of the rollup."""

    value: int = 0
    readings: int = 0
    as_of: int = 0
    source: str = ""

    def add(self, value: int, reading: Reading) -> None:
        self.value += value
        self.readings += 1
        if reading.as_of >= self.as_of:
            self.as_of, self.source = reading.as_of, reading.source


def add(
    session: Session,
    account_id: int,
    zone: tzinfo,
    readings: Mapping[tuple[int, Metric, int], Reading],
    made_on: Mapping[int, date],
) -> None:
    """Bring the rollup to what it will be with `readings` (by post, metric, hour). Call it before they are stored.

    `made_on`: the day each post was made, in `zone`.
    """
    fresh: dict[Place, Reading] = {}
    for (post, metric, _), reading in readings.items():
        place = ((post, metric), day_of(instant_of(reading.as_of), zone))
        if place not in fresh or reading.as_of >= fresh[place].as_of:
            fresh[place] = reading
    touched = {(series, day + step) for series, day in fresh for step in (timedelta(0), _DAY)}
    before = _lasts(session, account_id, zone, touched | {(series, day - _DAY) for series, day in fresh})
    after = before | {
        place: one for place, one in fresh.items() if place not in before or one.as_of >= before[place].as_of
    }
    _apply(session, account_id, _differences(touched, before, after, made_on, made_on))


def move_first_day(session: Session, account_id: int, post_id: int, old: datetime, new: datetime) -> None:
    """A post was made at `new` rather than at `old` (aware UTC): the day it began from 0 may be another."""
    zone = zone_named(reporting_zone(session, account_id))
    was, now = day_of(old, zone), day_of(new, zone)
    if was == now:
        return
    metrics = session.connection().exec_driver_sql(
        "SELECT DISTINCT metric FROM engagement_metric WHERE platform_id = ? AND remote_post_id = ?",
        (account_id, post_id),
    )
    places = {((post_id, Metric(metric)), day) for (metric,) in metrics for day in (was, now)}
    lasts = _lasts(session, account_id, zone, places | {(series, day - _DAY) for series, day in places})
    _apply(session, account_id, _differences(places, lasts, lasts, {post_id: was}, {post_id: now}))
    session.connection().exec_driver_sql(
        "DELETE FROM engagement_daily WHERE platform_id = ? AND readings = 0", (account_id,)
    )


def rebuild(session: Session, account_id: int, zone: str) -> None:
    """Make the rollup anew from every reading, for a client whose reporting zone has changed (G3)."""
    place = zone_named(zone)
    made = session.execute(select(RemotePostSeen.id, RemotePostSeen.at).where(RemotePostSeen.platform_id == account_id))
    made_on = {post: day_of(at, place) for post, at in made}
    sums: dict[tuple[Metric, date], _Sum] = {}
    misplaced: list[tuple[int, Metric, int, Reading]] = []
    for (post, metric), readings in groupby(_all_readings(session, account_id), key=itemgetter(0, 1)):
        last: dict[date, Reading] = {}
        for row in readings:
            at, reading = instant_of(row[3].as_of), row[3]
            day = day_of(at, place)
            if day not in last or reading.as_of >= last[day].as_of:
                last[day] = reading
            if hour_of(at, place) != row[2]:
                misplaced.append(row)
        for day, reading in last.items():
            value = _value(((post, metric), day), reading, last.get(day - _DAY), made_on)
            if value is not None:
                sums.setdefault((metric, day), _Sum()).add(value, reading)
    _regroup(session, account_id, place, misplaced)
    session.connection().exec_driver_sql("DELETE FROM engagement_daily WHERE platform_id = ?", (account_id,))
    _apply(session, account_id, sums)


def _differences(
    places: Iterable[Place],
    before: Mapping[Place, Reading],
    after: Mapping[Place, Reading],
    made_before: Mapping[int, date],
    made_after: Mapping[int, date],
) -> dict[tuple[Metric, date], _Sum]:
    sums: dict[tuple[Metric, date], _Sum] = {}
    for place in places:
        (series, day), yesterday = place, (place[0], place[1] - _DAY)
        old = _value(place, before.get(place), before.get(yesterday), made_before)
        new = _value(place, after.get(place), after.get(yesterday), made_after)
        if old is None and new is None:
            continue
        total = sums.setdefault((series[1], day), _Sum())
        if new is not None:
            total.add(new, after[place])
        if old is not None:
            total.value -= old
            total.readings -= 1
    return sums


def _value(place: Place, last: Reading | None, before: Reading | None, made_on: Mapping[int, date]) -> int | None:
    (post, metric), day = place
    base = before.value if before is not None else 0 if made_on.get(post) == day else None
    return of_the_day(metric, None if last is None else last.value, base)


def _lasts(session: Session, account_id: int, zone: tzinfo, places: Iterable[Place]) -> dict[Place, Reading]:
    """The last stored reading of each series on each day, where there is one: two seeks each, whatever the table holds."""
    wanted = sorted(places, key=lambda place: (place[0][0], place[0][1].value, place[1]))
    hours: dict[date, int] = {}
    for _, day in wanted:
        for edge in (day, day + _DAY):
            if edge not in hours:
                hours[edge] = hour_of(starts_at(edge, zone), zone)
    found: dict[Place, Reading] = {}
    for at in range(0, len(wanted), _CHUNK):
        part = wanted[at : at + _CHUNK]
        windows = [(post, metric.value, hours[day], hours[day + _DAY]) for (post, metric), day in part]
        rows = session.connection().exec_driver_sql(_LAST, {"account": account_id, "windows": _json(windows)})
        for position, as_of, value, source in rows:
            found[part[position]] = Reading(as_of, value, source)
    return found


# CROSS JOIN keeps the order of the loops: the other way round, each stored reading would walk the whole list.
_LAST = """
WITH wanted AS MATERIALIZED (
  SELECT key, value ->> 0 AS post, value ->> 1 AS metric, value ->> 2 AS start, value ->> 3 AS stop
  FROM json_each(:windows))
SELECT wanted.key, reading.as_of, reading.value, reading.source
FROM wanted
CROSS JOIN engagement_metric AS reading
  ON reading.platform_id = :account
 AND reading.remote_post_id = wanted.post
 AND reading.metric = wanted.metric
 AND reading.hour = (
   SELECT max(hour) FROM engagement_metric
   WHERE platform_id = :account AND remote_post_id = wanted.post AND metric = wanted.metric
     AND hour >= wanted.start AND hour < wanted.stop)
"""

_ADD = """
INSERT INTO engagement_daily (platform_id, metric, day, value, readings, as_of, source) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (platform_id, metric, day) DO UPDATE SET
  value = value + excluded.value,
  readings = readings + excluded.readings,
  source = CASE WHEN excluded.as_of >= as_of THEN excluded.source ELSE source END,
  as_of = max(as_of, excluded.as_of)
"""


def _apply(session: Session, account_id: int, sums: Mapping[tuple[Metric, date], _Sum]) -> None:
    rows = [
        (account_id, metric.value, day.toordinal(), one.value, one.readings, one.as_of, one.source)
        for (metric, day), one in sorted(sums.items())
    ]
    if rows:
        session.connection().exec_driver_sql(_ADD, rows)


def _all_readings(session: Session, account_id: int) -> Iterator[tuple[int, Metric, int, Reading]]:
    rows = session.connection().exec_driver_sql(
        "SELECT remote_post_id, metric, hour, as_of, value, source FROM engagement_metric "
        "WHERE platform_id = ? ORDER BY remote_post_id, metric, hour",
        (account_id,),
    )
    for post, metric, hour, as_of, value, source in rows.yield_per(_PAGE):
        yield post, Metric(metric), hour, Reading(as_of, value, source)


def _regroup(
    session: Session, account_id: int, zone: tzinfo, readings: Sequence[tuple[int, Metric, int, Reading]]
) -> None:
    """Give readings the hour they have in `zone`; there are some only where a zone is off by a part of an hour."""
    if not readings:
        return
    forgotten = [(account_id, post, metric.value, hour) for post, metric, hour, _ in readings]
    session.connection().exec_driver_sql(_FORGET, forgotten)
    keep(
        session,
        account_id,
        {(post, metric, hour_of(instant_of(one.as_of), zone)): one for post, metric, _, one in readings},
    )


_FORGET = "DELETE FROM engagement_metric WHERE platform_id = ? AND remote_post_id = ? AND metric = ? AND hour = ?"
_KEEP = """
INSERT INTO engagement_metric (platform_id, remote_post_id, metric, hour, as_of, value, source)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (platform_id, remote_post_id, metric, hour) DO UPDATE SET
  as_of = excluded.as_of, value = excluded.value, source = excluded.source
WHERE excluded.as_of >= as_of
"""


_KEEP_LAST = """
INSERT INTO engagement_last (platform_id, remote_post_id, metric, as_of, value, source) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (platform_id, remote_post_id, metric) DO UPDATE SET
  as_of = excluded.as_of, value = excluded.value, source = excluded.source
WHERE excluded.as_of >= as_of
"""


def keep(session: Session, account_id: int, readings: Mapping[tuple[int, Metric, int], Reading]) -> None:
    """Store readings (by post, metric, hour); of several in an hour the latest stays, and the newest of each series."""
    rows = [
        (account_id, post, metric.value, hour, one.as_of, one.value, one.source)
        for (post, metric, hour), one in readings.items()
    ]
    if not rows:
        return
    last: dict[Series, Reading] = {}
    for (post, metric, _), one in readings.items():
        if (post, metric) not in last or one.as_of >= last[post, metric].as_of:
            last[post, metric] = one
    connection = session.connection()
    connection.exec_driver_sql(_KEEP, rows)
    connection.exec_driver_sql(
        _KEEP_LAST,
        [(account_id, post, metric.value, one.as_of, one.value, one.source) for (post, metric), one in last.items()],
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
