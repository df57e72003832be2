"""A process that renews a login on order, and is killed on order: real database, real connector, real socket.

Started once, it forks a life for each line that it reads; the life reads its rounds from the same pipe. It leaves the
point that it came to last in a file, where it outlives it. `plant` breaks it on purpose: the judge must notice.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from connectors.base import PullContext
from connectors.errors import LoginExpired
from connectors.x import login as x_login
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.runtime import reached
from ofauto_desktop.runtime.reached import Renewal
from ofauto_desktop.services import credentials as credentials_service
from ofauto_desktop.services.credentials import Credentials
from storage import credentials
from tests.crash.program import Program, forked, opened


async def live(job: dict[str, Any]) -> None:
    """Renew once for each line, until one says that it is enough."""
    program = opened(Path(job["folder"]), "renewer")
    account = (await program.accounts.list())[0]
    trace = os.open(job["trace"], os.O_RDWR | os.O_CREAT)
    print("ready", flush=True)
    while (order := json.loads(await asyncio.to_thread(sys.stdin.readline)))["do"] == "renew":
        death = _armed(order, trace)
        said = await _renewed(program, account)
        if order.get("point") is None:
            death.cancel()
        elif death.is_alive():
            death.join()
        print(said, flush=True)
    await program.aclose()


async def _renewed(program: Program, account: Any) -> str:
    """How a read went that finds its token near its end."""
    try:
        async with program.connections.use(account) as client:
            context = PullContext(now=program.now())
            found = [batch async for batch in client.pull(SyncKind.AUDIENCE, context)]  # type: ignore[attr-defined]
    except LoginExpired:
        return "expired"
    except Exception as error:  # noqa: BLE001 - whatever it is, the judge is told
        return f"failed {type(error).__name__}"
    return "well" if found[0].metrics else "empty"


def _armed(order: dict[str, Any], trace: int) -> threading.Timer:
    """The death that waits: at a point, so many seconds after it, so many from now, or none."""
    point, after = order.get("point"), order.get("after")
    death = threading.Timer(after or 0, _die)

    def listener(here: reached.Point | Renewal) -> None:
        os.pwrite(trace, here.ljust(16).encode(), 0)
        if here == point and _first(order["mark"]):
            if after is None:
                _die()
            death.start()

    os.pwrite(trace, b" " * 16, 0)
    reached.listener = listener
    if point is None and after is not None:
        death.start()
    return death


def _first(mark: str) -> bool:
    """Whether nobody came here before in this round: one victim is enough."""
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _plant(bug: str | None) -> None:
    """Break renewal in one of the ways that its rules exist against."""
    plants: dict[str, Callable[[], None]] = {
        "no_turn": _without_turns,
        "memory_first": _from_memory,
        "kept_later": _kept_later,
        "blip_is_an_end": _blips_end_it,
    }
    if bug is not None:
        plants[bug]()


def _without_turns() -> None:
    @contextlib.asynccontextmanager
    async def at_once(_file: Path) -> Any:
        yield

    credentials_service.turn = at_once


def _from_memory() -> None:
    read, known = Credentials._newest, []

    async def first(self: Credentials, account_id: int) -> Any:
        known.append(known[0] if known else await read(self, account_id))
        return known[0]

    Credentials._newest = first


def _kept_later() -> None:
    keep, tasks = Credentials._kept, []

    async def later(self: Credentials, account_id: int, current: Any, changed: Any) -> Any:
        async def soon() -> None:
            await asyncio.sleep(0.02)
            await keep(self, account_id, current, changed)

        tasks.append(asyncio.create_task(soon()))
        return credentials_service._credential(
            credentials.Opened(version=current.version + 1, state="active", fields={**current.fields, **changed})
        )

    Credentials._kept = later


def _blips_end_it() -> None:
    refusal = x_login.token_refusal
    x_login.token_refusal = lambda reply, now: LoginExpired("over") if reply.status >= 500 else refusal(reply, now)


def _live(job: dict[str, Any]) -> None:
    _plant(job.get("plant"))
    asyncio.run(live(job))


def main() -> None:
    """A life for each line."""
    print("ready", flush=True)
    for line in iter(sys.stdin.readline, ""):
        job = json.loads(line)
        if job["do"] == "live":  # anything else was meant for a life that was killed before it read this
            forked(partial(_live, job))


if __name__ == "__main__":
    main()
