"""Filters of a page under a name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import SavedView
from storage import audit, people
from storage.models import SavedView as Row


def listed(session: Session, page: str) -> list[SavedView]:
    """The views of a page, in the person's order."""
    return [_view(row) for row in session.scalars(_of(page))]


def add(session: Session, page: str, name: str, filters: Mapping[str, Any], now: datetime) -> SavedView:
    """Raises BadInput where the page has a view of that name."""
    _refuse_taken(session, page, name)
    last = session.scalar(select(func.max(Row.position)).where(Row.page == page))
    row = Row(
        page=page,
        name=name,
        filters=dict(filters),
        position=0 if last is None else last + 1,
        user_id=people.acting(session),
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, now, "view.added", row.id)
    return _view(row)


def edit(
    session: Session, view_id: int, now: datetime, *, name: str | None = None, filters: Mapping[str, Any] | None = None
) -> SavedView:
    """Change what is given. Raises NotFound, or BadInput where the name is taken."""
    row = _row(session, view_id)
    if name is not None:
        _refuse_taken(session, row.page, name, but=view_id)
        row.name = name
    row.filters = row.filters if filters is None else dict(filters)
    row.updated_at = now
    session.flush()
    _log(session, now, "view.edited", view_id)
    return _view(row)


def arrange(session: Session, page: str, view_ids: Sequence[int], now: datetime) -> None:
    """Put a page's views into this order; those not named come after."""
    place = {view_id: number for number, view_id in enumerate(view_ids)}
    rows = session.scalars(_of(page)).all()
    for position, row in enumerate(sorted(rows, key=lambda one: (place.get(one.id, len(place)), one.position))):
        row.position, row.updated_at = position, now


def remove(session: Session, view_id: int, now: datetime) -> SavedView:
    """Delete a view; returns it, for `put_back`. Raises NotFound."""
    row = _row(session, view_id)
    view = _view(row)
    session.delete(row)
    _log(session, now, "view.removed", view_id)
    return view


def put_back(session: Session, view: SavedView, now: datetime) -> SavedView:
    """Undo `remove`. Raises BadInput where the name is taken by now."""
    _refuse_taken(session, view.page, view.name)
    row = Row(
        id=view.id,
        page=view.page,
        name=view.name,
        filters=dict(view.filters),
        position=view.position,
        user_id=people.acting(session),
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, now, "view.put_back", row.id)
    return _view(row)


def _of(page: str) -> Any:
    return select(Row).where(Row.page == page).order_by(Row.position, Row.id)


def _row(session: Session, view_id: int) -> Row:
    row = session.get(Row, view_id)
    if row is None:
        raise NotFound(f"there is no saved view {view_id}")
    return row


def _refuse_taken(session: Session, page: str, name: str, *, but: int | None = None) -> None:
    # Folded here rather than in SQL: SQLite's lower() knows ASCII only.
    for row in session.scalars(_of(page)):
        if row.id != but and row.name.casefold() == name.casefold():
            raise BadInput("there is a view of this name already", item=name)


def _view(row: Row) -> SavedView:
    return SavedView(id=row.id, page=row.page, name=row.name, filters=row.filters, position=row.position)


def _log(session: Session, now: datetime, action: str, view_id: int) -> None:
    audit.record(session, at=now, action=action, object_type="view", object_id=str(view_id))
