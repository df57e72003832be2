"""Patreon's answers as msgspec structs: only what is asked for (platforms/patreon.md §2, §3).

JSON:API says nothing that was not asked for, and may leave out what was: every attribute is optional, a relation may be
null, hold null, hold a list, or lack altogether.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec

A = TypeVar("A")


# What is called by nothing could not be told from others.
Id = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Ref(msgspec.Struct, gc=False):
    type: str
    id: str


class Relation(msgspec.Struct):
    data: Ref | list[Ref] | None = None

    @property
    def refs(self) -> list[Ref]:
        """What it points to, in every form it comes in."""
        if self.data is None:
            return []
        return self.data if isinstance(self.data, list) else [self.data]


class Cursors(msgspec.Struct):
    next: str | None = None


class Pagination(msgspec.Struct):
    cursors: Cursors | None = None
    total: int | None = None


class Meta(msgspec.Struct):
    pagination: Pagination | None = None


class CampaignAttributes(msgspec.Struct):
    creation_name: str | None = None
    url: str | None = None
    vanity: str | None = None
    patron_count: int | None = None


class MemberAttributes(msgspec.Struct):
    """Amounts are minor units of the campaign's currency, which is not told. `patron_status` null: never paid."""

    patron_status: str | None = None
    is_free_trial: bool | None = None
    is_gifted: bool | None = None
    last_charge_date: datetime | None = None
    last_charge_status: str | None = None
    next_charge_date: datetime | None = None
    pledge_cadence: int | None = None
    pledge_relationship_start: datetime | None = None
    currently_entitled_amount_cents: int | None = None
    campaign_lifetime_support_cents: int | None = None


class PostAttributes(msgspec.Struct):
    title: str | None = None
    content: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    is_public: bool | None = None
    is_paid: bool | None = None


class IncludedAttributes(msgspec.Struct):
    """Of tiers and pledge events, in one form: which one it is, the resource's own type says."""

    title: str | None = None
    amount_cents: int | None = None
    published: bool | None = None
    patron_count: int | None = None
    type: str | None = None
    date: datetime | None = None
    currency_code: str | None = None
    payment_status: str | None = None
    tier_id: str | None = None
    tier_title: str | None = None


class Resource(msgspec.Struct, Generic[A]):
    id: Id
    type: str
    attributes: A | None = None
    relationships: dict[str, Relation | None] | None = None

    def refs(self, name: str) -> list[Ref]:
        relation = (self.relationships or {}).get(name)
        return relation.refs if relation is not None else []


Campaign = Resource[CampaignAttributes]
Member = Resource[MemberAttributes]
Post = Resource[PostAttributes]
Included = Resource[IncludedAttributes]


class Listed(msgspec.Struct, Generic[A]):
    """A page: `data` is what was asked for, `included` what it points to. An error's answer has no `data`."""

    data: list[Resource[A]]
    included: list[Included] | None = None
    meta: Meta | None = None


class Single(msgspec.Struct, Generic[A]):
    """One resource, with what it points to."""

    data: Resource[A]
    included: list[Included] | None = None


class ListedRaw(msgspec.Struct):
    """A page of which something cannot be read: item by item."""

    data: list[msgspec.Raw]
    included: list[msgspec.Raw] | None = None
    meta: Meta | None = None


class Delivered(msgspec.Struct):
    """One member or post, whose attributes are read when its type is known."""

    id: str
    type: str
    attributes: msgspec.Raw = msgspec.Raw(b"null")
    relationships: dict[str, Relation | None] | None = None


class Delivery(msgspec.Struct):
    """A webhook's body."""

    data: Delivered


class Source(msgspec.Struct):
    parameter: str | None = None


class Failure(msgspec.Struct):
    """One of an answer's errors. `status` is text, sometimes a number."""

    code_name: str | None = None
    detail: str | None = None
    title: str | None = None
    retry_after_seconds: float | None = None
    source: Source | None = None


class Failures(msgspec.Struct):
    """`error` is what the token endpoint says."""

    errors: list[Failure] | None = None
    error: str | None = None
