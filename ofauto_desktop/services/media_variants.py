"""What a platform gets instead of an item as it is: another part of the picture, smaller, in another format."""

import asyncio
import io
from dataclasses import dataclass

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.media import Crop, MediaItem, MediaKind, Variant
from ofauto_desktop.domain.platforms import Capability, PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage import media, media_variants
from storage.database import Database
from storage.media_files import MediaFiles
from storage.media_variants import NewVariant

_FORMS = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
_PREVIEW_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformForm:
    """A platform that takes pictures, how many bytes one may have there, and which media types, none: any."""

    platform: PlatformId
    name: str
    most_bytes: int
    pictures: tuple[str, ...] = ()


class MediaVariants:
    """Variants, cover frames and large previews. Pictures are worked on in a thread, one at a time."""

    def __init__(self, database: Database, files: MediaFiles, bus: EventBus, now: Now) -> None:
        self._database, self._files, self._bus, self._now = database, files, bus, now
        self._one_by_one = asyncio.Lock()

    def offered(self) -> tuple[PlatformForm, ...]:
        """The platforms that an item can have a form of its own for."""
        from connectors import registry

        manifests = [registry.platform(one).manifest for one in registry.offered()]
        return tuple(
            PlatformForm(
                platform=one.platform, name=one.name, most_bytes=one.limits["image_bytes"], pictures=one.pictures
            )
            for one in manifests
            if Capability.PUBLISH in one.capabilities and "image_bytes" in one.limits
        )

    async def of_item(self, media_id: int) -> tuple[Variant, ...]:
        """The item's variants, by platform."""
        return tuple(await self._database.read(media_variants.of_item, media_id))

    async def make(self, media_id: int, platform: PlatformId, crop: Crop | None = None) -> Variant:
        """Make the form that `platform` gets from now on, in place of an earlier one. Raises BadInput, NotFound, DiskProblem."""
        item = await self._database.read(media.get, media_id)
        form = next((one for one in self.offered() if one.platform is platform), None)
        if form is None:
            raise BadInput(f"{platform.value} takes no pictures", item=item.name)
        if item.kind is not MediaKind.IMAGE:
            raise BadInput("only still pictures can be cut and made smaller", item=item.name)
        async with self._one_by_one:
            new = await asyncio.to_thread(self._made, item, await self._upload(media_id), form, crop)
        variant = await self._database.write(media_variants.put, new, self._now())
        self._changed(media_id)
        return variant

    def is_choosy(self, platform: PlatformId) -> bool:
        """Whether the platform takes some kinds of pictures alone."""
        return any(one.pictures for one in self.offered() if one.platform is platform)

    async def fit(self, media_id: int, platform: PlatformId) -> None:
        """Make the item's form for a choosy platform, where what would go out is none of its kinds, or too large."""
        (item,) = await self._database.read(media_variants.items_as_sent, [media_id], platform)
        form = next(one for one in self.offered() if one.platform is platform)
        if item.kind is MediaKind.IMAGE and (item.mime not in form.pictures or item.size > form.most_bytes):
            made = await self._database.read(media_variants.of_item, media_id)
            await self.make(media_id, platform, next((one.crop for one in made if one.platform is platform), None))

    async def remove(self, media_id: int, platform: PlatformId) -> Variant | None:
        """Let the platform have the item as it is again; returns what was there."""
        gone = await self._database.write(media_variants.remove, media_id, platform, self._now())
        if gone is not None:
            self._changed(media_id)
        return gone

    async def picture(self, media_id: int, edge: int) -> bytes:
        """A JPEG or PNG of at most `edge` pixels a side; of a film, its cover. Raises BadInput, NotFound, DiskProblem."""
        item = await self._database.read(media.get, media_id)
        upload = await self._upload(media_id)
        async with self._one_by_one:
            if item.kind is MediaKind.VIDEO:
                return await asyncio.to_thread(self._frame, item, upload, item.cover_ms or 0, edge)
            return await asyncio.to_thread(self._shown, item, upload, edge)

    async def frame(self, media_id: int, at_ms: int, edge: int) -> bytes:
        """The film's picture at a moment, as `picture` gives it."""
        item = await self._database.read(media.get, media_id)
        upload = await self._upload(media_id)
        async with self._one_by_one:
            return await asyncio.to_thread(self._frame, item, upload, at_ms, edge)

    async def set_cover(self, media_id: int, at_ms: int | None) -> MediaItem:
        """Let the film's picture at `at_ms` stand for it, None for its beginning. Raises BadInput, NotFound, DiskProblem."""
        from ofauto_desktop.services.image_forms import THUMBNAIL_EDGE

        item = await self._database.read(media.get, media_id)
        if item.kind is not MediaKind.VIDEO:
            raise BadInput("only a film has a cover to choose", item=item.name)
        if at_ms is not None and not 0 <= at_ms <= (item.duration_ms or 0):
            raise BadInput("the film has no such moment", item=item.name)
        content = await self.frame(media_id, at_ms or 0, THUMBNAIL_EDGE)
        blob, _ = await asyncio.to_thread(self._files.write, [content])
        changed = await self._database.write(media.set_cover, media_id, at_ms, blob, self._now())
        self._changed(media_id)
        return changed

    async def _upload(self, media_id: int) -> str:
        return (await self._database.read(media.blobs, media_id)).upload

    def _made(self, item: MediaItem, upload: str, wanted: PlatformForm, crop: Crop | None) -> NewVariant:
        from ofauto_desktop.services.picture_fitting import fitted

        jpeg_only = wanted.pictures == ("image/jpeg",)
        content = self._files.read(upload)
        made = fitted(content, _FORMS[item.mime], crop, wanted.most_bytes, item.name, jpeg_only=jpeg_only)
        blob, size = self._files.write([made.content])
        return NewVariant(
            media_id=item.id,
            platform=wanted.platform,
            crop=crop,
            mime=made.mime,
            width=made.width,
            height=made.height,
            size=size,
            blob=blob,
        )

    def _shown(self, item: MediaItem, upload: str, edge: int) -> bytes:
        from PIL import Image

        from ofauto_desktop.services.image_forms import decoding

        with (
            decoding(item.name),
            Image.open(io.BytesIO(self._files.read(upload)), formats=[_FORMS[item.mime]]) as image,
        ):
            image.draft("RGB", (edge, edge))
            see_through = image.has_transparency_data
            shown = image.convert("RGBA" if see_through else "RGB")
            shown.thumbnail((edge, edge))
            target = io.BytesIO()
            shown.save(
                target, "PNG" if see_through else "JPEG", **({} if see_through else {"quality": _PREVIEW_QUALITY})
            )
            return target.getvalue()

    def _frame(self, item: MediaItem, upload: str, at_ms: int, edge: int) -> bytes:
        from ofauto_desktop.services import video_forms  # its libraries take 15 MB: not before there is a film

        with self._files.opened(upload) as file:
            return video_forms.frame(file, at_ms, edge, item.name)

    def _changed(self, media_id: int) -> None:
        self._bus.publish(MediaChanged(at=self._now(), media_ids=(media_id,)))
