"""Taking one file into the library: read, checked, cleaned, encrypted, then named by a row. All of it, or nothing.

Everything here blocks and runs in a thread; `Importing.stop` from any other ends it within one piece of 4 MiB.
"""

import hashlib
import io
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

from ofauto_desktop.domain.errors import BadInput, DiskProblem, NotFound
from ofauto_desktop.domain.looks import Look
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.services.media_reading import HEAD_BYTES, Sniffed, refuse_cut_film, sniff
from storage import media
from storage.database import Database
from storage.media_files import CHUNK, MediaFiles
from storage.scratch_file import ScratchFile

_MIB = 1024 * 1024
# Original and upload form stay, the form being made comes and goes.
_ROOM = 3


class Stopped(Exception):
    """A person changed their mind; nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is said of the new item."""

    name: str
    tags: tuple[str, ...] = ()
    alt_text: str = field(default="", repr=False)
    folder_id: int | None = None


@dataclass(slots=True, kw_only=True)
class _Prepared:
    """The item's facts and where its encrypted files lie."""

    sniffed: Sniffed
    sha256: str
    original_size: int
    size: int
    width: int
    height: int
    duration_ms: int | None
    frames: int | None
    blob: str
    upload_blob: str
    thumbnail_blob: str
    look: Look | None


@dataclass(slots=True, kw_only=True)
class Importing:
    """One file on its way in. `progress` gets fractions from 0 to 1, on the importing thread."""

    database: Database
    files: MediaFiles
    now: Callable[[], datetime]
    wanted: Wanted
    progress: Callable[[float], None]
    # Whether the same bytes were in the library already, told once it has ended.
    was_here: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        self._stop.set()

    def from_path(self, path: Path) -> MediaItem:
        """The new item, or the one that has this content already. Raises BadInput, NotFound, DiskProblem, Stopped."""
        try:
            info = path.stat()
            if not stat.S_ISREG(info.st_mode):
                raise BadInput("it is a folder or a device, not a file", item=self.wanted.name)
            with path.open("rb") as file:
                sniffed = sniff(file.read(HEAD_BYTES), info.st_size, self.wanted.name)
                if sniffed.kind is MediaKind.VIDEO:
                    return self._film(file, path, sniffed, info.st_size)
                file.seek(0)
                return self._image(file.read(), sniffed)
        except FileNotFoundError as error:
            raise NotFound("there is no such file", item=self.wanted.name) from error
        except OSError as error:
            raise BadInput(f"it cannot be read ({error.strerror})", item=self.wanted.name) from error

    def from_bytes(self, content: bytes) -> MediaItem:
        """The same for what comes from the clipboard."""
        sniffed = sniff(content[:HEAD_BYTES], len(content), self.wanted.name)
        if sniffed.kind is MediaKind.VIDEO:
            raise BadInput("a film comes as a file", item=self.wanted.name)
        return self._image(content, sniffed)

    def _image(self, raw: bytes, sniffed: Sniffed) -> MediaItem:
        digest = hashlib.sha256(raw).hexdigest()
        if (known := self._known(digest)) is not None:
            return known
        # Its library takes 3 MB: not before there is a picture.
        from ofauto_desktop.services import image_forms, picture_looks

        name = self.wanted.name
        picture = image_forms.without_metadata(raw, sniffed, name)
        self._look_up(0.4)
        thumbnail = image_forms.thumbnail_of(picture.content, sniffed.form, name)
        self._look_up(0.6)
        moving = picture.frames is not None and picture.frames > 1
        if sniffed.kind is MediaKind.GIF and not moving:
            sniffed = Sniffed(kind=MediaKind.IMAGE, mime=sniffed.mime, form=sniffed.form)
        with _Undo(self.files) as written:
            blob, _ = written.write([raw])
            upload = blob if picture.content == raw else written.write([picture.content])[0]
            return self._keep(
                written,
                _Prepared(
                    sniffed=sniffed,
                    sha256=digest,
                    original_size=len(raw),
                    size=len(picture.content),
                    width=picture.width,
                    height=picture.height,
                    duration_ms=picture.duration_ms if moving else None,
                    frames=picture.frames if moving else None,
                    blob=blob,
                    upload_blob=upload,
                    thumbnail_blob=written.write([thumbnail])[0],
                    look=picture_looks.look_of(thumbnail),
                ),
            )

    def _film(self, file: BinaryIO, path: Path, sniffed: Sniffed, size: int) -> MediaItem:
        name = self.wanted.name
        self._refuse_without_room(size)
        # Their libraries take 18 MB: not before there is a film.
        from ofauto_desktop.services import picture_looks, video_forms

        refuse_cut_film(file, size, name)
        film = video_forms.look(path, name)
        digest = hashlib.sha256()
        for piece in self._pieces(file, size, 0.0, 0.2):
            digest.update(piece)
        if (known := self._known(digest.hexdigest())) is not None:
            return known
        with ExitStack() as stack:
            written = stack.enter_context(_Undo(self.files))
            scratch = stack.enter_context(ScratchFile(self.files.folder))
            video_forms.copy_without_metadata(
                path, sniffed, name, scratch, lambda read: self._look_up(0.2 + 0.3 * read / size)
            )
            again = hashlib.sha256()
            blob, _ = written.write(_hashed(self._pieces(file, size, 0.5, 0.8), again))
            if again.digest() != digest.digest():
                raise BadInput("it changed while it was being read", item=name)
            upload, upload_size = written.write(self._pieces(scratch.opened(), scratch.size, 0.8, 1.0))
            return self._keep(
                written,
                _Prepared(
                    sniffed=sniffed,
                    sha256=digest.hexdigest(),
                    original_size=size,
                    size=upload_size,
                    width=film.width,
                    height=film.height,
                    duration_ms=film.duration_ms,
                    frames=None,
                    blob=blob,
                    upload_blob=upload,
                    thumbnail_blob=written.write([film.thumbnail])[0],
                    look=picture_looks.look_of(film.thumbnail),
                ),
            )

    def _keep(self, written: "_Undo", made: _Prepared) -> MediaItem:
        self._look_up(1.0)
        new = media.NewMedia(
            name=self.wanted.name,
            kind=made.sniffed.kind,
            mime=made.sniffed.mime,
            width=made.width,
            height=made.height,
            duration_ms=made.duration_ms,
            frames=made.frames,
            alt_text=self.wanted.alt_text,
            tags=self.wanted.tags,
            sha256=made.sha256,
            original_size=made.original_size,
            size=made.size,
            blob=made.blob,
            upload_blob=made.upload_blob,
            thumbnail_blob=made.thumbnail_blob,
            folder_id=self.wanted.folder_id,
            look=made.look,
        )
        item = self.database.write_now(media.add, new, self.now())
        written.keep()
        return item

    def _known(self, sha256: str) -> MediaItem | None:
        found = self.database.write_now(media.with_content, sha256, self.now())
        self.was_here = found is not None
        return found

    def _look_up(self, done: float) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progress(min(1.0, done))

    def _pieces(self, file: BinaryIO | io.RawIOBase, size: int, start: float, end: float) -> Iterator[bytes]:
        """The file from its beginning, in pieces; an error of reading names the file, not the place it is written to."""
        try:
            file.seek(0)
            done = 0
            while piece := file.read(CHUNK):
                done += len(piece)
                self._look_up(start + (end - start) * done / max(size, 1))
                yield piece
        except OSError as error:
            raise BadInput(f"it cannot be read ({error.strerror})", item=self.wanted.name) from error

    def _refuse_without_room(self, size: int) -> None:
        folder = next(one for one in (self.files.folder, *self.files.folder.parents) if one.exists())
        free = shutil.disk_usage(folder).free
        if free < size * _ROOM:
            raise DiskProblem(
                f"the disk has {free // _MIB:,} MB left and {size * _ROOM // _MIB:,} MB are needed",
                item=self.wanted.name,
            )


class _Undo:
    """Encrypted files that are removed again unless `keep` is called."""

    def __init__(self, files: MediaFiles) -> None:
        self._files = files
        self._names: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for name in self._names:
            self._files.remove(name)

    def write(self, chunks: "Iterator[bytes] | list[bytes]") -> tuple[str, int]:
        name, size = self._files.write(chunks)
        self._names.append(name)
        return name, size

    def keep(self) -> None:
        self._names.clear()


def _hashed(pieces: Iterator[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece
