"""Posts, their targets and the states a target can be in (security.md §8)."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.media import MediaItem, UploadSource
from ofauto_desktop.domain.platforms import PlatformId


class PostState(StrEnum):
    """The states of one post on one account. `by_hand`: its time has come, and a person is to put it up themselves.

    `at_site`: it lies in the site's own queue until its time; only there it can be changed.
    """

    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    SENDING = "sending"
    BY_HAND = "by_hand"
    AT_SITE = "at_site"
    POSTED = "posted"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    MISSED = "missed"


_S = PostState
# Which state may follow which. `sending` leads to `scheduled` only where nothing was accepted: the platform
# refused, or no byte left; and back to `claimed` where a part of a thread is out and the next one follows.
MOVES: dict[PostState, frozenset[PostState]] = {
    _S.DRAFT: frozenset({_S.PENDING_APPROVAL, _S.SCHEDULED, _S.CANCELLED}),
    _S.PENDING_APPROVAL: frozenset({_S.DRAFT, _S.SCHEDULED, _S.CANCELLED}),
    _S.SCHEDULED: frozenset({_S.DRAFT, _S.CLAIMED, _S.CANCELLED, _S.MISSED, _S.FAILED}),
    _S.CLAIMED: frozenset({_S.SCHEDULED, _S.SENDING, _S.BY_HAND, _S.FAILED, _S.CANCELLED, _S.MISSED}),
    _S.SENDING: frozenset({_S.POSTED, _S.FAILED, _S.UNKNOWN, _S.SCHEDULED, _S.CLAIMED, _S.BY_HAND, _S.AT_SITE}),
    # The site puts it out by itself; a person may have taken it out there.
    _S.AT_SITE: frozenset({_S.POSTED, _S.UNKNOWN, _S.CANCELLED}),
    # Only the person who puts it up knows that it is out; where it is filled in for them it is being sent meanwhile.
    _S.BY_HAND: frozenset({_S.POSTED, _S.SCHEDULED, _S.DRAFT, _S.CANCELLED, _S.SENDING}),
    _S.POSTED: frozenset(),
    _S.FAILED: frozenset({_S.SCHEDULED, _S.DRAFT, _S.CANCELLED}),
    # Found in the site's own queue, it is known again: it lies there.
    _S.UNKNOWN: frozenset({_S.POSTED, _S.FAILED, _S.SCHEDULED, _S.CANCELLED, _S.BY_HAND, _S.AT_SITE}),
    _S.CANCELLED: frozenset({_S.DRAFT, _S.SCHEDULED}),
    _S.MISSED: frozenset({_S.SCHEDULED, _S.DRAFT, _S.CANCELLED}),
}
# A person may change, move or cancel a target in these; from `claimed` on it is guarded by the claim (CAS).
EDITABLE = frozenset({_S.DRAFT, _S.PENDING_APPROVAL, _S.SCHEDULED, _S.BY_HAND, _S.FAILED, _S.CANCELLED, _S.MISSED})
# Planned for a time to come, which this program or the site itself keeps.
COMING = frozenset({_S.SCHEDULED, _S.AT_SITE})
IN_FLIGHT = frozenset({_S.CLAIMED, _S.SENDING})


def may_become(current: PostState, wanted: PostState) -> bool:
    """Whether a target in `current` may move to `wanted`."""
    return wanted in MOVES[current]


class Outcome(StrEnum):
    """How one try ended, as `attempts[].outcome` shows it."""

    SENDING = "sending"
    POSTED = "posted"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    SKIPPED = "skipped"
    HANDED = "handed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try, or one act that settled it. `part` counts from 0 in a thread. `detail` is safe to show."""

    at: datetime
    part: int
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A post on one account. `wall` is the planned local time (naive) in `zone`; `due_at` the same as aware UTC.

    `text`, `thread` and `media_ids` are this account's own, None where the post's are used; `options` are settings of
    its platform, by the names of the manifest. `part_ids` are the remote ids of the parts of a thread that are out, in
    order.
    """

    id: int
    account_id: int
    account: str
    platform: PlatformId
    state: PostState
    text: str | None = field(repr=False)
    wall: datetime | None
    zone: str
    due_at: datetime | None
    remote_id: str | None
    url: str | None
    posted_at: datetime | None
    part_ids: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    thread: tuple[str, ...] | None = field(default=None, repr=False)
    media_ids: tuple[int, ...] | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a person wrote once, for one or several accounts. `thread` holds the parts after the first.

    `delays` says how many minutes to wait before each part of the thread; a missing one is none. `series_day` is the day
    of its series that it stands for, and stays when the post is moved. `author_id` is a user's.
    """

    id: int
    client_id: int
    client: str
    text: str = field(repr=False)
    thread: tuple[str, ...] = field(repr=False)
    reply_to: str | None
    media: tuple[MediaItem, ...]
    targets: tuple[Target, ...]
    created_at: datetime
    updated_at: datetime
    tags: tuple[str, ...] = ()
    delays: tuple[int, ...] = ()
    series_id: int | None = None
    series_day: date | None = None
    queue_id: int | None = None
    author_id: int | None = None

    def parts_for(self, target: Target) -> tuple[str, ...]:
        """The texts as one target's account gets them."""
        text = self.text if target.text is None else target.text
        return (text, *(self.thread if target.thread is None else target.thread))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts: every field narrows, and of several words in one field any will do.

    Times are aware UTC, half-open, and look at targets' due times; `text` finds posts that hold all its words, the last
    one perhaps only begun. `authors` are user ids, `offset` and `limit` count what the asking function lists.
    """

    states: tuple[PostState, ...] = ()
    account_ids: tuple[int, ...] = ()
    client_id: int | None = None
    client_ids: tuple[int, ...] = ()
    platforms: tuple[PlatformId, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[int, ...] = ()
    text: str = field(default="", repr=False)
    queue_id: int | None = None
    series_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    limit: int = 1000
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message that goes out by one publishing call."""

    text: str = field(repr=False)
    media: tuple[UploadSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPost:
    """A target as its connector gets it. `parts` has one entry, or several for a thread; `options` as in `Target`.

    `scheduled_for` (aware UTC): to be laid into the site's own scheduler for then; None: to go out now. `price_minor` is
    in US cents, 0 for free.
    """

    target_id: int
    parts: tuple[Part, ...]
    reply_to: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    scheduled_for: datetime | None = None
    price_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePost:
    """A post as the platform lists it, texts unescaped and links expanded. `at` is aware UTC.

    `earlier_ids`: what it was called before it was edited, where the platform gives an edited post a new id.
    `scheduled_for` (aware UTC): when the site's own scheduler puts it out; None for one that is out. `differs`: what was
    found other than it was asked for when it was read back, in words for people.
    """

    remote_id: str
    text: str = field(repr=False)
    at: datetime
    url: str
    media_count: int = 0
    media_kind: str | None = None
    reply_to: str | None = None
    deleted: bool = False
    earlier_ids: tuple[str, ...] = ()
    scheduled_for: datetime | None = None
    differs: tuple[str, ...] = ()


def intent_hash(
    parts: Sequence[str],
    media_ids: Sequence[int],
    wall: datetime | None,
    zone: str,
    *,
    delays: Sequence[int] = (),
    options: Mapping[str, str] | None = None,
) -> str:
    """A fingerprint of what a person means to publish; a claim holds only while it is unchanged."""
    settings = sorted((options or {}).items())
    intent = [list(parts), list(media_ids), wall.isoformat() if wall else None, zone, list(delays), settings]
    return hashlib.sha256(json.dumps(intent, ensure_ascii=False).encode()).hexdigest()


_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def normalised(text: str) -> str:
    """Text as it is compared with what a platform gives back: NFC, white space folded, ends trimmed, links without scheme.

    Platforms write "http://" before a link that was typed without it.
    """
    return " ".join(_SCHEME.sub("", unicodedata.normalize("NFC", text)).split())


# A platform's clock may differ from ours; a post a little before our own send time can still be ours.
PROBE_SKEW = timedelta(minutes=2)


def matching(text: str, media_count: int, candidates: Sequence[RemotePost], since: datetime) -> list[RemotePost]:
    """Those of `candidates` that may be a part sent at or after `since` (aware UTC): same text, media count and time.

    None: it did not go out, as far as the list reaches. Several: a person decides.
    """
    wanted = normalised(text)
    return [
        post
        for post in candidates
        if post.at >= since - PROBE_SKEW and normalised(post.text) == wanted and post.media_count == media_count
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRule:
    """When a post of unknown outcome is looked for, and when it may be sent again without a person.

    That needs `negatives` looks that did not see it, `apart` from each other, after the process that sent it has ended;
    and no more than `tries` tries in all. Where only a person can settle it, it is looked for `rarely`.
    """

    negatives: int = 2
    apart: timedelta = timedelta(minutes=10)
    rarely: timedelta = timedelta(hours=1)
    tries: int = 3

    def allows_again(self, *, negatives: int, tries: int, sender_ended: bool) -> bool:
        return sender_ended and negatives >= self.negatives and tries < self.tries
