"""Credentials, encrypted a second time inside the encrypted database and bound to their place (security.md §2).

Each version has a data key of its own, wrapped by the workspace's credential key. Both encryptions carry the place as
additional data: a sealed value that is moved to another account, field or version does not open.
"""

import hashlib
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ofauto_desktop.domain.errors import DiskProblem

_NONCE = 12
_DATA_KEY = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a credential belongs; every field is authenticated."""

    workspace: str
    client: str
    platform: str
    account: str
    key: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed value as its row holds it."""

    kek_id: str
    dek_wrapped: bytes
    nonce: bytes
    sealed: bytes


def kek_id(kek: bytes | bytearray) -> str:
    """A name for a credential key that tells nothing of it."""
    return hashlib.sha256(b"ofa-kek-id" + bytes(kek)).hexdigest()[:16]


def seal(plain: bytes, kek: bytes | bytearray, place: Place) -> Sealed:
    """Encrypt `plain` for `place` with a fresh data key."""
    name = kek_id(kek)
    bound = _bound(place, name)
    data_key = AESGCM.generate_key(bit_length=_DATA_KEY * 8)
    nonce, wrap_nonce = os.urandom(_NONCE), os.urandom(_NONCE)
    return Sealed(
        kek_id=name,
        dek_wrapped=wrap_nonce + AESGCM(bytes(kek)).encrypt(wrap_nonce, data_key, b"dek" + bound),
        nonce=nonce,
        sealed=AESGCM(data_key).encrypt(nonce, plain, bound),
    )


def unseal(value: Sealed, kek: bytes | bytearray, place: Place) -> bytes:
    """The plain value. Raises DiskProblem where anything of it, or of its place, was changed."""
    bound = _bound(place, value.kek_id)
    try:
        data_key = AESGCM(bytes(kek)).decrypt(value.dek_wrapped[:_NONCE], value.dek_wrapped[_NONCE:], b"dek" + bound)
        return AESGCM(data_key).decrypt(value.nonce, value.sealed, bound)
    except (InvalidTag, ValueError) as error:
        raise DiskProblem("a stored credential was changed or belongs to another place") from error


def _bound(place: Place, kek_name: str) -> bytes:
    parts = (
        "ofa-cred-1",
        place.workspace,
        place.client,
        place.platform,
        place.account,
        place.key,
        str(place.version),
        kek_name,
    )
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in encoded)
