"""A client's month, as it is reported, and a report as a document of plain parts that HTML and paper both draw."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.metrics import Change
from ofauto_desktop.domain.platforms import PlatformId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMoney:
    """One currency's month in minor units (M5), compared with the month before (C1)."""

    currency: str
    gross_minor: int
    fee_minor: int
    refunds_minor: int
    net_minor: int
    sales: int
    previous_net_minor: int | None
    change: Change
    incomplete: bool
    fee_estimated: bool
    as_of: datetime | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """What one kind of income brought, net."""

    kind: str
    currency: str
    sales: int
    net_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAccount:
    """One account's month: followers at its end and at the end of the month before, engagement with change, posts made.

    None is unknown (G1).
    """

    account_id: int
    account: str
    platform: PlatformId
    followers: int | None
    followers_before: int | None
    followers_change: Change
    engagement: int | None
    engagement_change: Change
    posts: int
    as_of: datetime | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPost:
    """One of the month's posts. `text` is its first words; `engagement` E1's sum, None where it was never read."""

    account: str
    at: datetime
    text: str = field(repr=False)
    engagement: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPayout:
    account: str
    at: datetime
    amount_minor: int
    currency: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGap:
    """What could not be read in the month, and why. `what`: a SyncKind value."""

    account: str
    what: str
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """All of it. `month` is its first day, in the client's zone; `days` the net of the main currency, None unknown."""

    client: Client
    month: date
    made_at: datetime
    whole: bool
    money: tuple[ReportMoney, ...]
    kinds: tuple[ReportKind, ...]
    days: tuple[tuple[date, int | None], ...]
    accounts: tuple[ReportAccount, ...]
    top: tuple[ReportPost, ...]
    payouts: tuple[ReportPayout, ...]
    gaps: tuple[ReportGap, ...]


# The document


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph; `quiet` for what stands in small print."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it is compared with. `better` None: neither better nor worse."""

    title: str
    value: str
    change: str
    better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`numeric` names the columns that stand to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar a day; None is unknown, drawn as a gap. `most` says how high the highest is, `written` each bar."""

    title: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    most: str
    written: tuple[str, ...] = field(repr=False, default=())


Block = Heading | Words | Figures | Table | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report ready to be drawn. `foot` stands at the bottom of each page."""

    title: str
    subtitle: str
    foot: str
    blocks: tuple[Block, ...]
