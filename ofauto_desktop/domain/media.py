"""Media items of the library, and the form in which a platform receives them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ofauto_desktop.domain.platforms import PlatformId


class MediaKind(StrEnum):
    """What a file is by its content, never by its name."""

    IMAGE = "image"
    GIF = "gif"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem:
    """One file of the library; the bytes lie encrypted beside the database.

    `size` counts bytes of the upload form (metadata removed), `original_size` those of the file as it came.
    `width` and `height` in pixels as shown, `duration_ms` and `frames` None for still images. `sha256` is the original's, in hex.
    `cover_ms` is the moment of a film that stands for it, None for its beginning; `removed_at`: when it went into the bin.
    """

    id: int
    name: str
    kind: MediaKind
    mime: str
    size: int
    original_size: int
    width: int
    height: int
    duration_ms: int | None
    frames: int | None
    alt_text: str = field(repr=False)
    sha256: str
    tags: tuple[str, ...]
    created_at: datetime
    caption: str = field(default="", repr=False)
    folder_id: int | None = None
    cover_ms: int | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A part of a picture, in pixels of its upload form."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The form of an item that is made for one platform; its original stays as it is. `crop` None: all of the picture.

    `width` and `height` in pixels, `size` in bytes. `platform` is a PlatformId.
    """

    media_id: int
    platform: PlatformId
    crop: Crop | None
    mime: str
    width: int
    height: int
    size: int


class UploadSource(Protocol):
    """The bytes of a media item as they go out: metadata removed, read in pieces, so that a film fits in memory."""

    @property
    def item(self) -> MediaItem: ...

    async def read(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer at the end; b"" past it. Raises DiskProblem if the file is damaged."""
        ...


async def pieces(source: UploadSource, length: int) -> AsyncIterator[bytes]:
    """All of a file in its order, at most `length` bytes at a time. Raises DiskProblem if the file is damaged."""
    for offset in range(0, source.item.size, length):
        yield await source.read(offset, length)
