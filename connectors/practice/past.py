"""What daily pulls would have read at the practice platforms in the year before, had the program been there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from connectors.practice.x.curves import Reading, followers, reading
from connectors.practice.x.state import Post, XWorld
from ofauto_desktop.domain.metrics import Metric, MetricSample

SOURCE = "practice: made-up history"
DAYS = 365
# A post changes fast at first and slowly later. What lies far back was read less often; a few readings are enough there.
_LATELY = timedelta(days=70)
_AGES = tuple(timedelta(days=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 21))
_AGES_LONG_AGO = (timedelta(days=1), timedelta(days=3), timedelta(days=8))


def samples(world: XWorld, remote_id: str, until: datetime) -> Iterator[MetricSample]:
    """Readings of the account `remote_id` before `until` (aware UTC): its followers once a day, its posts at set ages."""
    user = world.users[remote_id]
    midnight = until.replace(hour=3, minute=0, second=0, microsecond=0)
    for back in range(DAYS, 0, -1):
        at = midnight - timedelta(days=back)
        yield MetricSample(metric=Metric.FOLLOWERS, value=followers(user, at), as_of=at, source=SOURCE)
    for post in world.posts.values():
        if post.author == remote_id:
            yield from _of_post(post, until)


def _of_post(post: Post, until: datetime) -> Iterator[MetricSample]:
    for age in _AGES if until - post.at < _LATELY else _AGES_LONG_AGO:
        at = post.at + age
        if at < until:
            for metric, value in _values(reading(post, at)):
                yield MetricSample(metric=metric, value=value, as_of=at, source=SOURCE, remote_post=post.id)


def _values(read: Reading) -> tuple[tuple[Metric, int], ...]:
    return (
        (Metric.LIKES, read.likes),
        (Metric.COMMENTS, read.replies),
        (Metric.SHARES, read.reposts),
        (Metric.SAVES, read.bookmarks),
        (Metric.IMPRESSIONS, read.impressions),
        (Metric.ENGAGEMENTS, read.engagements),
    )
