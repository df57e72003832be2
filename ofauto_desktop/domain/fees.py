"""Fees where nobody tells them: the table of M3. Pure; each percent part is rounded first, then the fixed part added."""

from decimal import Decimal
from typing import NamedTuple

from ofauto_desktop.domain.money import LedgerKind, round_half_away
from ofauto_desktop.domain.platforms import PlatformId


class FeeRule(NamedTuple):
    """A part of each sale, and so many US cents more; those are known for dollars alone."""

    percent: Decimal
    cents: int = 0


RULES: dict[PlatformId, FeeRule] = {
    PlatformId.ONLYFANS: FeeRule(Decimal("0.20")),
    PlatformId.FANSLY: FeeRule(Decimal("0.20")),
    PlatformId.GUMROAD: FeeRule(Decimal("0.129"), 80),
}
# The platform's own part, and the payment's. Each is rounded by itself.
_PATREON, _KOFI = FeeRule(Decimal("0.10")), FeeRule(Decimal("0.05"))
_PAYMENT, _SMALL_PAYMENT, _SMALL_UP_TO = FeeRule(Decimal("0.029"), 30), FeeRule(Decimal("0.05"), 10), 300


def estimated(platform: PlatformId, gross_minor: int, currency: str, kind: LedgerKind = LedgerKind.OTHER) -> int | None:
    """The fee on a sale; None where the table says nothing about it."""
    parts = _parts(platform, gross_minor, kind)
    if not parts or gross_minor <= 0 or (currency != "USD" and any(rule.cents for rule in parts)):
        return None
    return sum(round_half_away(gross_minor * rule.percent) + rule.cents for rule in parts)


def at_least(platform: PlatformId, gross_minor: int, currency: str, kind: LedgerKind = LedgerKind.OTHER) -> int:
    """The same, but for the fixed cents where they are not known: outside the dollar. 0 for a sale of nothing."""
    known = estimated(platform, gross_minor, currency, kind)
    if known is not None or gross_minor <= 0:
        return known or 0
    return sum(round_half_away(gross_minor * rule.percent) for rule in _parts(platform, gross_minor, kind))


def _parts(platform: PlatformId, gross_minor: int, kind: LedgerKind) -> tuple[FeeRule, ...]:
    match platform:
        case PlatformId.PATREON:
            return (_PATREON, _PAYMENT if gross_minor > _SMALL_UP_TO else _SMALL_PAYMENT)
        case PlatformId.KOFI:
            return (_PAYMENT,) if kind is LedgerKind.TIP else (_KOFI, _PAYMENT)
        case _:
            rule = RULES.get(platform)
            return () if rule is None else (rule,)
