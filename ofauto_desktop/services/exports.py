"""What leaves the workspace as a file that a person named: charts, tables, reports. Each is noted in the trail."""

import asyncio
from pathlib import Path

from ofauto_desktop.runtime.clock import Now
from storage import audit
from storage.database import Database
from storage.whole_files import write_whole


class Exports:
    """Writes files that others have made."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def write(self, file: Path, content: bytes, *, what: str) -> None:
        """Write `content` into `file`, whole or not at all; `what` is a word of a closed list, such as "chart".

        Raises DiskProblem.
        """
        await asyncio.to_thread(write_whole, file, content)
        await self._database.write(
            audit.record,
            at=self._now(),
            action=f"{what}.exported",
            object_type="workspace",
            object_id="numbers",
            details={"form": file.suffix.lower().removeprefix("."), "bytes": len(content)},
        )
