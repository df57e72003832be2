"""Rows that tests of the database start from."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId
from storage.database import Database
from storage.models import Client, Platform

KEY = bytes(range(32))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def migrated_copy(empty: Path, folder: Path) -> Database:
    """A copy of an empty, migrated database in `folder`, opened."""
    path = folder / "ofauto.db"
    shutil.copyfile(empty, path)
    return Database(path, KEY)


def add_client(session: Session, name: str = "Ada", *, zone: str = "UTC", currency: str = "USD") -> int:
    """A client; returns its id."""
    row = Client(name=name, zone=zone, currency=currency)
    session.add(row)
    session.flush()
    return row.id


def add_account(
    session: Session, client_id: int, platform: PlatformId = PlatformId.X, *, name: str = "ada", zone: str = "UTC"
) -> int:
    """A connected account; returns its id."""
    row = Platform(
        platform=platform,
        client_id=client_id,
        name=name,
        zone=zone,
        remote_id=f"{platform.value}-{name}",
        handle=name,
        state=LoginState.CONNECTED,
        state_since=NOW,
    )
    session.add(row)
    session.flush()
    return row.id
