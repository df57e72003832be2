"""Lines of the ledger that people entered, each with the batch it came in; taken back, the rollup follows at once (F11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.books import ImportBatch, ImportKind
from ofauto_desktop.domain.errors import Conflict, NotFound
from ofauto_desktop.domain.money import LedgerEntry
from storage import audit, money, people
from storage.accounts import reporting_zone
from storage.earnings import entry_of
from storage.models import ImportBatch as BatchRow
from storage.models import LedgerLine, Platform

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """The lines of a batch as they were, to enter them again."""

    account_id: int
    kind: ImportKind
    name: str
    entries: tuple[LedgerEntry, ...]


def known(session: Session, account_id: int, remote_ids: Sequence[str]) -> set[str]:
    """Which of these ids the account's ledger has."""
    found: set[str] = set()
    for at in range(0, len(remote_ids), _CHUNK):
        chunk = remote_ids[at : at + _CHUNK]
        found.update(
            session.scalars(
                select(LedgerLine.remote_id).where(
                    LedgerLine.platform_id == account_id, LedgerLine.remote_id.in_(chunk)
                )
            )
        )
    return found


def enter(session: Session, batch: Batch, now: datetime) -> ImportBatch:
    """Store all lines of `batch`, or none. Raises Conflict where the ledger has one of them by now, NotFound."""
    account = session.get(Platform, batch.account_id)
    if account is None:
        raise NotFound(f"there is no account {batch.account_id}")
    ids = [entry.remote_id for entry in batch.entries]
    if known(session, batch.account_id, ids):
        raise Conflict("some of these lines are in the ledger by now; look at them again", item=batch.name)
    row = BatchRow(
        kind=batch.kind, name=batch.name, rows=len(ids), user_id=people.acting(session), created_at=now, updated_at=now
    )
    session.add(row)
    session.flush()
    money.upsert_ledger(session, batch.account_id, reporting_zone(session, batch.account_id), batch.entries, now)
    for at in range(0, len(ids), _CHUNK):
        session.execute(
            update(LedgerLine)
            .where(LedgerLine.platform_id == batch.account_id, LedgerLine.remote_id.in_(ids[at : at + _CHUNK]))
            .values(batch_id=row.id)
        )
    _log(session, now, "ledger.entered", row.id, account.client_id, len(ids))
    return _batch(row)


def take_back(session: Session, batch_id: int, now: datetime) -> Batch:
    """Remove every line of a batch; returns them. A line that its platform has told since stays, as the platform's.

    Raises NotFound, or Conflict where that was done already.
    """
    row = session.get(BatchRow, batch_id)
    if row is None:
        raise NotFound(f"there is no import {batch_id}")
    if row.undone_at is not None:
        raise Conflict("it was taken back already", item=row.name)
    lines = list(session.scalars(select(LedgerLine).where(LedgerLine.batch_id == batch_id).order_by(LedgerLine.id)))
    ours = [line for line in lines if line.source == row.name or line.source == source_of(row.kind, row.name)]
    account_id = lines[0].platform_id if lines else 0
    entries = tuple(entry_of(line) for line in ours)
    session.execute(update(LedgerLine).where(LedgerLine.batch_id == batch_id).values(batch_id=None))
    if entries:
        zone = reporting_zone(session, account_id)
        money.remove_lines(session, account_id, zone, [entry.remote_id for entry in entries])
    row.undone_at = row.updated_at = now
    client_id = session.scalar(select(Platform.client_id).where(Platform.id == account_id))
    _log(session, now, "ledger.taken_back", row.id, client_id, len(entries))
    return Batch(account_id, row.kind, row.name, entries)


def listed(session: Session, limit: int) -> list[ImportBatch]:
    """What was entered, newest first."""
    return [_batch(row) for row in session.scalars(select(BatchRow).order_by(BatchRow.id.desc()).limit(limit))]


def source_of(kind: ImportKind, name: str) -> str:
    """Where a line says it is from."""
    return "entered by hand" if kind is ImportKind.BY_HAND else f"CSV file {name}"


def _log(session: Session, now: datetime, action: str, batch_id: int, client_id: int | None, lines: int) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="import",
        object_id=str(batch_id),
        client_id=client_id,
        details={"lines": lines},
    )


def _batch(row: BatchRow) -> ImportBatch:
    return ImportBatch(
        id=row.id, kind=row.kind, name=row.name, rows=row.rows, created_at=row.created_at, undone_at=row.undone_at
    )
