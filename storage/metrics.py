"""Readings as they come from a pull: stored once an hour, with the daily rollup kept right in the same transaction (E0)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import islice

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.days import day_of, hour_of
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.syncing import Stored
from storage import remote_posts, rollups
from storage.models import RemotePostSeen
from storage.rollups import Reading
from storage.types import microseconds

# Series that belong to the account itself hang on this post number.
ACCOUNT = 0
_CHUNK = 2000
_IDS = 500

_Key = tuple[int, Metric, int]


def upsert_posts(session: Session, account_id: int, posts: Sequence[RemotePost], now: datetime) -> Stored:
    """Keep the posts of an account's list; `now` is aware UTC."""
    return remote_posts.upsert(session, account_id, posts, now)


def upsert_samples(session: Session, account_id: int, zone: str, samples: Sequence[MetricSample]) -> Stored:
    """Store readings, at most one an hour for each series, and add what they change to their days in `zone`.

    `zone` is the client's reporting zone (IANA). Late and repeated readings are welcome, in any order. A reading of a
    post that is not listed yet is left out: readings are cumulative, so the next one makes up for it.
    """
    place = zone_named(zone)
    posts = _listed(session, account_id, samples)
    made_on = {post: day_of(at, place) for post, at in posts.values()}
    readings = iter(_latest(samples, posts, place).items())
    stored = Stored()
    while chunk := dict(islice(readings, _CHUNK)):
        stored += _store(session, account_id, place, chunk, made_on)
    return stored


def rebuild(session: Session, account_id: int, zone: str) -> None:
    """Make the daily rollup anew, for days that begin at other instants: the client's zone is `zone` now."""
    rollups.rebuild(session, account_id, zone)


def _listed(session: Session, account_id: int, samples: Sequence[MetricSample]) -> dict[str, tuple[int, datetime]]:
    """Number and time of posting by remote id, of those posts that have samples."""
    ids = iter({sample.remote_post for sample in samples if sample.remote_post is not None})
    found: dict[str, tuple[int, datetime]] = {}
    while chunk := list(islice(ids, _IDS)):
        rows = session.execute(
            select(RemotePostSeen.remote_id, RemotePostSeen.id, RemotePostSeen.at).where(
                RemotePostSeen.platform_id == account_id, RemotePostSeen.remote_id.in_(chunk)
            )
        )
        found.update({remote_id: (post, at) for remote_id, post, at in rows})
    return found


def _latest(
    samples: Sequence[MetricSample], posts: Mapping[str, tuple[int, datetime]], zone: tzinfo
) -> dict[_Key, Reading]:
    """The latest reading of each series in each hour, series by series."""
    latest: dict[_Key, Reading] = {}
    for sample in samples:
        if sample.remote_post is not None and sample.remote_post not in posts:
            continue
        post = ACCOUNT if sample.remote_post is None else posts[sample.remote_post][0]
        key = (post, sample.metric, hour_of(sample.as_of, zone))
        reading = Reading(microseconds(sample.as_of), sample.value, sample.source)
        if key not in latest or reading.as_of >= latest[key].as_of:
            latest[key] = reading
    return dict(sorted(latest.items(), key=lambda item: item[0]))


def _store(
    session: Session, account_id: int, zone: tzinfo, readings: dict[_Key, Reading], made_on: Mapping[int, date]
) -> Stored:
    known = dict(_known(session, account_id, list(readings)))
    newer = {key: one for key, one in readings.items() if key not in known or _replaces(one, known[key])}
    rollups.add(session, account_id, zone, newer, made_on)
    rollups.keep(session, account_id, newer)
    added = sum(key not in known for key in newer)
    changed = sum(key in known and known[key].value != one.value for key, one in newer.items())
    return Stored(added=added, changed=changed, unchanged=len(readings) - added - changed)


def _replaces(reading: Reading, known: Reading) -> bool:
    return reading.as_of >= known.as_of and reading != known


def _known(session: Session, account_id: int, keys: Sequence[_Key]) -> Iterator[tuple[_Key, Reading]]:
    wanted = msgspec.json.encode([(post, metric.value, hour) for post, metric, hour in keys]).decode()
    rows = session.connection().exec_driver_sql(_KNOWN, {"account": account_id, "wanted": wanted})
    for position, as_of, value, source in rows:
        yield keys[position], Reading(as_of, value, source)


# CROSS JOIN keeps the order of the loops: the other way round, each stored reading would walk the whole list.
_KNOWN = """
WITH wanted AS MATERIALIZED (
  SELECT key, value ->> 0 AS post, value ->> 1 AS metric, value ->> 2 AS hour FROM json_each(:wanted))
SELECT wanted.key, reading.as_of, reading.value, reading.source
FROM wanted
CROSS JOIN engagement_metric AS reading
  ON reading.platform_id = :account
 AND reading.remote_post_id = wanted.post
 AND reading.metric = wanted.metric
 AND reading.hour = wanted.hour
"""
