"""Finding items of the library: by words, by what became of them, by what they look like; and how much room they take."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence

from ofauto_desktop.domain.errors import BadInput, DiskProblem
from ofauto_desktop.domain.library import Blocked, Found, MediaFilter, MediaOrder, StorageUse, Tile, Usage
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.runtime.clock import Now
from storage import media_finding, media_storage, media_use, settings
from storage.database import Database
from storage.media_files import MediaFiles
from storage.media_finding import Wanted

# Groups of look-alikes that are shown at once.
MOST_GROUPS = 200


class MediaFinding:
    """Reads only, but for the quota."""

    def __init__(self, database: Database, files: MediaFiles, now: Now) -> None:
        self._database, self._files, self._now = database, files, now

    async def find(
        self, of: MediaFilter, order: MediaOrder = MediaOrder.NEWEST, *, zone: str = "UTC", limit: int | None = None
    ) -> Found:
        """The ids of what fits, in order. Days are those of the IANA `zone`. Raises NotFound for a folder that is gone."""
        wanted = Wanted(filter=of, zone=zone, now=self._now())
        return await self._database.read(media_finding.found, wanted, order, limit=limit)

    async def tiles(self, media_ids: Sequence[int]) -> tuple[Tile, ...]:
        """Items with what became of them, in the order asked for; those that are gone are left out."""
        return tuple(await self._database.read(media_finding.tiles, media_ids))

    async def thumbnails(self, media_ids: Sequence[int]) -> Mapping[int, bytes]:
        """JPEG or PNG bytes by item; an item whose picture cannot be read is left out."""
        names = await self._database.read(media_finding.thumbnails, media_ids)
        return await asyncio.to_thread(self._read_all, names)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of its items, by name."""
        return tuple(await self._database.read(media_finding.tags))

    async def used_in(self, media_id: int) -> tuple[Usage, ...]:
        """Every post on every account that carries the item, planned ones first."""
        return tuple(await self._database.read(media_use.of_item, media_id))

    async def blocked(self, media_ids: Sequence[int]) -> tuple[Blocked, ...]:
        """Those of the items that cannot be removed, each with the next post that is to go out with it."""
        return tuple(await self._database.read(media_use.blocked, media_ids))

    async def look_alikes(self, media_id: int) -> tuple[MediaItem, ...]:
        """Items that show the same picture as this one."""
        return tuple(await self._database.read(media_finding.look_alikes, media_id))

    async def look_alike_groups(self) -> tuple[tuple[tuple[int, ...], ...], int]:
        """Ids of items that show the same picture, group by group (200 at most), and how many groups there are."""
        shown, many = await self._database.read(media_finding.look_alike_groups, MOST_GROUPS)
        return tuple(shown), many

    async def storage(self) -> StorageUse:
        """How much room the library takes, and how much there is."""
        kinds = await self._database.read(media_storage.by_kind)
        in_bin, bin_size = await self._database.read(media_storage.in_bin)
        on_disk, free = await asyncio.to_thread(self._measure)
        return StorageUse(
            items=sum(many for many, _ in kinds.values()),
            originals=await self._database.read(media_storage.originals),
            forms=await self._database.read(media_storage.forms),
            in_bin=in_bin,
            bin=bin_size,
            by_kind=kinds,
            on_disk=on_disk,
            quota=await self._database.read(settings.get, media_storage.QUOTA) or None,
            free=free,
        )

    async def set_quota(self, quota: int | None) -> None:
        """The most bytes that originals and their forms may take, None for no limit. Raises BadInput for less than none."""
        if quota is not None and quota <= 0:
            raise BadInput("a limit is larger than nothing")
        await self._database.write(media_storage.set_quota, quota, self._now())

    def _read_all(self, names: Mapping[int, str]) -> dict[int, bytes]:
        found = {}
        for media_id, name in names.items():
            try:
                found[media_id] = self._files.read(name)
            except DiskProblem:
                continue  # the item is shown without a picture; opening it says why
        return found

    def _measure(self) -> tuple[int, int]:
        folder = next(one for one in (self._files.folder, *self._files.folder.parents) if one.exists())
        return self._files.total(), shutil.disk_usage(folder).free
