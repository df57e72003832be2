"""Daily numbers of posts (platforms/x.md §6, /2/tweets/analytics): what each day brought, added up to readings; pure.

They fill the days of a post's first weeks on which nobody looked. Not every app is granted them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from connectors.instants import utc
from connectors.x.parse import SOURCE, made_at
from connectors.x.wire import Analysed, DayMetrics
from ofauto_desktop.domain.metrics import Metric, MetricSample, is_count

FIELDS = (
    "impressions,likes,replies,retweets,bookmarks,engagements,url_clicks,user_profile_clicks,media_views,timestamp,id"
)
_DAY = timedelta(days=1)
_LAST_MOMENT = timedelta(seconds=1)


def span(ids: Sequence[str], today: date) -> dict[str, str]:
    """The query for whole UTC days, from that on which the first of `ids` was made to yesterday."""
    first = min(made_at(one).date() for one in ids)
    return {
        "ids": ",".join(ids),
        "start_time": f"{first}T00:00:00Z",
        "end_time": f"{today}T00:00:00Z",
        "granularity": "daily",
        "analytics.fields": FIELDS,
    }


def samples(posts: Sequence[Analysed], *, after: date | None, today: date) -> Iterator[MetricSample]:
    """Readings at the end of each day after `after`. A list that begins after its post was made has no sum, nor has a
    metric from the first day on that lacks it.
    """
    for post in posts:
        days = {utc(one.timestamp).date(): one.metrics for one in post.timestamped_metrics or []}
        day, totals = made_at(post.id).date(), dict.fromkeys(_WORDS, 0)
        while day < today and day in days:
            totals = {metric: total + gain for metric, total, gain in _added(totals, days[day])}
            if after is None or day > after:
                end = datetime.combine(day, time(), UTC) + _DAY - _LAST_MOMENT
                for metric, total in totals.items():
                    if total == 0 and metric is Metric.VIDEO_VIEWS:
                        continue  # X counts none for what holds no film
                    yield MetricSample(metric=metric, value=total, as_of=end, source=SOURCE, remote_post=post.id)
            day += _DAY


_WORDS = {
    Metric.IMPRESSIONS: ("impressions",),
    Metric.LIKES: ("likes",),
    Metric.COMMENTS: ("replies",),
    Metric.SHARES: ("reposts", "retweets"),
    Metric.SAVES: ("bookmarks",),
    Metric.ENGAGEMENTS: ("engagements",),
    Metric.URL_CLICKS: ("url_clicks",),
    Metric.PROFILE_VISITS: ("user_profile_clicks",),
    Metric.VIDEO_VIEWS: ("media_views",),
}


def _added(totals: dict[Metric, int], gained: DayMetrics) -> Iterator[tuple[Metric, int, int]]:
    for metric, total in totals.items():
        gain = next((value for word in _WORDS[metric] if is_count(value := getattr(gained, word))), None)
        if gain is not None:
            yield metric, total, gain
