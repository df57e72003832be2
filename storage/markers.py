"""Markers on charts (F13)."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.books import Marker, MarkerKind
from ofauto_desktop.domain.errors import NotFound
from storage import audit
from storage.models import Marker as MarkerRow


def listed(session: Session, client_id: int | None, start: date | None, end: date | None) -> list[Marker]:
    """Markers of days in [start, end), oldest first; of a client and those of everybody, or all."""
    query = select(MarkerRow).order_by(MarkerRow.day, MarkerRow.id)
    if client_id is not None:
        query = query.where(or_(MarkerRow.client_id == client_id, MarkerRow.client_id.is_(None)))
    if start is not None:
        query = query.where(MarkerRow.day >= start)
    if end is not None:
        query = query.where(MarkerRow.day < end)
    return [_marker(row) for row in session.scalars(query)]


def add(
    session: Session,
    day: date,
    kind: MarkerKind,
    text: str,
    client_id: int | None,
    account_id: int | None,
    now: datetime,
) -> Marker:
    row = MarkerRow(
        day=day, kind=kind, text=text, client_id=client_id, platform_id=account_id, created_at=now, updated_at=now
    )
    session.add(row)
    session.flush()
    _log(session, now, "marker.added", row)
    return _marker(row)


def edit(session: Session, marker: Marker, now: datetime) -> Marker:
    """Make the stored marker what `marker` is; returns what it was. Raises NotFound."""
    row = _row(session, marker.id)
    before = _marker(row)
    row.day, row.kind, row.text, row.updated_at = marker.day, marker.kind, marker.text, now
    row.client_id, row.platform_id = marker.client_id, marker.account_id
    session.flush()
    _log(session, now, "marker.edited", row)
    return before


def remove(session: Session, marker_id: int, now: datetime) -> Marker:
    """Returns what it was. Raises NotFound."""
    row = _row(session, marker_id)
    gone = _marker(row)
    _log(session, now, "marker.removed", row)
    session.delete(row)
    return gone


def _row(session: Session, marker_id: int) -> MarkerRow:
    row = session.get(MarkerRow, marker_id)
    if row is None:
        raise NotFound("this marker is no longer there", item="the marker")
    return row


def _log(session: Session, now: datetime, action: str, row: MarkerRow) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="marker",
        object_id=str(row.id),
        client_id=row.client_id,
        details={"kind": row.kind.value},
    )


def _marker(row: MarkerRow) -> Marker:
    return Marker(
        id=row.id,
        day=row.day,
        kind=row.kind,
        text=row.text,
        client_id=row.client_id,
        account_id=row.platform_id,
    )
