"""When posts do better than usual, with shrinkage, and the honest answer that no time stands out (E4). Pure."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import erf, exp, log, sqrt
from statistics import median

BAND_HOURS = 4
BANDS = 24 // BAND_HOURS
# A cell with fewer posts is shown grey (E8): one or two posts say nothing about an hour.
THIN = 3
_BEFORE, _FEWEST_BEFORE = 10, 5
_FEWEST_FREE = 10
_SURE = 0.95
_WEEKEND = 5


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A 4-hour band of weekdays or of weekends, local time; band 0 is 00:00 to 04:00."""

    weekend: bool
    band: int

    @property
    def hours(self) -> tuple[int, int]:
        return self.band * BAND_HOURS, (self.band + 1) * BAND_HOURS


SLOTS = tuple(Slot(weekend, band) for weekend in (False, True) for band in range(BANDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotEstimate:
    """What is known of a slot. `gain` over the average as a fraction, shrunk; `probability` that it is above it."""

    slot: Slot
    posts: int
    gain: float | None = None
    probability: float | None = None

    @property
    def stands_out(self) -> bool:
        return self.probability is not None and self.probability >= _SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class BestTimes:
    """E4's answer. `estimates` of all 12 slots; gains are None where there are too few posts (`enough` False).

    `hours` counts posts by (weekday, hour), Monday 0. `posts` were used; `left_out` had no reading near 24 h or too few
    posts before them. `zone` is the IANA zone of the hours, None: each account's own.
    """

    estimates: tuple[SlotEstimate, ...]
    hours: Mapping[tuple[int, int], int] = field(default_factory=dict)
    posts: int = 0
    left_out: int = 0
    zone: str | None = None
    as_of: datetime | None = None
    source: str = ""

    @property
    def enough(self) -> bool:
        return any(one.gain is not None for one in self.estimates)

    @property
    def recommended(self) -> tuple[SlotEstimate, ...]:
        """Slots that stand out, the surest first."""
        return tuple(sorted((one for one in self.estimates if one.stands_out), key=lambda one: -(one.probability or 0)))

    def of(self, slot: Slot) -> SlotEstimate:
        return next(one for one in self.estimates if one.slot == slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAtDay:
    """A post with its engagement 24 h after it went out, None where it was not read then (G4). `local` is naive."""

    account_id: int
    form: str
    local: datetime
    engagement: int | None


def slot_of(local: datetime) -> Slot:
    return Slot(local.weekday() >= _WEEKEND, local.hour // BAND_HOURS)


def best_times(posts: Iterable[PostAtDay]) -> BestTimes:
    """E4 over posts, oldest first."""
    given = list(posts)
    scored = list(_scores(given))
    by_slot: dict[Slot, list[float]] = {}
    hours: dict[tuple[int, int], int] = {}
    for post, score in scored:
        by_slot.setdefault(slot_of(post.local), []).append(score)
        place = (post.local.weekday(), post.local.hour)
        hours[place] = hours.get(place, 0) + 1
    return BestTimes(estimates=_estimates(by_slot), hours=hours, posts=len(scored), left_out=len(given) - len(scored))


def _scores(posts: Iterable[PostAtDay]) -> Iterable[tuple[PostAtDay, float]]:
    """The score y of each post: against the median of the ten before it on its account and in its form."""
    before: dict[tuple[int, str], deque[int]] = {}
    for post in posts:
        if post.engagement is None:
            continue
        earlier = before.setdefault((post.account_id, post.form), deque(maxlen=_BEFORE))
        if len(earlier) >= _FEWEST_BEFORE:
            yield post, log((max(0, post.engagement) + 1) / (median(earlier) + 1))
        earlier.append(max(0, post.engagement))


def _estimates(by_slot: Mapping[Slot, Sequence[float]]) -> tuple[SlotEstimate, ...]:
    used = [slot for slot in SLOTS if slot in by_slot]
    counts = [len(by_slot[slot]) for slot in used]
    shrunk: dict[Slot, tuple[float, float]] = {}
    free = sum(counts) - len(used)
    if free >= _FEWEST_FREE:
        means = [sum(by_slot[slot]) / len(by_slot[slot]) for slot in used]
        spread = sum((y - mean) ** 2 for slot, mean in zip(used, means, strict=True) for y in by_slot[slot]) / free
        if spread > 0:
            found = shrink(means, counts, spread)
            shrunk = {
                slot: (exp(value - found.centre) - 1, sure)
                for slot, value, sure in zip(used, found.shrunk, found.probability, strict=True)
            }
    return tuple(
        SlotEstimate(
            slot=slot,
            posts=len(by_slot.get(slot, ())),
            gain=shrunk[slot][0] if slot in shrunk else None,
            probability=shrunk[slot][1] if slot in shrunk else None,
        )
        for slot in SLOTS
    )


@dataclass(frozen=True, slots=True)
class Shrunk:
    """E4's numbers for slots in their order."""

    tau2: float
    centre: float
    shrunk: tuple[float, ...]
    probability: tuple[float, ...]


def shrink(means: Sequence[float], counts: Sequence[int], sigma2: float) -> Shrunk:
    """Pull the means of slots towards their centre, by how little each rests on; `sigma2` is above 0."""
    variances = [sigma2 / count for count in counts]
    weights = [1 / variance for variance in variances]
    total = sum(weights)
    middle = _weighted(means, weights)
    q = sum(weight * (mean - middle) ** 2 for weight, mean in zip(weights, means, strict=True))
    room = total - sum(weight**2 for weight in weights) / total
    tau2 = max(0.0, (q - (len(means) - 1)) / room) if room > 0 else 0.0
    centre = _weighted(means, [1 / (variance + tau2) for variance in variances])
    shrunk = tuple(
        centre + tau2 / (tau2 + variance) * (mean - centre) for mean, variance in zip(means, variances, strict=True)
    )
    sure = tuple(
        0.5 if tau2 == 0 else _phi((value - centre) / sqrt(variance * tau2 / (variance + tau2)))
        for value, variance in zip(shrunk, variances, strict=True)
    )
    return Shrunk(tau2, centre, shrunk, sure)


def _weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def _phi(z: float) -> float:
    """The share of a normal distribution below `z`."""
    return (1 + erf(z / sqrt(2))) / 2
