"""Settings and facts of the workspace, as JSON under a key."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Setting


def put(session: Session, key: str, value: Any) -> None:
    session.merge(Setting(key=key, value=value))


def get(session: Session, key: str) -> Any | None:
    row = session.get(Setting, key)
    return None if row is None else row.value


def has(session: Session, key: str) -> bool:
    """Whether there is a value, without reading it."""
    return session.scalar(select(Setting.key).where(Setting.key == key)) is not None


def under(session: Session, prefix: str) -> dict[str, Any]:
    """Every value whose key begins with `prefix`, by the rest of its key."""
    rows = session.scalars(select(Setting).where(Setting.key.startswith(prefix, autoescape=True)))
    return {row.key.removeprefix(prefix): row.value for row in rows}


def remove(session: Session, key: str) -> None:
    """Forget it; nothing where there is nothing."""
    row = session.get(Setting, key)
    if row is not None:
        session.delete(row)
