"""Instagram as its practice platform knows it, and how that begins: empty, or after a year of three creators."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from connectors.practice.instagram.records import (
    SCOPES,
    Account,
    Code,
    Container,
    Media,
    Settings,
    Token,
)

TOKEN = "practice-instagram-token"
DAYS = 365
_FIRST_ID = 18_000_000_000_000_000
# Posts in a year, for each of the three.
_HABITS = {"ada_practice": 70, "bo_practice": 24, "cleo_practice": 40}
_SUBJECTS = ("From the studio", "On the beach ☀️", "Film grain", "Black & white", "In the rain", "A new set", "")
_TAGS = ("", " #photography", " #analog #35mm", " @bo_practice")
_SHAPES = (("IMAGE", "FEED"), ("IMAGE", "FEED"), ("CAROUSEL_ALBUM", "FEED"), ("VIDEO", "REELS"))


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what changed since."""

    seed: int | None
    made_at: datetime | None
    settings: Settings
    accepted: list[Media]
    deleted: list[str]
    containers: dict[str, Container]
    tokens: dict[str, Token]
    issued: int


class World:
    """The whole state. `seed` and `made_at` say which year it began with, None for none; `now` gives aware UTC.

    `hosted` are the files of the practice media host, by key, and `placed` the keys that were ever there; neither is kept.
    """

    def __init__(
        self, *, now: Callable[[], datetime], seed: int | None = None, made_at: datetime | None = None
    ) -> None:
        self.now, self.seed, self.made_at = now, seed, made_at
        self.settings = Settings()
        self.accounts = {account.id: account for account in people((made_at or now()) - timedelta(days=DAYS))}
        self.media: dict[str, Media] = {}
        self.accepted: list[Media] = []
        self.containers: dict[str, Container] = {}
        self.codes: dict[str, Code] = {}
        self.hosted: dict[str, bytes] = {}
        self.placed: list[str] = []
        self.fetched: list[bytes] = []
        self.issued = 0
        self.tokens = {
            TOKEN if not number else f"{TOKEN}-{number + 1}": Token(owner=owner, scopes=SCOPES)
            for number, owner in enumerate(self.accounts)
        }
        self.tokens |= {f"EAA{name}": token for name, token in self.tokens.items()}
        if seed is not None and made_at is not None:
            for account in self.accounts.values():
                _live(self, account, seed, made_at)

    def account_named(self, handle: str) -> Account:
        """Raises ValueError for a handle that nobody has."""
        for account in self.accounts.values():
            if account.handle == handle:
                return account
        raise ValueError(f"there is no account {handle}")

    def new_id(self, first: int = _FIRST_ID) -> str:
        self.issued += 1
        return str(first + self.issued * 7919)

    def issue(self, owner: str, scopes: tuple[str, ...], life: timedelta, *, short: bool = False) -> str:
        """A new token, told apart by its number; nothing here is worth guessing."""
        self.issued += 1
        mark = hashlib.sha256(f"{self.seed} {self.issued}".encode()).hexdigest()[:24]
        name, now = f"IGAApractice{self.issued}x{mark}", self.now()
        self.tokens[name] = Token(owner=owner, scopes=scopes, made_at=now, ends=now + life, short=short)
        return name

    def listed(self, owner: str) -> list[Media]:
        """What the account shows, newest first; stories apart."""
        own = [one for one in self.media.values() if one.owner == owner and one.product != "STORY" and not one.deleted]
        return sorted(own, key=lambda one: (one.at, one.id), reverse=True)

    def publish(self, container: Container) -> Media:
        """Make a post of a container, which can be done once."""
        made = Media(
            id=self.new_id(),
            owner=container.owner,
            at=self.now(),
            caption="" if container.product == "STORY" else container.caption,
            kind=container.kind,
            product=container.product,
            children=list(container.children),
            appeal=self.accounts[container.owner].followers_at(self.now()) * 0.4,
            container=container.id,
        )
        container.published = made.id
        self.media[made.id] = made
        self.accepted.append(made)
        return made

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle, for the accounts of a practice workspace; logins that ended are left out."""
        alive = {
            name: token.owner
            for name, token in self.tokens.items()
            if name not in self.settings.dead_tokens
            and not name.startswith("EAA")
            and not token.short
            and (not token.ends or token.ends > self.now())
        }
        return {self.accounts[owner].handle: {"access_token": name} for name, owner in alive.items()}

    def report(self) -> Mapping[str, Any]:
        """What clients published, by caption; containers made; files that lie at the practice media host."""
        by_account: dict[str, Counter[str]] = {one.handle: Counter() for one in self.accounts.values()}
        for media in self.accepted:
            by_account[self.accounts[media.owner].handle][media.caption] += 1
        return {
            "accepted": len(self.accepted),
            "posts": dict(Counter(media.caption for media in self.accepted)),
            "by_account": {handle: dict(texts) for handle, texts in by_account.items() if texts},
            "containers": len(self.containers),
            "hosted": len(self.hosted),
            "tokens": len(self.tokens),
        }

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name. Raises ValueError for a name or value that is none."""
        merged = msgspec.convert({**msgspec.to_builtins(self.settings), **settings}, Settings)
        self.account_named(merged.browser_user)
        self.settings = merged

    def to_json(self) -> bytes:
        return msgspec.json.encode(
            Kept(
                seed=self.seed,
                made_at=self.made_at,
                settings=self.settings,
                accepted=self.accepted,
                deleted=[one.id for one in self.media.values() if one.deleted],
                containers=self.containers,
                tokens=self.tokens,
                issued=self.issued,
            )
        )

    def restore(self, kept: Kept) -> None:
        """Lay over a newly made world what changed since."""
        self.settings, self.accepted = kept.settings, kept.accepted
        self.media |= {one.id: one for one in kept.accepted}
        for media_id in kept.deleted:
            self.media[media_id].deleted = True
        self.containers, self.tokens, self.issued = kept.containers, kept.tokens, kept.issued


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def people(since: datetime) -> tuple[Account, ...]:
    """The three accounts of every practice world."""
    return tuple(
        Account(
            id=f"1784140000000000{number}",
            app_scoped=f"2640000000000000{number}",
            handle=f"{name.lower()}_practice",
            name=name,
            since=since,
            followers=followers,
            per_day=per_day,
        )
        for number, (name, followers, per_day) in enumerate(
            (("Ada", 1520, 4.2), ("Bo", 640, 1.1), ("Cleo", 8800, 9.5)), 1
        )
    )


def empty(now: Callable[[], datetime] = wall_clock) -> World:
    """Three accounts with nothing posted."""
    return World(now=now)


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> World:
    """Instagram after a year that ended at `now` (aware UTC). `clock` gives the time from then on."""
    return World(now=clock, seed=seed, made_at=now)


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> World:
    """The world that `World.to_json` kept. Raises msgspec.DecodeError (a ValueError) for anything else."""
    kept = msgspec.json.decode(content, type=Kept)
    world = World(now=clock, seed=kept.seed, made_at=kept.made_at)
    world.restore(kept)
    return world


def _live(world: World, account: Account, seed: int, now: datetime) -> None:
    """A year of posts, and two stories of today."""
    dice = random.Random(f"{seed}:{account.handle}")
    start = now - timedelta(days=DAYS)
    moments = sorted(
        start + timedelta(seconds=int(dice.random() * DAYS * 86_400)) for _ in range(_HABITS[account.handle])
    )
    for at in (one.replace(microsecond=0) for one in moments):
        kind, product = dice.choice(_SHAPES)
        caption = dice.choice(_SUBJECTS)
        _add(world, account, dice, at, kind, product, caption + dice.choice(_TAGS) if caption else "")
    for hours in (20, 3):
        _add(world, account, dice, now - timedelta(hours=hours), "IMAGE", "STORY", "")


def _add(
    world: World, account: Account, dice: random.Random, at: datetime, kind: Any, product: Any, caption: str
) -> None:
    children = [world.new_id() for _ in range(dice.randint(2, 5))] if kind == "CAROUSEL_ALBUM" else []
    appeal = account.followers_at(at) * dice.uniform(0.2, 1.4)
    media = Media(
        id=world.new_id(), owner=account.id, at=at, caption=caption, kind=kind, product=product, appeal=appeal
    )
    media.children = children
    world.media[media.id] = media
