"""What practice Instagram keeps: accounts, media, containers and tokens, as plain data."""

import math
from datetime import datetime, timedelta
from typing import Literal

import msgspec

SCOPES = (
    "instagram_business_basic",
    "instagram_business_content_publish",
    "instagram_business_manage_comments",
    "instagram_business_manage_insights",
)
APP_ID, APP_SECRET = "990011223344", "practice-instagram-secret"
REDIRECT = "https://localhost/ofauto/"
STORY_LIFE = timedelta(hours=24)
# Most of what a post will ever gather comes in its first days.
_PACE_HOURS = 30.0


class Account(msgspec.Struct, kw_only=True, frozen=True):
    """One professional account. `followers` at `since` (aware UTC) grow by `per_day`. `app_scoped` is `id`, not `user_id`."""

    id: str
    app_scoped: str
    handle: str
    name: str
    since: datetime
    followers: int
    per_day: float

    def followers_at(self, at: datetime) -> int:
        return max(0, int(self.followers + self.per_day * ((at - self.since) / timedelta(days=1))))


class Media(msgspec.Struct, kw_only=True):
    """One post or story. `appeal`: how many views it gathers in the end; `container` it came from, None for the past."""

    id: str
    owner: str
    at: datetime
    caption: str = ""
    kind: Literal["IMAGE", "VIDEO", "CAROUSEL_ALBUM"] = "IMAGE"
    product: Literal["FEED", "REELS", "STORY"] = "FEED"
    children: list[str] = []
    appeal: float = 0.0
    container: str | None = None
    deleted: bool = False

    def views(self, at: datetime) -> int:
        hours = max(0.0, (at - self.at) / timedelta(hours=1))
        return int(self.appeal * (1 - math.exp(-hours / _PACE_HOURS)))

    def share(self, least: float, most: float, which: int) -> float:
        """A number between that is always the same for the same post and purpose."""
        return least + (most - least) * ((int(self.id) ^ which * 0x9E3779B9) * 0xBF58476D >> 9 & 0xFFFF) / 0xFFFF

    @property
    def shortcode(self) -> str:
        """What stands in its address: not to be had from its id alone."""
        return f"C{int(self.id) * 7919 % 36**9:x}"


class Container(msgspec.Struct, kw_only=True):
    """What will be a post: made, processed, and published once. `checks_left`: looks until it is finished, once its
    file is there.
    """

    id: str
    owner: str
    at: datetime
    caption: str = ""
    kind: Literal["IMAGE", "VIDEO", "CAROUSEL_ALBUM"] = "IMAGE"
    product: Literal["FEED", "REELS", "STORY"] = "FEED"
    item: bool = False
    children: list[str] = []
    options: dict[str, str] = {}
    checks_left: int = 0
    failed: str = ""
    awaits_file: bool = False
    published: str | None = None


class Token(msgspec.Struct, kw_only=True, frozen=True):
    """An access token's rights; aware UTC. `ends` None for those that tests begin with."""

    owner: str
    scopes: tuple[str, ...]
    made_at: datetime | None = None
    ends: datetime | None = None
    short: bool = False


class Code(msgspec.Struct, kw_only=True, frozen=True):
    """An authorisation code, good for an hour and once."""

    owner: str
    scopes: tuple[str, ...]
    redirect_uri: str
    ends: datetime


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the server behaves (`PATCH /_practice/world`).

    `granted_scopes`: what the person leaves ticked in the browser, where `browser_user` is logged in and `consent` says
    whether they agree; `scopes` overrides what an account's tokens may do, by handle. `doc_shapes`: answers in lists, as
    the documentation shows them. `page_size` caps `limit`; `empty_pages`: every second page is empty. `hide_likes`: no
    `like_count`. `bad_metrics` are not valid. `few_viewers`: stories tell no numbers. `usage` in per cent, None for no
    header; with `blocked_minutes` every request is refused. `quota` posts in 24 hours. `processing_checks`: looks until a
    container is finished, or failed with `processing_error`. `empty_renewals`: a renewed token is an empty text.
    `names_timeframe`: groups of followers name the stretch of time before their own name.
    """

    consent: bool = True
    browser_user: str = "ada_practice"
    granted_scopes: list[str] = msgspec.field(default_factory=lambda: list(SCOPES))
    scopes: dict[str, list[str]] = {}
    dead_tokens: list[str] = []
    doc_shapes: bool = False
    page_size: int = 100
    empty_pages: bool = False
    repeat_pages: bool = False
    hide_likes: bool = False
    bad_metrics: list[str] = []
    few_viewers: bool = False
    usage: int | None = 7
    blocked_minutes: int = 0
    quota: int = 50
    processing_checks: int = 0
    processing_error: str = ""
    empty_renewals: bool = False
    names_timeframe: bool = False
