"""Conversations as they are listed and read: in pages by key, however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, text, tuple_
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.messages import Conversation, ConversationFilter, Message, Place, RemotePerson
from ofauto_desktop.domain.search import typed_words
from storage import search
from storage.models import (
    Client,
    ConversationLine,
    ConversationMember,
    Correspondent,
    MessageLine,
    Platform,
)
from storage.types import Instant

# So many messages that hold the words are looked through; beyond them the words are too common to find anything by.
_MOST_HITS = 2000
_SHOWN_PEOPLE = 20
_AT_ONCE = 500
_Rows = Select[ConversationLine, Platform, str, int | None]


def listed(session: Session, wanted: ConversationFilter, after: Place | None, limit: int) -> list[Conversation]:
    """Conversations behind `after`, the newest first."""
    query = _narrowed(session, _present(), wanted)
    if after is not None:
        query = query.where(tuple_(ConversationLine.last_at, ConversationLine.id) < _key(after))
    query = query.order_by(ConversationLine.last_at.desc(), ConversationLine.id.desc()).limit(limit)
    return _conversations(session, query)


def one(session: Session, conversation_id: int) -> Conversation:
    """Raises NotFound."""
    found = _conversations(session, _present().where(ConversationLine.id == conversation_id))
    if not found:
        raise NotFound("there is no such conversation")
    return found[0]


def thread(session: Session, conversation_id: int, before: Place | None, limit: int) -> list[Message]:
    """The last `limit` messages of a conversation before that place, oldest first."""
    query = (
        select(MessageLine, Correspondent)
        .outerjoin(
            Correspondent,
            (Correspondent.platform_id == MessageLine.platform_id) & (Correspondent.remote_id == MessageLine.sender),
        )
        .where(MessageLine.conversation_id == conversation_id)
    )
    if before is not None:
        query = query.where(tuple_(MessageLine.at, MessageLine.id) < _key(before))
    rows = session.execute(query.order_by(MessageLine.at.desc(), MessageLine.id.desc()).limit(limit)).all()
    return [_message(line, sender) for line, sender in reversed(rows)]


def unread(session: Session, client_id: int | None = None) -> int:
    """How many messages nobody has read yet."""
    query = (
        select(func.coalesce(func.sum(ConversationLine.unread), 0))
        .join(Platform, Platform.id == ConversationLine.platform_id)
        .where(ConversationLine.unread > 0, Platform.removed_at.is_(None))
    )
    if client_id is not None:
        query = query.where(Platform.client_id == client_id)
    return session.scalar(query) or 0


def _present() -> _Rows:
    return (
        select(ConversationLine, Platform, Client.name, Client.colour)
        .join(Platform, Platform.id == ConversationLine.platform_id)
        .join(Client, Client.id == Platform.client_id)
        .where(Platform.removed_at.is_(None))
    )


def _key(place: Place) -> Any:
    """A place as rows are compared with it; a time that stands alone would be compared as a text."""
    return tuple_(literal(place.at, Instant()), literal(place.id))


def _narrowed(session: Session, query: _Rows, wanted: ConversationFilter) -> _Rows:
    if wanted.account_ids:
        query = query.where(ConversationLine.platform_id.in_(wanted.account_ids))
    if wanted.client_id is not None:
        query = query.where(Platform.client_id == wanted.client_id)
    if wanted.unread:
        query = query.where(ConversationLine.unread > 0)
    if wanted.kinds:
        query = query.where(ConversationLine.kind.in_(wanted.kinds))
    if words := typed_words(wanted.text):
        query = query.where(_holding(session, words))
    return query


def _holding(session: Session, words: Sequence[str]) -> Any:
    """Conversations in which the words stand in a message, or in somebody's name: both are looked up once, not row by row."""
    spoken = [word for word in words if any(one.isalnum() for one in word)]
    hits: list[int] = []
    if spoken:
        found = text("SELECT rowid FROM message_text WHERE message_text MATCH :words ORDER BY rowid DESC LIMIT :limit")
        hits = list(session.scalars(found, {"words": search.match(spoken), "limit": _MOST_HITS}))
    in_messages: set[int] = set()
    for start in range(0, len(hits), _AT_ONCE):
        some = MessageLine.id.in_(hits[start : start + _AT_ONCE])
        in_messages |= set(session.scalars(select(MessageLine.conversation_id).where(some).distinct()))
    return ConversationLine.id.in_(in_messages | _named(session, words))


def _named(session: Session, words: Sequence[str]) -> set[int]:
    """Conversations with somebody whose name or handle holds all the words."""
    query = (
        select(ConversationMember.conversation_id)
        .join(ConversationLine, ConversationLine.id == ConversationMember.conversation_id)
        .join(
            Correspondent,
            (Correspondent.platform_id == ConversationLine.platform_id)
            & (Correspondent.remote_id == ConversationMember.remote_id),
        )
        .limit(_MOST_HITS)
    )
    for word in words:
        in_name = Correspondent.name.contains(word, autoescape=True)
        query = query.where(or_(in_name, Correspondent.handle.contains(word, autoescape=True)))
    return set(session.scalars(query))


def _conversations(session: Session, query: _Rows) -> list[Conversation]:
    rows = session.execute(query).all()
    people = _people(session, [line.id for line, *_ in rows])
    return [
        Conversation(
            id=line.id,
            account_id=account.id,
            account=account.name,
            platform=account.platform,
            client_id=account.client_id,
            client=client,
            client_colour=colour,
            kind=line.kind,
            people=tuple(people[line.id][:_SHOWN_PEOPLE]),
            last_at=line.last_at,
            last_text=line.last_text,
            last_own=line.last_own,
            unread=line.unread,
        )
        for line, account, client, colour in rows
    ]


def _people(session: Session, conversation_ids: Sequence[int]) -> dict[int, list[RemotePerson]]:
    """Those who take part, by conversation; who is not known by name has only an id."""
    query = (
        select(
            ConversationMember.conversation_id, ConversationMember.remote_id, Correspondent.handle, Correspondent.name
        )
        .join(ConversationLine, ConversationLine.id == ConversationMember.conversation_id)
        .outerjoin(
            Correspondent,
            (Correspondent.platform_id == ConversationLine.platform_id)
            & (Correspondent.remote_id == ConversationMember.remote_id),
        )
        .where(ConversationMember.conversation_id.in_(conversation_ids))
        .order_by(ConversationMember.present.desc(), ConversationMember.remote_id)
    )
    found: defaultdict[int, list[RemotePerson]] = defaultdict(list)
    for conversation_id, remote_id, handle, name in session.execute(query):
        found[conversation_id].append(RemotePerson(remote_id=remote_id, handle=handle or "", name=name or ""))
    return found


def _message(line: MessageLine, sender: Correspondent | None) -> Message:
    person = None
    if line.sender is not None:
        handle, name = (sender.handle, sender.name) if sender is not None else ("", "")
        person = RemotePerson(remote_id=line.sender, handle=handle, name=name)
    return Message(
        id=line.id,
        remote_id=line.remote_id,
        at=line.at,
        sender=person,
        own=line.own,
        text=line.text,
        kind=line.kind,
        state=line.state,
        detail=line.detail,
        attachments=tuple(line.attachments),
        url=line.url,
    )
