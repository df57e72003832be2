"""Instagram's answers as msgspec structs: only what we read, everything optional that may lack (platforms/instagram.md)."""

from typing import Annotated

import msgspec

Id = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Struct(msgspec.Struct):
    """Unknown keys are ignored."""


class ShortToken(Struct):
    """What a code is exchanged for: flat, as live answers are, or in a list, as the documentation shows it (§2)."""

    access_token: str | None = None
    user_id: int | str | None = None
    permissions: list[str] | str | None = None
    data: list["ShortToken"] | None = None


class LongToken(Struct):
    access_token: str
    expires_in: int | float | str | None = None


class Me(Struct):
    """The account; flat, or in a list (§3). `user_id` is the professional id, and not `id`."""

    user_id: int | str | None = None
    id: int | str | None = None
    username: str | None = None
    name: str | None = None
    followers_count: int | None = None
    follows_count: int | None = None
    media_count: int | None = None
    data: list["Me"] | None = None


class Linked(Struct):
    id: Id


class Page(Struct):
    """A Facebook page, and the Instagram account that belongs to it."""

    instagram_business_account: Linked | None = None


class Pages(Struct):
    data: list[Page]


class Child(Struct):
    id: Id


class Children(Struct):
    data: list[Child]


class Media(Struct):
    """`like_count` lacks where the owner hides it, `caption` where it is empty (§5)."""

    id: Id
    caption: str | None = None
    media_type: str | None = None
    media_product_type: str | None = None
    permalink: str | None = None
    timestamp: str | None = None
    like_count: int | None = None
    comments_count: int | None = None
    children: Children | None = None


class Cursors(Struct):
    after: str | None = None


class Paging(Struct):
    cursors: Cursors | None = None
    next: str | None = None


class MediaPage(Struct):
    data: list[Media]
    paging: Paging | None = None


class ListRaw(Struct):
    """A page of which something cannot be read: item by item."""

    data: list[msgspec.Raw]
    paging: Paging | None = None


class Comment(Struct):
    id: Id
    text: str | None = None
    username: str | None = None
    timestamp: str | None = None
    like_count: int | None = None


class CommentPage(Struct):
    data: list[Comment]
    paging: Paging | None = None


class InsightValue(Struct):
    value: int | float | dict[str, int] | None = None


class BreakdownResult(Struct):
    dimension_values: list[str]
    value: int | float | None = None


class Breakdown(Struct):
    dimension_keys: list[str] | None = None
    results: list[BreakdownResult] | None = None


class TotalValue(Struct):
    value: int | float | None = None
    breakdowns: list[Breakdown] | None = None


class Insight(Struct):
    name: str
    values: list[InsightValue] | None = None
    total_value: TotalValue | None = None


class Insights(Struct):
    data: list[Insight]


class QuotaConfig(Struct):
    quota_total: int | None = None
    quota_duration: int | None = None


class Quota(Struct):
    quota_usage: int | None = None
    config: QuotaConfig | None = None


class QuotaAnswer(Struct):
    data: list[Quota]


class Made(Struct):
    """A container or a media item that was made; `uri` where its bytes are to be sent."""

    id: Id
    uri: str | None = None


class ContainerStatus(Struct):
    status_code: str
    status: str | None = None


class Failure(Struct):
    """Graph's form of "no" (§9); the login's own differs."""

    message: str = ""
    code: int = 0
    error_subcode: int = 0
    is_transient: bool = False
    error_user_msg: str = ""
