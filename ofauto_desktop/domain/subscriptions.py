"""When a fan is an active subscriber, and what they pay a month. Rules S and S1 of analytics-definitions.md."""

from calendar import monthrange
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

# A payment that is tried again is no end (S).
GRACE = timedelta(days=3)
# What platforms call a subscription that is over, and one whose payment has failed, perhaps for good. All others run.
ENDED = frozenset({"cancelled", "fixed_subscription_period_ended"})
FAILING = frozenset({"pending_failure", "failed_payment"})


class Spell(NamedTuple):
    """The spell of a subscription that runs, or ran last. Instants aware UTC; `status` in the platform's words.

    `price_minor` is what was really charged for `months` of it at `charged_at`, before fees and without tax; None where
    that is not known.
    """

    fan: str
    status: str
    trial_until: datetime | None
    ended_at: datetime | None
    months: int | None
    price_minor: int | None
    charged_at: datetime | None
    currency: str | None
    source: str

    def __repr__(self) -> str:
        """Without who pays: logs may print it."""
        return f"Spell({self.status!r}, {self.source!r})"

    @property
    def paid_through(self) -> datetime | None:
        if self.charged_at is None or self.months is None:
            return None
        return months_after(self.charged_at, self.months)

    @property
    def _is_failing(self) -> bool:
        return self.status in FAILING

    def is_active(self, at: datetime, money_read_at: datetime | None) -> bool:
        """Whether it makes its fan an active subscriber at `at`; one of an unknown price counts, as it may well be paid.

        `money_read_at` is how far charges are known: one that was due since may have been made.
        """
        if self.price_minor == 0 or (self.trial_until is not None and at < self.trial_until):
            return False
        if self.status in ENDED or (self.ended_at is not None and self.ended_at <= at and not self._is_failing):
            return False
        if self.paid_through is None:
            return self.status != "failed_payment"
        known_until = at if self._is_failing else min(at, money_read_at or self.paid_through)
        return known_until < self.paid_through + GRACE


def a_month(spell: Spell) -> Fraction | None:
    """What a spell brings a month, in minor units, not rounded yet; None where its price or length is not known (S1)."""
    if spell.price_minor is None or not spell.months:
        return None
    return Fraction(spell.price_minor, spell.months)


def rounded(amount: Fraction) -> int:
    """Whole minor units, halves away from zero (M1)."""
    whole = (abs(amount) * 2 + 1) // 2
    return int(whole if amount >= 0 else -whole)


def months_after(at: datetime, months: int) -> datetime:
    """The same day and time `months` later, or the last day of a month that is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
