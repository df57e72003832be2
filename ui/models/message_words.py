"""Conversations and messages in a person's words."""

from datetime import datetime

from ofauto_desktop.domain.messages import (
    Conversation,
    ConversationKind,
    Message,
    MessageKind,
    MessageState,
    Reads,
    RemotePerson,
)
from ofauto_desktop.domain.schedule import to_wall
from ui.format import clock, day_month, listed, when
from ui.language import Words, known, mark, tr, tr_marked, tr_n
from ui.tokens import Tone

READS = Words(
    {
        Reads.NOTHING: mark("Nothing"),
        Reads.MENTIONS: mark("Mentions"),
        Reads.ALL: mark("Everything"),
    }
)
KINDS = Words(
    {
        ConversationKind.DIRECT: mark("Direct messages"),
        ConversationKind.GROUP: mark("Groups"),
        ConversationKind.MENTIONS: mark("Mentions"),
    }
)
_ATTACHED = Words(
    {"photo": mark("Photo"), "video": mark("Video"), "gif": mark("GIF"), "file": mark("Attachment")},
)
STATES = {
    MessageState.SENDING: (mark("Is being sent …"), Tone.INFO),
    MessageState.FAILED: (mark("Did not go out"), Tone.DANGER),
    MessageState.UNKNOWN: (mark("Not known whether it went out"), Tone.WARNING),
}
_NAMED = 3


def name_of(person: RemotePerson) -> str:
    """As they call themselves, else their handle, else the number that the platform knows them by."""
    return person.name or (f"@{person.handle}" if person.handle else person.remote_id)


def title(of: Conversation) -> str:
    """Who it is with: "Mira Brandt", "Mira, Jonas and 2 more"."""
    names = [name_of(one) for one in of.people]
    if not names:
        return tr("Nobody")
    if len(names) <= _NAMED:
        return listed(names)
    return tr_n("{names} and {n} more", "{names} and {n} more", len(names) - _NAMED, names=", ".join(names[:_NAMED]))


def handle(of: Conversation) -> str:
    """With one person who has a name besides: "@mira"; else ""."""
    one = of.people[0] if len(of.people) == 1 else None
    return f"@{one.handle}" if one is not None and one.handle and one.name else ""


def about(of: Conversation) -> str:
    """Which sort it is and whose account: "Mentions · ada_practice"."""
    sort = {
        ConversationKind.DIRECT: tr("Direct message"),
        ConversationKind.GROUP: tr("Group"),
        ConversationKind.MENTIONS: tr("Mentions"),
    }[of.kind]
    return " · ".join(part for part in (handle(of), sort, of.account) if part)


def last(of: Conversation) -> str:
    """The beginning of its newest message, and who wrote it where that was us."""
    text = of.last_text or tr("Nothing in words")
    return tr("You: {text}", text=text) if of.last_own else text


def short_when(at: datetime, zone: str, now: datetime) -> str:
    """The time of today, the day of anything earlier."""
    wall = to_wall(at, zone)
    return clock(wall) if wall.date() == to_wall(now, zone).date() else day_month(wall.date())


def spoken(of: Conversation, zone: str, now: datetime) -> str:
    """For screen readers, in one breath."""
    new = tr_n("{n} new message", "{n} new messages", of.unread) if of.unread else ""
    parts = (title(of), new, about(of), last(of), when(of.last_at, zone, now=now))
    return ", ".join(part for part in parts if part)


def happened(of: Message) -> str:
    """What took place where nothing was written: "Mira joined"."""
    who = name_of(of.sender) if of.sender is not None else tr("Somebody")
    return tr("{name} joined", name=who) if of.kind is MessageKind.JOINED else tr("{name} left", name=who)


def heading(of: Message, zone: str, now: datetime) -> str:
    """Who and when: "Mira Brandt · Today, 10:12"."""
    who = tr("You") if of.own else name_of(of.sender) if of.sender is not None else ""
    return " · ".join(part for part in (who, when(of.at, zone, now=now)) if part)


def attached(of: Message) -> str:
    """What hangs on it: "Photo, Video"; it is looked at where it was sent."""
    return ", ".join(_ATTACHED.get(one, one) for one in of.attachments)


def trouble(of: Message) -> str:
    """Why one of ours is not there, with the platform's reason; "" where all is well."""
    if of.state not in STATES:
        return ""
    words = tr_marked(STATES[of.state][0])
    return f"{words}: {known(of.detail)}" if of.detail else words
