"""What people write to an account: direct messages and public mentions. Texts and names are never shown in a log."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import normalised


class Reads(StrEnum):
    """What is read of an account's messages; a person chooses, because platforms may bill each one."""

    NOTHING = "nothing"
    MENTIONS = "mentions"
    ALL = "all"


class ConversationKind(StrEnum):
    """Two people, several, or what one person wrote about the account in public."""

    DIRECT = "direct"
    GROUP = "group"
    MENTIONS = "mentions"


class MessageKind(StrEnum):
    """Something written, or somebody who came or went."""

    TEXT = "text"
    JOINED = "joined"
    LEFT = "left"


class MessageState(StrEnum):
    """Where a message stands; all but the first are the account's own. UNKNOWN: it may have gone out (security.md §8)."""

    RECEIVED = "received"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What platforms bill for messages, in words for people; "" where they are free of charge."""

    mentions: str = ""
    direct: str = ""
    sending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSpec:
    """What a platform lets be done with messages. `answers` are the kinds that can be written to.

    `longest` is counted in characters; `cost` says what is billed. `public_reply`: a mention is answered by a post that
    replies to it.
    """

    answers: frozenset[ConversationKind]
    longest: int
    cost: Cost = Cost()
    public_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePerson:
    """Somebody at a platform. `handle` without @, "" where it is not known."""

    remote_id: str
    handle: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteMessage:
    """One message as its platform tells it. `at` is aware UTC; `own`: the account wrote it.

    `conversation` is the platform's id, or made of one where it has none; `people` are the ids of those who take part,
    as far as this message tells. `attachments` names what hangs on it by kind. `url` "" where it is not public.
    """

    remote_id: str
    conversation: str
    in_kind: ConversationKind
    at: datetime
    sender: str | None
    own: bool
    text: str = field(repr=False)
    kind: MessageKind = MessageKind.TEXT
    people: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """What a person wants to write. `to` are the other people's ids at the platform."""

    conversation: str
    in_kind: ConversationKind
    to: tuple[str, ...]
    text: str = field(repr=False)


class Place(NamedTuple):
    """Where a page of a list ends: the next one begins behind it. `at` is aware UTC."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFilter:
    """Which conversations are wanted; empty fields do not narrow. `text` is looked for in messages and in names."""

    account_ids: tuple[int, ...] = ()
    client_id: int | None = None
    unread: bool = False
    kinds: tuple[ConversationKind, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation as it is listed: with whom, and what was last written in it. Times are aware UTC.

    `people` are those who take part besides the account, present ones first.
    """

    id: int
    account_id: int
    account: str
    platform: PlatformId
    client_id: int
    client: str
    client_colour: int | None
    kind: ConversationKind
    people: tuple[RemotePerson, ...] = field(repr=False)
    last_at: datetime
    last_text: str = field(repr=False)
    last_own: bool
    unread: int

    @property
    def place(self) -> Place:
        return Place(self.last_at, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is shown. `sender` None: the account itself, or nobody that is known. `remote_id` is the platform's."""

    id: int
    remote_id: str | None
    at: datetime
    sender: RemotePerson | None = field(repr=False)
    own: bool
    text: str = field(repr=False)
    kind: MessageKind
    state: MessageState
    detail: str
    attachments: tuple[str, ...]
    url: str = field(repr=False)

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same message: platforms shorten the links in it, and fold white space."""
    return _LINK.sub("…", normalised(one)) == _LINK.sub("…", normalised(other))


# As a link stands there after `normalised` took its scheme away; a word with a dot in it may count as one.
_LINK = re.compile(r"\S+\.[A-Za-z]{2,}\S*")
