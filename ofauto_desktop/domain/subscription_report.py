"""What is told of subscriptions: where they stand, how they moved by month, what a fan is worth (S1 to S8)."""

from dataclasses import dataclass
from datetime import date, datetime

from ofauto_desktop.domain.recurring import LifetimeValue, Movements


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionMonth:
    """One calendar month in the clients' zones; `running`: it is not over, and goes to now."""

    month: date
    moved: Movements
    running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionReport:
    """Amounts in minor units of `currency`, before fees.

    `period` is the question's own days, `months` the calendar months up to their end, a year of them at least, newest
    first. `lifetime` (S6) and `take_rate` (M7) are worked out from the last three full ones. `arppu` is that of the last
    full month (S5), None where payments name no fan. `unnamed` charges name no subscription and are in no number here;
    `unread` accounts were never read. `as_of` is how far charges are known.
    """

    currency: str
    period: Movements
    months: tuple[SubscriptionMonth, ...]
    lifetime: LifetimeValue
    arppu: int | None
    payers: int
    last_full_month: date
    take_rate: float | None
    unnamed: int
    unread: tuple[str, ...]
    as_of: datetime | None
    source: str
