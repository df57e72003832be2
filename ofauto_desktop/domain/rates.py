"""Exchange rates by day, and amounts converted by them (M2). Exact until the one rounding of each amount."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from ofauto_desktop.domain.money import exponent

ECB = "ECB"
BY_HAND = "entered by hand"
# The bank's currency: each of its rates is of one euro.
PIVOT = "EUR"
# The bank publishes on its working days. Its rate stands until the next one; four closed days and the hours before
# the afternoon's publication are the longest wait (Easter, Christmas). A rate from any other source is of its own day.
STANDS_FOR = timedelta(days=5)
_SHOWN_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRate:
    """How many units of `reporting` one unit of `currency` (both ISO 4217) was worth on `day`. `as_of` is aware UTC."""

    currency: str
    reporting: str
    day: date
    rate: Decimal
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What an amount is converted by: exact, with the day it is of and where it is from."""

    exact: Fraction
    day: date
    source: str

    @property
    def shown(self) -> Decimal:
        """As people read it: so many significant digits, no more."""
        value = Decimal(self.exact.numerator) / Decimal(self.exact.denominator)
        places = _SHOWN_DIGITS - 1 - value.adjusted()
        shown = value.quantize(Decimal(1).scaleb(-max(0, places)))
        return shown.normalize() if shown % 1 else shown.quantize(Decimal(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """An amount in another currency, in its minor units, with what it was converted by."""

    minor: int
    currency: str
    rate: Rate


class RateTable:
    """Stored rates, looked up by day. Immutable once made; cheap to ask a hundred thousand times."""

    def __init__(self, rates: Iterable[DayRate]) -> None:
        pairs: dict[tuple[str, str], dict[date, DayRate]] = {}
        for one in rates:
            pairs.setdefault((one.currency, one.reporting), {})[one.day] = one
        self._pairs = {pair: (sorted(days), days) for pair, days in pairs.items()}
        self._found: dict[tuple[str, str, date], Rate | None] = {}

    def find(self, currency: str, to: str, day: date) -> Rate | None:
        """Units of `to` for one of `currency` on `day`: stored so, or the other way round, or both by the euro."""
        key = (currency, to, day)
        if key not in self._found:
            self._found[key] = self._look_up(currency, to, day)
        return self._found[key]

    def convert(self, minor: int, currency: str, to: str, day: date) -> Converted | None:
        """`minor` units of `currency` in `to`; None where no rate is known."""
        rate = self.find(currency, to, day)
        return None if rate is None else Converted(minor=apply(rate, minor, currency, to), currency=to, rate=rate)

    def _look_up(self, currency: str, to: str, day: date) -> Rate | None:
        if currency == to:
            return Rate(exact=Fraction(1), day=day, source="the same currency")
        straight = self._leg(currency, to, day)
        if straight is not None or PIVOT in (currency, to):
            return straight
        first, second = self._leg(currency, PIVOT, day), self._leg(PIVOT, to, day)
        if first is None or second is None:
            return None
        sources = dict.fromkeys((first.source, second.source))
        return Rate(exact=first.exact * second.exact, day=min(first.day, second.day), source=", ".join(sources))

    def _leg(self, currency: str, to: str, day: date) -> Rate | None:
        for pair, inverse in (((currency, to), False), ((to, currency), True)):
            stored = self._standing(pair, day)
            if stored is not None:
                exact = Fraction(stored.rate)
                return Rate(exact=1 / exact if inverse else exact, day=stored.day, source=stored.source)
        return None

    def _standing(self, pair: tuple[str, str], day: date) -> DayRate | None:
        """The rate of `day`, or the bank's last one before it."""
        days, by_day = self._pairs.get(pair, ((), {}))
        place = bisect_right(days, day)
        while place:
            found = by_day[days[place - 1]]
            if found.day == day or (is_published(found.source) and day - found.day <= STANDS_FOR):
                return found
            if day - found.day > STANDS_FOR:
                return None
            place -= 1
        return None


def apply(rate: Rate, minor: int, currency: str, to: str) -> int:
    """`minor` units of `currency` at `rate`, in minor units of `to`, rounded once, half away from zero (M1, M2)."""
    return scaled(minor, factor(rate, currency, to))


def factor(rate: Rate, currency: str, to: str) -> Fraction:
    """How many minor units of `to` one minor unit of `currency` comes to: exact, for `scaled`."""
    return rate.exact * Fraction(10) ** (exponent(to) - exponent(currency))


def scaled(minor: int, by: Fraction) -> int:
    """`minor` times `by` in whole units, halves away from zero (M1): `rounded` without a fraction for each amount."""
    whole = (2 * abs(minor) * by.numerator + by.denominator) // (2 * by.denominator)
    return whole if minor >= 0 else -whole


def is_published(source: str) -> bool:
    """Whether a rate is the bank's, of a series with closed days."""
    return source.rsplit(": ", 1)[-1] == ECB
