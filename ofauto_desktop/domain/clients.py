"""Clients: the creators whose accounts are managed here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClientStatus(StrEnum):
    """Whether a creator is worked with now."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


# Given as a colour where an edit takes one: none of its own again.
BY_NUMBER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A way to reach somebody: "Manager" and a number, "Mail" and an address. For eyes only, never for logs."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One creator. `zone` is the IANA name of the reporting zone, which decides what a day is (G3).

    `colour` is a place in the theme's row of client colours; None: by its number.
    """

    id: int
    name: str
    zone: str
    currency: str
    notes: str
    created_at: datetime
    status: ClientStatus = ClientStatus.ACTIVE
    contacts: tuple[Contact, ...] = ()
    colour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Net revenue of one currency in minor units; `incomplete`: not everything could be read."""

    currency: str
    minor: int
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSummary:
    """A client with how things stand: accounts, those of them that need a person, the last 30 days' net, followers.

    `followers` None: never read. `earned` none: nothing was ever read. `as_of` (aware UTC) is the oldest reading of
    either; `next_due` when the next post goes out.
    """

    client: Client
    accounts: int
    troubled: int
    followers: int | None
    earned: tuple[Earned, ...]
    next_due: datetime | None
    as_of: datetime | None
