"""What rows of money add up to: each currency by itself, and all of it in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ofauto_desktop.domain.analytics import MoneyRow
from ofauto_desktop.domain.worth import Split, Worth, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Everything of a question about money: each currency by itself, and all of it in one where every rate is known."""

    by_currency: tuple[tuple[str, Split], ...]
    worth: Worth
    sales: int
    incomplete: bool
    fee_estimated: bool
    as_of: datetime | None
    source: str


def total(rows: Sequence[MoneyRow], currency: str) -> Total:
    """What `rows` add up to. They must have been asked for with their worth in `currency`."""
    sums: dict[str, Split] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, Split()) + row.split
    read_at = [row.as_of for row in rows if row.as_of is not None]
    return Total(
        by_currency=tuple(sorted(sums.items())),
        worth=together([row.worth for row in rows if row.worth is not None], currency),
        sales=sum(row.sales for row in rows),
        incomplete=any(row.incomplete for row in rows),
        fee_estimated=any(row.fee_estimated for row in rows),
        as_of=min(read_at, default=None),
        source=", ".join(sorted({part for row in rows for part in row.source.split(", ") if part})),
    )
