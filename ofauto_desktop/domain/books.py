"""What people enter beside the platforms' numbers: markers on charts, and lines of the ledger by hand or from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ofauto_desktop.domain.ledger import CurrencySum
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind


class MarkerKind(StrEnum):
    """What a marker on a chart tells."""

    PRICE = "price"
    PROMOTION = "promotion"
    NOTE = "note"


class ImportKind(StrEnum):
    """How lines came in that no platform gave."""

    BY_HAND = "by_hand"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What happened on `day` (F13), of one client or account, or of all. `text` is the person's words."""

    id: int
    day: date
    kind: MarkerKind
    text: str = field(repr=False)
    client_id: int | None = None
    account_id: int | None = None


class Field(StrEnum):
    """What a column of a file may hold. Those without a column are filled in from the form, or left empty."""

    DATE = "date"
    GROSS = "gross"
    FEE = "fee"
    NET = "net"
    TAX = "tax"
    CURRENCY = "currency"
    KIND = "kind"
    PRODUCT = "product"
    FAN = "fan"
    REFERENCE = "reference"


class DateOrder(StrEnum):
    """In which order a file writes day, month and year; ISO 8601 is always read."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A file as it was read: the names of its columns and its cells. `rows` have as many cells as there are columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportForm:
    """How a file is to be understood: which column holds what, and what holds for every line."""

    account_id: int
    columns: Mapping[Field, int]
    currency: str
    kind: LedgerKind = LedgerKind.SALE
    dates: DateOrder = DateOrder.YMD
    decimal_comma: bool = False


class LineState(StrEnum):
    """What becomes of a line of a file."""

    NEW = "new"
    KNOWN = "known"
    WRONG = "wrong"
    LEFT_OUT = "left_out"


class Wrong(StrEnum):
    """What is wrong with a cell; the window and the terminal have words for it."""

    MISSING = "missing"
    NO_DATE = "no_date"
    NO_AMOUNT = "no_amount"
    TOO_FINE = "too_fine"
    TOO_LARGE = "too_large"
    NO_CURRENCY = "no_currency"
    NO_KIND = "no_kind"
    TOO_LONG = "too_long"
    DOES_NOT_ADD_UP = "does_not_add_up"
    IN_THE_FUTURE = "in_the_future"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """A line of a file, `number` counting from 0: what it would become, or what is wrong with which of its cells."""

    number: int
    state: LineState
    entry: LedgerEntry | None = None
    problems: Mapping[Field, Wrong] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would do. Nothing is saved yet. `sums` are those of the new lines."""

    lines: tuple[CheckedLine, ...]
    sums: tuple[CurrencySum, ...]

    def count(self, state: LineState) -> int:
        return sum(line.state is state for line in self.lines)

    @property
    def can_be_accepted(self) -> bool:
        return self.count(LineState.NEW) > 0 and not self.count(LineState.WRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """Lines that came in together, and can be taken back together. `undone_at`: they were (aware UTC)."""

    id: int
    kind: ImportKind
    name: str
    rows: int
    created_at: datetime
    undone_at: datetime | None = None
