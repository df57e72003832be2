"""What a pull brought, and how fresh each kind is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ofauto_desktop.domain.audience import AudienceShare
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.messages import RemoteMessage, RemotePerson
from ofauto_desktop.domain.metrics import Gap, MetricSample
from ofauto_desktop.domain.money import LedgerEntry, Payout, Subscriber
from ofauto_desktop.domain.offers import ProductOffers
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.tiers import Tier

# Kinds that a later pull reads from where the last one ended; of the others only the present can be read.
HISTORIES = frozenset({SyncKind.POSTS, SyncKind.MONEY, SyncKind.FANS, SyncKind.MESSAGES})
# Kinds in which everything that is read carries its own time.
TIMED = frozenset({SyncKind.POSTS, SyncKind.MONEY})
# A pull that met an outage is tried again after this, or after its floor where that is shorter.
RETRY_AFTER = timedelta(minutes=5)
_PASSING = frozenset({ErrorKind.TEMPORARY, ErrorKind.NETWORK, ErrorKind.PROXY, ErrorKind.RATE_LIMITED})
# How often a post's numbers are read, by its age: they move in its first days, and platforms bill each reading.
_READ_EVERY = (
    (timedelta(days=2), timedelta(0)),
    (timedelta(days=14), timedelta(hours=6)),
    (timedelta(days=90), timedelta(days=1)),
    (timedelta.max, timedelta(days=7)),
)
_MOVES_FOR = timedelta(days=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What was read since the last write, and the cursor behind it. None leaves the stored cursor, or tiers."""

    cursor: str | None = None
    posts: Sequence[RemotePost] = ()
    metrics: Sequence[MetricSample] = ()
    ledger: Sequence[LedgerEntry] = ()
    payouts: Sequence[Payout] = ()
    subscribers: Sequence[Subscriber] = ()
    gaps: Sequence[Gap] = ()
    audience: Sequence[AudienceShare] = ()
    tiers: Sequence[Tier] | None = None
    offers: Sequence[ProductOffers] = ()
    messages: Sequence[RemoteMessage] = ()
    people: Sequence[RemotePerson] = ()

    def as_practice(self) -> "Pulled":
        """The same with sources that say that nothing of it is real, wherever it is shown later."""
        return replace(
            self,
            metrics=[replace(one, source=_practice(one.source)) for one in self.metrics],
            ledger=[one._replace(source=_practice(one.source)) for one in self.ledger],
            payouts=[replace(one, source=_practice(one.source)) for one in self.payouts],
            subscribers=[one._replace(source=_practice(one.source)) for one in self.subscribers],
            audience=[replace(one, source=_practice(one.source)) for one in self.audience],
            offers=[
                replace(one, codes=tuple(replace(code, source=_practice(code.source)) for code in one.codes))
                for one in self.offers
            ],
        )


def _practice(source: str) -> str:
    return f"practice: {source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullState:
    """Where the pull of one kind of one account stands. All times are aware UTC; `error_kind` None: the last one went well."""

    cursor: str | None = None
    started_at: datetime | None = None
    succeeded_at: datetime | None = None
    error_kind: ErrorKind | None = None
    error_reason: str = ""
    error_at: datetime | None = None
    retry_at: datetime | None = None

    @property
    def is_unfinished(self) -> bool:
        """Whether the last pull stopped on its way, so that its cursor stands in the middle."""
        if self.started_at is None:
            return False
        return self.succeeded_at is None or self.started_at > self.succeeded_at

    def is_due(self, floor: timedelta, now: datetime) -> bool:
        """Whether the clock may pull again, `floor` after the last complete pull. A clock that was set back delays nothing."""
        if self.retry_at is not None and self.retry_at > now:
            return False
        if self.error_at is not None and self.error_kind is not None:
            wait = min(floor, RETRY_AFTER) if self.error_kind in _PASSING else floor
            return not self.error_at <= now < self.error_at + wait
        if self.is_unfinished or self.succeeded_at is None:
            return True
        return not self.succeeded_at <= now < self.succeeded_at + floor


def wanted_readings(
    posts: Sequence[tuple[str, datetime]], last: datetime | None, now: datetime, *, by_hand: bool = False
) -> tuple[str, ...]:
    """Of posts (remote id and time), those whose numbers are to be read now, where `last` is the last complete reading.

    `by_hand`: somebody asked for it, and is shown those that may still move, however lately they were read.
    """
    return tuple(
        remote_id
        for remote_id, at in posts
        if last is None or (by_hand and now - at < _MOVES_FOR) or _is_to_be_read(now - at, last, now)
    )


def _is_to_be_read(age: timedelta, last: datetime, now: datetime) -> bool:
    every = next(interval for limit, interval in _READ_EVERY if age < limit)
    # The first pull in each interval reads them, whichever pull that is: nothing has to be remembered for each post.
    return not every or (now - _EPOCH) // every != (last - _EPOCH) // every
