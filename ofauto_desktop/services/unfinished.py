"""What is being written, kept until it is stored as a post: a crash or a closed window loses no word."""

from collections.abc import Mapping
from typing import Any

from storage import settings
from storage.database import Database

_KEY = "composer.unfinished."


class Unfinished:
    """One for each post that is edited and one for a new one, in the encrypted database. What it holds is the writer's affair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self, post_id: int | None) -> Any | None:
        """What was kept last for a post, None for a new one, as JSON; None where nothing was."""
        return await self._database.read(settings.get, _key(post_id))

    async def keep(self, post_id: int | None, written: Mapping[str, Any]) -> None:
        """In place of what was kept before for this post."""
        await self._database.write(settings.put, _key(post_id), dict(written))


def _key(post_id: int | None) -> str:
    return _KEY + ("new" if post_id is None else str(post_id))
