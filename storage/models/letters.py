"""Conversations and what was written in them; private, so nothing of it ever leaves this file by a log."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.messages import ConversationKind, MessageKind, MessageState
from storage.models.base import Base, Timestamps, flag, strict
from storage.types import Flag, Json, Word


class Correspondent(Base):
    """Somebody at a platform who wrote to an account, or takes part in a conversation of it."""

    __tablename__ = "correspondent"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    handle: Mapped[str]
    name: Mapped[str]


class ConversationLine(Timestamps, Base):
    """One conversation of an account. `last_…` are of its newest message; `unread` counts those after `read_until`."""

    __tablename__ = "conversation"
    __table_args__ = strict(
        UniqueConstraint("platform_id", "remote_id"),
        Index(None, "last_at", "id"),
        Index("ix_conversation_unread", "last_at", "id", sqlite_where=text("unread > 0")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    kind: Mapped[ConversationKind] = mapped_column(Word(ConversationKind))
    last_at: Mapped[datetime]
    last_text: Mapped[str] = mapped_column(default="")
    last_own: Mapped[bool] = flag()
    unread: Mapped[int] = mapped_column(default=0)
    read_until: Mapped[datetime | None]


class ConversationMember(Base):
    """Who takes part, or did: the account itself is left out."""

    __tablename__ = "conversation_member"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    present: Mapped[bool] = mapped_column(Flag, default=True)


class MessageLine(Timestamps, Base):
    """One message. `remote_id` is None until the platform has named one of ours; `detail` says why one did not go out."""

    __tablename__ = "message"
    __table_args__ = strict(
        UniqueConstraint("platform_id", "remote_id"),
        Index(None, "conversation_id", "at", "id"),
        Index("ix_message_open", "platform_id", sqlite_where=text("remote_id IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str | None]
    at: Mapped[datetime]
    sender: Mapped[str | None]
    own: Mapped[bool] = flag()
    text: Mapped[str]
    kind: Mapped[MessageKind] = mapped_column(Word(MessageKind))
    state: Mapped[MessageState] = mapped_column(Word(MessageState))
    detail: Mapped[str] = mapped_column(default="")
    attachments: Mapped[Any] = mapped_column(Json, default=list)
    url: Mapped[str] = mapped_column(default="")
