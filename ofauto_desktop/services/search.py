"""One search over everything in the workspace, and what was opened from it lately."""

from typing import Any

from ofauto_desktop.domain.search import Hit, HitKind
from storage import search, settings
from storage.database import Database

RECENT = "search.recent"
MOST_RECENT = 8


class Search:
    """Finds posts, media, fans, clients and accounts by words. Reads only, but for the short list of what was opened."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, words: str, *, limit: int = 30) -> tuple[Hit, ...]:
        """What answers `words`, about `limit` things, by kind and best first.

        All words must be there, the last one perhaps only begun; case and accents do not matter. Whatever is typed
        is taken as words, so nothing raises; empty where nothing is found.
        """
        return tuple(await self._database.read(search.everything, words, limit))

    async def recent(self) -> tuple[Hit, ...]:
        """What was opened from a search last, newest first, as it is now; what is gone is left out."""
        stored = await self._database.read(settings.get, RECENT)
        return tuple(await self._database.read(search.again, _kept(stored)))

    async def opened(self, hit: Hit) -> None:
        """Remember that this was opened."""
        stored = await self._database.read(settings.get, RECENT)
        others = [one for one in _kept(stored) if one != (hit.kind, hit.id)]
        newest = [(hit.kind, hit.id), *others][:MOST_RECENT]
        await self._database.write(settings.put, RECENT, [[kind.value, one] for kind, one in newest])


def _kept(stored: Any) -> list[tuple[HitKind, int | str]]:
    """What is stored, as far as this version knows its kinds."""
    known = {kind.value for kind in HitKind}
    return [(HitKind(kind), one) for kind, one in stored or () if kind in known]
