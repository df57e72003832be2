"""Money in integer minor units. Rules M1 to M9 and S of analytics-definitions.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from ofauto_desktop.domain.platforms import PlatformId

# ISO 4217 exponents that are not 2 (M1). A test compares this table with Babel's data.
EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"), 0),
    **dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}

# Minor units: more than any amount of a platform, and far less than a column holds.
LARGEST = 10**15


def exponent(currency: str) -> int:
    """How many decimal places `currency` (ISO 4217, upper case) has: USD 2, JPY 0, KWD 3 (M1)."""
    return EXPONENTS.get(currency, 2)


def round_half_away(amount: Decimal) -> int:
    """`amount` as an integer, halves away from zero (M1): 0.5 -> 1, -0.5 -> -1."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def minor_units(amount: str | Decimal, currency: str) -> int:
    """A decimal amount such as "19.99" in minor units of `currency`.

    Raises ValueError if it is not a finite number, or larger than any amount can be.
    """
    try:
        value = Decimal(amount)
    except ArithmeticError as error:
        message = "not a decimal amount"
        raise ValueError(message) from error
    if not value.is_finite():
        message = "not a finite amount"
        raise ValueError(message)
    whole = value.scaleb(exponent(currency))
    if abs(whole) > LARGEST:
        message = "larger than any amount"
        raise ValueError(message)
    return round_half_away(whole)


class LedgerKind(StrEnum):
    """What a ledger line is for (cli.md)."""

    SALE = "sale"
    TIP = "tip"
    MESSAGE = "message"
    POST = "post"
    STREAM = "stream"
    CUSTOM = "custom"
    SUBSCRIPTION = "subscription"
    RENEWAL = "renewal"
    SHOP = "shop"
    COMMISSION = "commission"
    PAYOUT = "payout"
    TRANSFER = "transfer"
    OTHER = "other"


class LedgerStatus(StrEnum):
    """Where a ledger line stands (cli.md)."""

    PENDING = "pending"
    SETTLED = "settled"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    CHARGEBACK = "chargeback"
    REFUND_PENDING = "refund_pending"
    UNKNOWN = "unknown"
    TEST = "test"
    DECLINED = "declined"
    UNVERIFIED = "unverified"


class LedgerEntry(NamedTuple):
    """One movement as the platform states it. Amounts are minor units of `currency`; net = gross - fee in every row (M1a).

    `remote_id` is unique per account: the same id twice is one row. A refund or chargeback is its own entry with
    negative amounts and its own id (M4), and names the sale it belongs to in `parent_id`. `at` is aware UTC. `fan` is
    the platform's id of the buyer, never shown in a log. `fee_estimated` marks a fee from table M3 rather than from
    the platform. `tax_minor` is in neither gross nor net. `product` and `subscription` are the platform's ids,
    `offer` the code of the discount that it was bought with.
    `amount_unknown`: the platform says that it happened but not how much; amounts are then 0 and totals incomplete.
    `at_estimated`: the platform does not say when; `at` is our best date. A row that is stored already keeps its own
    `at` then, however often the entry comes again, because earlier days never change (M4).

    A named tuple, as `Effect` is: a first pull makes a hundred thousand of both, and a frozen dataclass takes four times
    as long to make.
    """

    remote_id: str
    at: datetime
    kind: LedgerKind
    gross_minor: int
    fee_minor: int
    currency: str
    status: LedgerStatus
    source: str
    tax_minor: int = 0
    fee_estimated: bool = False
    amount_unknown: bool = False
    at_estimated: bool = False
    fan: str | None = None
    product: str | None = None
    product_name: str | None = None
    subscription: str | None = None
    parent_id: str | None = None
    offer: str | None = None

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.fee_minor

    def __repr__(self) -> str:
        """Without who paid: logs may print it."""
        return f"LedgerEntry({self.remote_id!r})"


def payment_id(reference: str, kind: LedgerKind) -> str:
    """What one payment is called whichever way it is told: by a webhook, or in a file that the person took from the site.

    For platforms whose reference alone may stand for payments of several sorts (platforms/kofi.md §2).
    """
    sort = LedgerKind.SUBSCRIPTION if kind is LedgerKind.RENEWAL else kind
    return f"{reference}:{sort.value}"


# Money that moves without being earned (M1a, M8), and lines that say nothing about real money.
NEVER_REVENUE = frozenset({LedgerKind.PAYOUT, LedgerKind.TRANSFER})
NOT_REAL = frozenset({LedgerStatus.TEST, LedgerStatus.DECLINED, LedgerStatus.UNVERIFIED})
REFUNDED = frozenset({LedgerStatus.REFUNDED, LedgerStatus.PARTIALLY_REFUNDED})


class Effect(NamedTuple):
    """What a ledger line adds to the totals of its day, by M5: gross - fee - refund - chargeback + fees_returned = net.

    Minor units. `fee_minor` includes dispute fees. `sales`, `unknown_amounts`, `estimated_fees` and `lines` count lines.
    """

    gross_minor: int = 0
    fee_minor: int = 0
    refund_minor: int = 0
    chargeback_minor: int = 0
    fees_returned_minor: int = 0
    tax_minor: int = 0
    net_minor: int = 0
    sales: int = 0
    unknown_amounts: int = 0
    estimated_fees: int = 0
    lines: int = 1


def counts(kind: LedgerKind, status: LedgerStatus) -> bool:
    """Whether a line is revenue: payouts, transfers, tests and what nobody has confirmed are not."""
    return kind not in NEVER_REVENUE and status not in NOT_REAL


def effect(entry: LedgerEntry) -> Effect | None:
    """What `entry` adds to its day; None where it is no revenue at all.

    A line that names a parent undoes something: negative amounts are a refund or chargeback, with the fee given back;
    positive ones take that back, as a won dispute does (M4). A fee without a gross is a dispute fee, or a commission.
    """
    if not counts(entry.kind, entry.status):
        return None
    undoes = entry.gross_minor < 0 or (entry.parent_id is not None and entry.gross_minor > 0)
    returns = undoes or entry.fee_minor < 0
    charged_back = entry.status is LedgerStatus.CHARGEBACK or (entry.gross_minor > 0 and entry.status not in REFUNDED)
    return Effect(
        gross_minor=0 if undoes else entry.gross_minor,
        fee_minor=0 if returns else entry.fee_minor,
        refund_minor=-entry.gross_minor if undoes and not charged_back else 0,
        chargeback_minor=-entry.gross_minor if undoes and charged_back else 0,
        fees_returned_minor=-entry.fee_minor if returns else 0,
        tax_minor=entry.tax_minor,
        net_minor=entry.net_minor,
        sales=int(not undoes and (entry.gross_minor > 0 or (entry.amount_unknown and entry.parent_id is None))),
        unknown_amounts=int(entry.amount_unknown),
        estimated_fees=int(entry.fee_estimated),
    )


# How long platforms keep what was earned before it can be paid out (M3). Gumroad pays on Fridays what is 7 days old;
# Fansly says "about a week".
# Patreon is left out: it tells no payouts, so where its earnings are is not known.
HOLDS = dict.fromkeys((PlatformId.FANSLY, PlatformId.GUMROAD, PlatformId.ONLYFANS), timedelta(days=7))
# Refunds come for a while, so a month is judged when it is this old (M6).
REFUNDS_SETTLE_IN = timedelta(days=60)


class PayoutStatus(StrEnum):
    """Where a payout stands, in words that are the same for every platform."""

    UPCOMING = "upcoming"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


# In which the money has left what the platform holds for the creator (M8).
LEFT = frozenset({PayoutStatus.PROCESSING, PayoutStatus.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money that left the platform, or will: never revenue (M8). `remote_id` is "upcoming" while it has none yet.

    `sales` are the ids of the sales that it pays, `undone` those whose refund or chargeback it takes back; None where the
    platform did not say, which leaves what is stored.
    """

    remote_id: str
    at: datetime
    amount_minor: int
    currency: str
    status: PayoutStatus
    source: str
    sales: tuple[str, ...] | None = None
    undone: tuple[str, ...] = ()


class Subscriber(NamedTuple):
    """One running or ended subscription as the platform tells it. Instants aware UTC; `months` is the billing interval.

    `price_minor` None: the platform does not say; then the running spell's last charge in the ledger counts (S1).
    Until `trial_until` it costs nothing. A named tuple, as `LedgerEntry` is, and for the same reason.
    """

    remote_id: str
    fan: str | None
    product: str | None
    started_at: datetime
    status: str
    months: int | None
    price_minor: int | None
    currency: str | None
    trial_until: datetime | None = None
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None
    source: str = ""

    def __repr__(self) -> str:
        """Without who paid: logs may print it."""
        return f"Subscriber({self.remote_id!r})"
