"""The post that is being written, kept until it is stored as one: a crash or a closed window loses no word."""

from collections.abc import Mapping
from typing import Any

from storage import settings
from storage.database import Database

_KEY = "composer.unfinished"


class Unfinished:
    """One a workspace, in the encrypted database. What it holds is the writer's own affair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self) -> Any | None:
        """What was kept last, as JSON; None where nothing was."""
        return await self._database.read(settings.get, _KEY)

    async def keep(self, written: Mapping[str, Any]) -> None:
        """In place of what was kept before."""
        await self._database.write(settings.put, _KEY, dict(written))
