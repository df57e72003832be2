"""Errors as data: what kind, about which account and item, what can be done next. Never prose, never a secret."""

from datetime import datetime
from enum import StrEnum


class ErrorKind(StrEnum):
    """The error kinds that scripts rely on (cli.md, "Row shapes")."""

    LOGIN_EXPIRED = "login_expired"
    CHALLENGED = "challenged"
    RATE_LIMITED = "rate_limited"
    OUT_OF_CREDIT = "out_of_credit"
    TEMPORARY = "temporary"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    UNSUPPORTED = "unsupported"
    LAYOUT_CHANGED = "layout_changed"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NETWORK = "network"
    PROXY = "proxy"
    WRONG_ACCOUNT = "wrong_account"
    BAD_INPUT = "bad_input"
    LOCKED = "locked"
    BUSY = "busy"
    DISK = "disk"
    NEWER_VERSION = "newer_version"


class AppError(Exception):
    """Something a person or the program can act on.

    `reason` is a short fact in plain English that is safe to show and to log: it never holds a token, a message
    text or a fan's name. `account` and `item` name what it is about, in the words the person gave them.
    `retry_at` is aware UTC, where waiting helps.
    """

    kind: ErrorKind = ErrorKind.BAD_INPUT

    def __init__(
        self,
        reason: str = "",
        *,
        account: str | None = None,
        item: str | None = None,
        post_id: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.account = account
        self.item = item
        self.post_id = post_id
        self.retry_at = retry_at

    def about(self, *, account: str | None = None, item: str | None = None, post_id: int | None = None) -> "AppError":
        """The same error, now naming its account and item where it did not yet; returns itself for `raise`."""
        self.account = self.account or account
        self.item = self.item or item
        self.post_id = self.post_id if self.post_id is not None else post_id
        return self


class BadInput(AppError):
    """What was given cannot be used; the reason says why, and nothing was saved."""

    kind = ErrorKind.BAD_INPUT


class NotFound(BadInput):
    """No such account, post, client or file."""


class Conflict(AppError):
    """The thing changed meanwhile: a post being sent cannot be moved."""

    kind = ErrorKind.BUSY


class NotAllowed(AppError):
    """The person's role does not permit it (domain/permissions.py); nothing was done."""

    kind = ErrorKind.REJECTED


class Locked(AppError):
    """The workspace is locked: no passphrase, a wrong one, or a locked keychain."""

    kind = ErrorKind.LOCKED


class WrongPassphrase(Locked):
    """The passphrase or recovery code opens no slot, or the key does not fit the database."""


class KeychainLocked(Locked):
    """The operating system's keychain is there but did not open; ask for the passphrase instead."""


class KeychainMissing(Locked):
    """There is no keychain on this computer, or it no longer holds our secret."""


class WorkspaceBusy(AppError):
    """Another `ofauto` holds this workspace."""

    kind = ErrorKind.BUSY


class DiskProblem(AppError):
    """The disk is full, read-only or damaged; the reason says which. Nothing half-written is kept."""

    kind = ErrorKind.DISK


class NotAWorkspace(DiskProblem):
    """A file stands where the encrypted database should be, and it is not one (plain SQLite, foreign, damaged)."""


class NewerVersion(AppError):
    """The database was written by a newer version of the program."""

    kind = ErrorKind.NEWER_VERSION
