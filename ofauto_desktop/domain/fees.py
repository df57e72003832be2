"""Fees where nobody tells them: the table of M3. Pure; the percent part is rounded first, then the fixed part added."""

from decimal import Decimal
from typing import NamedTuple

from ofauto_desktop.domain.money import round_half_away
from ofauto_desktop.domain.platforms import PlatformId


class FeeRule(NamedTuple):
    """A part of each sale, and so many US cents more; those are known for dollars alone."""

    percent: Decimal
    cents: int = 0


# Patreon's own part, and the payment's: 2.9 % + $0.30 above $3.00, else 5 % + $0.10. Each is rounded by itself.
_PATREON = Decimal("0.10")
_PAYMENT, _SMALL_PAYMENT, _SMALL_UP_TO = FeeRule(Decimal("0.029"), 30), FeeRule(Decimal("0.05"), 10), 300


RULES: dict[PlatformId, FeeRule] = {
    PlatformId.ONLYFANS: FeeRule(Decimal("0.20")),
    PlatformId.FANSLY: FeeRule(Decimal("0.20")),
    PlatformId.GUMROAD: FeeRule(Decimal("0.129"), 80),
}


def estimated(platform: PlatformId, gross_minor: int, currency: str) -> int | None:
    """The fee on a sale; None where the table says nothing about it."""
    if platform is PlatformId.PATREON:
        return _on_patreon(gross_minor) if gross_minor > 0 and currency == "USD" else None
    rule = RULES.get(platform)
    if rule is None or gross_minor <= 0 or (rule.cents and currency != "USD"):
        return None
    return round_half_away(gross_minor * rule.percent) + rule.cents


def _on_patreon(cents: int) -> int:
    payment = _PAYMENT if cents > _SMALL_UP_TO else _SMALL_PAYMENT
    return round_half_away(cents * _PATREON) + round_half_away(cents * payment.percent) + payment.cents
