"""Patreon tells no fees: they are estimated by table M3, and marked so."""

from decimal import Decimal

from ofauto_desktop.domain import fees
from ofauto_desktop.domain.money import round_half_away
from ofauto_desktop.domain.platforms import PlatformId

_PERCENT = (Decimal("0.10"), Decimal("0.029"))


def estimated(gross: int, currency: str) -> int:
    """The fee on a charge of `gross` minor units. Outside the dollar the fixed cents are not known and left out."""
    known = fees.estimated(PlatformId.PATREON, gross, currency)
    if known is not None:
        return known
    return sum(round_half_away(gross * percent) for percent in _PERCENT) if gross > 0 else 0
