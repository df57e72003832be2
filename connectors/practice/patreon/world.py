"""Patreon as its practice platform knows it: creators, logins that rotate, and how the server behaves."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from connectors.practice.patreon.records import Charge, Creator, Member
from connectors.practice.patreon.year import live, people

CLIENT_ID, CLIENT_SECRET = "practice-patreon-client", "practice-patreon-client-secret"
SCOPES = ("identity", "campaigns", "campaigns.members", "campaigns.posts")
LIFE = timedelta(days=31)
_JOINS = {"ada_practice": 160, "bo_practice": 60, "cleo_practice": 30}


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the server behaves (`PATCH /_practice/world`).

    `page_size` caps `page[count]`. `scopes` overrides what a creator's login was granted, by handle. `dead_tokens` are
    refused. `forget_pages`: every cursor is refused. `sorts` False: an order asked for is not kept; `knows_sort` False:
    it is refused. `sparse`: attributes that are null, relations and `included` are left out. `consent` False: the person
    refuses in the browser, where `browser_user` is logged in. `throttled`: every request is asked to come later.
    """

    page_size: int = 1000
    scopes: dict[str, list[str]] = {}
    dead_tokens: list[str] = []
    forget_pages: bool = False
    sorts: bool = True
    knows_sort: bool = True
    sparse: bool = False
    consent: bool = True
    browser_user: str = "ada_practice"
    throttled: bool = False


class Change(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something that happens to a member: one who joins by this id, a charge of `cents`, the last charge turned to
    `status`, or a `patron_status`.
    """

    creator: str
    member: str
    do: str
    status: str = "Paid"
    cents: int | None = None
    currency: str | None = "USD"
    at: datetime | None = None


class Login(msgspec.Struct, kw_only=True):
    """One pair of tokens; `ends` None for the portal's, which tests never see end."""

    creator: str
    access: str
    refresh: str
    scopes: list[str]
    ends: datetime | None = None


class Code(msgspec.Struct, kw_only=True):
    creator: str
    redirect_uri: str
    scopes: list[str]


class World:
    """The whole state. `seed` and `made_at` say which year it began with, None for none; `now` gives aware UTC."""

    def __init__(
        self, *, now: Callable[[], datetime], seed: int | None = None, made_at: datetime | None = None
    ) -> None:
        self.now = now
        self.seed, self.made_at = seed, made_at
        self.settings = Settings()
        self.creators = {creator.handle: creator for creator in people()}
        self.changes: list[Change] = []
        self.codes: dict[str, Code] = {}
        self.issued = 0
        self.pairs = [
            Login(creator=one.handle, access=one.token, refresh=f"{one.token}-refresh", scopes=list(SCOPES))
            for one in self.creators.values()
        ]
        if seed is not None and made_at is not None:
            for handle, joins in _JOINS.items():
                live(self.creators[handle], seed, made_at, joins=joins)

    def login_with(self, token: str) -> Login | None:
        """Whose token this is, None for nobody's and for one that has ended."""
        if token in self.settings.dead_tokens:
            return None
        found = next((pair for pair in self.pairs if pair.access == token), None)
        return found if found is not None and (found.ends is None or self.now() < found.ends) else None

    def granted(self, login: Login) -> list[str]:
        return self.settings.scopes.get(login.creator, login.scopes)

    def issue(self, creator: str, scopes: list[str]) -> Login:
        """A new pair, told apart by its number; nothing here is worth guessing."""
        self.issued += 1
        mark = hashlib.sha256(f"{self.seed} {self.issued}".encode()).hexdigest()[:24]
        access, refresh = (
            f"practice-patreon-access-{self.issued}-{mark}",
            f"practice-patreon-refresh-{self.issued}-{mark}",
        )
        login = Login(creator=creator, access=access, refresh=refresh, scopes=scopes, ends=self.now() + LIFE)
        self.pairs.append(login)
        return login

    def renew(self, refresh: str) -> Login | None:
        """A new pair for a renewal token; both old tokens stop working. None where it is nobody's, or was used."""
        spent = next((pair for pair in self.pairs if pair.refresh == refresh), None)
        if spent is None:
            return None
        self.pairs.remove(spent)
        return self.issue(spent.creator, spent.scopes)

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle, for the accounts of a practice workspace."""
        return {
            pair.creator: {
                "access_token": pair.access,
                "refresh_token": pair.refresh,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
            }
            for pair in self.pairs
            if self.creators[pair.creator].campaign is not None
        }

    def do(self, change: Change) -> None:
        """Make something happen, and remember it. Raises ValueError where it cannot."""
        done = msgspec.structs.replace(change, at=change.at or self.now())
        creator = self.creators.get(done.creator)
        if creator is not None and done.do == "join":
            creator.members.append(_joined(creator, done))
            self.changes.append(done)
            return
        member = next((one for one in creator.members if one.id == done.member), None) if creator else None
        if member is None:
            raise ValueError("there is no such member")
        match done.do:
            case "charge":
                number = len(member.charges)
                made = Charge(
                    id=f"subscription:{member.id[:8]}{number:03}",
                    at=done.at,
                    cents=done.cents,
                    currency=done.currency,
                    status=done.status,
                )
                member.charges.append(made)
            case "turn" if member.last is not None:
                member.last.status = done.status
            case "status":
                member.status = done.status
            case _:
                raise ValueError("a change is a join, a charge, a turn of the last charge, or a status")
        self.changes.append(done)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings by name; `do` is a list of changes. Raises ValueError."""
        rest = dict(settings)
        changes = msgspec.convert(rest.pop("do", []), list[Change])
        self.settings = msgspec.convert({**msgspec.to_builtins(self.settings), **rest}, Settings)
        for change in changes:
            self.do(change)

    def report(self) -> Mapping[str, Any]:
        """What each creator has, so that a test or a person can compare it with what the program shows."""
        return {"creators": {handle: _report(creator) for handle, creator in self.creators.items()}}

    def to_json(self) -> bytes:
        kept = {name: getattr(self, name) for name in Kept.__struct_fields__}
        return msgspec.json.encode(Kept(**kept))


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world: how it began, and what happened since."""

    seed: int | None
    made_at: datetime | None
    settings: Settings
    changes: list[Change]
    pairs: list[Login]
    issued: int


def wall_clock() -> datetime:
    """The present time, aware UTC."""
    return datetime.now(UTC)


def empty(now: Callable[[], datetime] = wall_clock) -> World:
    """Three creators without members."""
    return World(now=now)


def year(seed: int, now: datetime, clock: Callable[[], datetime] = wall_clock) -> World:
    """Three creators after a year, the same for the same `seed` and `now` (aware UTC)."""
    return World(now=clock, seed=seed, made_at=now)


def from_json(content: bytes, clock: Callable[[], datetime] = wall_clock) -> World:
    """The world that `to_json` kept. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=Kept)
    world = World(now=clock, seed=kept.seed, made_at=kept.made_at)
    world.settings, world.pairs, world.issued = kept.settings, kept.pairs, kept.issued
    for change in kept.changes:
        world.do(change)
    return world


def _joined(creator: Creator, change: Change) -> Member:
    """In the tier that `cents` buys, or the next above it."""
    tier = next((one for one in creator.tiers if one.cents >= (change.cents or 0)), creator.tiers[-1])
    status = "active_patron" if tier.cents else None
    return Member(id=change.member, user=None, name=None, started=change.at, tier=tier, status=status)


def _report(creator: Creator) -> Mapping[str, Any]:
    charges = [charge for member in creator.members for charge in member.charges]
    return {
        "members": len(creator.members),
        "active": sum(one.status == "active_patron" for one in creator.members),
        "posts": sum(one.at is not None for one in creator.posts),
        "charges": {
            status: sum(one.status == status for one in charges) for status in sorted({one.status for one in charges})
        },
    }
