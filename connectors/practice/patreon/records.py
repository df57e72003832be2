"""What Patreon's practice platform knows: creators, their tiers, members with every charge, and posts."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Tier:
    id: str
    title: str
    cents: int


@dataclass(slots=True, kw_only=True)
class Charge:
    """One `subscription` event: what was asked of the patron, in the patron's currency; `status` as Patreon words it."""

    id: str
    at: datetime | None
    cents: int | None
    currency: str | None
    status: str


@dataclass(slots=True, kw_only=True)
class Member:
    """`status` None: never paid. `tier` None: entitled to none. `user` None: the account was deleted."""

    id: str
    user: str | None
    name: str | None
    started: datetime | None
    tier: Tier | None
    status: str | None
    cadence: int = 1
    gifted: bool = False
    trial: bool = False
    charges: list[Charge] = field(default_factory=list)

    @property
    def last(self) -> Charge | None:
        return self.charges[-1] if self.charges else None

    @property
    def lifetime(self) -> int:
        return sum(one.cents or 0 for one in self.charges if one.status == "Paid")


@dataclass(slots=True, kw_only=True)
class Post:
    """`at` None: a draft, or still to come."""

    id: str
    title: str
    content: str | None
    at: datetime | None
    tiers: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Creator:
    """`campaign` None: a login that creates nothing."""

    id: str
    handle: str
    name: str
    campaign: str | None
    token: str
    tiers: list[Tier] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


def made_uuid(*parts: object) -> str:
    """A member's id: the same for the same parts."""
    return str(uuid.UUID(bytes=hashlib.sha256(repr(parts).encode()).digest()[:16]))
