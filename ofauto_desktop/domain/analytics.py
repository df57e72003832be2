"""What is asked of the numbers and what comes back (analytics-definitions.md G, M, E, C)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ofauto_desktop.domain.metrics import Change, Gap, Metric, Rate
from ofauto_desktop.domain.money import LedgerEntry
from ofauto_desktop.domain.worth import Split, Worth

__all__ = [
    "Balance",
    "Change",
    "EngagementRate",
    "LedgerRow",
    "MetricsBy",
    "MoneyBy",
    "MoneyRow",
    "PayoutRow",
    "Scope",
    "Series",
    "SeriesPoint",
]


class MetricsBy(StrEnum):
    """How `ofauto metrics` groups."""

    TOTAL = "total"
    DAY = "day"
    POST = "post"


class MoneyBy(StrEnum):
    """How `ofauto money` groups."""

    KIND = "kind"
    PLATFORM = "platform"
    CLIENT = "client"
    ACCOUNT = "account"
    PRODUCT = "product"
    FAN = "fan"
    OFFER = "offer"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which accounts and which days: half-open, dates in each client's reporting zone (G3). No ids: all. None: open.

    `zone` (IANA) counts days there instead (E12); only questions about readings heed it.
    """

    account_ids: tuple[int, ...] = ()
    client_id: int | None = None
    start: date | None = None
    end: date | None = None
    zone: str | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return (self.start is None or day >= self.start) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One day of a series; `value` None is unknown (G1)."""

    day: date
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One metric over days, summed over accounts for totals, added for levels. `incomplete`: some account's day is unknown."""

    metric: Metric
    points: tuple[SeriesPoint, ...]
    as_of: datetime | None
    source: str
    gaps: tuple[Gap, ...] = ()
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementRate:
    """E1: all engagement of posts over all that `rate` counts, never a mean of rates. `fraction` None over 0 (G2).

    Of an account's posts of a period, of those made on `day` (client's zone), or of one post: `post_id` is ours, None
    for one that was made elsewhere; `remote_id` is the platform's id. Posts without a known basis over 0 are left out.
    """

    account_id: int
    rate: Rate
    engagement: int
    base: int
    as_of: datetime | None
    source: str | None
    day: date | None = None
    post_id: int | None = None
    remote_id: str | None = None

    @property
    def fraction(self) -> float | None:
        return self.engagement / self.base if self.base else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """Money of one group in one currency (M2), in minor units. net = M5. `refunds_minor` and `chargebacks_minor` positive.

    `fee_minor` includes dispute fees, which no platform of ours tells apart. Chargebacks that were won back are taken
    off `chargebacks_minor`. `incomplete`: the platform kept an amount to itself, or a day could not be read. `as_of`
    is the oldest successful pull. `refunded` (M6) counts those of `sales` of which any part went back, whenever that
    was; None where it is not counted, or where the month is younger than 60 days. `declined` counts charges of a month
    that were declined, which asked for `declined_minor` in all (A16); None where nobody tells. `label` is what people read for
    `key`; `account_id` where the group is of one account. `worth`: what it comes to in another currency, if asked for.
    """

    key: str
    currency: str
    gross_minor: int
    fee_minor: int
    refunds_minor: int
    chargebacks_minor: int
    fees_returned_minor: int
    tax_minor: int
    net_minor: int
    sales: int
    incomplete: bool
    fee_estimated: bool
    as_of: datetime | None
    source: str
    refunded: int | None = None
    declined: int | None = None
    declined_minor: int = 0
    label: str = ""
    account_id: int | None = None
    account: str = ""
    worth: Worth | None = None

    @property
    def split(self) -> Split:
        """Its amounts alone."""
        return Split(
            gross_minor=self.gross_minor,
            fee_minor=self.fee_minor,
            refunds_minor=self.refunds_minor,
            chargebacks_minor=self.chargebacks_minor,
            fees_returned_minor=self.fees_returned_minor,
            tax_minor=self.tax_minor,
            net_minor=self.net_minor,
        )

    @property
    def refund_rate(self) -> float | None:
        """M6: refunded sales over sales made, by the month of the sale."""
        return self.refunded / self.sales if self.refunded is not None and self.sales else None

    @property
    def take_rate(self) -> float | None:
        """M7: what the platform really keeps of the gross, as a fraction; None where nothing was sold."""
        return (self.fee_minor - self.fees_returned_minor) / self.gross_minor if self.gross_minor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A stored ledger entry with the account it belongs to, and when it was first read as it is now (aware UTC)."""

    account_id: int
    account: str
    entry: LedgerEntry
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """M8: where an account's net earnings of one currency are, in minor units; the three add up to all of them.

    `pending` was earned within the platform's hold, `available` before it and is not paid out, `paid_out` has left the
    platform or is on its way. `as_of` is the last complete pull. `incomplete`: something could not be read, or its
    amount is not known.
    """

    account_id: int
    account: str
    currency: str
    pending_minor: int
    available_minor: int
    paid_out_minor: int
    as_of: datetime | None
    source: str
    incomplete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRow:
    """A stored payout with its account.

    `explained_minor`: what the ledger says the sales and refunds in it come to (F6); None where the platform does not
    say which they are, or one of them is not known here.
    """

    account_id: int
    account: str
    remote_id: str
    at: datetime
    amount_minor: int
    currency: str
    status: str
    source: str
    as_of: datetime
    explained_minor: int | None = None

    @property
    def difference_minor(self) -> int | None:
        """What came beyond what is explained; negative: less came. None where that cannot be told."""
        return None if self.explained_minor is None else self.amount_minor - self.explained_minor
