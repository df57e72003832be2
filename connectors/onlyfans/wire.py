"""OnlyFans' answers as msgspec structs: only what we read (platforms/onlyfans.md §5).

Unknown keys are ignored. Counts may come as texts (`Count`; `parse.whole` understands them), money as decimal dollars,
which are taken digit by digit and never become a float. Items of lists are read one by one, so one bad item costs itself.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec

Count = int | float | str | None
Money = Decimal | None
Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)] | Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class OtpState(msgspec.Struct, rename="camel"):
    force_face_otp: bool | None = None


class Payload(msgspec.Struct, rename="camel"):
    otp_state: OtpState | None = None


class Error(msgspec.Struct):
    code: int | str | None = None
    message: str | None = None
    payload: Payload | None = None


class Said(msgspec.Struct, rename="camel"):
    """What any answer may be instead of what was asked for."""

    error: Error | None = None
    is_auth: bool | None = None


class Me(msgspec.Struct, rename="camel"):
    """`users/me`. Somebody who is not logged in has `isAuth` false and nothing else."""

    id: Id
    username: str
    is_auth: bool
    name: str | None = None
    subscribers_count: Count = None
    posts_count: Count = None
    post_min_price: Money = None
    post_max_price: Money = None
    message_min_price: Money = None
    message_max_price: Money = None


class Listing(msgspec.Struct, rename="camel"):
    """A page of an endless list; the same lists come as bare arrays, too."""

    entries: list[msgspec.Raw] | None = msgspec.field(name="list", default=None)
    users: list[msgspec.Raw] | None = None
    items: list[msgspec.Raw] | None = None
    has_more: bool | None = None


class User(msgspec.Struct, rename="camel"):
    id: Id | None = None
    username: str | None = None
    name: str | None = None


class Row(msgspec.Struct, rename="camel"):
    """A row of the ledger (§5.2). `amount` is gross; `vat_amount` was paid on top of it."""

    id: Id
    amount: Decimal
    created_at: datetime
    status: str
    net: Money = None
    fee: Money = None
    vat_amount: Money = None
    tax_amount: Money = None
    currency: str | None = None
    description: str | None = None
    type: str | None = None
    user: User | None = None


class Chargeback(msgspec.Struct, rename="camel"):
    created_at: datetime
    payment: Row


class PayoutRow(msgspec.Struct, rename="camel"):
    """A payout that was asked for. Its form is not published."""

    id: Id
    amount: Decimal
    created_at: datetime
    currency: str | None = None
    status: str | None = None
    state: str | None = None


class Month(msgspec.Struct, rename="camel"):
    """One charge of a subscription: who subscribes to whom decides whose fan somebody is."""

    subscriber_id: Id | None = None
    start_date: datetime | None = None
    expire_date: datetime | None = None
    price: Money = None
    action: str | None = None


class Subscribed(msgspec.Struct, rename="camel"):
    subscribe_at: datetime | None = None
    expired_at: datetime | None = None
    price: Money = None
    duration: str | None = None
    subscribes: list[Month] | None = None


class Fan(msgspec.Struct, rename="camel"):
    """`subscribed_on…`: they subscribe to me. `subscribed_by…`: I to them. Confusing the two is the usual mistake (§5.4)."""

    id: Id
    subscribed_on: bool | None = None
    subscribed_on_data: Subscribed | None = None
    subscribed_by_data: Subscribed | None = None


class Counted(msgspec.Struct):
    active: Count = None


class FanCounts(msgspec.Struct):
    subscribers: Counted


class Post(msgspec.Struct, rename="camel"):
    id: Id
    posted_at: datetime | None = None
    text: str | None = None
    raw_text: str | None = None
    price: Money = None
    media: list[msgspec.Raw] | None = None
    media_count: Count = None
    favorites_count: Count = None
    comments_count: Count = None


class PostStats(msgspec.Struct, rename="camel"):
    """`is_available` or `has_stats` false means that there are no numbers, not that they are 0."""

    is_available: bool | None = None
    has_stats: bool | None = None
    look_count: Count = None


class Waiting(msgspec.Struct, rename="camel"):
    """A row of the queue. Its form is not published: both guesses of §5.6 are read."""

    id: Id
    type: str | None = None
    publish_date_time: datetime | None = None
    scheduled_date: datetime | None = None
    post: Post | None = None


class Media(msgspec.Struct):
    type: str | None = None


class Letter(msgspec.Struct, rename="camel"):
    id: Id
    created_at: datetime
    from_user: User
    text: str | None = None
    media: list[Media] | None = None
    media_count: Count = None
    price: Money = None
    is_tip: bool | None = None


class Chat(msgspec.Struct, rename="camel"):
    with_user: User
    last_message: Letter | None = None


class Day(msgspec.Struct):
    date: datetime
    count: Count = None


class Chart(msgspec.Struct):
    visitors: list[Day] | None = None


class Views(msgspec.Struct):
    subscribers: Count = None


class Country(msgspec.Struct, rename="camel"):
    country_code: str | None = None
    views_count: Views | None = None


class Countries(msgspec.Struct):
    rows: list[Country] | None = None


class Overview(msgspec.Struct, rename="camel"):
    is_available: bool | None = None
    has_stats: bool | None = None
    chart: Chart | None = None
    top_countries: Countries | None = None


class Campaign(msgspec.Struct, rename="camel"):
    id: Id
    count_transitions: Count = None


class Queued(msgspec.Struct, rename="camel"):
    """A message to many, as the answer to sending it tells it."""

    id: Id
    total: Count = None
    date: datetime | None = None
    can_unsend: bool | None = None


class MassSent(msgspec.Struct, rename="camel"):
    """A message to many, as the page of them lists it. Its price is a text."""

    id: Id
    date: datetime | None = None
    raw_text: str | None = None
    sent_count: Count = None
    viewed_count: Count = None
    purchased_count: Count = None
    price: Decimal | None = None
    is_canceled: bool = False
    can_unsend: bool | None = None


class NamedList(msgspec.Struct, rename="camel"):
    """A list of people."""

    id: Id
    name: str | None = None
    users_count: Count = None
