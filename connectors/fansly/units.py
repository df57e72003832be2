"""Mills, shares and mixed times to what the program counts in; exact, pure (platforms/fansly.md §0)."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from connectors.errors import LayoutChanged
from connectors.instants import utc
from ofauto_desktop.domain.money import LARGEST

# From here on a time is in milliseconds: as seconds it would be the year 5138.
_MILLISECONDS = 100_000_000_000
_MILLS_A_CENT = 10
_WHOLE = 10_000
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Taken(NamedTuple):
    """What a fan paid and what the site kept of it, in cents."""

    gross: int
    fee: int


def cents(mills: int) -> int:
    """Mills as cents; a half goes away from zero (M1). Raises LayoutChanged for what is no amount."""
    return _rounded(Fraction(mills, _MILLS_A_CENT))


def taken(net: int, tax: int) -> Taken:
    """What `net` mills are of, where the site kept `tax` hundredths of a percent. Raises LayoutChanged.

    A price is in whole cents, so its fee is rounded as prices' fees are (M3: 7.49 at 20 % is 1.50). Where even the price
    is none, what arrived counts, to the nearest cent, and the fee is what lies between.
    """
    if not 0 <= tax < _WHOLE:
        raise LayoutChanged("the site's share of an amount is no share")
    gross = Fraction(net * _WHOLE, _MILLS_A_CENT * (_WHOLE - tax))
    kept = gross - Fraction(net, _MILLS_A_CENT)
    whole = _rounded(gross)
    return Taken(whole, _rounded(kept) if gross.denominator == 1 else whole - cents(net))


def instant(told: float | None) -> datetime | None:
    """Seconds, perhaps with a fraction, or milliseconds since 1970; None for 0, which says never. Raises LayoutChanged."""
    if not told:
        return None
    try:
        ms = told if abs(told) >= _MILLISECONDS else told * 1000
        return utc(_BEGINNING + timedelta(milliseconds=round(ms)))
    except (OverflowError, ValueError) as error:
        raise LayoutChanged("a time lies outside the calendar") from error


def moment(told: float | None) -> datetime:
    """The same for a time that must be told. Raises LayoutChanged."""
    found = instant(told)
    if found is None:
        raise LayoutChanged("something has no time")
    return found


def milliseconds(at: datetime) -> int:
    """As the site schedules."""
    return int((at - _BEGINNING) / timedelta(milliseconds=1))


def _rounded(amount: Fraction) -> int:
    whole = (abs(amount) * 2 + 1) // 2
    if whole > LARGEST:
        raise LayoutChanged("an amount is larger than any there is")
    return int(whole if amount >= 0 else -whole)
