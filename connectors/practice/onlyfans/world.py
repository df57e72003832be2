"""OnlyFans as its practice site knows it: two creators, their logins, and how the site behaves today."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from connectors.practice.onlyfans.changes import AnyChange, happen
from connectors.practice.onlyfans.records import CREATORS, House, Letter, Login, Mass, Post
from connectors.practice.onlyfans.year import live

_PER_DAY = {"demo_creator": (0.9, 4.0), "other_creator": (0.2, 0.5)}
Challenge = Literal["", "denied", "code", "captcha", "security", "face"]


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the site behaves (`PATCH /_practice/world`).

    `logged_out`: every session has ended, and says so with a 200. `expires_after`: so it is after that many answers of
    the interface. `challenge`: what every answer asks for instead, on paths that `challenge_on` is found in. `blocked`:
    Cloudflare refuses this network. `stranger`: sessions are another creator's. `ledger_denied`: the ledger alone.

    `lying`: pages are short and there is always more. `marker`: which name the ledger's marker goes by. `bare`: lists
    come as bare arrays.

    `slow_upload` in seconds; `stuck`: the button that publishes never comes to life; `daily_limit`: no post is taken;
    `closed_letters`: nobody can be written to; `misspelt`: the page's script writes fields that the site does not know;
    `asks_yes`: it asks once more. `twelve_hours`: its clock has am and pm. `older`: the editor of before. `hours_off`: the
    page shows times of another zone than the browser's.
    """

    logged_out: bool = False
    expires_after: int | None = None
    challenge: Challenge = ""
    challenge_on: str = ""
    blocked: bool = False
    stranger: bool = False
    ledger_denied: bool = False
    lying: bool = False
    marker: Literal["nextMarker", "marker"] = "nextMarker"
    bare: bool = False
    slow_upload: float = 0.0
    stuck: bool = False
    daily_limit: bool = False
    closed_letters: bool = False
    misspelt: bool = False
    asks_yes: bool = False
    twelve_hours: bool = False
    older: bool = False
    hours_off: int = 0


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what happened since."""

    seed: int | None
    made_at: datetime | None
    settings: Settings
    changes: list[AnyChange]
    posts: dict[str, list[Post]]
    letters: dict[str, list[Letter]]
    masses: dict[str, list[Mass]]


class World:
    """The whole state. `seed` and `made_at` say which year it began with, None for none; `now` gives aware UTC."""

    def __init__(
        self, *, now: Callable[[], datetime], seed: int | None = None, made_at: datetime | None = None
    ) -> None:
        self.now, self.seed, self.made_at = now, seed, made_at
        self.settings = Settings()
        self.houses = {one.username: House(creator=one) for one in CREATORS}
        self.sessions: dict[str, Login] = {}
        self.claims: set[str] = set()
        self.changes: list[AnyChange] = []
        self.made: list[Post] = []
        self.sent: list[Letter] = []
        self.answered = 0
        if seed is not None and made_at is not None:
            for handle, house in self.houses.items():
                fans, sales = _PER_DAY[handle]
                live(house, seed, made_at, fans_a_day=fans, sales_a_day=sales)

    def admit(self, creator: int, *, agent: str | None = None, bc: str | None = None) -> dict[str, str]:
        """Log a creator in; the cookies of the session, and `bc` for the browser's storage."""
        sess, fp, bc = secrets.token_hex(16), secrets.token_hex(20), bc or secrets.token_hex(20)
        self.sessions[sess] = Login(creator=creator, fp=fp, bc=bc, agent=agent)
        return {"sess": sess, "auth_id": str(creator), "fp": fp, "bc": bc}

    def storage_state(self, base: str, handle: str = "demo_creator") -> dict[str, Any]:
        """A session of `handle` as Playwright exports one, for the site at `base`."""
        from urllib.parse import urlsplit

        where = urlsplit(base)
        given = self.admit(self.houses[handle].creator.id)
        cookies = [
            {
                "name": name,
                "value": given[name],
                "domain": where.hostname,
                "path": "/",
                "expires": -1,
                "httpOnly": name == "sess",
                "secure": False,
                "sameSite": "Lax",
            }
            for name in ("sess", "auth_id", "fp")
        ]
        kept = [{"name": "bcTokenSha", "value": given["bc"]}]
        return {
            "cookies": cookies,
            "origins": [{"origin": f"{where.scheme}://{where.netloc}", "localStorage": kept}],
        }

    def house_of(self, sess: str, fp: str, bc: str, agent: str) -> House | None:
        """Whose session this is; None where anything of it does not belong together, or it has ended."""
        login, settings = self.sessions.get(sess), self.settings
        if settings.logged_out or (settings.expires_after is not None and self.answered > settings.expires_after):
            return None
        if login is None or (login.fp, login.bc) != (fp, bc) or login.agent not in (None, agent):
            return None
        found = next(one for one in self.houses.values() if one.creator.id == login.creator)
        if settings.stranger:
            return next(one for one in self.houses.values() if one is not found)
        return found

    def logins(self) -> dict[str, dict[str, str]]:
        """None: a session is made by logging in with a browser."""
        return {}

    def do(self, change: AnyChange) -> list[str]:
        """Make something happen, and remember it; ids of what it made or touched. Raises ValueError where it cannot."""
        house = self.houses.get(change.creator)
        if house is None:
            raise ValueError(f"there is no creator {change.creator}")
        done = msgspec.structs.replace(change, at=change.at or self.now())
        touched = happen(house, done, done.at or self.now())
        self.changes.append(done)
        return touched

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name; `do` is a list of changes such as {"do": "pays"}. Raises ValueError."""
        rest = dict(settings)
        changes = msgspec.convert(rest.pop("do", []), list[AnyChange])
        if "expires_after" in rest:
            self.answered = 0
        self.settings = msgspec.convert({**msgspec.to_builtins(self.settings), **rest}, Settings)
        for change in changes:
            self.do(change)

    def publish_due(self) -> None:
        """What waits in the queue goes out when its time comes."""
        now = self.now()
        for house in self.houses.values():
            for post in house.posts:
                if post.due is not None and post.due <= now:
                    post.at, post.due = post.due, None
            house.posts.sort(key=lambda one: one.at, reverse=True)

    def report(self) -> Mapping[str, Any]:
        """What each creator has, so that a test or a person can compare it with what the program shows."""
        return {handle: self._report(house) for handle, house in self.houses.items()}

    def _report(self, house: House) -> Mapping[str, Any]:
        counted = [one for one in house.payments if one.status in ("done", "loading")]
        return {
            "payments": len(house.payments),
            "cents": sum(one.cents for one in counted),
            "net": sum(one.cents - one.fee for one in counted),
            "undone": [one.id for one in house.payments if one.status == "undo"],
            "fans": len(house.fans),
            "active": sum(one.ends > self.now() for one in house.fans),
            "posts": [_line(one) for one in self.made if one in house.posts],
            "letters": [{"fan": one.fan, "text": one.text} for one in self.sent if one in house.letters],
            "masses": [{"id": one.id, "to": len(one.to), "cancelled": one.cancelled} for one in house.masses],
            "payouts": len(house.payouts),
        }

    def to_json(self) -> bytes:
        houses = self.houses.items()
        return msgspec.json.encode(
            Kept(
                seed=self.seed,
                made_at=self.made_at,
                settings=self.settings,
                changes=self.changes,
                posts={name: [one for one in self.made if one in house.posts] for name, house in houses},
                letters={name: [one for one in self.sent if one in house.letters] for name, house in houses},
                masses={name: house.masses for name, house in houses},
            )
        )


def _line(post: Post) -> Mapping[str, Any]:
    due = post.due.isoformat() if post.due else None
    return {"id": post.id, "text": post.text, "media": post.media, "price": post.price, "due": due}


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def empty(now: Callable[[], datetime] = wall_clock) -> World:
    """Two creators whom nobody knows yet."""
    return World(now=now)


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> World:
    """Two creators after a year, the same for the same `seed` and `now` (aware UTC)."""
    return World(now=clock, seed=seed, made_at=now)


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> World:
    """The world that `to_json` kept. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=Kept)
    world = World(now=clock, seed=kept.seed, made_at=kept.made_at)
    world.settings = kept.settings
    for change in kept.changes:
        world.do(change)
    for handle, house in world.houses.items():
        house.posts[:0] = kept.posts.get(handle, [])
        house.letters[:0] = kept.letters.get(handle, [])
        house.masses = kept.masses.get(handle, [])
        world.made += kept.posts.get(handle, [])
        world.sent += kept.letters.get(handle, [])
    return world
