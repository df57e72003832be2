"""What Fansly's practice platform knows, as plain data. Money in mills (1/1000 USD), ids as texts, times as they are told."""

from typing import Any

import msgspec

# Ids carry their milliseconds since this moment: 18 digits for the years that matter (platforms/fansly.md §0.2).
_EPOCH_MS = 1_610_000_000_000
_SHIFT = 22


def snowflake(ms: int, number: int = 0) -> str:
    """An id of that moment (milliseconds since 1970); `number` tells those of one moment apart."""
    return str((ms - _EPOCH_MS << _SHIFT) + number % (1 << _SHIFT))


class Fan(msgspec.Struct, kw_only=True, frozen=True):
    """Somebody who follows, pays and writes. `gone`: the account was deleted, so nobody is told their name."""

    id: str
    username: str
    name: str
    gone: bool = False


class Tier(msgspec.Struct, kw_only=True, frozen=True):
    """`price` in mills is the plan's of 30 days. `shown` is the tier's own, which is not to be believed (§4.1)."""

    id: str
    plan: str
    name: str
    price: int
    shown: int


class Subscription(msgspec.Struct, kw_only=True):
    """One row of /subscribers; `*_ms` in milliseconds. `renews` None: no date is told."""

    id: str
    history: str
    fan: str
    tier: str
    status: int
    price: int
    renew_price: int
    auto_renew: int
    created_ms: int
    ends_ms: int
    renews: int | None
    days: int = 30
    promo: int | None = None
    gift: str | None = None


class Transaction(msgspec.Struct, kw_only=True):
    """One row of the wallet, without its status: that follows from its age. `net` is what the creator gets, in mills."""

    id: str
    type: int
    net: int
    ms: int
    sender: str
    receiver: str
    correlation: str | None
    destination: int = 2
    tax: int = 2000
    status: int | None = None


class AccountMedia(msgspec.Struct, kw_only=True):
    """A file as posts and messages carry it: `id` is what they name, `media` the file's own. `permissions` as told."""

    id: str
    media: str
    mime: str
    name: str = ""
    size: int = 0
    permissions: list[dict[str, Any]] = []
    price: int = 0


class Post(msgspec.Struct, kw_only=True):
    """`seconds` since 1970 may be a fraction. `media` are account media ids, `others` attachments of other kinds."""

    id: str
    text: str
    seconds: float
    media: list[str] = []
    others: list[dict[str, Any]] = []
    walls: list[str] = []
    likes: int = 0
    media_likes: int = 0
    replies: int = 0
    tips: int = 0
    pinned: bool = False
    price: int = 0


class Scheduled(msgspec.Struct, kw_only=True):
    """A post that waits at the site. `template` is what the page posted."""

    id: str
    template: dict[str, Any]
    for_ms: int


class Message(msgspec.Struct, kw_only=True):
    id: str
    sender: str
    text: str
    seconds: float
    media: list[str] = []
    reply: str | None = None
    read: bool = True
    price: int = 0


class Group(msgspec.Struct, kw_only=True):
    """A conversation of two; messages oldest first."""

    id: str
    partner: str
    messages: list[Message] = []


class Link(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    label: str
    clicks: int
    follows: int
    subscriptions: int
    gross: int
    ms: int


class Upload(msgspec.Struct, kw_only=True):
    """A file on its way: `status` 1 to 6, of which 6 is done; a look at it moves it on."""

    id: str
    owner: str
    mime: str
    name: str
    size: int
    status: int = 1
    parts: list[int] = []
    media: str | None = None


class Wall(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    name: str


class Creator(msgspec.Struct, kw_only=True):
    """One creator with all that is theirs. Transactions and posts newest last."""

    id: str
    handle: str
    name: str
    token: str
    created_ms: int
    followers: int = 0
    tiers: list[Tier] = []
    walls: list[Wall] = []
    fans: dict[str, Fan] = {}
    subscriptions: list[Subscription] = []
    transactions: list[Transaction] = []
    media: dict[str, AccountMedia] = {}
    posts: list[Post] = []
    scheduled: list[Scheduled] = []
    groups: list[Group] = []
    links: list[Link] = []

    def group(self, group_id: str) -> Group | None:
        return next((one for one in self.groups if one.id == group_id), None)
