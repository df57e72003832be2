"""Settings and facts of the workspace, as JSON under a key."""

from typing import Any

from sqlalchemy.orm import Session

from storage.models import Setting


def put(session: Session, key: str, value: Any) -> None:
    session.merge(Setting(key=key, value=value))


def get(session: Session, key: str) -> Any | None:
    row = session.get(Setting, key)
    return None if row is None else row.value
