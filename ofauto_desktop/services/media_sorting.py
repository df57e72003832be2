"""Putting the library in order: folders, smart folders, tags, the bin. Each act is one step and can be undone."""

from collections.abc import Sequence

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.library import (
    DEEPEST,
    Filed,
    Folder,
    MediaFilter,
    RemovedFolder,
    Tagged,
    folder_name,
    tidy_tags,
)
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage import media_bulk, media_folders
from storage.database import Database


class MediaSorting:
    """Folders lie three deep at most; removing one leaves its items in the library."""

    def __init__(self, database: Database, bus: EventBus, now: Now) -> None:
        self._database, self._bus, self._now = database, bus, now

    async def folders(self) -> tuple[Folder, ...]:
        """Every folder, by name."""
        return tuple(await self._database.read(media_folders.listed))

    async def add_folder(self, name: str, *, parent_id: int | None = None, rule: MediaFilter | None = None) -> Folder:
        """Make a folder; with a `rule` a smart one. Raises BadInput for a taken or unusable name or one too deep, NotFound."""
        made = await self._database.write(media_folders.add, folder_name(name), parent_id, rule, self._now())
        self._changed()
        return made

    async def folder_named(self, path: str, *, make: bool = False) -> Folder:
        """The folder at a path like "Sets/Beach", however it is capitalised. Raises NotFound unless it may be made."""
        names = [folder_name(part) for part in path.split("/")]
        if len(names) > DEEPEST:
            raise NotFound(f"folders lie {DEEPEST} deep at most", item=path)
        found: Folder | None = None
        for name in names:
            parent = None if found is None else found.id
            inside = [one for one in await self.folders() if one.parent_id == parent]
            found = next((one for one in inside if one.name.casefold() == name.casefold()), None)
            if found is None and not make:
                raise NotFound("there is no folder of that name", item=path)
            found = found or await self.add_folder(name, parent_id=parent)
        if found is None:
            raise NotFound("there is no folder of that name", item=path)
        return found

    async def edit_folder(self, folder_id: int, name: str, rule: MediaFilter | None = None) -> Folder:
        """Rename it; give a smart one its rule. Returns what it was before. Raises BadInput, NotFound."""
        before = await self._database.write(media_folders.edit, folder_id, folder_name(name), rule, self._now())
        self._changed()
        return before

    async def move_folder(self, folder_id: int, parent_id: int | None) -> int | None:
        """Put it into another, None for the top; returns where it lay. Raises BadInput, NotFound."""
        before = await self._database.write(media_folders.move, folder_id, parent_id, self._now())
        self._changed()
        return before

    async def remove_folder(self, folder_id: int) -> RemovedFolder:
        """Remove it and those inside; their items lie in no folder then. Raises NotFound."""
        removed = await self._database.write(media_folders.remove, folder_id, self._now())
        self._changed()
        return removed

    async def put_folder_back(self, removed: RemovedFolder) -> None:
        """Undo `remove_folder`. Raises BadInput where its name was taken meanwhile, NotFound."""
        await self._database.write(media_folders.put_back, removed, self._now())
        self._changed()

    async def file(self, media_ids: Sequence[int], folder_id: int | None) -> Filed:
        """Put items into a folder, None for none. Raises BadInput for a smart one, NotFound."""
        filed = await self._database.write(media_folders.file_items, media_ids, folder_id, self._now())
        self._changed(*media_ids)
        return filed

    async def file_back(self, filed: Filed) -> None:
        """Undo `file`."""
        await self._database.write(media_folders.file_back, filed, self._now())
        self._changed(*(one for ids in filed.before.values() for one in ids))

    async def tag(self, media_ids: Sequence[int], *, add: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> Tagged:
        """Give items tags and take some away. Raises BadInput for endless ones."""
        tagged = await self._database.write(media_bulk.tag, media_ids, tidy_tags(add), drop, self._now())
        self._changed(*tagged.before)
        return tagged

    async def tag_back(self, tagged: Tagged) -> None:
        """Undo `tag`."""
        await self._database.write(media_bulk.tag_back, tagged, self._now())
        self._changed(*tagged.before)

    async def remove(self, media_ids: Sequence[int]) -> tuple[int, ...]:
        """Put items into the bin for 30 days, all or none; returns which. Raises Conflict while posts to come carry some."""
        gone = await self._database.write(media_bulk.remove, media_ids, self._now())
        self._changed(*gone)
        return gone

    async def restore(self, media_ids: Sequence[int]) -> None:
        """Take items out of the bin."""
        await self._database.write(media_bulk.restore, media_ids, self._now())
        self._changed(*media_ids)

    def _changed(self, *media_ids: int) -> None:
        self._bus.publish(MediaChanged(at=self._now(), media_ids=media_ids))
