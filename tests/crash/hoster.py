"""Lays a picture into the person's bucket, in a process that is killed on its way: `python -m tests.crash.hoster`.

It reads a line of JSON (folder, bucket, endpoints, when to wait), says "half" once half of the file is on its way and
"laid" once all of it lies there, and then waits for its end.
"""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ofauto_desktop.domain.media_host import Bucket
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.media_hosting import MediaHosting
from storage import media_host
from storage.database import create_schema
from storage.key_wrap import Keys
from tests.crash.program import MASTER, WORKSPACE, Program, _connected, opened

PERSON = {"handle": "ada", "id": "1"}


class Film:
    """An UploadSource of some pieces, of which one can be waited for forever."""

    content = b"film" * 500_000

    def __init__(self, waits: str) -> None:
        self.item = SimpleNamespace(size=len(self.content), mime="video/mp4", name="private.mp4")
        self._waits = waits

    async def read(self, offset: int, length: int) -> bytes:
        if self._waits == "half" and offset > len(self.content) // 2:
            await _say_and_wait("half")
        return self.content[offset : offset + length]


def hosting_of(program: Program) -> MediaHosting:
    made = MediaHosting(program.database, Keys(MASTER), WORKSPACE, program.now, _none)
    made.go_out_by(program.connections.wire, program.accounts.get)
    return made


async def begin(folder: Path, bucket: dict[str, Any], endpoints: dict[str, str]) -> int:
    """A workspace with an account and the bucket; the account's id."""
    program = opened(folder, "maker", create=True)
    create_schema(program.database)
    client = await Clients(program.database, program.bus, program.now).add("Ada")
    account_id = await program.database.write(_connected, client.id, PlatformId.X, PERSON, endpoints, program.now())
    checked = await hosting_of(program).use(Bucket(**bucket))
    assert checked.failed is None, checked
    await program.aclose()
    return account_id


async def later(folder: Path, hours: int) -> tuple[int, list[Any]]:
    """The next start, `hours` from now: how many files it takes away, and what is on record after it."""
    program = opened(folder, "after")
    program.ahead = timedelta(hours=hours)
    gone = await hosting_of(program).tick()
    left = await program.database.read(media_host.left)
    await program.aclose()
    return gone, left


async def _lay(job: dict[str, Any]) -> None:
    program = opened(Path(job["folder"]), "killed")
    account = await program.accounts.get(job["account"])
    await hosting_of(program).lay(account, Film(job["waits"]))  # type: ignore[arg-type]  # what is read of it is there
    await _say_and_wait("laid")


async def _say_and_wait(word: str) -> None:
    print(word, flush=True)
    await asyncio.Event().wait()


async def _none(_: object) -> None:
    return None


if __name__ == "__main__":
    asyncio.run(_lay(json.loads(sys.stdin.readline())))
