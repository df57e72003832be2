"""What the calendar shows: one light entry for each target, and days with their first entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState

# How much of a text an entry carries.
SHOWN_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One target of a post, with what a calendar draws of it.

    `text` is its beginning as this account gets it. `wall` is the planned local time (naive) in `zone`, `due_at` the same
    as aware UTC; both None for a draft without a time. `next_try` (aware UTC) is later than `due_at` where it was put
    off. `cover_id` is the first media item, `parts` counts those of a thread.
    """

    post_id: int
    target_id: int
    client_id: int
    account_id: int
    account: str
    platform: PlatformId
    state: PostState
    text: str = field(repr=False)
    parts: int
    media: int
    cover_id: int | None
    wall: datetime | None
    zone: str
    due_at: datetime | None
    next_try: datetime | None
    posted_at: datetime | None
    tags: tuple[str, ...]
    queue_id: int | None
    series_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """A day of a month: how many targets it holds in all and in each state, and its first entries by time."""

    day: date
    total: int
    states: Mapping[PostState, int]
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    """A tag and how many posts carry it."""

    tag: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person who wrote posts here."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """A post at one time, for another calendar. `uid` stays the same however the post is changed.

    `due_at` is aware UTC, meant in `zone`; `accounts` are those on which it goes out then, `states` theirs.
    """

    uid: str
    accounts: tuple[str, ...]
    client: str
    parts: tuple[str, ...] = field(repr=False)
    states: tuple[PostState, ...]
    due_at: datetime
    zone: str
    tags: tuple[str, ...]
    url: str | None
    created_at: datetime
    updated_at: datetime
