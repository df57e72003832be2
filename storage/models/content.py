"""Media, posts, their targets and attempts, and posts as platforms list them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import Outcome, PostState
from storage.models.base import Base, Synced, Timestamps, strict
from storage.types import Json, WallTime, Word


class MediaAsset(Timestamps, Synced, Base):
    """A library item. `blob` names the encrypted original, `upload_blob` the form without metadata, both by content."""

    __tablename__ = "media_asset"
    __table_args__ = strict(Index(None, "created_at"), Index(None, "sha256"), Index(None, "folder_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[MediaKind] = mapped_column(Word(MediaKind))
    mime: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    duration_ms: Mapped[int | None]
    frames: Mapped[int | None]
    alt_text: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str]
    original_size: Mapped[int]
    size: Mapped[int]
    blob: Mapped[str]
    upload_blob: Mapped[str]
    thumbnail_blob: Mapped[str | None]
    tags: Mapped[Any] = mapped_column(Json, default=list)
    removed_at: Mapped[datetime | None]
    caption: Mapped[str] = mapped_column(default="", server_default="")
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("media_folder.id", ondelete="SET NULL"))
    # What the picture looks like (domain/looks.py): 64 bits of its shape, signed, and its colours. `colours` None: not
    # computed yet, -1: nothing can be told.
    look: Mapped[int | None]
    colours: Mapped[int | None]
    cover_ms: Mapped[int | None]


class MediaFolder(Timestamps, Synced, Base):
    """A folder of the library (C4). One with a `rule` is smart: it holds what the rule finds, and nothing is put in."""

    __tablename__ = "media_folder"
    __table_args__ = strict(Index(None, "parent_id"), ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("media_folder.id", ondelete="CASCADE"))
    name: Mapped[str]
    rule: Mapped[Any | None] = mapped_column(Json)
    position: Mapped[int] = mapped_column(default=0)


class MediaVariant(Timestamps, Base):
    """A form of an item made for one platform (C11, C12), the original untouched. `crop`: x, y, width, height in pixels."""

    __tablename__ = "media_variant"
    __table_args__ = strict(UniqueConstraint("media_id", "platform"))
    id: Mapped[int] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_asset.id", ondelete="CASCADE"))
    platform: Mapped[str]
    crop: Mapped[Any | None] = mapped_column(Json)
    mime: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    blob: Mapped[str]


class ScheduledPost(Timestamps, Synced, Base):
    """What a person wrote once. `wall` is the planned local time that targets inherit; drafts may have none."""

    __tablename__ = "scheduled_post"
    __table_args__ = strict(
        Index(None, "client_id"),
        Index(None, "updated_at"),
        Index(None, "series_id", "series_day", unique=True),
        Index(None, "queue_id", "queue_place"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    text: Mapped[str]
    thread: Mapped[Any] = mapped_column(Json, default=list)
    reply_to: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    tags: Mapped[Any] = mapped_column(Json, default=list, server_default="[]")
    # Minutes to wait before each part of the thread (B20); a missing one is none.
    delays: Mapped[Any] = mapped_column(Json, default=list, server_default="[]")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("post_series.id", ondelete="SET NULL"))
    # The day of the series that this is; it stays when the post is moved.
    series_day: Mapped[date | None]
    queue_id: Mapped[int | None] = mapped_column(ForeignKey("post_queue.id", ondelete="SET NULL"))
    queue_place: Mapped[int | None]


class PostMedia(Base):
    """Which media a post carries, in order."""

    __tablename__ = "post_media"
    __table_args__ = strict(Index(None, "media_id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("scheduled_post.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_asset.id"))


class PostPlatform(Timestamps, Synced, Base):
    """One post on one account: a row of the publishing state machine (security.md §8)."""

    __tablename__ = "post_platform"
    __table_args__ = strict(
        UniqueConstraint("post_id", "platform_id"),
        Index(None, "state", "due_at"),
        Index(None, "platform_id", "due_at"),
        Index(None, "platform_id", "remote_id"),
        Index(None, "due_at"),
        Index("ix_post_platform_own_media", "post_id", sqlite_where=text("media_ids IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("scheduled_post.id", ondelete="CASCADE"))
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    state: Mapped[PostState] = mapped_column(Word(PostState))
    text: Mapped[str | None]
    wall: Mapped[datetime | None] = mapped_column(WallTime)
    zone: Mapped[str]
    tz_version: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None]
    # The next try, after one that was not accepted; due_at otherwise.
    not_before: Mapped[datetime | None]
    # Where the platform asked to wait: the end of that wait. Lateness counts from here, from due_at otherwise.
    late_from: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    intent_hash: Mapped[str] = mapped_column(default="")
    boot_id: Mapped[str | None]
    part: Mapped[int] = mapped_column(default=0)
    part_ids: Mapped[Any] = mapped_column(Json, default=list)
    prepared: Mapped[Any | None] = mapped_column(Json)
    sending_since: Mapped[datetime | None]
    send_deadline: Mapped[datetime | None]
    probed_at: Mapped[datetime | None]
    negative_probes: Mapped[int] = mapped_column(default=0)
    remote_id: Mapped[str | None]
    url: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    # What this account has of its own, None where the post's counts (B4); `options` are the platform's own settings.
    thread: Mapped[Any | None] = mapped_column(Json)
    media_ids: Mapped[Any | None] = mapped_column(Json)
    options: Mapped[Any] = mapped_column(Json, default=dict, server_default="{}")


class PostAttempt(Base):
    """One try of one part, or the act that settled it. Only ever added, but for the outcome of the running one."""

    __tablename__ = "post_attempt"
    __table_args__ = strict(Index(None, "target_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("post_platform.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    part: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    detail: Mapped[str] = mapped_column(default="")


class RemotePostSeen(Timestamps, Base):
    """A post as its platform lists it, ours or not; metrics hang on it."""

    __tablename__ = "remote_post"
    __table_args__ = strict(UniqueConstraint("platform_id", "remote_id"), Index(None, "platform_id", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    url: Mapped[str]
    media_count: Mapped[int]
    media_kind: Mapped[str | None]
    reply_to: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("post_platform.id", ondelete="SET NULL"))
