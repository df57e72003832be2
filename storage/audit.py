"""The audit trail: one hash chain a device, written in the same transaction as the act (security.md §4).

hash = SHA-256(0x01 || prev || canonical JSON). Details are ids, counts and words of closed vocabularies, never texts.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

import msgspec
from sqlalchemy import Integer, Table, bindparam, insert, select, type_coerce
from sqlalchemy.orm import Session

from ofauto_desktop.domain.audit import AuditEntry, Broken
from ofauto_desktop.domain.errors import BadInput, DiskProblem
from storage import people
from storage.models import AuditLog, Setting
from storage.types import microseconds
from storage.vault_file import sync_folder

DEVICE = "workspace.device"
_GENESIS = bytes(32)
_PAGE = 1000
# Columns, not objects: a hundred thousand rows are read at every check. Their order is that of `_fields`.
_EVERYTHING = (
    select(
        AuditLog.device,
        AuditLog.seq,
        type_coerce(AuditLog.at, Integer),
        AuditLog.user_id,
        AuditLog.action,
        AuditLog.object_type,
        AuditLog.object_id,
        AuditLog.client_id,
        AuditLog.outcome,
        AuditLog.details,
        AuditLog.prev,
        AuditLog.hash,
    )
    .order_by(AuditLog.id)
    .execution_options(yield_per=_PAGE)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act to be recorded. `at` is aware UTC."""

    at: datetime
    action: str
    object_type: str
    object_id: str
    client_id: int | None = None
    outcome: str = "ok"
    details: Mapping[str, object] = field(default_factory=dict)


def record(
    session: Session,
    *,
    at: datetime,
    action: str,
    object_type: str,
    object_id: str,
    client_id: int | None = None,
    outcome: str = "ok",
    details: Mapping[str, object] | None = None,
) -> None:
    """Append one act. If the transaction is undone, so is this."""
    record_all(
        session,
        [
            Act(
                at=at,
                action=action,
                object_type=object_type,
                object_id=object_id,
                client_id=client_id,
                outcome=outcome,
                details=details or {},
            )
        ],
    )


def record_all(session: Session, acts: Sequence[Act]) -> None:
    """Append acts in their order, with one look at the chain's end."""
    if not acts:
        return
    device, user, seq, prev = _head(session)
    rows = []
    for number, act in enumerate(acts, start=seq):
        fields = _fields(
            device,
            number,
            microseconds(act.at),
            user,
            act.action,
            act.object_type,
            act.object_id,
            act.client_id,
            act.outcome,
            act.details,
        )
        digest = _digest(prev, fields)
        rows.append(
            {
                "device": device,
                "seq": number,
                "at": act.at,
                "user_id": user,
                "action": act.action,
                "object_type": act.object_type,
                "object_id": act.object_id,
                "client_id": act.client_id,
                "outcome": act.outcome,
                "details": dict(act.details),
                "prev": prev,
                "hash": digest,
            }
        )
        prev = digest
    session.connection().execute(insert(_LOG), rows)


def entries(
    session: Session, *, start: datetime | None = None, end: datetime | None = None, limit: int | None = None
) -> list[AuditEntry]:
    """Acts between two instants (aware UTC, half-open), newest first."""
    query = select(AuditLog).order_by(AuditLog.id.desc())
    if start is not None:
        query = query.where(AuditLog.at >= start)
    if end is not None:
        query = query.where(AuditLog.at < end)
    return [_entry(row) for row in session.scalars(query.limit(limit) if limit else query)]


def last_outcome(session: Session, action: str, object_id: str) -> str | None:
    """How the newest act of this kind on this object ended; None where there is none."""
    of = select(AuditLog.outcome).where(AuditLog.action == action, AuditLog.object_id == object_id)
    return session.scalar(of.order_by(AuditLog.id.desc()).limit(1))


def verify(session: Session) -> tuple[int, Broken | None]:
    """Recompute every hash from the rows as they are; the number of entries, and the first that does not fit."""
    heads: dict[str, tuple[int, bytes]] = {}
    count = 0
    for row in session.execute(_EVERYTHING):
        device, seq, *said, prev, digest = row
        last_seq, last = heads.get(device, (0, _GENESIS))
        if seq != last_seq + 1:
            return count, Broken(device=device, seq=seq, kind="gap")
        if prev != last:
            return count, Broken(device=device, seq=seq, kind="chain")
        if _digest(prev, _fields(device, seq, *said)) != digest:
            return count, Broken(device=device, seq=seq, kind="hash")
        heads[device] = (seq, digest)
        count += 1
    return count, None


def export_lines(session: Session) -> Iterator[bytes]:
    """Every entry as one line of JSON, oldest first, with what a verifier needs."""
    for row in _in_order(session):
        yield (
            msgspec.json.encode(
                {
                    "device": row.device,
                    "seq": row.seq,
                    "at": row.at.isoformat(),
                    "user": row.user_id,
                    "action": row.action,
                    "object_type": row.object_type,
                    "object_id": row.object_id,
                    "client_id": row.client_id,
                    "outcome": row.outcome,
                    "details": row.details,
                    "prev": row.prev.hex(),
                    "hash": row.hash.hex(),
                }
            )
            + b"\n"
        )


def export_to(session: Session, file: Path) -> int:
    """`export_lines` into a new file, readable by its owner only; all or nothing. Returns how many.

    Raises BadInput where the file exists, DiskProblem.
    """
    if file.exists():
        raise BadInput("that file exists already", item=file.name)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    count = 0
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            for count, line in enumerate(export_lines(session), start=1):  # noqa: B007 - the last number is the result
                target.write(line)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise DiskProblem(f"{file.name} cannot be written ({error.strerror})", item=file.name) from error
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _in_order(session: Session) -> Iterator[AuditLog]:
    return iter(session.scalars(select(AuditLog).order_by(AuditLog.id).execution_options(yield_per=_PAGE)))


def _head(session: Session) -> tuple[str, int | None, int, bytes]:
    """The device, who acts, and what the next entry of the device's chain follows: its number and the last hash."""
    session.flush()
    found = session.connection().execute(_WHO).one()
    device = "unnamed" if found.device is None else str(found.device)
    last = session.connection().execute(_LAST, {"of": device}).first()
    return (device, found.acting, 1, _GENESIS) if last is None else (device, found.acting, last.seq + 1, last.hash)


# Made once: nothing happens that does not pass here.
_LOG = cast("Table", AuditLog.__table__)
_WHO = select(
    select(Setting.value).where(Setting.key == DEVICE).scalar_subquery().label("device"),
    people.ACTING.scalar_subquery().label("acting"),
)
_LAST = select(_LOG.c.seq, _LOG.c.hash).where(_LOG.c.device == bindparam("of")).order_by(_LOG.c.seq.desc()).limit(1)


def _fields(
    device: str,
    seq: int,
    at_us: int,
    user_id: int | None,
    action: str,
    object_type: str,
    object_id: str,
    client_id: int | None,
    outcome: str,
    details: Mapping[str, object],
) -> bytes:
    """What is hashed: the fields in this order, keys sorted. `at_us` counts microseconds since 1970, as the row does."""
    return msgspec.json.encode(
        [device, seq, at_us, user_id, action, object_type, object_id, client_id, outcome, details],
        order="deterministic",
    )


def _digest(prev: bytes, fields: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + prev + fields).digest()


def _entry(row: AuditLog) -> AuditEntry:
    return AuditEntry(
        device=row.device,
        seq=row.seq,
        at=row.at,
        user_id=row.user_id,
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        client_id=row.client_id,
        outcome=row.outcome,
        details=row.details,
        hash=row.hash.hex(),
    )
