"""Accounts that are posted to together."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSet:
    """A named choice of accounts. `used_at` (aware UTC) is when a post was last written for just these."""

    id: int
    name: str
    account_ids: tuple[int, ...]
    used_at: datetime | None = None
