"""A workspace of an agency after three years, made up: what the window is measured on.

12 clients, 40 accounts, 50,000 posts, a million readings, 100,000 movements of money, 20,000 pictures. Texts, times and
amounts follow from a seed. Written with plain statements: the services would take an hour.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import to_wall
from storage import metrics, money
from storage.models import (
    Client,
    EngagementMetric,
    MediaAsset,
    Platform,
    PostMedia,
    PostPlatform,
    RemotePostSeen,
    ScheduledPost,
)

if TYPE_CHECKING:
    from ofauto_desktop.services.lock import OpenWorkspace

CLIENTS, ACCOUNTS, SELLERS = 12, 40, 10
POSTS, READINGS, MOVEMENTS, MEDIA = 50_000, 1_000_000, 100_000, 20_000
AHEAD = timedelta(days=60)
BEHIND = timedelta(days=3 * 365)
_PICTURES = 240
_CHUNK = 5000
_ZONES = ("Europe/Berlin", "America/New_York", "UTC", "Asia/Tokyo")
_COUNTED = (Metric.LIKES, Metric.COMMENTS, Metric.SHARES, Metric.IMPRESSIONS)
_WORDS = [
    "morning",
    "light",
    "on",
    "the",
    "red",
    "coat",
    "behind",
    "the",
    "scenes",
    "new",
    "prints",
    "in",
    "the",
    "shop",
    "ask",
    "me",
    "anything",
    "tonight",
    "live",
    "at",
    "nine",
    "thank",
    "you",
    "for",
    "a",
    "year",
    "the",
    "whole",
    "set",
    "is",
    "out",
    "quiet",
    "weekend",
    "long",
    "walk",
    "three",
    "rolls",
    "of",
    "film",
    "winter",
    "garden",
    "studio",
    "sale",
]


def fill(workspace: "OpenWorkspace", now: datetime, seed: int = 7) -> None:
    """Fill an empty workspace; takes about a minute. `now` is aware UTC."""
    chance = random.Random(seed)
    database = workspace.database
    accounts = database.write_now(_people, now)
    pictures = _stored_pictures(workspace, chance)
    database.write_now(_media, pictures, now, chance)
    database.write_now(_posts, accounts[:-SELLERS], now, chance)
    for account in accounts[:-SELLERS]:
        database.write_now(_readings, account, now, chance)
        database.write_now(metrics.rebuild, account.id, "UTC")
    for account in accounts[-SELLERS:]:
        entries = list(_movements(MOVEMENTS // SELLERS, now, chance))
        database.write_now(money.upsert_ledger, account.id, "UTC", entries, now)


def _people(session: Session, now: datetime) -> list[Platform]:
    clients = [
        Client(name=f"Client {number:02}", zone=_ZONES[number % len(_ZONES)], currency=("USD", "EUR")[number % 2])
        for number in range(CLIENTS)
    ]
    session.add_all(clients)
    session.flush()
    accounts = [
        Platform(
            platform=PlatformId.X if number < ACCOUNTS - SELLERS else PlatformId.GUMROAD,
            client_id=clients[number % CLIENTS].id,
            name=f"account_{number:02}",
            zone=clients[number % CLIENTS].zone,
            remote_id=str(number),
            handle=f"account_{number:02}",
            state=LoginState.CONNECTED,
            state_since=now,
        )
        for number in range(ACCOUNTS)
    ]
    session.add_all(accounts)
    session.flush()
    return accounts


def _stored_pictures(workspace: "OpenWorkspace", chance: random.Random) -> list[tuple[str, str]]:
    """(original, thumbnail) by the names of their encrypted files."""
    from PIL import Image, ImageDraw

    found = []
    for number in range(_PICTURES):
        picture = Image.new("RGB", (320, 320), tuple(chance.randrange(256) for _ in range(3)))
        draw = ImageDraw.Draw(picture)
        for _ in range(6):
            corner = (chance.randrange(300), chance.randrange(300))
            draw.ellipse((*corner, corner[0] + 90, corner[1] + 60), fill=(number, 90, chance.randrange(256)))
        content = BytesIO()
        picture.save(content, "JPEG", quality=80)
        name, _ = workspace.media_files.write([content.getvalue()])
        found.append((name, name))
    return found


def _media(session: Session, pictures: Sequence[tuple[str, str]], now: datetime, chance: random.Random) -> None:
    rows = (
        {
            "id": number + 1,
            "name": f"{_text(chance, 2).replace(' ', '-').lower()}-{number:05}.jpg",
            "kind": MediaKind.IMAGE,
            "mime": "image/jpeg",
            "width": 320,
            "height": 320,
            "sha256": f"{number:064x}",
            "original_size": 30_000,
            "size": 30_000,
            "blob": pictures[number % _PICTURES][0],
            "upload_blob": pictures[number % _PICTURES][0],
            "thumbnail_blob": pictures[number % _PICTURES][1],
            "tags": chance.sample(_WORDS, 2),
            "look": chance.getrandbits(63),
            "colours": chance.getrandbits(48),
            "created_at": now - BEHIND * (1 - number / MEDIA),
        }
        for number in range(MEDIA)
    )
    _put(session, MediaAsset, rows)


def _posts(session: Session, accounts: Sequence[Platform], now: datetime, chance: random.Random) -> None:
    """Evenly from three years ago to two months ahead; every third one has a picture."""
    step = (BEHIND + AHEAD) / POSTS
    times = [(now - BEHIND + step * number).replace(second=0, microsecond=0) for number in range(POSTS)]
    texts = [_text(chance, chance.randrange(4, 18)) for _ in range(POSTS)]
    owners = [accounts[chance.randrange(len(accounts))] for _ in range(POSTS)]
    numbered = list(zip(range(1, POSTS + 1), times, texts, owners, strict=True))
    _put(
        session,
        ScheduledPost,
        (
            {"id": number, "client_id": owner.client_id, "text": text, "created_at": at - timedelta(days=2)}
            for number, at, text, owner in numbered
        ),
    )
    _put(session, PostPlatform, (_target(number, at, owner, now, chance) for number, at, _, owner in numbered))
    _put(
        session,
        PostMedia,
        (
            {"post_id": number, "position": 0, "media_id": chance.randrange(MEDIA) + 1}
            for number, *_ in numbered
            if not number % 3
        ),
    )
    seen = ((number, at, text, owner) for number, at, text, owner in numbered if at < now)
    _put(session, RemotePostSeen, (_seen(number, at, text, owner) for number, at, text, owner in seen))


def _target(number: int, at: datetime, owner: Platform, now: datetime, chance: random.Random) -> dict[str, Any]:
    out = at < now
    state = PostState.SCHEDULED if not out else PostState.POSTED if chance.random() < 0.995 else PostState.MISSED
    return {
        "id": number,
        "post_id": number,
        "platform_id": owner.id,
        "state": state,
        "wall": to_wall(at, owner.zone),
        "zone": owner.zone,
        "due_at": at,
        "remote_id": f"r{number}" if state is PostState.POSTED else None,
        "posted_at": at if state is PostState.POSTED else None,
        "part": int(state is PostState.POSTED),
    }


def _seen(number: int, at: datetime, text: str, owner: Platform) -> dict[str, Any]:
    return {
        "id": number,
        "platform_id": owner.id,
        "remote_id": f"r{number}",
        "text": text,
        "at": at,
        "url": f"https://x.com/i/status/{number}",
        "media_count": int(not number % 3),
        "media_kind": None if number % 3 else "image",
        "target_id": number,
    }


def _readings(session: Session, account: Platform, now: datetime, chance: random.Random) -> None:
    """Followers of each day, and some readings of each post in its first days."""
    made = session.query(RemotePostSeen.id, RemotePostSeen.at).where(RemotePostSeen.platform_id == account.id).all()
    each = READINGS // (ACCOUNTS - SELLERS) // max(1, len(made)) // len(_COUNTED) + 1
    _put(session, EngagementMetric, _followers(account.id, now, chance))
    _put(session, EngagementMetric, _of_posts(account.id, made, each, now, chance))


def _followers(account_id: int, now: datetime, chance: random.Random) -> Iterator[dict[str, Any]]:
    level = 1000
    for day in range(BEHIND.days):
        level += chance.randrange(-3, 9)
        yield _reading(account_id, 0, Metric.FOLLOWERS, now - BEHIND + timedelta(days=day + 1), level)


def _of_posts(
    account_id: int, made: Sequence[Any], each: int, now: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for post, at in made:
        liked = chance.randrange(5, 400)
        for metric, share in zip(_COUNTED, (1, 0.1, 0.05, 20), strict=True):
            for number in range(each):
                read = at + timedelta(hours=5 + 19 * number)
                if read < now:
                    yield _reading(account_id, post, metric, read, int(liked * share * (1 - 0.5 ** (number + 1))))


def _reading(account_id: int, post_id: int, metric: Metric, at: datetime, value: int) -> dict[str, Any]:
    return {
        "platform_id": account_id,
        "remote_post_id": post_id,
        "metric": metric,
        "hour": int(at.timestamp()) // 3600,
        "as_of": at,
        "value": value,
        "source": "made up",
    }


def _movements(count: int, now: datetime, chance: random.Random) -> Iterator[LedgerEntry]:
    for number in range(count):
        gross = chance.choice((500, 999, 1500, 2900, 7500))
        yield LedgerEntry(
            remote_id=f"s{number}",
            at=(now - BEHIND * (number / count)).astimezone(UTC),
            kind=LedgerKind.SALE,
            gross_minor=gross,
            fee_minor=gross // 10 + 50,
            tax_minor=0,
            currency="USD",
            status=LedgerStatus.SETTLED,
            fan=f"fan{chance.randrange(20_000)}@example.org",
            product=f"p{number % 12}",
            product_name=f"Print no. {number % 12}",
            source="made up",
        )


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


def _put(session: Session, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    table: Table = model.__table__
    while chunk := list(islice(rows, _CHUNK)):
        session.connection().execute(insert(table), chunk)
