"""Instagram's payloads to domain values; pure."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from connectors import instants
from connectors.errors import LayoutChanged
from connectors.instagram import wire
from connectors.instagram.wire import Insight, Me, Media, Paging
from ofauto_desktop.domain.audience import AudienceBy, AudienceShare
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.manifest import is_web_address
from ofauto_desktop.domain.metrics import Metric, MetricSample, is_count
from ofauto_desktop.domain.posts import RemotePost

SOURCE = "Instagram API"
CAROUSEL = "CAROUSEL_ALBUM"
FEED, REELS, STORY = "FEED", "REELS", "STORY"
# What each kind of media is asked for (§6): one metric that does not belong to it spoils the whole answer.
METRICS: Mapping[str, tuple[str, ...]] = {
    FEED: ("reach", "views", "likes", "comments", "saved", "shares", "profile_visits", "total_interactions"),
    REELS: ("reach", "views", "likes", "comments", "saved", "shares", "total_interactions"),
    STORY: ("reach", "views", "replies", "shares", "link_clicks", "profile_visits", "total_interactions"),
}
_OURS: Mapping[str, Metric] = {
    "reach": Metric.REACH,
    "views": Metric.VIEWS,
    "likes": Metric.LIKES,
    "comments": Metric.COMMENTS,
    "replies": Metric.COMMENTS,
    "saved": Metric.SAVES,
    "shares": Metric.SHARES,
    "link_clicks": Metric.URL_CLICKS,
    "profile_visits": Metric.PROFILE_VISITS,
    "total_interactions": Metric.ENGAGEMENTS,
}


def whole(me: Me) -> Me:
    """The account out of either form. Raises LayoutChanged where it has no number."""
    found = me.data[0] if me.data else me
    if found.user_id in (None, ""):
        raise LayoutChanged("Instagram does not say whose login this is")
    return found


def profile(handle: str | None) -> str:
    """The account's public page."""
    return f"https://www.instagram.com/{handle}/" if handle else "https://www.instagram.com/"


def moment(text: str | None) -> datetime:
    """Aware UTC, of "2026-09-26T22:36:43+0000". Raises LayoutChanged."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise LayoutChanged("Instagram gave a post no time that can be read")
    return instants.utc(at)


def post(media: Media, handle: str | None) -> RemotePost:
    """A post with its own address, which cannot be made from its id."""
    return RemotePost(
        remote_id=media.id,
        text=media.caption or "",
        at=moment(media.timestamp),
        url=_address(media.permalink) or profile(handle),
        media_count=max(1, len(media.children.data)) if media.children else 1,
        media_kind=_kind(media),
    )


def comment(told: wire.Comment) -> Comment:
    return Comment(
        remote_id=told.id,
        author=told.username or "",
        text=told.text or "",
        at=moment(told.timestamp),
        likes=told.like_count,
    )


def following(paging: Paging | None) -> str | None:
    """The cursor of the next page, None at the end. Only that is taken from `next`: its address is not ours to follow."""
    if paging is None or not paging.next:
        return None
    if paging.cursors is not None and paging.cursors.after:
        return paging.cursors.after
    try:
        query = parse_qs(urlsplit(paging.next).query)
    except ValueError as error:
        raise LayoutChanged("Instagram names a next page that is no address") from error
    return next(iter(query.get("after", ())), None)


def counted(media: Media, as_of: datetime) -> Iterator[MetricSample]:
    """What the list itself tells of a post; likes that the owner hides have no sample, nor have a story's comments."""
    comments = None if media.media_product_type == STORY else media.comments_count  # replies are insights' (§6)
    for metric, value in ((Metric.LIKES, media.like_count), (Metric.COMMENTS, comments)):
        if is_count(value):
            yield MetricSample(metric=metric, value=value, as_of=as_of, source=SOURCE, remote_post=media.id)


def insights(found: list[Insight], media_id: str, as_of: datetime) -> Iterator[MetricSample]:
    """A sample for each metric that has a value; an empty answer means "not available", and never zero (§6)."""
    for insight in found:
        metric, value = _OURS.get(insight.name), _value(insight)
        if metric is not None and is_count(value):
            yield MetricSample(metric=metric, value=value, as_of=as_of, source=SOURCE, remote_post=media_id)


def audience(me: Me, as_of: datetime) -> list[MetricSample]:
    """The account's own levels."""
    readings = (
        (Metric.FOLLOWERS, me.followers_count),
        (Metric.FOLLOWING, me.follows_count),
        (Metric.POSTS, me.media_count),
    )
    return [
        MetricSample(metric=metric, value=value, as_of=as_of, source=SOURCE)
        for metric, value in readings
        if is_count(value)
    ]


def groups(found: list[Insight], by: AudienceBy, as_of: datetime) -> Iterator[AudienceShare]:
    """Followers of each group. A result may name the stretch of time first, so the last of its values counts (§7)."""
    breakdowns = [one for insight in found if insight.total_value for one in insight.total_value.breakdowns or []]
    for result in (one for breakdown in breakdowns for one in breakdown.results or []):
        value = _whole(result.value)
        if result.dimension_values and is_count(value):
            yield AudienceShare(by=by, name=result.dimension_values[-1], value=value, as_of=as_of, source=SOURCE)


def product(media: Media) -> str:
    """Which of METRICS' kinds it is; what is new counts as a post in the feed."""
    told = media.media_product_type
    return told if told is not None and told in METRICS else FEED


def _address(told: str | None) -> str:
    return told if told and told.startswith("https://") and is_web_address(told) else ""


def _value(insight: Insight) -> int | None:
    if insight.total_value is not None and insight.total_value.value is not None:
        return _whole(insight.total_value.value)
    return _whole(insight.values[-1].value if insight.values else None)


def _whole(value: object) -> int | None:
    """A number as it is counted; 12.0 is 12."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return int(value) if isinstance(value, int | float) else None


def _kind(media: Media) -> str:
    if media.media_type == CAROUSEL:
        return "carousel"
    if media.media_product_type == REELS:
        return "reel"
    return "video" if media.media_type == "VIDEO" else "image"
