"""How things stand: what needs the person, what is due, and the numbers that matter, each with its age and source."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.posts import Post


class NeedKind(StrEnum):
    """Why something needs a person; the order is the order of urgency."""

    UNKNOWN_OUTCOME = "unknown_outcome"
    FAILED = "failed"
    MISSED = "missed"
    OVERDUE = "overdue"
    LOGIN = "login"
    CREDIT = "credit"
    PAUSED = "paused"
    SYNC = "sync"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs a person. `detail` is safe to show; `count` where several of a kind are told in one line."""

    kind: NeedKind
    detail: str
    since: datetime | None = None
    account_id: int | None = None
    account: str | None = None
    post_id: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One headline number with its comparison (C1). `value` None is unknown; `currency` set for money in minor units.

    `change` is a fraction, None with `change_note` "new" or "incomplete". `as_of` is the oldest reading it rests on.
    """

    code: str
    value: int | None
    previous: int | None
    change: float | None
    change_note: str
    currency: str | None
    as_of: datetime | None
    source: str
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One line of recent activity, from the audit trail: ids and closed words only."""

    at: datetime
    action: str
    object_type: str
    object_id: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSummary:
    """All that Home shows. `today` is what goes out or went out on the viewer's day, by time."""

    needs: tuple[Need, ...]
    today: tuple[Post, ...]
    kpis: tuple[Kpi, ...]
    recent: tuple[Activity, ...]
    next_due: datetime | None
    paused: bool
    as_of: datetime
