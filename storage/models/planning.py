"""What a person plans with: slots, queues, series, saved views, marks on the calendar, texts and sets to use again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.planning import CalendarMarkKind, TextBlockKind
from storage.models.base import Base, Synced, Timestamps, strict
from storage.types import Json, WallTime, Word


class PostQueue(Timestamps, Synced, Base):
    """A named line of posts (B11). Its posts take the free slots that carry its name, in their order."""

    __tablename__ = "post_queue"
    __table_args__ = strict(UniqueConstraint("name"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    position: Mapped[int] = mapped_column(default=0)


class PostingSlot(Timestamps, Base):
    """A time of the week at which an account likes to post (B10), in the account's own zone.

    `weekday` 0 is Monday, `minute` counts from midnight of the wall clock. A slot of a queue is for its posts alone.
    """

    __tablename__ = "posting_slot"
    __table_args__ = strict(
        UniqueConstraint("platform_id", "weekday", "minute"), Index(None, "queue_id"), ids_once=True
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    minute: Mapped[int]
    queue_id: Mapped[int | None] = mapped_column(ForeignKey("post_queue.id", ondelete="SET NULL"))


class PostSeries(Timestamps, Synced, Base):
    """A post that comes again (B12). Its occurrences are posts of their own, made ahead of their time up to `made_until`.

    `rule` says how it repeats, `draft` what it says from now on; `first` is the wall time of the first one.
    """

    __tablename__ = "post_series"
    __table_args__ = strict(Index(None, "client_id"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    rule: Mapped[Any] = mapped_column(Json)
    draft: Mapped[Any] = mapped_column(Json)
    first: Mapped[datetime] = mapped_column(WallTime)
    made_until: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class SavedView(Timestamps, Synced, Base):
    """Filters of a page under a name (B18, L7)."""

    __tablename__ = "saved_view"
    __table_args__ = strict(UniqueConstraint("page", "name"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    name: Mapped[str]
    filters: Mapped[Any] = mapped_column(Json)
    position: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class CalendarMark(Timestamps, Synced, Base):
    """A stretch of days that the calendar names (B21): a holiday, an event, a content pillar's week. `last` is inside."""

    __tablename__ = "calendar_mark"
    __table_args__ = strict(Index(None, "first", "last"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[CalendarMarkKind] = mapped_column(Word(CalendarMarkKind))
    title: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]


class TextBlock(Timestamps, Synced, Base):
    """A text to use again (C6, C7). `texts` holds those of single platforms, by PlatformId, where they differ."""

    __tablename__ = "text_block"
    __table_args__ = strict(UniqueConstraint("kind", "name"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TextBlockKind] = mapped_column(Word(TextBlockKind))
    name: Mapped[str]
    body: Mapped[str]
    texts: Mapped[Any] = mapped_column(Json, default=dict)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    used_at: Mapped[datetime | None]


class AccountSet(Timestamps, Synced, Base):
    """Accounts that are posted to together. `used_at` tells which set comes up first."""

    __tablename__ = "account_set"
    __table_args__ = strict(UniqueConstraint("name"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    account_ids: Mapped[Any] = mapped_column(Json)
    used_at: Mapped[datetime | None]
