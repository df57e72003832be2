"""The audit trail as people and scripts see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. `at` is aware UTC, `user_id` whose act it was: what the program does by itself is its owner's.

    `details` are ids, counts and words of closed vocabularies, never texts.
    """

    device: str
    seq: int
    at: datetime
    user_id: int | None
    action: str
    object_type: str
    object_id: str
    client_id: int | None
    outcome: str
    details: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first entry that does not fit. `kind`: "hash" (its content), "chain" (its link), "gap" (one before it is missing)."""

    device: str
    seq: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What checking the whole trail found: `entries` that fit, in order, up to the first that does not."""

    entries: int
    broken: Broken | None
