"""Direct messages as X gives and takes them (platforms/x.md §7), and who wrote them."""

from datetime import timedelta
from typing import Any

import msgspec
from starlette.responses import Response

from connectors.practice.x import views
from connectors.practice.x.answers import answer, forbidden, invalid, missing
from connectors.practice.x.door import PRICE_EVENT, PRICE_MESSAGE, PRICE_USER, Call
from connectors.practice.x.state import Event, between, first_id, moment

_MOST, _KEPT_FOR = 100, timedelta(days=30)
_TOKEN = "GEZDGNBV"
_REPEATED = "repeated"
_CLOSED = "You cannot send messages to this user."


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """A new message."""

    text: str = ""


async def people(call: Call) -> Response:
    """Up to a hundred users; those that are not there stand in `errors`. Each is billed."""
    query = call.request.query_params
    ids = query.get("ids", "").split(",")
    if len(ids) > _MOST or not all(one.isdigit() for one in ids):
        raise invalid("ids takes 1 to 100 numbers.")
    found = [_person(call, one) for one in ids if one in call.world.fans or one in call.world.users]
    call.pay_for_reading([f"user {one['id']}" for one in found], PRICE_USER)
    known = {one["id"] for one in found}
    gone = [missing("user", one) for one in ids if one not in known]
    return answer({**({"data": found} if found else {}), **({"errors": gone} if gone else {})})


async def events(call: Call) -> Response:
    """All that happened in this user's conversations in 30 days, newest first; an empty page has no `data`."""
    query = call.request.query_params
    size = query.get("max_results", "100")
    if not size.isdigit() or not 1 <= int(size) <= _MOST:
        raise invalid("max_results takes 1 to 100.")
    mine, least = call.world.conversations(call.user.id), first_id(call.world.now() - _KEPT_FOR)
    listed = [one for one in call.world.events if one.conversation in mine and int(one.id) >= least]
    listed.sort(key=lambda one: int(one.id), reverse=True)
    start = _offset(query.get("pagination_token"))
    page = listed[start : start + int(size)]
    call.pay_for_reading([f"event {one.id}" for one in page], PRICE_EVENT)
    wanted = frozenset(query.get("dm_event.fields", "id,text,event_type").split(","))
    meta: dict[str, Any] = {"result_count": len(page)}
    if call.world.settings.repeat_pages:
        meta["next_token"] = _REPEATED
    elif start + len(page) < len(listed):
        meta["next_token"] = f"{_TOKEN}{start + len(page)}"
    return answer({**({"data": [_shown(one, wanted) for one in page]} if page else {}), "meta": meta})


async def write(call: Call) -> Response:
    """A message to one person, who may not want any."""
    partner = call.request.path_params["id"]
    try:
        wanted = msgspec.json.decode(await call.request.body(), type=Wanted)
    except msgspec.DecodeError as error:
        raise invalid(str(error)) from error
    if not wanted.text.strip():
        raise invalid("text or attachments is required.")
    fan = call.world.fans.get(partner)
    if (fan is None and partner not in call.world.users) or (fan is not None and fan.closed):
        raise forbidden(_CLOSED)
    call.pay(PRICE_MESSAGE)
    made = call.world.write(between(call.user.id, partner), call.user.id, wanted.text)
    return answer({"data": {"dm_conversation_id": made.conversation, "dm_event_id": made.id}}, 201)


def _person(call: Call, remote_id: str) -> dict[str, Any]:
    fan = call.world.fans.get(remote_id)
    if fan is None:
        return views.user(call.world, call.world.users[remote_id], call.request.query_params)
    return {"id": fan.id, "name": fan.name, "username": fan.handle}


def _shown(event: Event, wanted: frozenset[str]) -> dict[str, Any]:
    """Who takes part is told of those alone who came or went; a message does not tell (since 2025-06)."""
    whole: dict[str, Any] = {
        "event_type": event.kind,
        "created_at": moment(event.id).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "dm_conversation_id": event.conversation,
        "sender_id": event.sender,
    }
    if event.kind == "MessageCreate":
        whole["text"] = event.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    else:
        whole["participant_ids"] = event.people
    if event.media:
        whole["attachments"] = {"media_keys": event.media}
    return {"id": event.id, **{name: value for name, value in whole.items() if name in wanted}}


def _offset(token: str | None) -> int:
    if token is None or token == _REPEATED:
        return 0
    number = token.removeprefix(_TOKEN)
    if not number.isdigit() or number == token:
        raise invalid("pagination_token is not one of ours.")
    return int(number)
