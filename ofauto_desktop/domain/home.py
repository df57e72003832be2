"""How things stand: what needs the person, what is due, and the numbers that matter, each with its age and source."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ofauto_desktop.domain.posts import Post


class NeedKind(StrEnum):
    """Why something needs a person; the order is the order of urgency."""

    UNKNOWN_OUTCOME = "unknown_outcome"
    FAILED = "failed"
    BY_HAND = "by_hand"
    MISSED = "missed"
    OVERDUE = "overdue"
    LOGIN = "login"
    CREDIT = "credit"
    PAUSED = "paused"
    SYNC = "sync"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs a person. `detail` is safe to show; `count` where several of a kind are told in one line.

    `about`: the post's first words, for eyes only.
    """

    kind: NeedKind
    detail: str
    since: datetime | None = None
    account_id: int | None = None
    account: str | None = None
    post_id: int | None = None
    count: int = 1
    about: str = field(default="", repr=False)


class KpiCode(StrEnum):
    """The headline numbers. All of them may be unknown; each tells its age and source.

    `net_revenue_7d`: M5, one for each currency, the day in the client's zone and the six before it, compared with the
    same stretch a week earlier up to the same time of day (G4). `followers` and `subscribers`: latest level, compared
    with the level a week ago (E3). `engagement_7d`: likes, comments, shares and saves of the last 7 complete days.
    `next_payout`: the amount that the platform announces.
    """

    NET_REVENUE = "net_revenue_7d"
    FOLLOWERS = "followers"
    SUBSCRIBERS = "subscribers"
    ENGAGEMENT = "engagement_7d"
    NEXT_PAYOUT = "next_payout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One headline number with its comparison (C1). `value` None is unknown; `currency` set for money in minor units.

    `change` is a fraction, None with `change_note` "new" or "incomplete"; the note is "" where nothing is compared.
    `as_of` is the oldest reading it rests on. `due_at` (aware UTC) is the day of the next payout.
    """

    code: KpiCode
    value: int | None
    previous: int | None
    change: float | None
    change_note: str
    currency: str | None
    as_of: datetime | None
    source: str
    incomplete: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """One of the rows that add up to a headline number. `currency` as the number's; `at` aware UTC, or a whole `day`.

    `what` is a word of a closed vocabulary: a ledger line's kind, or its status where it takes money back; a payout's
    status. `gross_minor` and `fee_minor` of a ledger line: `value` is the one less the other.
    """

    account: str
    value: int
    currency: str | None = None
    at: datetime | None = None
    day: date | None = None
    what: str = ""
    gross_minor: int | None = None
    fee_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The last act on one thing, from the audit trail. `action` is of its closed vocabulary.

    `about` is what a person knows the thing by: a post's first words, a name; empty where it is gone. It is for eyes
    only, as are all texts: never for logs. `account` is where a post went, or did not; `draft`: it has no time.
    """

    at: datetime
    action: str
    object_type: str
    object_id: str
    outcome: str
    about: str = field(default="", repr=False)
    account: str = ""
    draft: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """How far the first steps are (M4)."""

    account: bool
    post: bool
    media: bool
    backup: bool

    @property
    def all(self) -> bool:
        return self.account and self.post and self.media and self.backup


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningStreak:
    """Days in a row on which something of a client went out, up to today or yesterday; `since` is the first of them."""

    client_id: int
    client: str
    days: int
    since: date
    today: bool
