"""Engagement readings. Rules G1 to G3 and E0 of analytics-definitions.md."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
class MetricRow:
    """What `ofauto metrics` prints a line of: `value` None is unknown, 0 is zero (G1). `day` is in the client's zone (G3)."""

    account_id: int
    post_id: int | None
    metric: Metric
    day: date | None
    value: int | None
    unit: str
    as_of: datetime | None
    source: str | None
