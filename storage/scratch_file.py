"""A file for intermediate results that nobody else can read: random access, encrypted on disk, gone when closed.

The key lives in memory only. Pages are AES-XTS, each under its own number: what a crash leaves behind is noise.
"""

import io
import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import XTS

from ofauto_desktop.domain.errors import DiskProblem

_PAGE = 256 * 1024
_KEY = 64
_PAGES_IN_MEMORY = 32


class ScratchFile:
    """Bytes up to any length in bounded memory. Not for several threads at once. Raises DiskProblem where the disk fails."""

    def __init__(self, folder: Path) -> None:
        with _disk_errors():
            folder.mkdir(parents=True, exist_ok=True)
            # Without a name the system itself forgets it, however the process ends; where that is impossible, on closing.
            self._file = tempfile.TemporaryFile(dir=folder, prefix=".scratch-", buffering=0)  # noqa: SIM115 - see close
        self._key = AES(os.urandom(_KEY))
        self._pages: OrderedDict[int, bytearray] = OrderedDict()
        self._changed: set[int] = set()
        self._on_disk: set[int] = set()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._pages.clear()
        self._file.close()

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`, fewer at the end."""
        end = min(self.size, offset + length)
        pieces = []
        while offset < end:
            number, at = divmod(offset, _PAGE)
            piece = bytes(self._page(number)[at : at + end - offset])
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def write(self, offset: int, content: bytes) -> None:
        """Put `content` at `offset`, growing the file as needed; what lies between is zero."""
        if not content:
            return
        view = memoryview(content)
        while view:
            number, at = divmod(offset, _PAGE)
            count = min(len(view), _PAGE - at)
            self._page(number)[at : at + count] = view[:count]
            self._changed.add(number)
            offset, view = offset + count, view[count:]
        self.size = max(self.size, offset)

    def opened(self) -> "Cursor":
        """A position of its own in this file, with the methods of a file object."""
        return Cursor(self)

    def _page(self, number: int) -> bytearray:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._load(number)
        self._pages.move_to_end(number)
        if len(self._pages) > _PAGES_IN_MEMORY:
            oldest, content = self._pages.popitem(last=False)
            if oldest in self._changed:
                self._store(oldest, content)
                self._changed.discard(oldest)
        return page

    def _load(self, number: int) -> bytearray:
        if number not in self._on_disk:
            return bytearray(_PAGE)
        with _disk_errors():
            self._file.seek(number * _PAGE)
            raw = self._file.read(_PAGE)
        return bytearray(Cipher(self._key, XTS(number.to_bytes(16, "little"))).decryptor().update(raw))

    def _store(self, number: int, content: bytearray) -> None:
        raw = Cipher(self._key, XTS(number.to_bytes(16, "little"))).encryptor().update(bytes(content))
        left = memoryview(raw)
        with _disk_errors():
            self._file.seek(number * _PAGE)
            while left:  # a raw file may take less than it was given; ENOSPC comes with the next call
                left = left[self._file.write(left) :]
        self._on_disk.add(number)


class Cursor(io.RawIOBase):
    """A file object over a ScratchFile; closing it leaves the file open."""

    def __init__(self, file: ScratchFile) -> None:
        self._scratch = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        length = self._scratch.size if size is None or size < 0 else size
        content = self._scratch.read(self._at, length)
        self._at += len(content)
        return content

    def write(self, content: object, /) -> int:
        written = bytes(content)  # type: ignore[call-overload]
        self._scratch.write(self._at, written)
        self._at += len(written)
        return len(written)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._scratch.size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskProblem(f"the media folder cannot be used ({error.strerror})", item="the media folder") from error
