"""What a pull brought, and how fresh each kind is."""

from dataclasses import dataclass
from datetime import datetime

from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What storing a batch did: rows that are new, rows that say something else now, rows that were known."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            added=self.added + other.added,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncError:
    """Why a pull ended early, safe to show; `retry_at` aware UTC where waiting helps."""

    kind: ErrorKind
    message: str
    action: str
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """One account and kind: how many rows came, changed, or were known already."""

    account_id: int
    account: str
    kind: SyncKind
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gaps: tuple[Gap, ...] = ()
    error: SyncError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How fresh one kind of one account is. All aware UTC; `succeeded_at` None: never read yet."""

    account_id: int
    kind: SyncKind
    succeeded_at: datetime | None
    error: SyncError | None
    error_at: datetime | None
