"""Gumroad's fees in US cents: estimated where a sale does not tell them, and what comes back with a refund (M3, M4)."""

from decimal import Decimal

from ofauto_desktop.domain.money import round_half_away

# M3: 10 % + 2.9 %, added before rounding; then $0.50 + $0.30. Through Discover 30 % all in.
_RATE = Decimal("0.129")
_FIXED = 80
_DISCOVER_RATE = Decimal("0.30")
# The server gives its own part of the fee back with a refund and keeps the card processor's 2.9 % + $0.30; with a
# chargeback everything comes back (antiwork/gumroad, app/models/credit.rb and app/modules/user/stats.rb). No answer
# of the API says how much it was, so both are estimates.
_KEPT_RATE = Decimal("0.029")
_KEPT_FIXED = 30


def estimated(price: int, *, discover: bool) -> int:
    """The fee on a sale of `price` that names none. A free one costs nothing."""
    if price <= 0:
        return 0
    if discover:
        return round_half_away(price * _DISCOVER_RATE)
    return round_half_away(price * _RATE) + _FIXED


def returned(fee: int, price: int, refunded: int) -> int:
    """What of `fee` comes back when `refunded` of `price` go back to the buyer; never below 0."""
    if price <= 0:
        return 0
    share = Decimal(refunded) / price
    kept = round_half_away(refunded * _KEPT_RATE + _KEPT_FIXED * share)
    return max(0, round_half_away(fee * share) - kept)


def share(amount: int, price: int, part: int) -> int:
    """The part of `amount` that belongs to `part` of `price`, in whole cents."""
    return round_half_away(Decimal(amount) * part / price) if price > 0 else 0
