"""What a person should hear of (L1 to L4): kinds, how each is told, quiet hours. Rules only; nothing is stored here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.schedule import to_wall


class NoticeKind(StrEnum):
    """What can be told."""

    POST_FAILED = "post_failed"
    POST_UNKNOWN = "post_unknown"
    POST_MISSED = "post_missed"
    POST_BY_HAND = "post_by_hand"
    POST_SENT = "post_sent"
    LOGIN_NEEDED = "login_needed"
    LOGIN_ENDING = "login_ending"
    CREDIT = "credit"
    PROXY = "proxy"
    NETWORK = "network"
    CREDIT_LOW = "credit_low"
    SYNC = "sync"
    BACKUP = "backup"
    MESSAGE = "message"
    PAYOUT = "payout"
    MILESTONE = "milestone"
    REPORT = "report"
    REMINDER = "reminder"


class NoticeLevel(StrEnum):
    """How much it matters."""

    DANGER = "danger"
    WARNING = "warning"
    INFO = "info"
    SUCCESS = "success"


LEVELS = {
    NoticeKind.POST_FAILED: NoticeLevel.DANGER,
    NoticeKind.POST_UNKNOWN: NoticeLevel.DANGER,
    NoticeKind.POST_MISSED: NoticeLevel.WARNING,
    NoticeKind.POST_BY_HAND: NoticeLevel.WARNING,
    NoticeKind.POST_SENT: NoticeLevel.SUCCESS,
    NoticeKind.LOGIN_NEEDED: NoticeLevel.DANGER,
    NoticeKind.LOGIN_ENDING: NoticeLevel.WARNING,
    NoticeKind.CREDIT: NoticeLevel.WARNING,
    NoticeKind.PROXY: NoticeLevel.DANGER,
    NoticeKind.NETWORK: NoticeLevel.DANGER,
    NoticeKind.CREDIT_LOW: NoticeLevel.WARNING,
    NoticeKind.SYNC: NoticeLevel.WARNING,
    NoticeKind.BACKUP: NoticeLevel.WARNING,
    NoticeKind.MESSAGE: NoticeLevel.INFO,
    NoticeKind.PAYOUT: NoticeLevel.SUCCESS,
    NoticeKind.MILESTONE: NoticeLevel.SUCCESS,
    NoticeKind.REPORT: NoticeLevel.INFO,
    NoticeKind.REMINDER: NoticeLevel.INFO,
}


class Way(StrEnum):
    """How far a kind reaches: not at all, the program's own list, the desktop too, with the desktop's sound."""

    OFF = "off"
    PROGRAM = "program"
    DESKTOP = "desktop"
    SOUND = "sound"


class AfterQuiet(StrEnum):
    """What becomes of desktop notices that quiet hours held back."""

    DIGEST = "digest"
    EACH = "each"
    NOTHING = "nothing"


class MilestoneOf(StrEnum):
    """What a milestone counts: net revenue of a client, followers of an account, days in a row with a post."""

    REVENUE = "revenue"
    FOLLOWERS = "followers"
    STREAK = "streak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing the person was told, with the words by which they know it; those are for eyes only, never for logs.

    `at` (aware UTC) is the newest of `count` like events; a reminder's lies ahead until it is due. `about`: a post's
    first words, or what a reminder says. `reason` is safe to show. `amount` is in minor units of `currency` for a
    payout and a revenue milestone, a plain count for the other milestones (`of`).
    `month`: the first day of the month that a report could be made of.
    """

    id: int
    at: datetime
    kind: NoticeKind
    level: NoticeLevel
    count: int = 1
    read: bool = False
    client_id: int | None = None
    client: str = ""
    account_id: int | None = None
    account: str = ""
    post_id: int | None = None
    conversation_id: int | None = None
    about: str = field(default="", repr=False)
    reason: str = ""
    amount: int | None = None
    currency: str | None = None
    of: MilestoneOf | None = None
    month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Minutes of the viewer's day, [start, end); over midnight where the end is not after the start. Equal: none."""

    start: int
    end: int

    def hold(self, at: datetime, zone: str) -> bool:
        """Whether `at` (aware UTC) lies in them on the viewer's wall clock."""
        wall = to_wall(at, zone)
        minute = wall.hour * 60 + wall.minute
        if self.start < self.end:
            return self.start <= minute < self.end
        return self.start != self.end and (minute >= self.start or minute < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What goes to the desktop now: some each by itself, or all in one sentence (`digest`)."""

    single: tuple[Notice, ...] = ()
    digest: tuple[Notice, ...] = ()


# More at once are told in one: a stack of notices is read by nobody.
MOST_AT_ONCE = 3


def telling(
    fresh: Sequence[tuple[Notice, datetime]],
    held: Callable[[datetime], bool],
    after: AfterQuiet,
) -> Telling:
    """Sort what is new since the last telling; each comes with the instant (aware UTC) at which it became known.

    Called outside quiet hours only: within them everything waits.
    """
    late = tuple(notice for notice, known in fresh if held(known))
    single = tuple(notice for notice, known in fresh if not held(known))
    if after is AfterQuiet.EACH:
        single = tuple(notice for notice, _ in fresh)
    digest = late if after is AfterQuiet.DIGEST else ()
    if len(digest) == 1:
        single, digest = (*digest, *single), ()
    if len(single) > MOST_AT_ONCE:
        return Telling(digest=(*digest, *single))
    return Telling(single=single, digest=digest)


# Major units for revenue, people for followers, days for a streak; each is told once.
_STEPS = (1, 2.5, 5)
STREAKS = (7, 14, 30, 60, 100, 200, 365, 500, 730, 1000)
_LEAST, _MOST = 100, 10_000_000


def reached(of: MilestoneOf, value: int) -> int | None:
    """The highest step that `value` (major units, people, days) has come to; None below the first."""
    steps: Iterable[int] = STREAKS
    if of is not MilestoneOf.STREAK:
        steps = (int(step * power) for power in _powers() for step in _STEPS)
    return max((step for step in steps if step <= value), default=None)


def _powers() -> Iterable[int]:
    power = _LEAST
    while power <= _MOST:
        yield power
        power *= 10


# A reminder that is put off comes again at one of these.
SNOOZES = (timedelta(hours=1), timedelta(hours=3), timedelta(days=1))
LONGEST_REMINDER = 200
