"""Messages as they come, and those that go out: one row each, known by the platform's id, or before it has one by its words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.messages import (
    ConversationKind,
    MessageKind,
    MessageState,
    OutgoingMessage,
    RemoteMessage,
    RemotePerson,
    same_words,
)
from ofauto_desktop.domain.posts import PROBE_SKEW
from ofauto_desktop.domain.syncing import Stored
from storage import audit
from storage.models import ConversationLine, ConversationMember, Correspondent, MessageLine, Platform

# So much of a message is shown in the list of conversations.
_SHOWN = 200
# Variables of one statement; SQLite takes many more.
_AT_ONCE = 500
# Those of ours that the platform has not named: they may be what it tells of now.
_OPEN = (MessageState.SENDING, MessageState.UNKNOWN)


def keep(
    session: Session, account_id: int, messages: Sequence[RemoteMessage], people: Iterable[RemotePerson]
) -> Stored:
    """Store what was read; again, nothing changes. What the account wrote itself means that it has read what came before."""
    for person in people:
        _introduce(session, account_id, person)
    known = _known(session, account_id, [one.remote_id for one in messages])
    lines = _conversations(session, account_id, messages)
    members: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    touched: set[str] = set()
    added = changed = 0
    for one in sorted(messages, key=lambda message: message.at):
        line = lines[one.conversation]
        members[line.id] |= dict.fromkeys(one.people, one.kind is not MessageKind.LEFT)
        row = known.get(one.remote_id)
        if row is None:
            row = _adopted(session, line, one)
            _write(session, account_id, line, one, row)
            added += 1
        elif row.text != one.text:
            row.text, changed = one.text, changed + 1
        else:
            continue
        touched.add(one.conversation)
        if one.own and (line.read_until is None or line.read_until < one.at):
            line.read_until = one.at
    session.flush()
    _note_members(session, members)
    for conversation in touched:
        _sum_up(session, lines[conversation])
    session.flush()
    return Stored(added=added, changed=changed, unchanged=len(messages) - added - changed)


def strangers(session: Session, account_id: int, ids: Collection[str]) -> list[str]:
    """Those of `ids` that are not known by name."""
    wanted, found = sorted(ids), set[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Correspondent.remote_id).where(
            Correspondent.platform_id == account_id, Correspondent.remote_id.in_(wanted[start : start + _AT_ONCE])
        )
        found |= set(session.scalars(query))
    return [one for one in wanted if one not in found]


def begin(session: Session, conversation_id: int, text: str, now: datetime) -> tuple[int, OutgoingMessage]:
    """Note that a message is about to go out; its id and what to send. Once this is on the disk it is never sent again.

    Raises NotFound, or BadInput while it is not known whether the same words went out before.
    """
    line = _line(session, conversation_id)
    waiting = session.scalars(
        select(MessageLine).where(MessageLine.conversation_id == conversation_id, MessageLine.state.in_(_OPEN))
    )
    if any(same_words(one.text, text) for one in waiting):
        raise BadInput("it is not known yet whether this message went out; look before you send it again")
    row = MessageLine(
        conversation_id=line.id,
        platform_id=line.platform_id,
        at=now,
        own=True,
        text=text,
        kind=MessageKind.TEXT,
        state=MessageState.SENDING,
    )
    session.add(row)
    session.flush()
    _sum_up(session, line)
    session.flush()
    people = session.scalars(
        select(ConversationMember.remote_id).where(
            ConversationMember.conversation_id == line.id, ConversationMember.present.is_(True)
        )
    )
    return row.id, OutgoingMessage(conversation=line.remote_id, in_kind=line.kind, to=tuple(people), text=text)


def settle(
    session: Session, message_id: int, state: MessageState, now: datetime, *, remote_id: str | None, detail: str = ""
) -> None:
    """What became of a message that was on its way. A pull may have told of it first: then it is one, not two."""
    row = session.get(MessageLine, message_id)
    if row is None:
        return  # taken away meanwhile
    line = _line(session, row.conversation_id)
    told = _known(session, row.platform_id, [remote_id]).get(remote_id) if remote_id else None
    if told is not None and told.id != row.id:
        session.delete(row)
    elif row.remote_id is None:
        row.state, row.detail, row.remote_id, row.updated_at = state, detail, remote_id, now
    if state is MessageState.SENT and (line.read_until is None or line.read_until < row.at):
        line.read_until = row.at
    session.flush()
    _sum_up(session, line)
    session.flush()
    _log(session, line, state, now)


def recover(session: Session, now: datetime) -> int:
    """What a process that ended was sending may have gone out; how many those are."""
    rows = session.scalars(select(MessageLine).where(_UNNAMED, MessageLine.state == MessageState.SENDING)).all()
    for row in rows:
        row.state, row.updated_at = MessageState.UNKNOWN, now
    session.flush()
    return len(rows)


def discard(session: Session, message_id: int) -> int:
    """Take away a message that did not go out, or that a person says did not; its conversation. Raises NotFound, BadInput."""
    row = session.get(MessageLine, message_id)
    if row is None:
        raise NotFound("there is no such message")
    if row.state not in (MessageState.FAILED, MessageState.UNKNOWN):
        raise BadInput("only a message that did not go out can be taken away here")
    line = _line(session, row.conversation_id)
    session.delete(row)
    session.flush()
    _sum_up(session, line)
    session.flush()
    return line.id


def mark(session: Session, conversation_id: int, *, read: bool) -> int:
    """Count all of a conversation as read, or its last message from others as new; its account. Raises NotFound."""
    line = _line(session, conversation_id)
    theirs = select(func.max(MessageLine.at)).where(
        MessageLine.conversation_id == line.id,
        MessageLine.own.is_(False),
        MessageLine.kind == MessageKind.TEXT,
    )
    last = session.scalar(theirs)
    if read:
        line.read_until = max(one for one in (line.read_until, line.last_at, last) if one is not None)
    elif last is not None:
        before = session.scalar(theirs.where(MessageLine.at < last))
        line.read_until = before
    session.flush()
    _sum_up(session, line)
    session.flush()
    return line.platform_id


def _sum_up(session: Session, line: ConversationLine) -> None:
    """Its newest message, and how many are new; what was written before is flushed by the caller, once for all."""
    with session.no_autoflush:
        _read_again(session, line)


def _read_again(session: Session, line: ConversationLine) -> None:
    newest_first = (MessageLine.at.desc(), MessageLine.id.desc())
    all_of_it = select(MessageLine).where(MessageLine.conversation_id == line.id).order_by(*newest_first).limit(1)
    # What somebody wrote; who came or went only where nobody wrote yet.
    newest = session.scalar(all_of_it.where(MessageLine.kind == MessageKind.TEXT)) or session.scalar(all_of_it)
    if newest is not None:
        line.last_at, line.last_own = newest.at, newest.own
        line.last_text = " ".join(newest.text.split())[:_SHOWN]
    new = select(func.count()).where(
        MessageLine.conversation_id == line.id, MessageLine.own.is_(False), MessageLine.kind == MessageKind.TEXT
    )
    if line.read_until is not None:
        new = new.where(MessageLine.at > line.read_until)
    line.unread = session.scalar(new) or 0


_UNNAMED = MessageLine.remote_id.is_(None)


def _line(session: Session, conversation_id: int) -> ConversationLine:
    line = session.get(ConversationLine, conversation_id)
    if line is None:
        raise NotFound("there is no such conversation")
    return line


def _introduce(session: Session, account_id: int, one: RemotePerson) -> None:
    values = {"platform_id": account_id, "remote_id": one.remote_id, "handle": one.handle, "name": one.name}
    named = insert(Correspondent).values(values)
    session.execute(
        named.on_conflict_do_update(
            index_elements=["platform_id", "remote_id"], set_={"handle": one.handle, "name": one.name}
        )
    )


def _known(session: Session, account_id: int, ids: Sequence[str]) -> dict[str | None, MessageLine]:
    found: dict[str | None, MessageLine] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = select(MessageLine).where(
            MessageLine.platform_id == account_id, MessageLine.remote_id.in_(ids[start : start + _AT_ONCE])
        )
        found |= {row.remote_id: row for row in session.scalars(query)}
    return found


def _conversations(session: Session, account_id: int, messages: Sequence[RemoteMessage]) -> dict[str, ConversationLine]:
    """The conversations of these messages by the platform's id, made where they are new."""
    first = {one.conversation: one for one in messages}
    wanted, found = sorted(first), dict[str, ConversationLine]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(ConversationLine).where(
            ConversationLine.platform_id == account_id, ConversationLine.remote_id.in_(wanted[start : start + _AT_ONCE])
        )
        found |= {line.remote_id: line for line in session.scalars(query)}
    for name, one in first.items():
        if name not in found:
            found[name] = ConversationLine(platform_id=account_id, remote_id=name, kind=one.in_kind, last_at=one.at)
            session.add(found[name])
    session.flush()
    return found


def _adopted(session: Session, line: ConversationLine, one: RemoteMessage) -> MessageLine | None:
    """The message of ours that this one is: the oldest of the same words that the platform has not named."""
    if not one.own or line.kind is ConversationKind.MENTIONS:
        return None
    query = select(MessageLine).where(
        _UNNAMED,
        MessageLine.platform_id == line.platform_id,
        MessageLine.conversation_id == line.id,
        MessageLine.state.in_(_OPEN),
        MessageLine.at <= one.at + PROBE_SKEW,
    )
    rows = session.scalars(query.order_by(MessageLine.at, MessageLine.id))
    return next((row for row in rows if same_words(row.text, one.text)), None)


def _write(
    session: Session, account_id: int, line: ConversationLine, one: RemoteMessage, row: MessageLine | None
) -> None:
    if row is None:
        row = MessageLine(conversation_id=line.id, platform_id=account_id, text=one.text)
        session.add(row)
    row.remote_id, row.at, row.own, row.kind = one.remote_id, one.at, one.own, one.kind
    row.sender = None if one.own else one.sender
    row.state, row.detail = MessageState.SENT if one.own else MessageState.RECEIVED, ""
    row.attachments, row.url = list(one.attachments), one.url


def _note_members(session: Session, members: dict[int, dict[str, bool]]) -> None:
    rows = [
        {"conversation_id": conversation_id, "remote_id": remote_id, "present": present}
        for conversation_id, people in members.items()
        for remote_id, present in people.items()
    ]
    if rows:
        named = insert(ConversationMember)
        keys = ["conversation_id", "remote_id"]
        session.execute(
            named.on_conflict_do_update(index_elements=keys, set_={"present": named.excluded.present}), rows
        )


def _log(session: Session, line: ConversationLine, state: MessageState, now: datetime) -> None:
    """Who wrote when, never what nor to whom (security.md §4)."""
    client_id = session.scalar(select(Platform.client_id).where(Platform.id == line.platform_id))
    audit.record(
        session,
        at=now,
        action="message.sent",
        object_type="account",
        object_id=str(line.platform_id),
        client_id=client_id,
        outcome=state.value if state is not MessageState.SENT else "ok",
    )
