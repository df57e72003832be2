"""Named choices of accounts, and the choice that the last post was written for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.errors import BadInput, NotFound
from storage import audit, settings
from storage.models import AccountSet as Row
from storage.models import Platform

_LAST = "composer.accounts"


def listed(session: Session) -> list[AccountSet]:
    """Every set, those last used first, then by name; accounts that are gone are left out."""
    known = set(session.scalars(select(Platform.id).where(Platform.removed_at.is_(None))))
    rows = session.scalars(select(Row).order_by(Row.used_at.desc().nulls_last(), Row.name))
    return [_set(row, known) for row in rows]


def add(session: Session, name: str, account_ids: Sequence[int], now: datetime) -> AccountSet:
    """Raises BadInput where the name is taken."""
    _refuse_taken(session, name)
    row = Row(name=name, account_ids=list(account_ids), created_at=now, updated_at=now)
    session.add(row)
    session.flush()
    _log(session, now, "set.added", row)
    return _set(row)


def edit(
    session: Session, set_id: int, now: datetime, *, name: str | None, account_ids: Sequence[int] | None
) -> AccountSet:
    """Change what is given. Raises NotFound, or BadInput where the name is taken."""
    row = session.get(Row, set_id)
    if row is None:
        raise NotFound(f"there is no set {set_id}")
    if name is not None:
        _refuse_taken(session, name, but=set_id)
        row.name = name
    row.account_ids = row.account_ids if account_ids is None else list(account_ids)
    row.updated_at = now
    session.flush()
    _log(session, now, "set.edited", row)
    return _set(row)


def remove(session: Session, set_id: int, now: datetime) -> AccountSet:
    """Delete it; returns it, for `put_back`. Raises NotFound."""
    row = session.get(Row, set_id)
    if row is None:
        raise NotFound(f"there is no set {set_id}")
    session.delete(row)
    _log(session, now, "set.removed", row)
    return _set(row)


def put_back(session: Session, one: AccountSet, now: datetime) -> AccountSet:
    """Undo `remove`. Raises BadInput where the name is taken by now."""
    _refuse_taken(session, one.name)
    row = Row(
        id=one.id,
        name=one.name,
        account_ids=list(one.account_ids),
        used_at=one.used_at,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, now, "set.put_back", row)
    return _set(row)


def note_use(session: Session, account_ids: Sequence[int], now: datetime) -> None:
    """A post was written for these: the next one begins with them, and a set of just these comes first."""
    settings.put(session, _LAST, list(account_ids))
    for row in session.scalars(select(Row)):
        if set(row.account_ids) == set(account_ids):
            row.used_at = now


def last_used(session: Session) -> tuple[int, ...]:
    """What the last post was written for; empty before the first."""
    return tuple(settings.get(session, _LAST) or ())


def _refuse_taken(session: Session, name: str, *, but: int | None = None) -> None:
    for row_id, known in session.execute(select(Row.id, Row.name)):
        if row_id != but and known.casefold() == name.casefold():
            raise BadInput("there is a set of this name already", item=name)


def _set(row: Row, known: set[int] | None = None) -> AccountSet:
    ids = [one for one in row.account_ids if known is None or one in known]
    return AccountSet(id=row.id, name=row.name, account_ids=tuple(ids), used_at=row.used_at)


def _log(session: Session, now: datetime, action: str, row: Row) -> None:
    details: dict[str, object] = {"accounts": len(row.account_ids)}
    audit.record(
        session, at=now, action=action, object_type="set", object_id=str(row.id), outcome="ok", details=details
    )
