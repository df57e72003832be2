"""Stretches of days that the calendar names."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.planning import CalendarMark
from storage import audit
from storage.models import CalendarMark as Row
from storage.models import Client

_MOST = 1000


def between(session: Session, first: date, last: date, client_id: int | None = None) -> list[CalendarMark]:
    """Marks that touch these days (both inside), by day; of one client and of none, or of all."""
    query = (
        select(Row)
        .where(Row.first <= last, Row.last >= first)
        .order_by(Row.first, Row.last.desc(), Row.id)
        .limit(_MOST)
    )
    if client_id is not None:
        query = query.where(or_(Row.client_id.is_(None), Row.client_id == client_id))
    return [_mark(row) for row in session.scalars(query)]


def put(session: Session, mark: CalendarMark, now: datetime) -> CalendarMark:
    """Store a mark: a new one where its id is None or not there any more, else its new form. Raises NotFound."""
    if mark.client_id is not None and session.get(Client, mark.client_id) is None:
        raise NotFound(f"there is no client {mark.client_id}")
    row = session.get(Row, mark.id) if mark.id is not None else None
    action = "mark.added" if row is None else "mark.edited"
    if row is None:
        row = Row(id=mark.id, created_at=now)
        session.add(row)
    row.client_id, row.kind, row.title = mark.client_id, mark.kind, mark.title
    row.first, row.last, row.updated_at = mark.first, mark.last, now
    session.flush()
    _log(session, now, action, row)
    return _mark(row)


def remove(session: Session, mark_id: int, now: datetime) -> CalendarMark:
    """Delete a mark; returns it, and `put` of that undoes it. Raises NotFound."""
    row = session.get(Row, mark_id)
    if row is None:
        raise NotFound(f"there is no mark {mark_id}")
    mark = _mark(row)
    _log(session, now, "mark.removed", row)
    session.delete(row)
    return mark


def _mark(row: Row) -> CalendarMark:
    return CalendarMark(
        id=row.id, client_id=row.client_id, kind=row.kind, title=row.title, first=row.first, last=row.last
    )


def _log(session: Session, now: datetime, action: str, row: Row) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="mark",
        object_id=str(row.id),
        client_id=row.client_id,
        details={"kind": row.kind.value},
    )
