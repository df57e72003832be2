"""What a platform sends by itself: one webhook delivery, from the door to the books."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands. `unreadable`: it was theirs, but nothing in it is of a form that we know."""

    WAITING = "waiting"
    APPLIED = "applied"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A delivery that was accepted. `key` is the same for a repeated one; `headers` have lower-case names. Aware UTC.

    `again`: the same once more is news where the first was applied already.
    """

    account_id: int
    key: str
    at: datetime
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery that was stored and not applied yet. `arrived` is None where it was changed on the disk."""

    id: int
    account_id: int
    tries: int
    arrived: Arrived | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an account has received: how many deliveries, the last one's time (aware UTC), how many could not be read."""

    count: int
    last_at: datetime | None
    unreadable: int
