"""What a chart, a tile or a goal can count: a metric, or several that are added. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ofauto_desktop.domain.metrics import ENGAGEMENT, LEVELS, Change, Gap, Metric, Rate


@dataclass(frozen=True, slots=True)
class Measure:
    """`metrics` are added up, day by day and over accounts."""

    id: str
    metrics: tuple[Metric, ...]

    @property
    def level(self) -> bool:
        """Whether it is a standing count, whose last reading counts, rather than what was gained each day (E0)."""
        return self.metrics[0] in LEVELS


def _one(metric: Metric) -> Measure:
    return Measure(metric.value, (metric,))


ENGAGED = Measure("engagement", ENGAGEMENT)
FOLLOWERS = _one(Metric.FOLLOWERS)
# In the order in which they are offered. What subscribers pay belongs to Money.
MEASURES: tuple[Measure, ...] = (
    FOLLOWERS,
    ENGAGED,
    _one(Metric.IMPRESSIONS),
    _one(Metric.REACH),
    _one(Metric.VIEWS),
    _one(Metric.VIDEO_VIEWS),
    _one(Metric.LIKES),
    _one(Metric.COMMENTS),
    _one(Metric.SHARES),
    _one(Metric.SAVES),
    _one(Metric.CLICKS),
    _one(Metric.URL_CLICKS),
    _one(Metric.PROFILE_VISITS),
    _one(Metric.SUBSCRIBERS),
    _one(Metric.POSTS),
    _one(Metric.FOLLOWING),
)
_BY_ID = {one.id: one for one in MEASURES}


def measure(name: str) -> Measure:
    """The measure of that id. Raises KeyError."""
    return _BY_ID[name]


class SplitBy(StrEnum):
    """Into which lines a measure is parted."""

    TOTAL = "total"
    ACCOUNT = "account"
    PLATFORM = "platform"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A measure by day of some accounts added up; None is unknown (G1). `as_of` is how old the oldest of them is."""

    key: str
    name: str
    points: tuple[tuple[date, float | None], ...]
    account_ids: tuple[int, ...]
    as_of: datetime | None
    source: str
    incomplete: bool = False

    def total(self, *, level: bool) -> float | None:
        """What was gained in all, or the last known level; None where nothing is known."""
        known = [value for _, value in self.points if value is not None]
        if not known:
            return None
        return known[-1] if level else sum(known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A measure parted into lines on the same days, the largest of `in_all`. `zones` of the days; `gaps` of its pulls."""

    measure: Measure
    lines: tuple[DayLine, ...]
    start: date
    end: date
    zones: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    in_all: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A measure over a whole period, beside the period before (C1). Unknown is None, with `change.note` saying why."""

    measure: Measure
    value: int | None
    previous: int | None
    change: Change | None
    incomplete: bool
    as_of: datetime | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """E1 of the posts made in a period, and of those of the period before. Fractions None over a base of 0 (G2)."""

    rate: Rate
    engagement: int
    base: int
    posts: int
    previous: float | None
    as_of: datetime | None
    source: str

    @property
    def fraction(self) -> float | None:
        return self.engagement / self.base if self.base else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A row behind a number: what one post, or an account by itself, adds to it. `post_id` is ours.

    `metric` is the one that was asked for, or the first of several that are added up.
    """

    account_id: int
    account: str
    metric: Metric
    value: int
    as_of: datetime
    source: str
    remote_id: str | None = None
    post_id: int | None = None
    text: str = field(default="", repr=False)
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The rows that make up a number, the largest first; at most as many as asked for of `rows_in_all`, which make `total`."""

    rows: tuple[Contribution, ...]
    rows_in_all: int
    total: int | None
