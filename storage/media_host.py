"""The bucket that files lie in for a moment, its key sealed, and which files lie there."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.permissions import Permission
from storage import audit, people, sealed, settings
from storage.credentials import Kek
from storage.models import HostedFile
from storage.sealed import Place, Sealed

_KEY = "media_host"


def put(session: Session, kek: Kek, fields: Mapping[str, Any], now: datetime) -> None:
    """Seal the bucket's fields in place of those before. Raises NotAllowed."""
    people.authorize(session, Permission.STORE_CREDENTIAL)
    value = sealed.seal(msgspec.json.encode(dict(fields)), kek.key, _place(kek))
    kept = {name: b64encode(getattr(value, name)).decode() for name in ("dek_wrapped", "nonce", "sealed")}
    settings.put(session, _KEY, {"kek_id": value.kek_id, **kept})
    _log(session, now, "media_host.stored")


def fields(session: Session, kek: Kek) -> dict[str, Any] | None:
    """What was put, None where nothing was. Raises DiskProblem where it was tampered with."""
    kept = settings.get(session, _KEY)
    if kept is None:
        return None
    try:
        value = Sealed(
            kek_id=kept["kek_id"],
            **{name: b64decode(kept[name]) for name in ("dek_wrapped", "nonce", "sealed")},
        )
        found: dict[str, Any] = msgspec.json.decode(sealed.unseal(value, kek.key, _place(kek)))
    except (KeyError, TypeError, ValueError) as error:
        raise DiskProblem("the stored bucket cannot be read") from error
    return found


def remove(session: Session, now: datetime) -> None:
    """Forget the bucket. Raises NotAllowed."""
    people.authorize(session, Permission.REVOKE_CREDENTIAL)
    if settings.has(session, _KEY):
        settings.remove(session, _KEY)
        _log(session, now, "media_host.removed")


def note(session: Session, key: str, account_id: int, until: datetime) -> None:
    """A file is about to lie under `key`, behind a link that ends `until` (aware UTC)."""
    session.add(HostedFile(key=key, platform_id=account_id, until=until))


def forget(session: Session, key: str) -> None:
    """It lies there no more."""
    session.execute(delete(HostedFile).where(HostedFile.key == key))


def left(session: Session, ended: datetime | None = None) -> list[tuple[str, int | None]]:
    """Keys, and the accounts that they were laid for: all, or those whose links had ended at `ended` (aware UTC)."""
    query = select(HostedFile.key, HostedFile.platform_id).order_by(HostedFile.id)
    if ended is not None:
        query = query.where(HostedFile.until <= ended)
    return [(key, account_id) for key, account_id in session.execute(query)]


def waiting(session: Session) -> int:
    """How many files lie there."""
    return session.scalar(select(func.count()).select_from(HostedFile)) or 0


def _place(kek: Kek) -> Place:
    return Place(workspace=kek.workspace, client="", platform="", account="", key=_KEY, version=1)


def _log(session: Session, now: datetime, action: str) -> None:
    audit.record(session, at=now, action=action, object_type="workspace", object_id="this")
