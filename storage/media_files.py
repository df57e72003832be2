"""Media bytes, encrypted in pieces, named by what they hold.

A file is a header (wrapped file key) and AES-GCM chunks of 4 MiB. Each chunk's additional data are its number and whether
it is the last, so that swapped, missing or cut chunks do not open. The name is the SHA-256 of the whole encrypted file.
"""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ofauto_desktop.domain.errors import DiskProblem
from storage.vault_file import sync_folder

CHUNK = 4 * 1024 * 1024
_MAGIC = b"OFAM1"
_NONCE = 12
_TAG = 16
_WRAPPED = _NONCE + 32 + _TAG
_HEADER = len(_MAGIC) + _WRAPPED


class MediaFiles:
    """The encrypted files of one workspace. Calls block: use them from a thread. Errors are DiskProblem naming the file."""

    def __init__(self, folder: Path, key: bytes | bytearray) -> None:
        self.folder = folder
        self._key = AESGCM(bytes(key))

    def write(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Encrypt what `chunks` yields; returns the file's name and its plain size. All of it is kept, or nothing."""
        with _disk_errors("the media folder"):
            self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f".{os.urandom(8).hex()}.part"
        try:
            with _disk_errors("the media folder"):
                name, size = self._encrypt(chunks, temporary)
                temporary.replace(self.path(name))
                sync_folder(self.folder)
        finally:
            temporary.unlink(missing_ok=True)
        return name, size

    def path(self, name: str) -> Path:
        return self.folder / name

    def size(self, name: str) -> int:
        """The plain size in bytes."""
        with _disk_errors(name):
            body = self.path(name).stat().st_size - _HEADER
        full, rest = divmod(body, CHUNK + _NONCE + _TAG)
        if body < _NONCE + _TAG or 0 < rest < _NONCE + _TAG:
            raise DiskProblem("a media file is damaged", item=name)
        return full * CHUNK + max(0, rest - _NONCE - _TAG)

    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        """Plain bytes from `offset`; fewer than `length` at the end, b"" past it.

        An end is believed only where the last chunk says so: a file that was cut off is damaged, not shorter.
        """
        size = self.size(name)
        end = size if length is None else min(size, offset + length)
        start = min(offset, max(0, end - 1))
        with _disk_errors(name), self.path(name).open("rb") as file:
            key = self._file_key(file.read(_HEADER), name)
            last = max(0, (size - 1) // CHUNK)
            pieces = []
            for number in range(start // CHUNK, max(0, end - 1) // CHUNK + 1):
                file.seek(_HEADER + number * (CHUNK + _NONCE + _TAG))
                raw = file.read(CHUNK + _NONCE + _TAG)
                pieces.append(_open_chunk(key, raw, number, is_last=number == last, name=name))
        if offset >= end:
            return b""
        begin = offset - offset // CHUNK * CHUNK
        return b"".join(pieces)[begin : begin + end - offset]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The plain bytes, in pieces of 4 MiB."""
        for offset in range(0, max(1, self.size(name)), CHUNK):
            yield self.read(name, offset, CHUNK)

    def export(self, name: str, target: Path) -> None:
        """Write the plain bytes to `target`, for its owner alone, in place of what is there. Errors name `target`."""
        temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
        try:
            with _disk_errors(target.name, f"{target.name} cannot be written"):
                descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    for piece in self.chunks(name):
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)

    def total(self) -> int:
        """The bytes of all files as they lie on the disk."""
        if not self.folder.exists():
            return 0
        with _disk_errors("the media folder"), os.scandir(self.folder) as entries:
            return sum(entry.stat().st_size for entry in entries if entry.is_file())

    def opened(self, name: str) -> "OpenedMedia":
        """The plain bytes as a file object that is read anywhere; one piece of 4 MiB is in memory at a time."""
        return OpenedMedia(self, name)

    def remove(self, name: str) -> None:
        with _disk_errors(name):
            self.path(name).unlink(missing_ok=True)

    def sweep(self, wanted: set[str]) -> int:
        """Remove half-written files and files that no row names; returns how many."""
        if not self.folder.exists():
            return 0
        strays = [path for path in self.folder.iterdir() if path.name not in wanted]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    def _encrypt(self, chunks: Iterable[bytes], target: Path) -> tuple[str, int]:
        file_key = AESGCM.generate_key(bit_length=256)
        nonce = os.urandom(_NONCE)
        cipher, digest, size, number = AESGCM(file_key), hashlib.sha256(), 0, 0
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            header = _MAGIC + nonce + self._key.encrypt(nonce, file_key, _MAGIC)
            file.write(header)
            digest.update(header)
            for piece, is_last in _regular(chunks):
                chunk_nonce = os.urandom(_NONCE)
                raw = chunk_nonce + cipher.encrypt(chunk_nonce, piece, _place(number, is_last=is_last))
                file.write(raw)
                digest.update(raw)
                size += len(piece)
                number += 1
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest(), size

    def _file_key(self, header: bytes, name: str) -> AESGCM:
        if len(header) != _HEADER or header[: len(_MAGIC)] != _MAGIC:
            raise DiskProblem("a media file is damaged", item=name)
        nonce = header[len(_MAGIC) : len(_MAGIC) + _NONCE]
        try:
            return AESGCM(self._key.decrypt(nonce, header[len(_MAGIC) + _NONCE :], _MAGIC))
        except InvalidTag as error:
            raise DiskProblem("a media file is damaged", item=name) from error


class OpenedMedia(io.RawIOBase):
    """An encrypted file, read as if it were plain. For one thread at a time. Raises DiskProblem where it is damaged."""

    def __init__(self, files: MediaFiles, name: str) -> None:
        self._files, self._file_name = files, name
        self._length = files.size(name)
        self._at = 0
        self._held = -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        pieces = []
        while wanted:
            number, start = divmod(self._at, CHUNK)
            if number != self._held:
                self._piece = self._files.read(self._file_name, number * CHUNK, CHUNK)
                self._held = number
            piece = self._piece[start : start + wanted]
            pieces.append(piece)
            self._at += len(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at


def _regular(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of exactly CHUNK bytes but for the last; each with whether it is the last. One empty piece for no bytes."""
    held = bytearray()
    for piece in chunks:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def _place(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(8) + bytes([is_last])


def _open_chunk(key: AESGCM, raw: bytes, number: int, *, is_last: bool, name: str) -> bytes:
    try:
        return key.decrypt(raw[:_NONCE], raw[_NONCE:], _place(number, is_last=is_last))
    except (InvalidTag, ValueError) as error:
        raise DiskProblem("a media file is damaged", item=name) from error


@contextmanager
def _disk_errors(item: str, said: str = "the media folder cannot be used") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise DiskProblem("a media file is missing", item=item) from error
    except OSError as error:
        raise DiskProblem(f"{said} ({error.strerror})", item=item) from error
