"""run: scheduler and sync without a window. sync: pull once."""

import asyncio
from argparse import Namespace
from dataclasses import dataclass
from typing import Any

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import FAILED, LATER, Result, document
from ofauto_desktop.domain import events
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.preferences import INBOUND_PORT
from ofauto_desktop.domain.syncing import SyncResult
from ofauto_desktop.services import Services

_WAITED_FOR = frozenset({ErrorKind.RATE_LIMITED})


async def run(services: Services, given: Namespace) -> None:
    """Until stopped, for a while, or until there is nothing left to do; tells what happens, line by line."""
    tell = _Teller(as_json=given.json)
    unsubscribe = services.bus.subscribe(tell)
    tell(Started(at=services.now()))
    if services.deliveries.port is not None:
        await services.preferences.put(INBOUND_PORT, services.deliveries.port)
        tell(Listening(at=services.now(), port=services.deliveries.port))
    try:
        if given.until_idle:
            await _until_idle(services)
        elif given.seconds is not None:
            await asyncio.sleep(given.seconds)
        else:
            await asyncio.Event().wait()
    finally:
        unsubscribe()


async def _until_idle(services: Services) -> None:
    await services.planning.tick()
    while True:
        sent = await services.publishing.publish_due()
        probed = await services.publishing.probe_unknown()
        pulled = await services.sync.tick()
        applied = await services.deliveries.apply_pending()
        if not (sent or probed or pulled or applied or await services.publishing.in_flight()):
            return


async def sync(services: Services, given: Namespace) -> Result:
    """Exit 1 where any account has an error, 75 where all that failed were asked to wait."""
    ids = [(await services.accounts.find(word)).id for word in given.account] or None
    results = await services.sync.run(ids, _kinds(given.what))
    return Result(value=rows.synced(results), text=_told(results), code=_code(results))


def _kinds(words: str | None) -> list[SyncKind] | None:
    if words is None:
        return None
    try:
        return [SyncKind(word.strip()) for word in words.split(",")]
    except ValueError as error:
        raise BadInput(f"--what takes some of {', '.join(SyncKind)}") from error


def _code(results: tuple[SyncResult, ...]) -> int:
    errors = [one.error.kind for one in results if one.error is not None]
    if not errors:
        return 0
    return LATER if set(errors) <= _WAITED_FOR else FAILED


def _told(results: tuple[SyncResult, ...]) -> str:
    lines = []
    for one in results:
        counts = f"{one.added} new, {one.changed} changed, {one.unchanged} known"
        trouble = f"; {one.error.message}" if one.error else ""
        lines.append(f"{one.account}, {one.kind.value}: {counts}{trouble}")
    return "\n".join(lines) or "There is nothing to read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(events.Event):
    """The first line: the workspace is open, and the clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening(events.Event):
    """Webhooks are taken in on this port of 127.0.0.1."""

    port: int


class _Teller:
    """Prints events as they come: the shape of cli.md's stream, or a line for people."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self, event: events.Event) -> None:
        row = _row(event)
        if self._as_json:
            print(document(row), flush=True)
        else:
            words = [row["event"], *(f"{key} {row[key]}" for key in ("account", "post", "state", "detail") if row[key])]
            print(f"{row['at']}  {', '.join(words)}", flush=True)


def _row(event: events.Event) -> dict[str, Any]:
    row: dict[str, Any] = {
        "at": event.at.isoformat(),
        "event": _name(event),
        "account": None,
        "post": None,
        "state": None,
        "detail": "",
    }
    if isinstance(event, events.TargetSettled):
        row |= {"account": event.account_id, "post": event.post_id, "state": event.state, "detail": event.detail}
    elif isinstance(event, events.Synced):
        row |= {"account": event.account_id, "state": event.error or "ok", "detail": ",".join(event.kinds)}
    elif isinstance(event, events.PostsChanged) and len(event.post_ids) == 1:
        row["post"] = event.post_ids[0]
    elif isinstance(event, events.AccountsChanged) and len(event.account_ids) == 1:
        row["account"] = event.account_ids[0]
    elif isinstance(event, events.Delivered):
        row["account"] = event.account_id
    elif isinstance(event, Listening):
        row["detail"] = f"http://127.0.0.1:{event.port}"
    elif isinstance(event, events.ClockJumped):
        row["detail"] = f"{event.seconds:.0f} s"
    return row


def _name(event: events.Event) -> str:
    """The class's name in the words of a stream: TargetSettled -> target_settled."""
    name = type(event).__name__
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")
