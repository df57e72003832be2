"""The program as the crash suite starts it: real database, real connector, real socket; killed on order.

Started once, it forks a process for every job that it reads as a line of JSON, so that a start costs no imports. Each
job's process opens the workspace as the program does, recovers, and publishes. Its clocks can run ahead (`minutes`), as
looks for unsure posts lie ten minutes apart. `plant` breaks it on purpose: the checker must notice.
"""

import asyncio
import itertools
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from connectors.http import Http
from connectors.x.client import XClient
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.runtime import reached
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import boot_clock
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.publishing import Publishing
from storage import claims, sending
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.media_files import MediaFiles
from storage.models import Platform, PostPlatform

MASTER = bytes(range(32))
WORKSPACE = "crash"
# A hanging platform need not be waited for as long as in earnest.
_DEADLINE = 1.2


@dataclass(slots=True)
class Program:
    database: Database
    bus: EventBus
    credentials: Credentials
    connections: Connections
    accounts: Accounts
    library: Library
    publishing: Publishing
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def boot(self) -> float:
        return boot_clock() + self.ahead.total_seconds()

    async def aclose(self) -> None:
        await self.publishing.aclose()
        await self.connections.aclose()
        self.database.close()


def opened(folder: Path, boot_id: str, *, create: bool = False) -> Program:
    keys = Keys(MASTER)
    database = Database(folder / "ofauto.db", keys.derive("db"), create=create)
    program = Program.__new__(Program)
    program.ahead = timedelta()
    program.database, program.bus, now = database, EventBus(), program.now
    program.credentials = Credentials(database, keys, WORKSPACE, now)
    program.connections = Connections(database, program.credentials, now)
    program.accounts = Accounts(database, program.connections, program.credentials, program.bus, now)
    program.library = Library(database, MediaFiles(folder / "media", keys.derive("media")), program.bus, now)
    program.publishing = Publishing(
        database,
        program.connections,
        program.accounts,
        program.library,
        program.bus,
        now,
        boot_id,
        boot=program.boot,
    )
    return program


async def make(job: dict[str, Any]) -> dict[str, Any]:
    """A workspace with accounts and posts that are due."""
    program = opened(Path(job["folder"]), "maker", create=True)
    create_schema(program.database)
    client = await Clients(program.database, program.bus, program.now).add("Ada")
    composing = Composing(program.database, program.accounts, program.bus, program.now)
    for person in job["people"]:
        platform = PlatformId(job["platform"])
        account_id = await program.database.write(
            _connected, client.id, platform, person, job["endpoints"], program.now()
        )
        await program.credentials.store(account_id, "login", person.get("fields") or {"access_token": person["token"]})
        for number in range(job["posts"]):
            media = (await _picture(program, len(person["token"]) + number),) if job["media"] else ()
            text = f"{person['handle']} {number}"
            thread = tuple(f"{text} part {part}" for part in range(2, 4)) if job["thread"] else ()
            draft = Draft(
                account_ids=(account_id,),
                text=text,
                thread=thread,
                delays=tuple(job["delays"]),
                media_ids=media,
                at=When.NOW,
            )
            await composing.save(draft)
    await program.aclose()
    return {}


async def work(job: dict[str, Any]) -> dict[str, Any]:
    """One life of the program: recover, publish, look for what is unsure, at each of `minutes`."""
    began = time.monotonic()
    program = opened(Path(job["folder"]), job["boot"])
    await program.publishing.recover()
    recovered = time.monotonic() - began
    print("open", flush=True)
    for minutes in job["minutes"]:
        program.ahead = timedelta(minutes=minutes)
        await program.publishing.publish_due()
        await program.publishing.probe_unknown()
        await program.publishing.publish_due()
        if await _all_posted(program):
            break
    state = await _report(program)
    await program.aclose()
    return {"targets": state, "recovery": recovered}


async def _all_posted(program: Program) -> bool:
    waiting = tuple(state for state in PostState if state is not PostState.POSTED)
    return not await program.publishing.list(PostFilter(states=waiting))


async def _report(program: Program) -> list[dict[str, Any]]:
    """How every target stands, with the texts it should have put out."""
    posts = await program.publishing.list(PostFilter())
    return [
        {
            "state": target.state.value,
            "texts": [post.text, *post.thread],
            "ids": list(target.part_ids),
            "attempts": [f"{one.outcome.value} {one.detail}" for one in target.attempts],
        }
        for post in posts
        for target in post.targets
    ]


def _connected(
    session: Any,
    client_id: int,
    platform: PlatformId,
    person: dict[str, Any],
    endpoints: dict[str, str],
    now: datetime,
) -> int:
    row = Platform(
        platform=platform,
        client_id=client_id,
        name=person["handle"],
        zone="UTC",
        remote_id=person["id"],
        handle=person["handle"],
        state=LoginState.CONNECTED,
        state_since=now,
        endpoints=endpoints,
        unattended=True,  # where a person would look first, this one is not there
    )
    session.add(row)
    session.flush()
    return row.id


async def _picture(program: Program, shade: int) -> int:
    import io

    content = io.BytesIO()
    Image.new("RGB", (320, 320), (shade % 256, 40, 90)).save(content, "PNG")
    return (await program.library.add_bytes("picture.png", content.getvalue())).id


def _kill_at(point: str, nth: int) -> Callable[[reached.Point], None]:
    count = itertools.count(1)

    def listener(here: reached.Point) -> None:
        if here == point and next(count) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return listener


def _plant(bug: str | None) -> None:
    """Break the program in one of the ways that the rules of publishing exist against."""
    match bug:
        case None:
            return
        case "resend_on_recovery":
            recover = claims.recover

            def resend(session: Any, now: datetime, taken: Any) -> Any:
                freed, unsure = recover(session, now, taken)
                for target_id in unsure:
                    session.get(PostPlatform, target_id).state = PostState.SCHEDULED
                return [*freed, *unsure], []

            claims.recover = resend
        case "retry":
            send = XClient.send

            async def twice(self: XClient, *args: Any) -> Any:
                try:
                    return await send(self, *args)
                except Exception:  # noqa: BLE001 - that is the bug
                    return await send(self, *args)

            XClient.send = twice
        case "lost_is_failed":

            def failed(session: Any, target_id: int, now: datetime, detail: str) -> PostState:
                return sending.record_refused(session, target_id, now, detail)

            sending.record_unknown = failed
        case _:
            raise ValueError(bug)


def _run(job: dict[str, Any]) -> None:
    _plant(job.get("plant"))
    if job.get("point"):
        reached.listener = _kill_at(job["point"], job["nth"])
    Http.__init__.__kwdefaults__["deadline"] = _DEADLINE
    result = asyncio.run({"make": make, "work": work}[job["do"]](job))
    Path(job["result"]).write_text(json.dumps(result))


def forked(life: Callable[[], object]) -> None:
    """Run `life` in a process of its own; say its pid, and how it ended (a signal is negative)."""
    child = os.fork()
    if child == 0:
        try:
            life()
        except BaseException:  # noqa: BLE001 - the child must end here, whatever it was
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(f"pid {child}", flush=True)
    _, status = os.waitpid(child, 0)
    print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


def main() -> None:
    """A process for each line."""
    print("ready", flush=True)
    for line in sys.stdin:
        forked(partial(_run, json.loads(line)))


if __name__ == "__main__":
    main()
