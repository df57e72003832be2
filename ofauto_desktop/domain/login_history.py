"""What became of an account's login: kept, renewed, refused, destroyed; and how often it is used (J9, J10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# As far back as uses are counted.
COUNTED = timedelta(days=30)


class LoginAct(StrEnum):
    """One thing that happened to a login, by the audit trail. `denied`: somebody tried to use it who may not."""

    STORED = "stored"
    RENEWED = "renewed"
    REVOKED = "revoked"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginEvent:
    """`version` counts up with each login that was stored; 0 where it is none of one version."""

    at: datetime
    act: LoginAct
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginHistory:
    """The login that counts, of `stored_at`; None where there is none. Times are aware UTC, `events` the newest first.

    It was used `uses` times within `COUNTED`, last at `last_used`; both of all versions. `kept`: versions that still open,
    so that what was under way with the one before comes to its end.
    """

    version: int
    stored_at: datetime | None
    expires_at: datetime | None
    kept: int
    uses: int
    last_used: datetime | None
    events: tuple[LoginEvent, ...]
