"""The workspace itself: settings, people, the audit trail, the clock's jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Synced, Timestamps, strict
from storage.types import Json


class Setting(Base):
    """One setting or fact of the workspace: JSON under its key."""

    __tablename__ = "setting"
    __table_args__ = strict()
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


class User(Timestamps, Synced, Base):
    """A person who uses this workspace. Solo: one row, role admin."""

    __tablename__ = "user"
    __table_args__ = strict()
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="admin")


class AuditLog(Base):
    """One act, chained to the one before by hash (security.md §4). Append-only, by triggers."""

    __tablename__ = "audit_log"
    __table_args__ = strict(UniqueConstraint("device", "seq"), Index(None, "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[str]
    seq: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    client_id: Mapped[int | None]
    outcome: Mapped[str]
    details: Mapped[Any] = mapped_column(Json)
    prev: Mapped[bytes]
    hash: Mapped[bytes]


class ScheduledTask(Timestamps, Base):
    """A job of the clock: when it last ran and how it ended."""

    __tablename__ = "scheduled_task"
    __table_args__ = strict()
    name: Mapped[str] = mapped_column(primary_key=True)
    last_started_at: Mapped[datetime | None]
    last_ended_at: Mapped[datetime | None]
    last_outcome: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime | None]


class Notice(Timestamps, Base):
    """One thing the person was told (L1, L2). `key` tells like from like: a second of the same key adds to `count`."""

    __tablename__ = "notice"
    __table_args__ = strict(Index(None, "key"), Index(None, "at"), Index(None, "read_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    key: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    detail: Mapped[Any] = mapped_column(Json, default=dict)
    count: Mapped[int] = mapped_column(default=1)
    read_at: Mapped[datetime | None]
