"""messages list, show, send, lists, broadcast, mark, discard, reads."""

from argparse import Namespace
from datetime import datetime
from typing import Any

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import FAILED, Result
from ofauto_desktop.cli.verbs.accounts import row_of
from ofauto_desktop.cli.verbs.posts import file_text
from ofauto_desktop.domain.broadcasts import ListedBroadcast
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.messages import (
    Conversation,
    ConversationFilter,
    ConversationKind,
    Message,
    MessageState,
    Place,
    Reads,
    RemotePerson,
)
from ofauto_desktop.domain.schedule import moment
from ofauto_desktop.services import Services
from ofauto_desktop.services.messages import can_answer

_MOST = 1000


async def listing(services: Services, given: Namespace) -> Result:
    wanted = ConversationFilter(
        account_ids=tuple([(await services.accounts.find(word)).id for word in given.account]),
        client_id=None if given.client is None else (await services.clients.named(given.client)).id,
        kinds=tuple(ConversationKind(word) for word in given.kind),
        unread=given.unread,
        text=given.search,
    )
    found = await services.messages.conversations(wanted, _place(given.after), _limit(given))
    return Result(value=[_conversation(one) for one in found])


async def show(services: Services, given: Namespace) -> Result:
    """Reading here marks nothing as read: a script that looks is not a person who does."""
    found = await services.messages.thread(given.id, _place(given.before), _limit(given))
    return Result(value=[_message(one) for one in found])


async def send(services: Services, given: Namespace) -> Result:
    text = file_text(given.text_file) if given.text_file else given.text
    state = await services.messages.send(given.id, text)
    (last,) = await services.messages.thread(given.id, limit=1)
    unsure = state is MessageState.UNKNOWN
    said = "It is not known whether it went out. It is not sent again; the next sync looks for it." if unsure else None
    return Result(value=_message(last), text=said, code=FAILED if unsure else 0)


async def lists(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    found = await services.broadcasting.lists(account.id)
    return Result(value=[{"name": one.name, "people": one.people} for one in found])


async def broadcast(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    made = await services.broadcasting.send(
        account.id,
        file_text(given.text_file) if given.text_file else given.text,
        to=given.to,
        excluding=given.exclude,
        media_ids=given.media,
        price_minor=given.price,
        at=moment(given.at, account.zone).due_at if given.at is not None else None,
        looked=given.looked,
    )
    value = {
        "remote_id": made.remote_id,
        "people": made.people,
        "at": rows.instant(made.at),
        "differs": list(made.differs),
    }
    return Result(value=value)


async def broadcasts(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    found = await services.broadcasting.listed(account.id)
    return Result(value=[_broadcast(one) for one in found])


def _broadcast(one: ListedBroadcast) -> dict[str, Any]:
    return {
        "remote_id": one.remote_id,
        "at": rows.instant(one.at),
        "text": one.text,
        "people": one.people,
        "viewed": one.viewed,
        "bought": one.bought,
        "price_minor": one.price_minor,
        "unsent": one.is_unsent,
        "can_unsend": one.can_unsend,
    }


async def unsend(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    await services.broadcasting.unsend(account.id, given.message)
    return Result(value={"remote_id": given.message, "unsent": True})


async def mark(services: Services, given: Namespace) -> Result:
    await services.messages.mark(given.id, read=not given.unread)
    return Result(value=_conversation(await services.messages.conversation(given.id)))


async def discard(services: Services, given: Namespace) -> Result:
    await services.messages.discard(given.message)
    return Result(value={"message": given.message, "discarded": True})


async def reads(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    changed = await services.messages.set_reads(account.id, Reads(given.what))
    return Result(value=row_of(services, changed))


def _conversation(of: Conversation) -> dict[str, Any]:
    return {
        "id": of.id,
        "account": of.account_id,
        "platform": of.platform.value,
        "client": of.client,
        "kind": of.kind.value,
        "people": [_person(one) for one in of.people],
        "unread": of.unread,
        "last_at": rows.instant(of.last_at),
        "last_text": of.last_text,
        "last_own": of.last_own,
        "can_answer": can_answer(of),
        "key": _key(of.place),
    }


def _message(of: Message) -> dict[str, Any]:
    return {
        "id": of.id,
        "at": rows.instant(of.at),
        "from": None if of.sender is None else _person(of.sender),
        "own": of.own,
        "text": of.text,
        "kind": of.kind.value,
        "state": of.state.value,
        "detail": of.detail,
        "attachments": list(of.attachments),
        "url": of.url or None,
        "key": _key(of.place),
    }


def _person(of: RemotePerson) -> dict[str, str]:
    return {"remote_id": of.remote_id, "handle": of.handle, "name": of.name}


def _key(place: Place) -> str:
    return f"{place.at.isoformat()}/{place.id}"


def _place(key: str | None) -> Place | None:
    """What `_key` wrote. Raises BadInput."""
    if key is None:
        return None
    at, _, row = key.partition("/")
    try:
        found = Place(datetime.fromisoformat(at), int(row))
    except ValueError as error:
        raise BadInput("this is no key of a row", item=key[:60]) from error
    if found.at.tzinfo is None:
        raise BadInput("this is no key of a row", item=key[:60])
    return found


def _limit(given: Namespace) -> int:
    if not 1 <= given.limit <= _MOST:
        raise BadInput(f"--limit takes 1 to {_MOST}")
    return int(given.limit)
