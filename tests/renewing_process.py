"""A process that renews one account's login over and over, and the authorisation server that it and its like ask."""

import asyncio
import json
import os
import sys
from pathlib import Path

from filelock import FileLock

from connectors.errors import LoginExpired
from ofauto_desktop.runtime.clock import now
from ofauto_desktop.services.credentials import Credentials
from storage.database import Database
from storage.key_wrap import Keys
from tests.accounts_stage import KEY, MASTER, WORKSPACE


class Ledger:
    """A server's memory in a locked file: which renewal token is current, and which one its client has on the disk.

    A spent token is refused, unless the answer that spent it never reached a disk: its process was killed in between.
    """

    def __init__(self, file: Path) -> None:
        self.file, self.lock = file, FileLock(f"{file}.lock")

    def begin(self) -> None:
        self._write({"current": 1, "on_disk": 1, "calls": 0, "refused": 0, "forgiven": 0})

    def read(self) -> dict[str, int]:
        with self.lock:
            return dict(json.loads(self.file.read_text()))

    def spend(self, token: str) -> str:
        """The token that follows `token`. Raises LoginExpired where it was spent before."""
        with self.lock:
            told, given = json.loads(self.file.read_text()), int(token[1:])
            told["calls"] += 1
            lost_on_the_way = given == told["current"] - 1 == told["on_disk"]
            if given == told["current"] or lost_on_the_way:
                told["forgiven"] += lost_on_the_way
                told["current"] = given + 1
            else:
                told["refused"] += 1
            self._write(told)
            if told["current"] != given + 1:
                raise LoginExpired("invalid_grant")
            return f"r{given + 1}"

    def stored(self, token: str) -> None:
        """The client says that this one is on its disk."""
        with self.lock:
            told = json.loads(self.file.read_text())
            told["on_disk"] = max(told["on_disk"], int(token[1:]))
            self._write(told)

    def _write(self, told: dict[str, int]) -> None:
        fresh = self.file.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(told))
        fresh.replace(self.file)


async def renew_for_ever(path: Path, account_id: int, ledger: Ledger) -> None:
    database = Database(path, KEY)
    service = Credentials(database, Keys(MASTER), WORKSPACE, now)

    async def renew(credential):
        return {"access_token": "a", "refresh_token": ledger.spend(credential.fields["refresh_token"])}

    while True:
        before = await service.read(account_id)
        after = await service.rotate(account_id, before.version, renew)
        ledger.stored(after.fields["refresh_token"])


if __name__ == "__main__":
    asyncio.run(renew_for_ever(Path(sys.argv[1]), int(sys.argv[2]), Ledger(Path(sys.argv[3]))))
