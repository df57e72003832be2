"""Credential rows. Only the credential service calls these; nothing else may open a credential."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import DiskProblem, NotFound
from ofauto_desktop.domain.permissions import Permission
from storage import audit, people, sealed
from storage.models import Client, Platform, PlatformCredential

LOGIN, PROXY = "login", "proxy"
ACTIVE, REVOKED, SPENT = "active", "revoked", "spent"
# Older versions are kept sealed but their data keys are destroyed: they open no more.
_KEEP_OPENABLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A credential's fields and its version."""

    version: int
    state: str
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kek:
    """The workspace's name and its credential key."""

    workspace: str
    key: bytes = field(repr=False)


def store(
    session: Session,
    kek: Kek,
    account_id: int,
    key: str,
    fields: Mapping[str, str],
    now: datetime,
    *,
    expires_at: datetime | None = None,
    act: str = "credential.stored",
) -> int:
    """Seal `fields` as a new version; returns its number. Earlier versions but one lose their data keys.

    Raises NotAllowed, NotFound.
    """
    people.authorize(session, Permission.STORE_CREDENTIAL)
    version = _newest(session, account_id, key) + 1
    place = _place(session, kek, account_id, key, version)
    value = sealed.seal(msgspec.json.encode(dict(fields)), kek.key, place)
    session.execute(
        update(PlatformCredential)
        .where(PlatformCredential.platform_id == account_id, PlatformCredential.key == key)
        .values(state=SPENT)
    )
    session.add(
        PlatformCredential(
            platform_id=account_id,
            key=key,
            version=version,
            kek_id=value.kek_id,
            dek_wrapped=value.dek_wrapped,
            nonce=value.nonce,
            sealed=value.sealed,
            expires_at=expires_at,
            state=ACTIVE,
        )
    )
    session.flush()
    _shred(session, account_id, key, before=version - _KEEP_OPENABLE + 1)
    _log(session, now, act, account_id, key, version)
    return version


def replace(
    session: Session,
    kek: Kek,
    account_id: int,
    fields: Mapping[str, str],
    now: datetime,
    *,
    spent: int,
    expires_at: datetime | None,
) -> Opened:
    """Store a renewed login in place of version `spent`, and its end with the account; returns what counts now.

    Where another version was stored meanwhile, or the login was ended, nothing changes and that one is returned.
    """
    newest = open_newest(session, kek, account_id, LOGIN)
    if newest.version != spent:
        return newest
    version = store(session, kek, account_id, LOGIN, fields, now, expires_at=expires_at, act="credential.renewed")
    session.execute(update(Platform).where(Platform.id == account_id).values(expires_at=expires_at, updated_at=now))
    return Opened(version=version, state=ACTIVE, fields=fields)


def open_newest(session: Session, kek: Kek, account_id: int, key: str) -> Opened:
    """The newest version. Raises NotFound where there is none, DiskProblem where it was tampered with."""
    row = session.scalar(
        select(PlatformCredential)
        .where(PlatformCredential.platform_id == account_id, PlatformCredential.key == key)
        .order_by(PlatformCredential.version.desc())
        .limit(1)
    )
    if row is None or row.dek_wrapped is None:
        raise NotFound("no credential is stored for this account")
    value = sealed.Sealed(kek_id=row.kek_id, dek_wrapped=row.dek_wrapped, nonce=row.nonce, sealed=row.sealed)
    plain = sealed.unseal(value, kek.key, _place(session, kek, account_id, key, row.version))
    try:
        return Opened(version=row.version, state=row.state, fields=msgspec.json.decode(plain, type=dict[str, str]))
    except msgspec.DecodeError as error:
        raise DiskProblem("a stored credential cannot be read") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A login that is wanted, for which account and when (aware UTC)."""

    kek: Kek
    account_id: int
    now: datetime


def open_for_use(session: Session, uses: Sequence[Use]) -> list[Opened]:
    """The newest login of each, with their use on record: no entry, no login. Raises as `open_newest`, and NotAllowed."""
    people.authorize(session, Permission.USE_CREDENTIAL)
    opened = [open_newest(session, use.kek, use.account_id, LOGIN) for use in uses]
    acts = (
        _act(use.now, "credential.used", use.account_id, LOGIN, one.version)
        for use, one in zip(uses, opened, strict=True)
    )
    audit.record_all(session, list(acts))
    return opened


def note_refused(session: Session, account_id: int, now: datetime) -> None:
    """That somebody tried to use a login who may not."""
    audit.record(
        session, at=now, action="credential.used", object_type="account", object_id=str(account_id), outcome="denied"
    )


def revoke(session: Session, account_id: int, now: datetime, *, key: str | None = None) -> int:
    """Destroy the data keys of an account's credentials, or those of one key: they open no more. Returns how many."""
    people.authorize(session, Permission.REVOKE_CREDENTIAL)
    change = update(PlatformCredential).where(PlatformCredential.platform_id == account_id)
    if key is not None:
        change = change.where(PlatformCredential.key == key)
    changed = session.execute(change.values(state=REVOKED, dek_wrapped=None))
    _log(session, now, "credential.revoked", account_id, key or "all", 0)
    return int(changed.rowcount)  # type: ignore[attr-defined]


def has(session: Session, account_id: int, key: str) -> bool:
    """Whether an openable credential of this kind is stored."""
    return bool(
        session.scalar(
            select(func.count())
            .select_from(PlatformCredential)
            .where(
                PlatformCredential.platform_id == account_id,
                PlatformCredential.key == key,
                PlatformCredential.state == ACTIVE,
            )
        )
    )


def rewrap_all(session: Session, old: Kek, new: Kek) -> int:
    """Move every data key from one credential key to another; the values stay as they are. Returns how many."""
    count = 0
    for row in session.scalars(select(PlatformCredential).where(PlatformCredential.dek_wrapped.is_not(None))):
        value = sealed.Sealed(kek_id=row.kek_id, dek_wrapped=row.dek_wrapped or b"", nonce=row.nonce, sealed=row.sealed)
        plain = sealed.unseal(value, old.key, _place(session, old, row.platform_id, row.key, row.version))
        fresh = sealed.seal(plain, new.key, _place(session, new, row.platform_id, row.key, row.version))
        row.kek_id, row.dek_wrapped, row.nonce, row.sealed = (
            fresh.kek_id,
            fresh.dek_wrapped,
            fresh.nonce,
            fresh.sealed,
        )
        count += 1
    return count


def _newest(session: Session, account_id: int, key: str) -> int:
    newest = session.scalar(
        select(func.max(PlatformCredential.version)).where(
            PlatformCredential.platform_id == account_id, PlatformCredential.key == key
        )
    )
    return newest or 0


def _place(session: Session, kek: Kek, account_id: int, key: str, version: int) -> sealed.Place:
    row = session.execute(
        select(Platform.uid, Platform.platform, Client.uid.label("client"))
        .join(Client, Client.id == Platform.client_id)
        .where(Platform.id == account_id)
    ).first()
    if row is None:
        raise NotFound(f"there is no account {account_id}")
    return sealed.Place(
        workspace=kek.workspace,
        client=row.client,
        platform=row.platform.value,
        account=row.uid,
        key=key,
        version=version,
    )


def _shred(session: Session, account_id: int, key: str, *, before: int) -> None:
    session.execute(
        update(PlatformCredential)
        .where(
            PlatformCredential.platform_id == account_id,
            PlatformCredential.key == key,
            PlatformCredential.version < before,
        )
        .values(dek_wrapped=None)
    )


def _log(session: Session, now: datetime, act: str, account_id: int, key: str, version: int) -> None:
    audit.record_all(session, [_act(now, act, account_id, key, version)])


def _act(now: datetime, act: str, account_id: int, key: str, version: int) -> audit.Act:
    details = {"key": key, "version": version}
    return audit.Act(at=now, action=act, object_type="account", object_id=str(account_id), details=details)
