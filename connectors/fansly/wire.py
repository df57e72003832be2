"""Fansly's answers as msgspec structs: only what is asked for (platforms/fansly.md §4).

Money is in mills (1/1000 USD), ids are texts, times are numbers whose unit their size tells. What is wanted of an answer
is required, so that one that says success and lacks it is noticed (§0.5).
"""

from typing import Annotated, Any

import msgspec

# Eighteen digits as they are; never a number, which would lose its last ones somewhere.
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,20}$")]
Moment = int | float


class Failure(msgspec.Struct):
    code: int | None = None
    details: str | None = None


class Envelope(msgspec.Struct):
    """Around every answer. An error may come with status 200."""

    success: bool
    response: msgspec.Raw = msgspec.Raw(b"null")
    error: Failure | None = None


class Plan(msgspec.Struct, rename="camel"):
    billing_cycle: int | None = None
    price: int | None = None
    status: int | None = None


class TierRow(msgspec.Struct, rename="camel"):
    """Its own `price` is not to be believed; that of the plan of 30 days is (§4.1)."""

    id: Id
    name: str | None = None
    plans: list[Plan] | None = None


class WallRow(msgspec.Struct):
    id: Id
    name: str | None = None


class Account(msgspec.Struct, rename="camel"):
    """`followCount` are followers."""

    id: Id
    username: str | None = None
    display_name: str | None = None
    follow_count: int | None = None
    subscription_tiers: list[msgspec.Raw] | None = None
    walls: list[msgspec.Raw] | None = None


class Me(msgspec.Struct):
    account: Account | None = None


class Person(msgspec.Struct, rename="camel"):
    id: Id
    username: str | None = None
    display_name: str | None = None


class Transaction(msgspec.Struct, rename="camel"):
    """`amount` is net of the site's share, `destination_tax` that share times 100."""

    transaction_id: Id
    type: int
    amount: int
    created_at: Moment
    destination: int | None = None
    destination_tax: int | None = None
    sender_id: str | None = None
    correlation_account_id: str | None = None
    status: int | None = None


class Transactions(msgspec.Struct):
    data: list[msgspec.Raw]


class Subscription(msgspec.Struct, rename="camel"):
    subscriber_id: Id
    subscription_tier_id: Id
    created_at: Moment
    status: int | None = None
    price: int | None = None
    promo_price: int | None = None
    gift_code_id: str | None = None
    auto_renew: int | bool | None = None
    duration: int | None = None
    billing_cycle: int | None = None
    ends_at: Moment | None = None


class Stats(msgspec.Struct):
    total: int | None = None


class Subscriptions(msgspec.Struct):
    subscriptions: list[msgspec.Raw]
    stats: Stats | None = None


class Attachment(msgspec.Struct, rename="camel"):
    content_type: int | None = None
    content_id: str | None = None


class Post(msgspec.Struct, rename="camel"):
    id: Id
    created_at: Moment
    account_id: str | None = None
    content: str | None = None
    in_reply_to: str | None = None
    attachments: list[Attachment] | None = None
    like_count: int | None = None
    media_like_count: int | None = None
    reply_count: int | None = None


class Details(msgspec.Struct):
    mimetype: str | None = None


class Flag(msgspec.Struct):
    """Who may see a file: 2 followers, 4 a tier named in `metadata`, JSON within JSON."""

    flags: int | None = None
    price: int | None = None
    metadata: str | dict[str, Any] | None = None


class Flags(msgspec.Struct, rename="camel"):
    permission_flags: list[Flag] | None = None


class AccountMedia(msgspec.Struct):
    id: Id
    media: Details | None = None
    permissions: Flags | None = None


class Bundle(msgspec.Struct, rename="camel"):
    id: Id
    account_media_ids: list[str] | None = None


class Timeline(msgspec.Struct, rename="camel"):
    """Lists may hold nulls."""

    posts: list[msgspec.Raw]
    account_media: list[msgspec.Raw] | None = None
    account_media_bundles: list[msgspec.Raw] | None = None


class ScheduledPost(msgspec.Struct, rename="camel"):
    """`post_template` is JSON within JSON."""

    post_id: Id
    scheduled_for: Moment
    post_template: str


class Queue(msgspec.Struct, rename="camel"):
    scheduled_posts: list[msgspec.Raw]


class Template(msgspec.Struct, rename="camel"):
    content: str | None = None
    attachments: list[Attachment] | None = None
    wall_ids: list[str] | None = None


class GroupRow(msgspec.Struct, rename="camel"):
    group_id: Id
    partner_account_id: str | None = None
    partner_username: str | None = None
    last_message_id: str | None = None


class Aggregated(msgspec.Struct):
    accounts: list[msgspec.Raw] | None = None


class Groups(msgspec.Struct, rename="camel"):
    data: list[msgspec.Raw]
    aggregation_data: Aggregated | None = None


class Message(msgspec.Struct, rename="camel"):
    """`created_at` may be a fraction of seconds."""

    id: Id
    created_at: Moment
    content: str | None = None
    group_id: str | None = None
    sender_id: str | None = None
    attachments: list[Attachment] | None = None


class Messages(msgspec.Struct, rename="camel"):
    messages: list[msgspec.Raw]
    account_media: list[msgspec.Raw] | None = None


class Made(msgspec.Struct):
    id: Id


class ActiveSession(msgspec.Struct, rename="camel"):
    """What the page keeps in the browser under SESSION_KEY."""

    token: str
    id: str | None = None
    account_id: str | None = None
