"""One-file encrypted backups: made from the running workspace, verified byte for byte, restored whole or not at all.

Form: magic, length, header (JSON: the key file, and the backup's own key wrapped under the backup key), then a tar in
AES-GCM chunks whose additional data are the header's hash, the chunk's number and whether it is the last. The tar holds
`manifest.json`, `workspace.db` (encrypted as it lies) and the media files (encrypted as they lie).
"""

import glob
import hashlib
import io
import os
import re
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.backups import BackupManifest
from ofauto_desktop.domain.errors import BadInput, DiskProblem, NewerVersion, NotAWorkspace
from storage import audit, media, migrate, settings, vault_file
from storage.database import Database, damaged_pages
from storage.key_wrap import Keys, Secrets, unwrap
from storage.models import AuditLog, Base
from storage.vault_file import Vault, sync_folder

_MAGIC = b"OFAB1"
_FORMAT = 1
_CHUNK = 4 * 1024 * 1024
_PIECE = 64 * 1024  # what the tar is read and written by
_NONCE, _TAG = 12, 16
_LARGEST_HEADER = 1024 * 1024
DATABASE_NAME, MEDIA_NAME, _MANIFEST = "workspace.db", "media", "manifest.json"
_MEMBER = re.compile(r"manifest\.json|workspace\.db|media/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The open workspace that is backed up."""

    data_dir: Path
    database: Database
    keys: Keys
    vault: Vault


class _Header(msgspec.Struct, kw_only=True):
    format: int
    vault: dict[str, Any]
    nonce: str
    wrapped: str


def create(file: Path, source: Source) -> BackupManifest:
    """Write a backup of `source` to `file`, which must not exist. All of it is written, or nothing. Raises DiskProblem."""
    if file.exists():
        raise BadInput("that file exists already", item=file.name)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with _disk_errors(file), tempfile.TemporaryDirectory(dir=source.data_dir, prefix=".backup-") as scratch:
            copy = Path(scratch) / DATABASE_NAME
            source.database.copy_now(copy)
            manifest = _manifest(source, copy)
            with temporary.open("xb") as raw:
                _write(raw, source, manifest, copy)
                raw.flush()
                os.fsync(raw.fileno())
            temporary.replace(file)
            sync_folder(file.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def verify(file: Path, opener: Keys | Secrets, room: Path | None = None) -> BackupManifest:
    """Read every byte, check it against its manifest and open the database in it. Raises DiskProblem, WrongPassphrase.

    What is unpacked meanwhile, encrypted as ever, lies in `room`, or the system's own place for temporary files.
    """
    with _disk_errors(file), tempfile.TemporaryDirectory(dir=room, prefix=".verify-") as scratch:
        return _extract(file, opener, Path(scratch))


def restore(file: Path, secrets_given: Secrets, into: Path) -> BackupManifest:
    """Unpack a backup into the empty or missing folder `into`, as a new device. Raises BadInput, DiskProblem …"""
    if into.exists() and any(into.iterdir()):
        raise BadInput("the folder to restore into is not empty", item=str(into))
    with _disk_errors(into):
        into.parent.mkdir(parents=True, exist_ok=True)
        for left in into.parent.glob(f".{glob.escape(into.name)}-restore-*"):
            _remove_tree(left)  # of a restore that was killed
        scratch = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}-restore-"))
    try:
        manifest = _extract(file, secrets_given, scratch)
        _become_new_device(secrets_given, scratch)
        with _disk_errors(into):
            if into.exists():
                into.rmdir()
            scratch.rename(into)
            sync_folder(into.parent)
    except BaseException:
        _remove_tree(scratch)
        raise
    return manifest


def sweep(data_dir: Path, backups: Path) -> None:
    """Remove what a killed backup or verification left in these folders."""
    for left in (*data_dir.glob(".backup-*"), *data_dir.glob(".verify-*")):
        _remove_tree(left)
    for part in backups.glob(".*.part"):
        part.unlink(missing_ok=True)


def _manifest(source: Source, copy: Path) -> BackupManifest:
    """Counts and names are read from the copy: the program goes on writing into the original."""
    from ofauto_desktop import __version__

    database = Database(copy, source.keys.derive("db"))
    try:
        rows, head = database.read_now(_counts)
        named = sorted(database.read_now(media.files))
    finally:
        database.close()
    paths = [source.data_dir / MEDIA_NAME / name for name in named]
    return BackupManifest(
        format=_FORMAT,
        app=__version__,
        schema=migrate.HEAD,
        workspace=source.vault.workspace,
        created_at=datetime.now(UTC).isoformat(),
        rows=rows,
        audit_head=head,
        database_sha256=_sha256(copy),
        media={path.name: path.stat().st_size for path in paths if path.exists()},
        missing_media=tuple(path.name for path in paths if not path.exists()),
    )


def _counts(session: Session) -> tuple[dict[str, int], str]:
    rows = {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
    }
    head = session.scalar(select(AuditLog.hash).order_by(AuditLog.id.desc()).limit(1))
    return rows, head.hex() if head else ""


def _write(raw: IO[bytes], source: Source, manifest: BackupManifest, copy: Path) -> None:
    file_key, nonce = AESGCM.generate_key(bit_length=256), os.urandom(_NONCE)
    kek = AESGCM(bytes(source.keys.derive("backup")))
    header = msgspec.json.encode(
        _Header(
            format=_FORMAT,
            vault=msgspec.json.decode((source.data_dir / vault_file.NAME).read_bytes()),
            nonce=nonce.hex(),
            wrapped=kek.encrypt(nonce, file_key, _MAGIC).hex(),
        )
    )
    raw.write(_MAGIC + len(header).to_bytes(4) + header)
    sink = _Encrypting(raw, file_key, hashlib.sha256(header).digest())
    with tarfile.open(fileobj=sink, mode="w|", bufsize=_PIECE, format=tarfile.PAX_FORMAT) as tar:
        encoded = msgspec.json.encode(manifest)
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size = len(encoded)
        tar.addfile(entry, io.BytesIO(encoded))
        tar.add(copy, DATABASE_NAME)
        for name in manifest.media:
            tar.add(source.data_dir / MEDIA_NAME / name, f"{MEDIA_NAME}/{name}")
    sink.finish()


class _Encrypting(io.RawIOBase):
    """A sink that encrypts what is written to it, chunk by chunk."""

    def __init__(self, raw: IO[bytes], key: bytes, bound: bytes) -> None:
        self._raw, self._cipher, self._bound = raw, AESGCM(key), bound
        self._held = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self._held += piece
        while len(self._held) > _CHUNK:
            self._put(bytes(self._held[:_CHUNK]), is_last=False)
            del self._held[:_CHUNK]
        return len(piece)

    def finish(self) -> None:
        self._put(bytes(self._held), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        nonce = os.urandom(_NONCE)
        place = self._bound + self._number.to_bytes(8) + bytes([is_last])
        self._raw.write(nonce + self._cipher.encrypt(nonce, piece, place))
        self._number += 1


def _read_header(raw: IO[bytes], name: str) -> tuple[_Header, bytes]:
    start = raw.read(len(_MAGIC) + 4)
    length = int.from_bytes(start[len(_MAGIC) :])
    if start[: len(_MAGIC)] != _MAGIC or length > _LARGEST_HEADER:
        raise NotAWorkspace("this is not a backup of OFAuto", item=name)
    encoded = raw.read(length)
    try:
        header = msgspec.json.decode(encoded, type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DiskProblem("the backup's header is damaged", item=name) from error
    if header.format > _FORMAT:
        raise NewerVersion("the backup was written by a newer version", item=name)
    return header, hashlib.sha256(encoded).digest()


def _vault_in(header: _Header, scratch: Path) -> Vault:
    vault_file.write_durably(scratch / vault_file.NAME, msgspec.json.format(msgspec.json.encode(header.vault)))
    return vault_file.load(scratch)


def _extract(file: Path, opener: Keys | Secrets, scratch: Path) -> BackupManifest:
    with _disk_errors(file), file.open("rb") as raw:
        header, bound = _read_header(raw, file.name)
        vault = _vault_in(header, scratch)
        keys = opener if isinstance(opener, Keys) else unwrap(vault.slots, opener, vault.workspace)
        try:
            nonce, wrapped = bytes.fromhex(header.nonce), bytes.fromhex(header.wrapped)
            file_key = AESGCM(bytes(keys.derive("backup"))).decrypt(nonce, wrapped, _MAGIC)
            plain = _Decrypting(raw, file_key, bound)
            with tarfile.open(fileobj=plain, mode="r|", bufsize=_PIECE) as tar:
                encoded = _unpack(tar, scratch)
            plain.drain()
            return _checked(msgspec.json.decode(encoded, type=BackupManifest), file, scratch, keys)
        except (InvalidTag, ValueError, tarfile.TarError, EOFError, msgspec.DecodeError) as error:
            raise DiskProblem("the backup is damaged", item=file.name) from error
        finally:
            if keys is not opener:
                keys.close()


def _unpack(tar: tarfile.TarFile, scratch: Path) -> bytes:
    """Database and media into `scratch`, as encrypted as they were; the manifest is returned and never lies on the disk."""
    encoded = b""
    for member in tar:
        source = tar.extractfile(member)
        if source is None or not _MEMBER.fullmatch(member.name):
            raise ValueError(member.name)
        if member.name == _MANIFEST:
            encoded = source.read()
            continue
        target = scratch / member.name
        target.parent.mkdir(exist_ok=True, mode=0o700)
        with target.open("xb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
    return encoded


class _Decrypting(io.RawIOBase):
    """A source of the plain tar; every chunk is authenticated before a byte of it is given out."""

    def __init__(self, raw: IO[bytes], key: bytes, bound: bytes) -> None:
        self._raw, self._cipher, self._bound = raw, AESGCM(key), bound
        self._number, self._ended = 0, False
        self._held = memoryview(b"")
        self._next = raw.read(_CHUNK + _NONCE + _TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._held and not self._ended:
            self._held = memoryview(self._open_next())
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def drain(self) -> None:
        """Authenticate what the tar reader had no need of."""
        while not self._ended:
            self._open_next()

    def _open_next(self) -> bytes:
        current, self._next = self._next, self._raw.read(_CHUNK + _NONCE + _TAG)
        self._ended = not self._next
        place = self._bound + self._number.to_bytes(8) + bytes([self._ended])
        self._number += 1
        return self._cipher.decrypt(current[:_NONCE], current[_NONCE:], place)


def _checked(manifest: BackupManifest, file: Path, scratch: Path, keys: Keys) -> BackupManifest:
    if _sha256(scratch / DATABASE_NAME) != manifest.database_sha256:
        raise DiskProblem("the database in the backup is not the one its manifest names", item=file.name)
    for name, size in manifest.media.items():
        path = scratch / MEDIA_NAME / name
        if not path.exists() or path.stat().st_size != size:
            raise DiskProblem("a media file of the backup is missing", item=name)
    database = Database(scratch / DATABASE_NAME, keys.derive("db"))
    try:
        faults = database.read_now(damaged_pages)
        rows, head = database.read_now(_counts)
    finally:
        database.close()
    if faults or rows != manifest.rows or head != manifest.audit_head:
        raise DiskProblem("the database in the backup does not match its manifest", item=file.name)
    return manifest


def _become_new_device(given: Secrets, folder: Path) -> None:
    """A restored workspace is another device: with the old name two devices would write one audit chain (security.md §2)."""
    vault = vault_file.load(folder)
    device = secrets.token_hex(8)
    keys = unwrap(vault.slots, given, vault.workspace)
    database = Database(folder / DATABASE_NAME, keys.derive("db"))
    try:
        database.write_now(settings.put, audit.DEVICE, device)
        database.write_now(_note_restore)
    finally:
        database.close()
        keys.close()
    vault_file.save(folder, msgspec.structs.replace(vault, device=device))


def _note_restore(session: Session) -> None:
    audit.record(session, at=datetime.now(UTC), action="backup.restored", object_type="workspace", object_id="this")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_tree(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _disk_errors(item: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskProblem(f"{item.name} cannot be read or written ({error.strerror})", item=item.name) from error
