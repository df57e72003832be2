"""The operating system's keychain: one device secret a workspace, nothing else. Its calls block and may prompt."""

import base64
import os
import sys
from contextlib import nullcontext
from types import ModuleType
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import KeychainLocked, KeychainMissing

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "OFAuto Desktop"
_SECRET_BYTES = 32
# Backends that keep the secret readable, or nowhere.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


def new_secret() -> bytes:
    return os.urandom(_SECRET_BYTES)


def store(workspace: str, secret: bytes) -> str:
    """Keep `secret` for `workspace`; returns the backend's name. Written, read back and compared.

    Raises KeychainMissing where there is none that keeps secrets, KeychainLocked where it did not open.
    """
    backend = _backend()
    # 43 characters: Windows keeps at most 1,280 (CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes of UTF-16).
    text = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    with _keyring_errors():
        backend.set_password(_SERVICE, workspace, text)
        kept = backend.get_password(_SERVICE, workspace)
    if kept != text:
        raise KeychainMissing("the keychain did not keep what was given to it")
    return _name(backend)


def load(workspace: str, expected_backend: str | None) -> bytes:
    """The secret of `workspace`. Raises KeychainMissing (gone, other backend) or KeychainLocked."""
    backend = _backend()
    if expected_backend is not None and _name(backend) != expected_backend:
        raise KeychainMissing("this computer's keychain is another one than before")
    with _keyring_errors():
        text = backend.get_password(_SERVICE, workspace)
    if text is None:
        raise KeychainMissing("the keychain no longer holds this workspace's secret")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise KeychainMissing("the keychain holds something else for this workspace") from error


def forget(workspace: str) -> None:
    """Remove the secret of `workspace` and of no other; nothing happens where there is none."""
    from keyring.errors import PasswordDeleteError

    backend = _backend()
    with _keyring_errors():
        try:
            backend.delete_password(_SERVICE, workspace)
        except PasswordDeleteError:
            return


def try_out() -> None:
    """Keep a made-up secret and forget it again. Raises KeychainMissing, KeychainLocked."""
    name = f"trial-{os.urandom(4).hex()}"
    store(name, new_secret())
    forget(name)


def available() -> str | None:
    """The name of the keychain that would be used, or None."""
    try:
        return _name(_backend())
    except KeychainMissing:
        return None


def _import_plainly() -> None:
    """WORKAROUND: keyring brings importlib-metadata 9, which below Python 3.12 puts an import hook in place of Python's own
    for a moment (`lazy_importer`). PySide6 does the same from the window's thread, and where the two meet, the hook calls
    itself for ever: from then on nothing can be imported. Without the hook its imports are made at once, and that is all.
    """
    plain = ModuleType("lazy_importer")
    plain.lazy_importer = nullcontext  # type: ignore[attr-defined]
    sys.modules.setdefault("lazy_importer", plain)


def _backend() -> "KeyringBackend":
    _import_plainly()
    import keyring
    from keyring.backends import chainer

    backend = keyring.get_keyring()
    if isinstance(backend, chainer.ChainerBackend):
        kept = [one for one in backend.backends if not _name(one).startswith(_REFUSED)]
        if not kept:
            raise KeychainMissing("this computer has no keychain that keeps secrets")
        backend = kept[0]
    if _name(backend).startswith(_REFUSED):
        raise KeychainMissing("this computer has no keychain that keeps secrets")
    return backend


def _name(backend: "KeyringBackend") -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


class _keyring_errors:  # noqa: N801 - used as a `with` word
    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

        if isinstance(error, NoKeyringError):
            raise KeychainMissing("this computer has no keychain") from error
        if isinstance(error, KeyringLocked | InitError):
            raise KeychainLocked("the keychain did not open") from error
        if isinstance(error, KeyringError) and not isinstance(error, PasswordDeleteError):
            raise KeychainLocked("the keychain did not answer") from error
