"""Patreon's webhooks: is a delivery theirs, and what does it say (platforms/patreon.md §4). Pure: no door, no clock."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from connectors.base import Hint, Told
from connectors.errors import LayoutChanged, NotGenuine
from connectors.patreon import parse as parsing
from connectors.patreon.wire import Delivered, MemberAttributes, PostAttributes, Resource
from connectors.patreon.wire import Delivery as Wire
from ofauto_desktop.domain.money import Subscriber
from ofauto_desktop.domain.posts import RemotePost

A = TypeVar("A")
ANSWER = 202
# A patron who leaves and comes back is told in the same words as before.
AGAIN = True
EVENT, SIGNATURE = "x-patreon-event", "x-patreon-signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery: a hint to read `remote_id` again, as nothing says in which order deliveries were made.

    `kind` is "member" or "post". `fingerprint` is the same for the same attributes; with the event and the id it tells a
    repeated delivery, for Patreon numbers and dates none. `subscriber` or `post` is what it tells, where that is whole.
    """

    kind: str
    remote_id: str
    fingerprint: str
    subscriber: Subscriber | None = None
    post: RemotePost | None = field(default=None, repr=False)


def admit(body: bytes, headers: Mapping[str, str], login: Mapping[str, str]) -> str:
    """The event, whom it is about, and a mark of what it says: Patreon numbers and dates none (platforms/patreon.md §4)."""
    if not verify(body, headers, login.get("webhook_secret", "")):
        raise NotGenuine("the delivery is not signed with the webhook's secret")
    delivery = parse(body)
    return f"{event(headers)[:60]}:{delivery.remote_id[:80]}:{delivery.fingerprint}"


def told(body: bytes, headers: Mapping[str, str]) -> Told:  # noqa: ARG001 - the body tells enough
    """A hint alone: nothing says in which order deliveries were made, so what it is about is read again."""
    delivery = parse(body)
    return Told(hints=(Hint(kind=delivery.kind, remote_id=delivery.remote_id),))


def verify(raw: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Whether `raw`, byte for byte as it came, was signed with the webhook's secret: HMAC-MD5 in lower-case hex.

    `headers` may be in any case. Compared in constant time; False without a signature or a secret.
    """
    given = _header(headers, SIGNATURE)
    expected = hmac.new(secret.encode(), raw, hashlib.md5).hexdigest()
    return bool(secret) and hmac.compare_digest(given.encode(), expected.encode())


def event(headers: Mapping[str, str]) -> str:
    """What happened, such as "members:pledge:create"; "" where that is not told."""
    return _header(headers, EVENT)


def parse(raw: bytes) -> Delivery:
    """What a delivery says. Call `verify` first. Raises LayoutChanged for what is no such document."""
    try:
        told = msgspec.json.decode(raw, type=Wire).data
        fingerprint = hashlib.sha256(msgspec.json.encode(msgspec.json.decode(told.attributes))).hexdigest()
        member = _read(told, MemberAttributes) if told.type == "member" else None
        post = _read(told, PostAttributes) if told.type == "post" else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LayoutChanged("a delivery of Patreon is not of the expected form") from error
    if told.type not in ("member", "post"):
        raise LayoutChanged("a delivery of Patreon is about neither a member nor a post")
    if not told.id.strip():
        raise LayoutChanged("a delivery of Patreon does not say whom it is about")
    return Delivery(
        kind=told.type,
        remote_id=told.id,
        fingerprint=fingerprint,
        subscriber=parsing.subscriber(member) if member else None,
        post=parsing.post(post) if post else None,
    )


def _read(told: Delivered, form: type[A]) -> Resource[A]:
    attributes: A | None = msgspec.json.decode(told.attributes, type=form | None)
    return Resource(id=told.id, type=told.type, attributes=attributes, relationships=told.relationships)


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value.strip() for key, value in headers.items() if key.lower() == name), "")
