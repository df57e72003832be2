"""Engagement readings. Rules G1 to G3 and E0 of analytics-definitions.md."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeGuard

from ofauto_desktop.domain.platforms import SyncKind


class Metric(StrEnum):
    """Raw metric names (E0 and cli.md). Counts, except watch time in ms and money in minor units."""

    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    CLICKS = "clicks"
    URL_CLICKS = "url_clicks"
    VIEWS = "views"
    VIDEO_VIEWS = "video_views"
    IMPRESSIONS = "impressions"
    REACH = "reach"
    FOLLOWERS = "followers"
    FOLLOWING = "following"
    SUBSCRIBERS = "subscribers"
    PROFILE_VISITS = "profile_visits"
    ENGAGEMENTS = "engagements"
    POSTS = "posts"
    MRR = "mrr"


# Metrics whose reading is a level, not a running total: a day shows its last reading, not a difference (E0).
LEVELS = frozenset({Metric.FOLLOWERS, Metric.FOLLOWING, Metric.SUBSCRIBERS, Metric.POSTS, Metric.MRR})

# What E1 counts as engagement.
ENGAGEMENT = (Metric.LIKES, Metric.COMMENTS, Metric.SHARES, Metric.SAVES)


class Rate(StrEnum):
    """Rates that are asked for by name (E1): engagement over reach, and apart from it over impressions."""

    ENGAGEMENT = "engagement_rate"
    ENGAGEMENT_BY_IMPRESSIONS = "engagement_rate_by_impressions"

    @property
    def basis(self) -> Metric:
        return Metric.REACH if self is Rate.ENGAGEMENT else Metric.IMPRESSIONS


_READ_WITH_FANS = frozenset({Metric.SUBSCRIBERS, Metric.MRR})


def read_by(metric: Metric) -> SyncKind:
    """The kind of pull that brings `metric`; its gaps are the metric's gaps."""
    if metric in _READ_WITH_FANS:
        return SyncKind.FANS
    return SyncKind.AUDIENCE if metric in LEVELS else SyncKind.METRICS


def unit(metric: Metric) -> str:
    """What a value counts: "count", or "minor" for minor units of the account's currency."""
    return "minor" if metric is Metric.MRR else "count"


def of_the_day(metric: Metric, last: int | None, before: int | None) -> int | None:
    """A day's value (E0) from its last reading and that of the day before; None where it cannot be known (G1).

    Negative where likes are taken back. A post that was made on that day had 0 the day before.
    """
    if last is None or metric in LEVELS:
        return last
    return None if before is None else last - before


# More than people and posts there are; what is above it, or below nothing, is no count.
_MOST = 10**12


def is_count(value: int | None) -> TypeGuard[int]:
    """Whether a platform gave a number that can be one: what is none is as unknown as what lacks (G1)."""
    return value is not None and 0 <= value <= _MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSample:
    """One reading: `value` is cumulative as read at `as_of` (aware UTC). `remote_post` None: of the account itself.

    A metric that the platform did not give has no sample; it is unknown, never 0 (G1).
    """

    metric: Metric
    value: int
    as_of: datetime
    source: str
    remote_post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch for which nothing could be read, and why. Half-open, aware UTC; shown as a marker, counted as unknown."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """C1: `fraction` None where it cannot be told; `note` is "ok", "new" or "incomplete"."""

    fraction: float | None
    note: str


def change(current: int | None, previous: int | None, *, incomplete: bool = False) -> Change:
    """How much `current` differs from `previous`, as a fraction of it (C1). `incomplete`: days of either are unknown."""
    if current is None or previous is None or incomplete:
        return Change(fraction=None, note="incomplete")
    if previous == 0:
        return Change(fraction=None, note="new")
    return Change(fraction=(current - previous) / abs(previous), note="ok")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """What `ofauto metrics` prints a line of: `value` None is unknown, 0 is zero (G1). `day` is in the client's zone (G3).

    `post_id` is our post, None for one that was made elsewhere; `remote_id` is the platform's id of either. `unit` is
    "count", or "minor" for minor units of the account's currency. `incomplete`: days in it are unknown. `previous`
    and `change` (C1) compare with the period before, where that was asked for.
    """

    account_id: int
    post_id: int | None
    metric: Metric
    day: date | None
    value: int | None
    unit: str
    as_of: datetime | None
    source: str | None
    remote_id: str | None = None
    incomplete: bool = False
    previous: int | None = None
    change: Change | None = None
