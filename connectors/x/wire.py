"""X's answers as msgspec structs: only what we read, both vocabularies (platforms/x.md §3), everything optional that may lack."""

from datetime import datetime
from typing import Annotated

import msgspec

# A time without its zone would be read as this computer's.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


# What is called by nothing could not be told from others.
Id = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Struct(msgspec.Struct):
    """Unknown keys are ignored; X adds some every month."""


class UserMetrics(Struct):
    followers_count: int | None = None
    following_count: int | None = None
    tweet_count: int | None = None
    post_count: int | None = None


class User(Struct):
    id: Id
    name: str | None = None
    username: str | None = None
    public_metrics: UserMetrics | None = None
    verified_type: str | None = None


class UserAnswer(Struct):
    data: User | None = None


class Reference(Struct):
    type: str
    id: str


class Link(Struct):
    start: int
    end: int
    url: str | None = None
    expanded_url: str | None = None
    media_key: str | None = None


class Entities(Struct):
    urls: list[Link] | None = None


class Note(Struct):
    text: str | None = None
    entities: Entities | None = None


class Attachments(Struct):
    media_keys: list[str] | None = None


class PublicMetrics(Struct):
    like_count: int | None = None
    reply_count: int | None = None
    retweet_count: int | None = None
    repost_count: int | None = None
    bookmark_count: int | None = None
    impression_count: int | None = None


class PrivateMetrics(Struct):
    impression_count: int | None = None
    url_link_clicks: int | None = None
    user_profile_clicks: int | None = None
    engagements: int | None = None


class Tweet(Struct):
    id: str
    text: str | None = None
    created_at: Moment | None = None
    author_id: str | None = None
    entities: Entities | None = None
    note_tweet: Note | None = None
    note_post: Note | None = None
    attachments: Attachments | None = None
    referenced_tweets: list[Reference] | None = None
    referenced_posts: list[Reference] | None = None
    edit_history_tweet_ids: list[str] | None = None
    edit_history_post_ids: list[str] | None = None
    public_metrics: PublicMetrics | None = None
    non_public_metrics: PrivateMetrics | None = None


class MediaMetrics(Struct):
    view_count: int | None = None


class Media(Struct):
    media_key: str
    type: str | None = None
    public_metrics: MediaMetrics | None = None


class Includes(Struct):
    media: list[Media] | None = None


class ItemError(Struct):
    title: str | None = None
    resource_id: str | None = None
    value: str | None = None


class Meta(Struct):
    newest_id: str | None = None
    next_token: str | None = None


class Timeline(Struct):
    data: list[Tweet] | None = None
    includes: Includes | None = None
    errors: list[ItemError] | None = None
    meta: Meta | None = None

    @property
    def newest_id(self) -> str | None:
        return self.meta.newest_id if self.meta else None

    @property
    def next_token(self) -> str | None:
        return self.meta.next_token if self.meta else None


class IncludesRaw(Struct):
    media: list[msgspec.Raw] | None = None


class TimelineRaw(Struct):
    """A page of which something cannot be read: item by item."""

    data: list[msgspec.Raw] | None = None
    includes: IncludesRaw | None = None
    errors: list[msgspec.Raw] | None = None
    meta: Meta | None = None


class Event(Struct):
    """Something that happened in a conversation of direct messages."""

    id: str
    event_type: str | None = None
    text: str | None = None
    created_at: Moment | None = None
    dm_conversation_id: str | None = None
    sender_id: str | None = None
    participant_ids: list[str] | None = None
    attachments: Attachments | None = None


class EventsRaw(Struct):
    """A page of events; one that cannot be read is no reason to lose the others."""

    data: list[msgspec.Raw] | None = None
    errors: list[ItemError] | None = None
    meta: Meta | None = None


class PeopleRaw(Struct):
    data: list[msgspec.Raw] | None = None


class Written(Struct):
    dm_event_id: Id
    dm_conversation_id: str | None = None


class WrittenAnswer(Struct):
    data: Written


class DayMetrics(Struct):
    impressions: int | None = None
    likes: int | None = None
    replies: int | None = None
    retweets: int | None = None
    reposts: int | None = None
    bookmarks: int | None = None
    engagements: int | None = None
    url_clicks: int | None = None
    user_profile_clicks: int | None = None
    media_views: int | None = None


class OneDay(Struct):
    timestamp: Moment
    metrics: DayMetrics


class Analysed(Struct):
    id: str
    timestamped_metrics: list[OneDay] | None = None


class AnalyticsAnswer(Struct):
    data: list[Analysed] | None = None


class Made(Struct):
    id: Id


class MadeAnswer(Struct):
    data: Made


class Failure(Struct):
    """One of X's several error forms (platforms/x.md §8); all fields may lack."""

    title: str = ""
    detail: str = ""
    type: str = ""
    reason: str = ""
    error: str = ""
    error_description: str = ""
    errors: list[dict[str, object]] = []


class ProcessingError(Struct):
    message: str | None = None


class Processing(Struct):
    state: str
    check_after_secs: int | None = None
    error: ProcessingError | None = None


class Uploaded(Struct):
    id: Id
    expires_after_secs: int | None = None
    processing_info: Processing | None = None


class UploadAnswer(Struct):
    data: Uploaded


class Credits(Struct):
    total_balance: float | None = None


class CreditsAnswer(Struct):
    data: Credits | None = None


class Usage(Struct):
    project_cap: float | str | None = None
    project_usage: float | str | None = None


class UsageAnswer(Struct):
    data: Usage | None = None
