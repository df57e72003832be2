"""X's payloads to domain values; pure."""

import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from connectors import lists
from connectors.errors import LayoutChanged
from connectors.instants import utc
from connectors.x.wire import Entities, Link, Media, Timeline, Tweet, UserMetrics
from ofauto_desktop.domain.metrics import Metric, MetricSample, is_count
from ofauto_desktop.domain.posts import RemotePost

SOURCE = "X API"
_EPOCH_MS = 1_288_834_974_657
_GONE = "Not Found Error"
_LONGEST_ID = 19
_NO_ID = "X gave a post an id that is no number"


def made_at(remote_id: str) -> datetime:
    """When a post was made (aware UTC): X's ids carry their milliseconds since November 2010. Raises LayoutChanged."""
    if not is_id(remote_id):
        raise LayoutChanged(_NO_ID)
    return datetime.fromtimestamp(((int(remote_id) >> 22) + _EPOCH_MS) / 1000, UTC)


def is_id(text: str) -> bool:
    """Whether `text` can be an id of X: up to 19 plain digits."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID


def post(tweet: Tweet, handle: str | None, media: Mapping[str, Media]) -> RemotePost:
    """A post with its links expanded, its text unescaped and whole, and the link to its own media removed."""
    if not is_id(tweet.id):
        raise LayoutChanged(_NO_ID)
    note = tweet.note_post or tweet.note_tweet
    text, entities = (note.text, note.entities) if note and note.text else (tweet.text, tweet.entities)
    keys = (tweet.attachments.media_keys if tweet.attachments else None) or []
    kinds = [media[key].type for key in keys if key in media]
    earlier = _earlier(tweet)
    return RemotePost(
        remote_id=tweet.id,
        text=readable(text or "", entities),
        # An edit has a time of its own, but what was edited went out when its first version did.
        at=made_at(earlier[0]) if earlier else utc(tweet.created_at or made_at(tweet.id)),
        url=url(handle, tweet.id),
        media_count=len(keys),
        media_kind=kinds[0] if kinds else None,
        reply_to=_replied_to(tweet),
        earlier_ids=earlier,
    )


def url(handle: str | None, remote_id: str) -> str:
    """The public address of a post."""
    return f"https://x.com/{handle or 'i'}/status/{remote_id}"


def posts(timeline: Timeline, handle: str | None) -> list[RemotePost]:
    """The posts of a page, in its order."""
    media = _media(timeline)
    return [post(tweet, handle, media) for tweet in timeline.data or []]


def readable_posts(timeline: Timeline, handle: str | None) -> tuple[list[RemotePost], int]:
    """As `posts`, without those that cannot be read, and how many those are."""
    media = _media(timeline)
    return lists.each(timeline.data or [], lambda tweet: post(tweet, handle, media))


def gone(timeline: Timeline) -> list[str]:
    """Ids that were asked for and no longer exist."""
    return [
        error.resource_id or error.value or ""
        for error in timeline.errors or []
        if error.title == _GONE and (error.resource_id or error.value)
    ]


def samples(timeline: Timeline, as_of: datetime) -> Iterator[MetricSample]:
    """Every reading that is there; one that X left out or refused has no sample (G1)."""
    media = _media(timeline)
    for tweet in timeline.data or []:
        for metric, value in _readings(tweet, media):
            if is_count(value) and is_id(tweet.id):
                yield MetricSample(metric=metric, value=value, as_of=as_of, source=SOURCE, remote_post=tweet.id)


def audience(metrics: UserMetrics, as_of: datetime) -> list[MetricSample]:
    """The account's own levels."""
    made = metrics.post_count if metrics.post_count is not None else metrics.tweet_count
    readings = (
        (Metric.FOLLOWERS, metrics.followers_count),
        (Metric.FOLLOWING, metrics.following_count),
        (Metric.POSTS, made),
    )
    return [
        MetricSample(metric=metric, value=value, as_of=as_of, source=SOURCE)
        for metric, value in readings
        if is_count(value)
    ]


def followers(metrics: UserMetrics | None) -> int | None:
    """How many follow the account; None where X does not say."""
    told = metrics.followers_count if metrics else None
    return told if is_count(told) else None


def readable(text: str, entities: Entities | None) -> str:
    """Links written out, the link to the post's own media dropped, HTML escapes undone.

    Indices count code points of the text as it comes, so links are replaced from the end, before unescaping.
    """
    links = sorted((entities.urls if entities else None) or [], key=lambda link: link.start, reverse=True)
    for link in links:
        if link.expanded_url and 0 <= link.start <= link.end <= len(text):
            text = text[: link.start] + _replacement(link) + text[link.end :]
    return html.unescape(text).rstrip() if links else html.unescape(text)


def _replacement(link: Link) -> str:
    return "" if link.media_key else html.escape(link.expanded_url or link.url or "", quote=False)


def _replied_to(tweet: Tweet) -> str | None:
    references = tweet.referenced_posts or tweet.referenced_tweets or []
    return next((one.id for one in references if one.type == "replied_to"), None)


def _earlier(tweet: Tweet) -> tuple[str, ...]:
    """What an edited post was called before; X once answered a history of one empty text (platforms/x.md §3)."""
    history = tweet.edit_history_post_ids or tweet.edit_history_tweet_ids or []
    return tuple(one for one in history if one and is_id(one) and int(one) < int(tweet.id))


def _media(timeline: Timeline) -> dict[str, Media]:
    listed = timeline.includes.media if timeline.includes else None
    return {media.media_key: media for media in listed or []}


def _readings(tweet: Tweet, media: Mapping[str, Media]) -> Iterator[tuple[Metric, int | None]]:
    if public := tweet.public_metrics:
        yield Metric.LIKES, public.like_count
        yield Metric.COMMENTS, public.reply_count
        yield Metric.SHARES, public.repost_count if public.repost_count is not None else public.retweet_count
        yield Metric.SAVES, public.bookmark_count
        yield Metric.IMPRESSIONS, public.impression_count
    if private := tweet.non_public_metrics:
        yield Metric.URL_CLICKS, private.url_link_clicks
        yield Metric.PROFILE_VISITS, private.user_profile_clicks
        yield Metric.ENGAGEMENTS, private.engagements
    keys = (tweet.attachments.media_keys if tweet.attachments else None) or []
    for key in keys:
        if key in media and (views := media[key].public_metrics):
            yield Metric.VIDEO_VIEWS, views.view_count
