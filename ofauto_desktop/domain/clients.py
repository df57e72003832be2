"""Clients: the creators whose accounts are managed here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClientStatus(StrEnum):
    """Whether a creator is worked with now."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One creator. `zone` is the IANA name of the reporting zone, which decides what a day is (G3)."""

    id: int
    name: str
    zone: str
    currency: str
    notes: str
    created_at: datetime
