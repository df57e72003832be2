"""Common ground of the tables: names, times, column types."""

import os
import time
import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Day, Flag, Instant


def uuid7() -> str:
    """A time-ordered UUID (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    return str(uuid.UUID(int=value))


def now_utc() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Common ground: constraint names that migrations can refer to, and the column types of STRICT tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, date: Day, str: Text, int: Integer, bytes: LargeBinary}  # noqa: RUF012


class Timestamps:
    """When a row came and when it last changed, aware UTC."""

    created_at: Mapped[datetime] = mapped_column(default=now_utc)
    updated_at: Mapped[datetime] = mapped_column(default=now_utc, onupdate=now_utc)


class Synced:
    """A row that a team will share."""

    uid: Mapped[str] = mapped_column(default=uuid7, unique=True)


def strict(*extra: Any, ids_once: bool = False) -> tuple[Any, ...]:
    """A STRICT table. `ids_once`: no id is given a second time, so that what was deleted can be put back."""
    return (*extra, {"sqlite_strict": True, "sqlite_autoincrement": ids_once})


def flag(*, default: bool = False) -> Any:
    return mapped_column(Flag, default=default)
