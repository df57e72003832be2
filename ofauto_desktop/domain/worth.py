"""Money split as M5 does, and what it comes to in one currency by stored rates (M2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Of the days without a rate so many are named.
MISSING_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Amounts in minor units of one currency, split as M5 does. `refunds_minor` and `chargebacks_minor` positive."""

    gross_minor: int = 0
    fee_minor: int = 0
    refunds_minor: int = 0
    chargebacks_minor: int = 0
    fees_returned_minor: int = 0
    tax_minor: int = 0
    net_minor: int = 0

    def __add__(self, other: "Split") -> "Split":
        return Split(
            gross_minor=self.gross_minor + other.gross_minor,
            fee_minor=self.fee_minor + other.fee_minor,
            refunds_minor=self.refunds_minor + other.refunds_minor,
            chargebacks_minor=self.chargebacks_minor + other.chargebacks_minor,
            fees_returned_minor=self.fees_returned_minor + other.fees_returned_minor,
            tax_minor=self.tax_minor + other.tax_minor,
            net_minor=self.net_minor + other.net_minor,
        )

    @property
    def take_rate(self) -> float | None:
        """M7: what the platform really keeps of the gross; None where nothing was sold."""
        return (self.fee_minor - self.fees_returned_minor) / self.gross_minor if self.gross_minor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedRate:
    """A rate that amounts were converted by: `rate` units of the other currency for one of `currency`, of `day`."""

    currency: str
    day: date
    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an amount comes to in `currency` (M2). `split` None: a rate is missing, so no total is shown, not even in part.

    `rates` are those it was converted by (the oldest and newest of each currency; `converted` tells how many lines),
    none where nothing had to be. `missing`: currencies and days that have no rate, the first few.
    """

    currency: str
    split: Split | None
    rates: tuple[UsedRate, ...] = ()
    converted: int = 0
    missing: tuple[tuple[str, date], ...] = ()

    @property
    def approximate(self) -> bool:
        return self.converted > 0


def outermost(rates: Iterable[UsedRate]) -> tuple[UsedRate, ...]:
    """The oldest and the newest rate of each currency: enough to see what was used, and short enough to read."""
    by_currency: dict[str, list[UsedRate]] = {}
    for one in rates:
        by_currency.setdefault(one.currency, []).append(one)
    found: list[UsedRate] = []
    for _, used in sorted(by_currency.items()):
        ordered = sorted(used, key=lambda one: one.day)
        found += ordered if len(ordered) == 1 else (ordered[0], ordered[-1])
    return tuple(found)


def together(parts: Sequence[Worth], currency: str) -> Worth:
    """Several amounts as one; unknown as soon as one of them is."""
    whole = Split()
    for part in parts:
        whole = whole + (part.split or Split())
    used = {(one.currency, one.day, one.source): one for part in parts for one in part.rates}
    missing = sorted({one for part in parts for one in part.missing})
    return Worth(
        currency=currency,
        split=None if any(part.split is None for part in parts) else whole,
        rates=outermost(used.values()),
        converted=sum(part.converted for part in parts),
        missing=tuple(missing[:MISSING_TOLD]),
    )
