"""The master key and the slots that wrap it (security.md §2).

Any one slot opens the workspace. A slot's header is the additional data of its AES-GCM wrap, so that its parameters
cannot be edited: a weaker derivation would not open it.
"""

import base64
import os
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ofauto_desktop.domain.errors import NotAWorkspace, WrongPassphrase

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_RECOVERY_BYTES = 20
_GROUP = 4
_MIB = 1024


class SlotKind(StrEnum):
    """What opens a slot."""

    PASS_DEVICE = "pass+device"  # noqa: S105 - a slot's name
    DEVICE = "device"
    PASS = "pass"  # noqa: S105 - a slot's name
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfParams:
    """Argon2id's cost: memory in KiB, passes, lanes."""

    memory_kib: int = 256 * _MIB
    passes: int = 3
    lanes: int = 4


FLOOR = KdfParams(memory_kib=64 * _MIB)
_LEAST = KdfParams(memory_kib=64 * _MIB, passes=3, lanes=1)
_MOST = KdfParams(memory_kib=2048 * _MIB, passes=10, lanes=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrap of the master key, as `vault.json` holds it."""

    kind: SlotKind
    kdf: KdfParams | None
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What a person or a machine can offer to open a slot; each may be missing."""

    passphrase: str | None = field(default=None, repr=False)
    device: bytes | None = field(default=None, repr=False)
    recovery: str | None = field(default=None, repr=False)


class Keys:
    """The master key of an open workspace and the keys derived from it. `close` overwrites it."""

    def __init__(self, master: bytes) -> None:
        self._master = bytearray(master)

    def derive(self, label: str) -> bytearray:
        """A 32-byte key for one purpose: "db", "credentials", "audit", "media", "backup", "fans"."""
        if not any(self._master):
            message = "the keys of this workspace have been dropped"
            raise ValueError(message)
        return bytearray(_hkdf(bytes(self._master), b"ofauto-1-" + label.encode()))

    def master_copy(self) -> bytes:
        """For re-wrapping only."""
        return bytes(self._master)

    def close(self) -> None:
        self._master[:] = bytes(len(self._master))


def new_master_key() -> bytes:
    return os.urandom(KEY_BYTES)


def new_recovery_code() -> str:
    """160 bits in eight groups of four letters and digits."""
    text = base64.b32encode(os.urandom(_RECOVERY_BYTES)).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def wrap(kind: SlotKind, master: bytes, secrets: Secrets, workspace: str, kdf: KdfParams | None = None) -> Slot:
    """A slot of `kind` for `master`. Passphrase slots need `kdf`."""
    params = (kdf or KdfParams()) if kind in (SlotKind.PASS, SlotKind.PASS_DEVICE) else None
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    key = _slot_key(kind, params, salt, secrets)
    if key is None:
        message = f"nothing to wrap a {kind.value} slot with"
        raise ValueError(message)
    wrapped = AESGCM(key).encrypt(nonce, master, _header(kind, params, salt, workspace))
    return Slot(kind=kind, kdf=params, salt=salt, nonce=nonce, wrapped=wrapped)


def unwrap(slots: tuple[Slot, ...], secrets: Secrets, workspace: str) -> Keys:
    """The keys, by the first slot that `secrets` open. Raises WrongPassphrase, or NotAWorkspace for parameters out of bounds."""
    for slot in sorted(slots, key=lambda one: one.kdf is not None):
        check_bounds(slot.kdf)
        key = _slot_key(slot.kind, slot.kdf, slot.salt, secrets)
        if key is None:
            continue
        try:
            header = _header(slot.kind, slot.kdf, slot.salt, workspace)
            return Keys(AESGCM(key).decrypt(slot.nonce, slot.wrapped, header))
        except InvalidTag:
            continue
    message = "nothing given opens this workspace"
    raise WrongPassphrase(message)


def check_bounds(kdf: KdfParams | None) -> None:
    """Refuse a derivation that is too weak (downgrade) or too heavy (denial of service)."""
    if kdf is None:
        return
    within = (
        _LEAST.memory_kib <= kdf.memory_kib <= _MOST.memory_kib
        and _LEAST.passes <= kdf.passes <= _MOST.passes
        and _LEAST.lanes <= kdf.lanes <= _MOST.lanes
    )
    if not within:
        message = "the key file asks for a derivation outside the allowed bounds"
        raise NotAWorkspace(message, item="vault.json")


def calibrated(target_seconds: float = 1.0) -> KdfParams:
    """The heaviest of 256, 128 and 64 MiB that this computer derives within `target_seconds`."""
    for memory in (256 * _MIB, 128 * _MIB):
        params = KdfParams(memory_kib=memory)
        started = time.perf_counter()
        _argon2("calibration", bytes(_SALT_BYTES), params)
        if time.perf_counter() - started <= target_seconds:
            return params
    return FLOOR


def strength(passphrase: str) -> int:
    """Zxcvbn's score from 0 (guessed at once) to 4; below 3 is refused."""
    from zxcvbn import zxcvbn

    return int(zxcvbn(passphrase[:72])["score"]) if passphrase else 0


def _slot_key(kind: SlotKind, kdf: KdfParams | None, salt: bytes, secrets: Secrets) -> bytes | None:
    material: bytes | None = None
    match kind:
        case SlotKind.PASS if secrets.passphrase is not None and kdf:
            material = _argon2(secrets.passphrase, salt, kdf)
        case SlotKind.PASS_DEVICE if secrets.passphrase is not None and secrets.device and kdf:
            material = _argon2(secrets.passphrase, salt, kdf) + secrets.device
        case SlotKind.DEVICE if secrets.device:
            material = secrets.device
        case SlotKind.RECOVERY if secrets.recovery is not None:
            material = _recovery_bytes(secrets.recovery)
    return None if material is None else _hkdf(material, b"ofauto-1-slot-" + kind.encode() + salt)


def _recovery_bytes(code: str) -> bytes | None:
    letters = "".join(code.upper().split()).replace("-", "").replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        raw = base64.b32decode(letters)
    except ValueError:
        return None
    return raw if len(raw) == _RECOVERY_BYTES else None


def _argon2(passphrase: str, salt: bytes, kdf: KdfParams) -> bytes:
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    )
    # An "é" typed on another keyboard may come as two characters.
    return derivation.derive(unicodedata.normalize("NFC", passphrase).encode())


def _hkdf(material: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(material)


def _header(kind: SlotKind, kdf: KdfParams | None, salt: bytes, workspace: str) -> bytes:
    parts: Mapping[str, object] = {
        "kind": kind.value,
        "kdf": None if kdf is None else ["argon2id", kdf.memory_kib, kdf.passes, kdf.lanes],
        "salt": salt.hex(),
        "workspace": workspace,
    }
    return msgspec.json.encode(parts, order="deterministic")
