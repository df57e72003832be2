"""Texts to use again."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.texts import NewText, TextBlock
from storage import audit
from storage.models import TextBlock as Row

# As many as a person can look through; the newest in use come first.
_MOST = 2000


def listed(session: Session, client_id: int | None) -> list[TextBlock]:
    """Those for every client and those of `client_id` (None: of all), those last used first, then by name."""
    query = select(Row).order_by(Row.used_at.desc().nulls_last(), Row.name, Row.id).limit(_MOST)
    if client_id is not None:
        query = query.where(or_(Row.client_id.is_(None), Row.client_id == client_id))
    return [_block(row) for row in session.scalars(query)]


def add(session: Session, new: NewText, now: datetime) -> TextBlock:
    """Raises BadInput where one of its kind has that name."""
    _refuse_taken(session, new.kind, new.name)
    row = Row(created_at=now)
    _fill(row, new, now)
    session.add(row)
    session.flush()
    _log(session, now, "text.added", row)
    return _block(row)


def edit(session: Session, text_id: int, new: NewText, now: datetime) -> TextBlock:
    """Raises NotFound, or BadInput where the name is taken."""
    row = _row(session, text_id)
    _refuse_taken(session, new.kind, new.name, but=text_id)
    _fill(row, new, now)
    session.flush()
    _log(session, now, "text.edited", row)
    return _block(row)


def remove(session: Session, text_id: int, now: datetime) -> TextBlock:
    """Delete it; returns it, for `put_back`. Raises NotFound."""
    row = _row(session, text_id)
    block = _block(row)
    session.delete(row)
    _log(session, now, "text.removed", row)
    return block


def put_back(session: Session, block: TextBlock, now: datetime) -> TextBlock:
    """Undo `remove`. Raises BadInput where the name is taken by now."""
    _refuse_taken(session, block.kind, block.name)
    row = Row(id=block.id, created_at=now, used_at=block.used_at)
    _fill(row, block, now)
    session.add(row)
    session.flush()
    _log(session, now, "text.put_back", row)
    return _block(row)


def note_use(session: Session, text_id: int, now: datetime) -> None:
    """It was put into a post. One that is gone by now is none to note."""
    row = session.get(Row, text_id)
    if row is not None:
        row.used_at = now


def _fill(row: Row, new: NewText, now: datetime) -> None:
    row.kind, row.name, row.body, row.client_id, row.updated_at = new.kind, new.name, new.body, new.client_id, now
    row.texts = {platform.value: text for platform, text in new.texts.items()}


def _row(session: Session, text_id: int) -> Row:
    row = session.get(Row, text_id)
    if row is None:
        raise NotFound(f"there is no kept text {text_id}")
    return row


def _refuse_taken(session: Session, kind: TextBlockKind, name: str, *, but: int | None = None) -> None:
    # Folded here rather than in SQL: SQLite's lower() knows ASCII only.
    for row_id, known in session.execute(select(Row.id, Row.name).where(Row.kind == kind)):
        if row_id != but and known.casefold() == name.casefold():
            raise BadInput("there is a text of this kind and name already", item=name)


def _block(row: Row) -> TextBlock:
    texts: dict[str, Any] = row.texts
    return TextBlock(
        id=row.id,
        kind=row.kind,
        name=row.name,
        body=row.body,
        texts={PlatformId(platform): text for platform, text in texts.items()},
        client_id=row.client_id,
        used_at=row.used_at,
    )


def _log(session: Session, now: datetime, action: str, row: Row) -> None:
    details: dict[str, object] = {"kind": row.kind.value}
    audit.record(
        session,
        at=now,
        action=action,
        object_type="text",
        object_id=str(row.id),
        client_id=row.client_id,
        outcome="ok",
        details=details,
    )
