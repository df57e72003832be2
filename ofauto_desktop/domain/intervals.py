"""Intervals of rates (X2 of analytics-definitions.md). Pure."""

from math import sqrt
from typing import NamedTuple

_Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """Between which fractions a rate lies with 95 % confidence."""

    low: float
    high: float


def wilson(hits: int, of: int) -> Interval | None:
    """Wilson's 95 % interval of `hits` in `of`; None where there was nothing to hit (G2). 8 of 100 -> 4.1 to 15.0 %."""
    if of <= 0:
        return None
    rate, z2 = hits / of, _Z_95**2
    middle = rate + z2 / (2 * of)
    reach = _Z_95 * sqrt(rate * (1 - rate) / of + z2 / (4 * of * of))
    whole = 1 + z2 / of
    # Rounding must not push the ends of nothing and everything over the edge.
    low = 0.0 if hits == 0 else (middle - reach) / whole
    high = 1.0 if hits == of else (middle + reach) / whole
    return Interval(low, high)
