"""Clients as people list, add and edit them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.clients import BY_NUMBER, Client, ClientStatus, Contact
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from storage import audit, metrics, money, people
from storage.models import (
    CalendarMark,
    Goal,
    Marker,
    Notice,
    Platform,
    PostQueue,
    PostSeries,
    ScheduledPost,
    TextBlock,
)
from storage.models import Client as ClientRow


def listed(session: Session) -> list[Client]:
    """Every client, by name."""
    return [_client(row) for row in session.scalars(select(ClientRow).order_by(func.lower(ClientRow.name)))]


def client(session: Session, client_id: int) -> Client:
    """Raises NotFound."""
    return _client(_row(session, client_id))


def named(session: Session, name: str) -> Client:
    """The client of that name, however it is capitalised. Raises NotFound."""
    row = session.scalar(select(ClientRow).where(ClientRow.name == name)) or _alike(session, name)
    if row is None:
        raise NotFound("there is no client of this name", item=name)
    return _client(row)


def add(session: Session, name: str, zone: str, currency: str, now: datetime) -> Client:
    """Store a new client. Raises BadInput where the name is taken."""
    _refuse_taken(session, name)
    row = ClientRow(
        name=name, zone=zone, currency=currency, user_id=people.acting(session), created_at=now, updated_at=now
    )
    session.add(row)
    session.flush()
    _log(session, now, "client.added", row.id)
    return _client(row)


def edit(
    session: Session,
    client_id: int,
    now: datetime,
    *,
    name: str | None = None,
    zone: str | None = None,
    currency: str | None = None,
    notes: str | None = None,
    status: ClientStatus | None = None,
    contacts: Sequence[Contact] | None = None,
    colour: int | None = None,
) -> Client:
    """Change what is given; in another zone days begin elsewhere, so their totals are made anew (G3).

    Raises NotFound, or BadInput where the name is taken.
    """
    row = _row(session, client_id)
    if name is not None and name != row.name:
        _refuse_taken(session, name, but=client_id)
        row.name = name
    if zone is not None and zone != row.zone:
        row.zone = zone
        _recount(session, client_id, zone)
    row.currency = row.currency if currency is None else currency
    row.notes = row.notes if notes is None else notes
    row.status = row.status if status is None else status
    row.colour = row.colour if colour is None else None if colour == BY_NUMBER else colour
    if contacts is not None:
        row.contacts = [{"label": one.label, "value": one.value} for one in contacts]
    row.updated_at = now
    session.flush()
    _log(session, now, "client.edited", row.id)
    return _client(row)


# What would be lost with a client, in the words that say so.
_HOLDS: tuple[tuple[Any, str], ...] = (
    (Platform, "accounts"),
    (ScheduledPost, "posts"),
    (PostSeries, "series of posts"),
    (PostQueue, "queues"),
    (Goal, "goals"),
    (Marker, "markers"),
    (CalendarMark, "marks on the calendar"),
    (TextBlock, "kept texts"),
)


def remove(session: Session, client_id: int, now: datetime) -> Client:
    """Delete a client of which there is nothing. Raises NotFound, and Conflict while it has accounts or posts."""
    row = _row(session, client_id)
    kept = _client(row)
    for table, words in _HOLDS:
        many = session.scalar(select(func.count()).where(table.client_id == client_id)) or 0
        if many:
            raise Conflict(f"{row.name} has {many} {words}, which are kept; archive it instead", item=row.name)
    # What was told of it stays told.
    session.execute(update(Notice).where(Notice.client_id == client_id).values(client_id=None))
    session.delete(row)
    session.flush()
    _log(session, now, "client.removed", client_id)
    return kept


def restore(session: Session, client: Client, now: datetime) -> Client:
    """Bring back what `remove` gave, under its own number. Raises BadInput where the name is taken meanwhile."""
    _refuse_taken(session, client.name)
    row = ClientRow(
        id=client.id,
        name=client.name,
        zone=client.zone,
        currency=client.currency,
        notes=client.notes,
        status=client.status,
        contacts=[{"label": one.label, "value": one.value} for one in client.contacts],
        colour=client.colour,
        user_id=people.acting(session),
        created_at=client.created_at,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, now, "client.restored", row.id)
    return _client(row)


def _recount(session: Session, client_id: int, zone: str) -> None:
    """Days begin at other instants now, so what was counted by day is counted again (G3)."""
    for account_id in session.scalars(select(Platform.id).where(Platform.client_id == client_id)).all():
        metrics.rebuild(session, account_id, zone)
        money.rebuild(session, account_id, zone)


def _row(session: Session, client_id: int) -> ClientRow:
    row = session.get(ClientRow, client_id)
    if row is None:
        raise NotFound(f"there is no client {client_id}")
    return row


def _alike(session: Session, name: str) -> ClientRow | None:
    # Folded here rather than in SQL: SQLite's lower() knows ASCII only.
    return next((row for row in session.scalars(select(ClientRow)) if row.name.casefold() == name.casefold()), None)


def _refuse_taken(session: Session, name: str, *, but: int | None = None) -> None:
    taken = _alike(session, name)
    if taken is not None and taken.id != but:
        raise BadInput("there is a client of this name already", item=name)


def _log(session: Session, now: datetime, action: str, client_id: int) -> None:
    audit.record(
        session, at=now, action=action, object_type="client", object_id=str(client_id), client_id=client_id, details={}
    )


def _client(row: ClientRow) -> Client:
    return Client(
        id=row.id,
        name=row.name,
        zone=row.zone,
        currency=row.currency,
        notes=row.notes,
        created_at=row.created_at,
        status=row.status,
        contacts=tuple(Contact(label=one["label"], value=one["value"]) for one in row.contacts),
        colour=row.colour,
    )
