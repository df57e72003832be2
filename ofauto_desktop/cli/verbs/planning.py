"""slots list, set, add, remove, next; queues list, add, rename, show, remove, order, put, arrange, take-out; export calendar."""

import re
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.cli.verbs import posts
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import Queue, Queued, Slot, WeekSlot
from ofauto_desktop.services import Services

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([a-z]{3})@(\d{1,2}):(\d{2})", re.IGNORECASE)


async def list_slots(services: Services, given: Namespace) -> Result:
    wanted = {(await services.accounts.find(word)).id for word in given.account}
    listed = await services.planning.slots.list()
    return Result(value=await _slots(services, [one for one in listed if not wanted or one.account_id in wanted]))


async def set_slots(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    queue_id = await _queue_id(services, given.queue)
    made = await services.planning.slots.put(account.id, [_slot(word, queue_id) for word in given.time])
    return Result(value=await _slots(services, made))


async def add_slots(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    queue_id = await _queue_id(services, given.queue)
    wanted = [_slot(word, queue_id) for word in given.time]
    own = [one for one in await _own(services, account.id) if one not in wanted]
    return Result(value=await _slots(services, await services.planning.slots.put(account.id, [*own, *wanted])))


async def remove_slots(services: Services, given: Namespace) -> Result:
    """All of them or none: a time at which the account has no slot is refused."""
    account = await services.accounts.find(given.account)
    gone, own = [_slot(word, None) for word in given.time], await _own(services, account.id)
    for word, slot in zip(given.time, gone, strict=True):
        if slot not in own:
            raise BadInput("it has no slot of its own at that time", account=account.name, item=word)
    left = [one for one in own if one not in gone]
    return Result(value=await _slots(services, await services.planning.slots.put(account.id, left)))


async def next_slot(services: Services, given: Namespace) -> Result:
    account = await services.accounts.find(given.account)
    queue_id = await _queue_id(services, given.queue)
    moment = await services.planning.slots.next(account, queue_id=queue_id)
    return Result(value={"account": account.id, "due_at": rows.instant(moment.due_at), "zone": moment.zone})


async def list_queues(services: Services, _given: Namespace) -> Result:
    return Result(value=[await _queue(services, one) for one in await services.planning.queues.list()])


async def add_queue(services: Services, given: Namespace) -> Result:
    client_id = None if given.client is None else (await services.clients.named(given.client)).id
    return Result(value=await _queue(services, await services.planning.queues.add(given.name, client_id=client_id)))


async def rename_queue(services: Services, given: Namespace) -> Result:
    found = await _named(services, given.name)
    return Result(value=await _queue(services, await services.planning.queues.rename(found.id, given.to)))


async def show_queue(services: Services, given: Namespace) -> Result:
    found = await _named(services, given.name)
    return Result(value=[rows.post(one) for one in await services.planning.queues.posts(found.id)])


async def remove_queue(services: Services, given: Namespace) -> Result:
    found = await _named(services, given.name)
    await services.planning.queues.remove(found.id)
    return Result(value=await _queue(services, found))


async def order_queues(services: Services, given: Namespace) -> Result:
    ids = [(await _named(services, name)).id for name in given.names]
    return Result(value=[await _queue(services, one) for one in await services.planning.queues.arrange(ids)])


async def put_in_queue(services: Services, given: Namespace) -> Result:
    found = await _named(services, given.name)
    return Result(value=_places(await services.planning.queues.put(given.post, found.id)))


async def arrange_queue(services: Services, given: Namespace) -> Result:
    found = await _named(services, given.name)
    return Result(value=_places(await services.planning.queues.line_up(found.id, given.post)))


async def take_out(services: Services, given: Namespace) -> Result:
    await services.planning.queues.take_out(given.post)
    return Result(value=[rows.post(await services.publishing.get(post_id)) for post_id in given.post])


async def export_calendar(services: Services, given: Namespace) -> Result:
    count = await services.planning.calendar_file.export(Path(given.file), await posts.wanted(services, given))
    return Result(value={"file": given.file, "events": count})


async def _own(services: Services, account_id: int) -> list[WeekSlot]:
    return [
        WeekSlot(weekday=one.weekday, minute=one.minute, queue_id=one.queue_id)
        for one in await services.planning.slots.list(account_id)
    ]


def _slot(word: str, queue_id: int | None) -> WeekSlot:
    found = _TIME.fullmatch(word)
    if found is None or found[1].lower() not in _DAYS or int(found[2]) > 23 or int(found[3]) > 59:
        raise BadInput("a slot is a weekday and a time, as mon@09:00", item=word)
    return WeekSlot(weekday=_DAYS.index(found[1].lower()), minute=int(found[2]) * 60 + int(found[3]), queue_id=queue_id)


async def _slots(services: Services, slots: Sequence[Slot]) -> list[dict[str, Any]]:
    names = {one.id: one.name for one in await services.planning.queues.list()}
    return [
        {
            "account": one.account_id,
            "weekday": _DAYS[one.weekday],
            "time": f"{one.minute // 60:02}:{one.minute % 60:02}",
            "queue": None if one.queue_id is None else names.get(one.queue_id),
        }
        for one in slots
    ]


async def _queue(services: Services, of: Queue) -> dict[str, Any]:
    clients = {one.id: one.name for one in await services.clients.list()}
    client = None if of.client_id is None else clients.get(of.client_id)
    return {"id": of.id, "name": of.name, "client": client, "waiting": of.waiting}


def _places(of: Queued) -> list[dict[str, Any]]:
    """`far`: the next free slot was over 30 days away."""
    return [
        {
            "post": one.post_id,
            "account": one.account_id,
            "due_at": rows.instant(one.moment.due_at),
            "zone": one.moment.zone,
            "far": one in of.far,
        }
        for one in of.places
    ]


async def _queue_id(services: Services, name: str | None) -> int | None:
    return None if name is None else (await _named(services, name)).id


async def _named(services: Services, name: str) -> Queue:
    for queue in await services.planning.queues.list():
        if queue.name.casefold() == " ".join(name.split()).casefold():
            return queue
    raise NotFound("there is no queue of this name", item=name)
