"""Recurring revenue: when each fan paid for what, and how that moved in a period. S to S4 and S8 of the definitions. Pure.

A fan's worth a month is a step function of time. Its steps inside a period are the movements of S2, so they add up to
the difference of its ends by themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from ofauto_desktop.domain.intervals import Interval, wilson
from ofauto_desktop.domain.subscriptions import GRACE, months_after, rounded

# Where fewer were active at the start, a churn rate is shown with its interval (S3).
FEW = 30


class Charge(NamedTuple):
    """One payment of a subscription (aware UTC), before fees and without tax; None where its amount is not known."""

    at: datetime
    minor: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What is known of one subscription: its charges, oldest first, and the platform's word on its beginning and end.

    `fan` is unique among all accounts. `ended_at`: since when it no longer runs, None while it does; `horizon` is how
    far its account's charges are known. All aware UTC.
    """

    fan: str = field(repr=False)
    charges: tuple[Charge, ...]
    months: int | None
    horizon: datetime
    started_at: datetime | None = None
    trial_until: datetime | None = None
    ended_at: datetime | None = None
    told_minor: int | None = None
    currency: str | None = None


class Stretch(NamedTuple):
    """A fan pays from `start` to before `end` (None: as far as is known), so many minor units a month; None: unknown."""

    fan: str
    start: datetime
    end: datetime | None
    a_month: Fraction | None
    currency: str

    def __repr__(self) -> str:
        """Without who pays: logs may print it."""
        return f"Stretch({self.start:%Y-%m-%d}, {self.currency})"


class Due(NamedTuple):
    """A paid spell came to its end, and was renewed or not (S8)."""

    at: datetime
    renewed: bool


def stretches(of: Subscription) -> Iterator[Stretch]:
    """When the fan was an active subscriber by it (S), and at what price. Free spells are none."""
    before = _before_charges(of)
    if before is not None:
        yield before
    for charge, following in _followed(of.charges):
        if charge.minor == 0:
            continue
        start = charge.at if of.trial_until is None else max(charge.at, of.trial_until)
        end = _end(of, charge, following)
        if end is None or start < end:
            yield Stretch(of.fan, start, end, _a_month(of, charge, last=following is None), charge.currency)


def dues(of: Subscription) -> Iterator[Due]:
    """Every paid spell that came to its end, as far as it is known what followed (S8)."""
    for charge, following in _followed(of.charges):
        if of.months is None or charge.minor == 0:
            continue
        through = months_after(charge.at, of.months)
        if following is not None and following.at < through + GRACE:
            yield Due(through, renewed=True)
        elif through + GRACE <= of.horizon or (of.ended_at is not None and through <= of.horizon):
            yield Due(through, renewed=False)


def _followed(charges: Sequence[Charge]) -> Iterator[tuple[Charge, Charge | None]]:
    yield from pairwise(charges)
    if charges:
        yield charges[-1], None


def _before_charges(of: Subscription) -> Stretch | None:
    """It ran before its first known charge, or has none: what was paid then is not known."""
    start = max((at for at in (of.started_at, of.trial_until) if at is not None), default=None)
    if start is None:
        return None
    first = of.charges[0].at if of.charges else None
    if first is not None:
        return Stretch(of.fan, start, first, None, of.charges[0].currency) if start + GRACE < first else None
    if of.ended_at is not None and of.ended_at <= start:
        return None
    told = None if of.told_minor is None or not of.months else Fraction(of.told_minor, of.months)
    return None if told == 0 else Stretch(of.fan, start, of.ended_at, told, of.currency or "")


def _end(of: Subscription, charge: Charge, following: Charge | None) -> datetime | None:
    through = None if of.months is None else months_after(charge.at, of.months)
    if following is not None:
        # A payment that is tried again is no end: up to three days are bridged.
        bridged = through is None or following.at < through + GRACE
        return following.at if bridged else through
    if of.ended_at is not None:
        return of.ended_at if through is None else min(through, max(of.ended_at, charge.at))
    if through is None or of.horizon < through + GRACE:
        return None
    return through


def _a_month(of: Subscription, charge: Charge, *, last: bool) -> Fraction | None:
    price = of.told_minor if last and of.told_minor is not None else charge.minor
    return None if price is None or not of.months else Fraction(price, of.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """How recurring revenue moved from `start` to `end` (S2), in minor units of one currency before fees.

    Amounts are all None where one of them cannot be known: `unknown_prices` fans pay what is not known, or
    `missing_rate` names a currency without a rate at the start. Counts are of fans, or of movements (`new_fans` …):
    one who joined and left inside the period is in both. `lost` were active at the start and are not at the end (S3).
    """

    start: datetime
    end: datetime
    mrr_start: int | None = 0
    new: int | None = 0
    reactivation: int | None = 0
    expansion: int | None = 0
    contraction: int | None = 0
    churn: int | None = 0
    mrr_end: int | None = 0
    active_start: int = 0
    active_end: int = 0
    new_fans: int = 0
    reactivated_fans: int = 0
    churned_fans: int = 0
    lost: int = 0
    due: int = 0
    renewed: int = 0
    unknown_prices: int = 0
    missing_rate: str | None = None

    @property
    def churn_rate(self) -> float | None:
        """S3; None where nobody was there to leave."""
        return self.lost / self.active_start if self.active_start else None

    @property
    def churn_interval(self) -> Interval | None:
        """S3 with few fans at the start: how far the rate can be trusted (X2)."""
        return wilson(self.lost, self.active_start) if self.active_start < FEW else None

    @property
    def gross_churn_rate(self) -> float | None:
        """S4."""
        if not self.mrr_start or self.churn is None or self.contraction is None:
            return None
        return (self.churn + self.contraction) / self.mrr_start

    @property
    def net_churn_rate(self) -> float | None:
        """S4: less what those who stayed or came back pay more."""
        if not self.mrr_start or None in (self.churn, self.contraction, self.expansion, self.reactivation):
            return None
        lost = (self.churn or 0) + (self.contraction or 0) - (self.expansion or 0) - (self.reactivation or 0)
        return lost / self.mrr_start

    @property
    def rebill_rate(self) -> float | None:
        """S8; None where nothing came due."""
        return self.renewed / self.due if self.due else None

    @property
    def arps(self) -> int | None:
        """S5 at the end: what a fan pays a month."""
        return None if self.mrr_end is None or not self.active_end else rounded(Fraction(self.mrr_end, self.active_end))


AMOUNTS = ("mrr_start", "new", "reactivation", "expansion", "contraction", "churn", "mrr_end")
COUNTS = ("active_start", "active_end", "new_fans", "reactivated_fans", "churned_fans", "lost", "due", "renewed")

# Gives one unit's worth of a currency in the reporting one at the period's start; None where no rate is known.
RateOf = Callable[[str], Fraction | None]


def movements(of: Iterable[Stretch], ends: Iterable[Due], start: datetime, end: datetime, rate_of: RateOf) -> Movements:
    """How the worth of fans moved between two instants (aware UTC), each fan's rounded by itself (S1, S2).

    What happens at `start` itself belongs to the period before it, as S counts who is active at an instant.
    """
    by_fan: dict[str, list[Stretch]] = {}
    for one in of:
        if one.start <= end:
            by_fan.setdefault(one.fan, []).append(one)
    book = _Book(start, end, rate_of)
    for found in by_fan.values():
        book.count(found)
    due = [one for one in ends if start < one.at <= end]
    return book.closed(due=len(due), renewed=sum(one.renewed for one in due))


def added(parts: Sequence[Movements]) -> Movements:
    """Movements of several accounts over the same days, as one. There is at least one."""
    amounts: dict[str, Any] = {}
    for name in AMOUNTS:
        values = [getattr(one, name) for one in parts]
        amounts[name] = None if None in values else sum(values)
    counts: dict[str, Any] = {name: sum(getattr(one, name) for one in parts) for name in (*COUNTS, "unknown_prices")}
    return Movements(
        start=min(one.start for one in parts),
        end=max(one.end for one in parts),
        missing_rate=next((one.missing_rate for one in parts if one.missing_rate), None),
        **amounts,
        **counts,
    )


class _Book:
    """Adds up the steps of one fan after the other."""

    def __init__(self, start: datetime, end: datetime, rate_of: RateOf) -> None:
        self._start, self._end, self._rate_of = start, end, rate_of
        self._amounts = dict.fromkeys(AMOUNTS, 0)
        self._counts = dict.fromkeys(COUNTS, 0)
        self._rates: dict[str, Fraction | None] = {}
        self._unknown = 0
        self._missing: str | None = None

    def count(self, found: Sequence[Stretch]) -> None:
        """One fan's whole history up to the end."""
        at_start = _active(found, self._start)
        at_end = _active(found, self._end)
        self._counts["active_start"] += bool(at_start)
        self._counts["active_end"] += bool(at_end)
        self._counts["lost"] += bool(at_start) and not at_end
        times = {at for one in found for at in (one.start, one.end) if at is not None and self._start < at <= self._end}
        unknown = False
        before, seen = at_start, any(one.start <= self._start for one in found)
        worth = self._worth(before)
        self._add("mrr_start", worth)
        unknown |= worth is None
        for at in sorted(times):
            after = _active(found, at)
            then = self._worth(after)
            unknown |= then is None
            self._step(bool(before), bool(after), worth or 0, then or 0, seen=seen)
            before, worth, seen = after, then, seen or bool(after)
        self._add("mrr_end", worth)
        self._unknown += unknown

    def _step(self, was: bool, is_now: bool, before: int, after: int, *, seen: bool) -> None:  # noqa: FBT001 - two sides
        if not was and is_now:
            self._amounts["reactivation" if seen else "new"] += after
            self._counts["reactivated_fans" if seen else "new_fans"] += 1
        elif was and not is_now:
            self._amounts["churn"] += before
            self._counts["churned_fans"] += 1
        elif after > before:
            self._amounts["expansion"] += after - before
        else:
            self._amounts["contraction"] += before - after

    def closed(self, *, due: int, renewed: int) -> Movements:
        self._counts |= {"due": due, "renewed": renewed}
        amounts: dict[str, Any] = dict.fromkeys(AMOUNTS) if self._unknown else dict(self._amounts)
        return Movements(
            start=self._start,
            end=self._end,
            unknown_prices=self._unknown,
            missing_rate=self._missing,
            **amounts,
            **self._counts,
        )

    def _add(self, name: str, worth: int | None) -> None:
        self._amounts[name] += worth or 0

    def _worth(self, active: Sequence[Stretch]) -> int | None:
        """What a fan pays a month, in the reporting currency, rounded once (S1)."""
        whole = Fraction()
        for one in active:
            rate = self._rate(one.currency)
            if one.a_month is None or rate is None:
                return None
            whole += one.a_month * rate
        return rounded(whole)

    def _rate(self, currency: str) -> Fraction | None:
        if currency not in self._rates:
            self._rates[currency] = self._rate_of(currency)
            if self._rates[currency] is None:
                self._missing = currency
        return self._rates[currency]


def _active(found: Sequence[Stretch], at: datetime) -> list[Stretch]:
    return [one for one in found if one.start <= at and (one.end is None or at < one.end)]


# How long a fan's keep is counted at most (S6).
LONGEST_KEEP = 60


class LifetimeValue(NamedTuple):
    """S6, in minor units: None where nobody left (c = 0); the bounds are known as long as somebody was there."""

    value: int | None
    low: int | None
    high: int | None


def lifetime_value(arps: Fraction, take_rate: Fraction, churned: int, active: int) -> LifetimeValue:
    """S6: ARPS x (1 - take rate) / c, c = churned/active of three months added up, at most 60 months of it."""
    interval = wilson(churned, active)
    if interval is None:
        return LifetimeValue(None, None, None)
    kept = arps * (1 - take_rate)

    def worth(rate: Fraction) -> int:
        months = Fraction(LONGEST_KEEP) if rate * LONGEST_KEEP <= 1 else 1 / rate
        return rounded(kept * months)

    value = worth(Fraction(churned, active)) if churned else None
    return LifetimeValue(value, worth(Fraction(interval.high)), worth(Fraction(interval.low)))
