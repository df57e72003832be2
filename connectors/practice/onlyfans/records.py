"""What the practice site knows of its creators: people, payments, posts, letters. Money in cents, instants aware UTC."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

PASSWORD = "practice-onlyfans-password"
"""Every practice creator's."""


class Creator(msgspec.Struct, kw_only=True):
    """Somebody who logs in."""

    id: int
    username: str
    name: str
    email: str
    price: int = 999


class Login(msgspec.Struct, kw_only=True):
    """One session: good only with all that belonged together when it was made. `agent` None: of any browser."""

    creator: int
    fp: str
    bc: str
    agent: str | None = None


class Fan(msgspec.Struct, kw_only=True):
    """`deleted`: the account is gone, its money stays. `starts` are when each month began; `ends` when the last is over."""

    id: int
    username: str
    name: str
    starts: list[datetime]
    ends: datetime
    price: int
    deleted: bool = False
    follows_back: bool = False


class Payment(msgspec.Struct, kw_only=True):
    """A row of the ledger. `said` is how its description begins; `vat` was paid on top by the fan."""

    id: str
    cents: int
    fee: int
    vat: int
    at: datetime
    said: str
    fan: int | None
    status: str = "done"
    currency: str = "USD"


class Chargeback(msgspec.Struct, kw_only=True):
    id: int
    at: datetime
    payment: str


class Payout(msgspec.Struct, kw_only=True):
    id: int
    cents: int
    at: datetime
    state: str


class Post(msgspec.Struct, kw_only=True):
    """`due`: it waits in the queue until then."""

    id: int
    text: str
    at: datetime
    media: int = 0
    price: int = 0
    preview: int = 0
    expires: int | None = None
    due: datetime | None = None
    likes: int = 0
    comments: int = 0
    views: int = 0


class Letter(msgspec.Struct, kw_only=True):
    """A message in a conversation with `fan`; `own`: the creator's."""

    id: int
    fan: int
    own: bool
    text: str
    at: datetime
    price: int = 0
    media: int = 0
    tip: int = 0
    opened: bool = True


class Mass(msgspec.Struct, kw_only=True):
    """A message to lists of people."""

    id: int
    text: str
    at: datetime
    to: list[int]
    price: int = 0
    media: int = 0
    due: datetime | None = None
    cancelled: bool = False


class Visit(msgspec.Struct, kw_only=True):
    """A day's visitors of the profile."""

    day: datetime
    count: int


class House(msgspec.Struct, kw_only=True):
    """Everything that is one creator's; lists are newest first."""

    creator: Creator
    payments: list[Payment] = []
    chargebacks: list[Chargeback] = []
    payouts: list[Payout] = []
    fans: list[Fan] = []
    posts: list[Post] = []
    letters: list[Letter] = []
    masses: list[Mass] = []
    visits: list[Visit] = []

    def fan(self, fan_id: int | None) -> Fan | None:
        return next((fan for fan in self.fans if fan.id == fan_id), None)


def made_id(*parts: Any) -> str:
    """32 hex digits, the same for the same parts."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


CREATORS = (
    Creator(id=41700321, username="demo_creator", name="Demo Creator", email="owner@example.test"),
    Creator(id=41700322, username="other_creator", name="Other Creator", email="other@example.test", price=1499),
)
