"""The library: a person's media, encrypted on disk, clean when they go out."""

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ofauto_desktop.domain.errors import BadInput, DiskProblem
from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.library import MediaFilter, MediaOrder, Taken, tidy_tags
from ofauto_desktop.domain.looks import Look
from ofauto_desktop.domain.media import MediaItem, UploadSource
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.media_import import Importing, Wanted
from ofauto_desktop.services.media_variants import MediaVariants
from storage import media, media_bulk, media_finding, media_looks, media_storage, media_variants, settings
from storage.database import Database
from storage.media_files import MediaFiles

# What was removed can be taken back this long, where nobody wishes otherwise.
BIN_KEEPS = timedelta(days=30)
_LENT_FOR = timedelta(hours=2)
_LOOKS_AT_ONCE = 50
_BREATH = 0.2


class Library:
    """Media items of one workspace."""

    def __init__(
        self,
        database: Database,
        media_files: MediaFiles,
        bus: EventBus,
        now: Now,
        *,
        bin_keeps: Callable[[], timedelta] = lambda: BIN_KEEPS,
    ) -> None:
        self._database = database
        self._bin_keeps = bin_keeps
        self._files = media_files
        self._bus = bus
        self._now = now
        # One at a time: the same file dropped twice is found the second time, and memory stays flat.
        self._one_by_one = asyncio.Lock()
        # Files that a post may still be reading, though another form has taken their place.
        self._lent: dict[str, datetime] = {}

    async def add(
        self,
        path: Path,
        *,
        tags: tuple[str, ...] = (),
        alt_text: str = "",
        folder_id: int | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> MediaItem:
        """Take in a file; the same content again gives the item that is there. `progress` gets fractions from 0 to 1.

        Cancelling keeps nothing. Raises BadInput (what is wrong with the file), NotFound, DiskProblem, all naming it.
        """
        return (await self.take(path, tags=tags, alt_text=alt_text, folder_id=folder_id, progress=progress)).item

    async def add_bytes(
        self, name: str, content: bytes, *, tags: tuple[str, ...] = (), alt_text: str = ""
    ) -> MediaItem:
        """Take in an image that has no file, from the clipboard. Raises as `add` does."""
        return (await self.take_bytes(name, content, tags=tags, alt_text=alt_text)).item

    async def take(
        self,
        path: Path,
        *,
        tags: tuple[str, ...] = (),
        alt_text: str = "",
        folder_id: int | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Taken:
        """`add`, with what the library had of it before: the same bytes, or pictures that look the same."""
        wanted = Wanted(name=_readable(path), tags=tidy_tags(tags), alt_text=alt_text, folder_id=folder_id)
        return await self._take(wanted, lambda one: one.from_path(path), progress, lambda: path.stat().st_size)

    async def take_bytes(
        self,
        name: str,
        content: bytes,
        *,
        tags: tuple[str, ...] = (),
        alt_text: str = "",
        folder_id: int | None = None,
    ) -> Taken:
        """`add_bytes` in the same way."""
        wanted = Wanted(name=name, tags=tidy_tags(tags), alt_text=alt_text, folder_id=folder_id)
        return await self._take(wanted, lambda one: one.from_bytes(content), None, lambda: len(content))

    async def list(self, *, limit: int = 500, text: str = "") -> tuple[MediaItem, ...]:
        """Items, newest first; `text` narrows to those in whose names, descriptions or tags all its words begin one."""
        wanted = media_finding.Wanted(filter=MediaFilter(text=text), zone="UTC", now=self._now())
        found = await self._database.read(media_finding.found, wanted, MediaOrder.NEWEST, limit=limit)
        return tuple(tile.item for tile in await self._database.read(media_finding.tiles, found.ids))

    async def get(self, media_id: int) -> MediaItem:
        """One item. Raises NotFound."""
        return await self._database.read(media.get, media_id)

    async def describe(
        self,
        media_id: int,
        *,
        alt_text: str | None = None,
        tags: tuple[str, ...] | None = None,
        name: str | None = None,
        caption: str | None = None,
    ) -> MediaItem:
        """Change what is said of an item; None leaves a field. Raises NotFound, or BadInput for an empty name."""
        if name is not None and not name.strip():
            raise BadInput("a name is needed", item=f"media {media_id}")
        item = await self._database.write(
            media.describe,
            media_id,
            self._now(),
            alt_text=alt_text,
            tags=None if tags is None else tidy_tags(tags),
            name=None if name is None else name.strip(),
            caption=caption,
        )
        self._changed(media_id)
        return item

    async def remove(self, media_id: int) -> None:
        """Put an item into the bin for 30 days. Raises Conflict while a post that is to go out carries it."""
        await self._database.write(media_bulk.remove, [media_id], self._now())
        self._changed(media_id)

    async def restore(self, media_id: int) -> None:
        """Take it out of the bin."""
        await self._database.write(media_bulk.restore, [media_id], self._now())
        self._changed(media_id)

    async def delete_for_good(self, media_ids: Sequence[int]) -> tuple[int, ...]:
        """Delete what lies in the bin, its files included; returns which. Items that a post carries are left there."""
        async with self._one_by_one:
            gone = await self._database.write(media.delete_binned, media_ids, self._now())
            await self._sweep()
        if gone:
            self._changed(*gone)
        return gone

    async def save_copy(self, media_id: int, target: Path) -> None:
        """Write the original, readable, to a file that the person picked. All of it, or nothing. Raises DiskProblem, NotFound."""
        names = await self._database.read(media.blobs, media_id)
        await asyncio.to_thread(self._files.export, names.original, target)

    async def thumbnail(self, media_id: int) -> bytes:
        """JPEG or PNG bytes, at most 480 pixels a side. Raises NotFound, DiskProblem for a damaged file."""
        item = await self._database.read(media.get, media_id)
        names = await self._database.read(media.blobs, media_id)
        if names.thumbnail is None:
            raise BadInput("there is no preview of it", item=item.name)
        return await asyncio.to_thread(self._files.read, names.thumbnail)

    async def original(self, media_id: int) -> bytes:
        """The file as it came. Raises NotFound, DiskProblem for a damaged file."""
        names = await self._database.read(media.blobs, media_id)
        return await asyncio.to_thread(self._files.read, names.original)

    def source(self, item: MediaItem, platform: PlatformId | None = None) -> UploadSource:
        """The bytes of `item` as they go out, to `platform` where it has a form of its own for it."""
        return _Source(item, self._database, self._files, platform)

    async def fit(self, media_ids: Sequence[int], platform: PlatformId) -> None:
        """Make what `platform` needs of pictures that it does not take as they are; the originals stay. Raises as `make`."""
        forms = MediaVariants(self._database, self._files, self._bus, self._now)
        for media_id in media_ids if forms.is_choosy(platform) else ():
            await forms.fit(media_id, platform)

    async def sources(self, media_ids: Sequence[int], platform: PlatformId | None) -> tuple[UploadSource, ...]:
        """The upload forms of items in their order, told as they go out to `platform`. Raises NotFound.

        They stay as they are now: what is edited meanwhile goes out with the next post.
        """
        if not media_ids:
            return ()
        found = await self._database.read(media_variants.as_sent, media_ids, platform)
        self._lent |= {blob: self._now() for _, blob in found}
        return tuple(_Source(item, self._database, self._files, platform, blob) for item, blob in found)

    async def tick(self) -> int:
        """Empty what lay in the bin for long enough and remove files that no item names; returns how many files went.

        Call it now and then, and once after opening: a crash in the middle of an import leaves such files.
        """
        async with self._one_by_one:
            now = self._now()
            gone = await self._database.write(media.empty_bin, now - self._bin_keeps(), now)
            count = await self._sweep()
        if gone:
            self._changed(*gone)
        await self.fill_looks()
        return count

    async def _sweep(self) -> int:
        now = self._now()
        self._lent = {blob: at for blob, at in self._lent.items() if now - at < _LENT_FOR}
        wanted = await self._database.read(media.files) | self._lent.keys()
        return await asyncio.to_thread(self._files.sweep, wanted)

    async def fill_looks(self) -> int:
        """Compute what items look like that came before that was kept; returns how many. Gives way to other work."""
        count = 0
        while missing := await self._database.read(media_looks.missing, _LOOKS_AT_ONCE):
            looks = await asyncio.to_thread(self._looks_of, missing)
            await self._database.write(media_looks.put, looks)
            count += len(looks)
            await asyncio.sleep(_BREATH)
        return count

    def _looks_of(self, missing: Sequence[tuple[int, str]]) -> dict[int, Look | None]:
        from ofauto_desktop.services.picture_looks import look_of

        found: dict[int, Look | None] = {}
        for media_id, blob in missing:
            try:
                found[media_id] = look_of(self._files.read(blob))
            except DiskProblem:  # told of where the picture is to be shown
                found[media_id] = None
        return found

    async def _take(
        self,
        wanted: Wanted,
        work: Callable[[Importing], MediaItem],
        progress: Callable[[float], None] | None,
        size: Callable[[], int],
    ) -> Taken:
        loop = asyncio.get_running_loop()

        def tell(done: float) -> None:
            if progress is not None:
                loop.call_soon_threadsafe(progress, done)

        one = Importing(database=self._database, files=self._files, now=self._now, wanted=wanted, progress=tell)
        async with self._one_by_one:
            await self._refuse_over_quota(wanted.name, size)
            running = asyncio.ensure_future(asyncio.to_thread(work, one))
            try:
                item = await asyncio.shield(running)
            except asyncio.CancelledError:
                one.stop()
                # The thread ends at its next piece; until then its files are still being written.
                await asyncio.wait([running])
                if not running.cancelled() and running.exception() is None:
                    self._changed(running.result().id)
                raise
            alike = () if one.was_here else tuple(await self._database.read(media_finding.look_alikes, item.id))
        self._changed(item.id)
        return Taken(item=item, was_here=one.was_here, alike=alike)

    async def _refuse_over_quota(self, name: str, size: Callable[[], int]) -> None:
        quota = await self._database.read(settings.get, media_storage.QUOTA)
        if not quota:
            return
        try:
            coming = await asyncio.to_thread(size)
        except OSError:
            return  # said better where it is read
        used = await self._database.read(media_storage.used)
        if used + coming > quota:
            raise BadInput("the library would grow beyond the limit that you have set for it", item=name)

    def _changed(self, *media_ids: int) -> None:
        self._bus.publish(MediaChanged(at=self._now(), media_ids=media_ids))


class _Source:
    """An UploadSource over the encrypted upload form; its name is looked up once, at the first read."""

    def __init__(
        self,
        item: MediaItem,
        database: Database,
        files: MediaFiles,
        platform: PlatformId | None,
        blob: str | None = None,
    ) -> None:
        self._item = item
        self._database = database
        self._files = files
        self._platform = platform
        self._name = blob

    @property
    def item(self) -> MediaItem:
        return self._item

    async def read(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer at the end; b"" past it. Raises DiskProblem, NotFound."""
        if self._name is None:
            found = await self._database.read(media_variants.as_sent, [self._item.id], self._platform)
            self._item, self._name = found[0]
        return await asyncio.to_thread(self._files.read, self._name, offset, length)


def _readable(path: Path) -> str:
    """The file's name as text: a name of other bytes than UTF-8 can be opened, but neither stored nor shown."""
    return os.fsencode(path.name).decode(errors="replace")
