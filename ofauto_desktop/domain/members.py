"""Who pays regularly: members with their tier, how they stand, and what they gave in all (A14)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.subscriptions import ENDED, FAILING


class Standing(StrEnum):
    """How a member stands, whatever word the platform has for it."""

    PAYS = "pays"
    TRIAL = "trial"
    GIFT = "gift"
    FREE = "free"
    DECLINED = "declined"
    LEAVING = "leaving"
    LEFT = "left"


_TOLD = {
    "trial": Standing.TRIAL,
    "gift": Standing.GIFT,
    "free": Standing.FREE,
    # Nothing was paid yet.
    "pending": Standing.FREE,
    "pending_cancellation": Standing.LEAVING,
}


def standing_of(status: str) -> Standing:
    """By the platform's word for it."""
    if status in FAILING:
        return Standing.DECLINED
    return Standing.LEFT if status in ENDED else _TOLD.get(status, Standing.PAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One membership as the platform tells it. Instants are aware UTC.

    `lifetime_minor`: what the ledger holds of the member's payments less what went back, before fees, in `currency`;
    None where they paid in several currencies or an amount is not told. `last_charge` is how the newest charge ended.
    """

    account_id: int
    account: str
    remote_id: str
    fan: str | None = field(repr=False)
    tier: str | None
    standing: Standing
    since: datetime
    months: int | None
    lifetime_minor: int | None
    currency: str | None
    last_charge_at: datetime | None
    last_charge: LedgerStatus | None
    source: str
    as_of: datetime
