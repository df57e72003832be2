"""Mentions and events of direct messages to domain values; pure (platforms/x.md §6, §7)."""

import html

from connectors.instants import utc
from connectors.x import parse
from connectors.x.wire import Event, Tweet, User
from ofauto_desktop.domain.messages import ConversationKind, MessageKind, RemoteMessage, RemotePerson

_KINDS = {
    "MessageCreate": MessageKind.TEXT,
    "ParticipantsJoin": MessageKind.JOINED,
    "ParticipantsLeave": MessageKind.LEFT,
}
# What begins the name of a conversation that X has none for: what one person wrote in public.
_MENTIONS = "mentions:"
LONGEST_TEXT = 25_000
_LONGEST_NAME = 200
_MOST_ATTACHMENTS, _MOST_PEOPLE = 10, 200
# "3_1963…" is a photo, and so on: X's media keys begin with what they are of.
_MEDIA = {"3": "photo", "7": "video", "13": "video", "16": "gif"}


def mention(tweet: Tweet, me: str) -> RemoteMessage | None:
    """What somebody else wrote in public; None where X does not say who."""
    author = tweet.author_id
    if author is None or not parse.is_id(author) or author == me or not parse.is_id(tweet.id):
        return None
    note = tweet.note_post or tweet.note_tweet
    text, entities = (note.text, note.entities) if note and note.text else (tweet.text, tweet.entities)
    return RemoteMessage(
        remote_id=tweet.id,
        conversation=f"{_MENTIONS}{author}",
        in_kind=ConversationKind.MENTIONS,
        at=utc(tweet.created_at or parse.made_at(tweet.id)),
        sender=author,
        own=False,
        text=parse.readable(text or "", entities)[:LONGEST_TEXT],
        people=(author,),
        attachments=_attached((tweet.attachments.media_keys if tweet.attachments else None) or []),
        url=parse.url(None, tweet.id),
    )


def message(event: Event, me: str) -> RemoteMessage | None:
    """An event of a conversation; None where it is of a kind that X did not have, or says not where it belongs."""
    kind = _KINDS.get(event.event_type or "")
    conversation = event.dm_conversation_id or ""
    two = conversation.split("-")
    if kind is None or not all(parse.is_id(one) for one in two) or not parse.is_id(event.id) or len(two) > 2:
        return None
    sender = event.sender_id if event.sender_id and parse.is_id(event.sender_id) else None
    named = [one for one in event.participant_ids or [] if parse.is_id(one)]
    met = [*two, *named] if len(two) == 2 else [*named, *([sender] if sender else [])]
    return RemoteMessage(
        remote_id=event.id,
        conversation=conversation,
        in_kind=ConversationKind.DIRECT if len(two) == 2 else ConversationKind.GROUP,
        at=utc(event.created_at or parse.made_at(event.id)),
        sender=sender or (named[0] if named and kind is not MessageKind.TEXT else None),
        own=sender == me,
        text=html.unescape(event.text or "")[:LONGEST_TEXT],
        kind=kind,
        people=tuple(one for one in dict.fromkeys(met) if one != me)[:_MOST_PEOPLE],
        attachments=_attached((event.attachments.media_keys if event.attachments else None) or []),
    )


def person(user: User) -> RemotePerson:
    """Somebody by name; line breaks and what is beyond any name are left out."""
    return RemotePerson(remote_id=user.id, handle=_line(user.username), name=_line(user.name))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:_LONGEST_NAME]


def _attached(keys: list[str]) -> tuple[str, ...]:
    return tuple(_MEDIA.get(key.partition("_")[0], "file") for key in keys[:_MOST_ATTACHMENTS])
