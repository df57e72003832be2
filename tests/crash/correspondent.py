"""Writes a message in a process that is killed on its way: `python -m tests.crash.correspondent`.

It reads a line of JSON (folder, conversation, when to wait), says "begun" once the message is on the disk and before
anything is sent, or "answered" once the platform has answered and before that is on the disk, and waits for its end.
"""

import asyncio
import json
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from connectors.practice.x.state import TOKEN
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.messages import Messages
from ofauto_desktop.services.sync import Sync
from storage import messages
from storage.database import create_schema
from tests.crash.program import Program, _connected, opened

WORDS = "Thank you, see you on Friday"


def messages_of(program: Program) -> Messages:
    return Messages(program.database, program.connections, program.accounts, program.bus, program.now)


async def read(program: Program) -> None:
    sync = Sync(program.database, program.connections, program.accounts, program.bus, program.now)
    (found,) = await sync.run(None, [SyncKind.MESSAGES])
    assert found.error is None, found


async def begin(folder: Path, person: dict[str, str], endpoints: dict[str, str]) -> int:
    """A workspace with an account and its one conversation; the conversation's id."""
    program = opened(folder, "maker", create=True)
    create_schema(program.database)
    client = await Clients(program.database, program.bus, program.now).add("Ada")
    account_id = await program.database.write(_connected, client.id, PlatformId.X, person, endpoints, program.now())
    await program.credentials.store(account_id, "login", {"access_token": TOKEN})
    made = messages_of(program)
    await made.set_reads(account_id, Reads.ALL)
    await read(program)
    (conversation,) = await made.conversations()
    await program.aclose()
    return conversation.id


async def _write(job: dict[str, Any]) -> None:
    program = opened(Path(job["folder"]), "killed")
    if job["waits"] == "begun":
        program.connections.use = _held  # type: ignore[method-assign,assignment]
    if job["waits"] == "answered":
        messages.settle = _held_at_the_end
    await messages_of(program).send(job["conversation"], WORDS)


@asynccontextmanager
async def _held(_: object) -> AsyncIterator[None]:
    print("begun", flush=True)
    await asyncio.Event().wait()
    yield


def _held_at_the_end(*_: object, **__: object) -> None:
    print("answered", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    asyncio.run(_write(json.loads(sys.stdin.readline())))
