"""`vault.json`: the slots that wrap the master key, and nothing else that matters."""

import base64
import os
from pathlib import Path

import msgspec

from ofauto_desktop.domain.errors import DiskProblem, NewerVersion, NotAWorkspace
from storage.key_wrap import KdfParams, Slot, SlotKind

NAME = "vault.json"
FORMAT = 1


class Vault(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds. `keychain_backend` names the keychain in which the device secret lies, or None."""

    workspace: str
    device: str
    slots: tuple[Slot, ...]
    keychain_backend: str | None = None
    practice: bool = False


class _SlotOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    kind: SlotKind
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int | None = None
    passes: int | None = None
    lanes: int | None = None


class _VaultOnDisk(msgspec.Struct):
    format: int
    workspace: str
    device: str
    slots: list[_SlotOnDisk]
    keychain_backend: str | None = None
    practice: bool = False


def exists(folder: Path) -> bool:
    return (folder / NAME).exists()


def load(folder: Path) -> Vault:
    """The key file of `folder`. Raises NotAWorkspace (missing, unreadable, edited), NewerVersion, DiskProblem."""
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError as error:
        raise NotAWorkspace("there is no workspace here yet", item=str(folder)) from error
    except OSError as error:
        raise DiskProblem(f"the key file cannot be read ({error.strerror})", item=NAME) from error
    try:
        stored = msgspec.json.decode(raw, type=_VaultOnDisk)
        if stored.format > FORMAT:
            raise NewerVersion("the key file was written by a newer version", item=NAME)
        slots = tuple(_from_disk(slot) for slot in stored.slots)
    except (msgspec.DecodeError, ValueError) as error:
        raise NotAWorkspace("the key file is damaged", item=NAME) from error
    return Vault(
        workspace=stored.workspace,
        device=stored.device,
        slots=slots,
        keychain_backend=stored.keychain_backend,
        practice=stored.practice,
    )


def save(folder: Path, vault: Vault) -> None:
    """Replace the key file: all of it or none, readable by its owner only, on the disk when this returns."""
    stored = _VaultOnDisk(
        format=FORMAT,
        workspace=vault.workspace,
        device=vault.device,
        slots=[_to_disk(slot) for slot in vault.slots],
        keychain_backend=vault.keychain_backend,
        practice=vault.practice,
    )
    write_durably(folder / NAME, msgspec.json.format(msgspec.json.encode(stored)))


def write_durably(path: Path, content: bytes) -> None:
    """Write a small private file so that a crash leaves the old one or the new one. Raises DiskProblem."""
    temporary = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise DiskProblem(f"{path.name} cannot be written ({error.strerror})", item=path.name) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _to_disk(slot: Slot) -> _SlotOnDisk:
    kdf = slot.kdf
    return _SlotOnDisk(
        kind=slot.kind,
        salt=_text(slot.salt),
        nonce=_text(slot.nonce),
        wrapped=_text(slot.wrapped),
        memory_kib=kdf.memory_kib if kdf else None,
        passes=kdf.passes if kdf else None,
        lanes=kdf.lanes if kdf else None,
    )


def _from_disk(slot: _SlotOnDisk) -> Slot:
    kdf = None
    if slot.memory_kib is not None and slot.passes is not None and slot.lanes is not None:
        kdf = KdfParams(memory_kib=slot.memory_kib, passes=slot.passes, lanes=slot.lanes)
    if (kdf is not None) != (slot.kind in (SlotKind.PASS, SlotKind.PASS_DEVICE)):
        raise ValueError("a slot's derivation is missing, or has no place there")
    return Slot(
        kind=slot.kind,
        kdf=kdf,
        salt=_bytes(slot.salt),
        nonce=_bytes(slot.nonce),
        wrapped=_bytes(slot.wrapped),
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
