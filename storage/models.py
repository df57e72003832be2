"""The tables, private to `storage`. Names follow the brief's data models; every table is STRICT.

Row numbers are local; `uid` (UUIDv7) is what a row is called outside this file, for team sync and exports.
"""

import os
import time
import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import Outcome, PostState
from storage.types import Day, Flag, Instant, Json, WallTime, Word


def uuid7() -> str:
    """A time-ordered UUID (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    return str(uuid.UUID(int=value))


def _now() -> datetime:
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

    created_at: Mapped[datetime] = mapped_column(default=_now)
    updated_at: Mapped[datetime] = mapped_column(default=_now, onupdate=_now)


class Synced:
    """A row that a team will share."""

    uid: Mapped[str] = mapped_column(default=uuid7, unique=True)


def _strict(*extra: Any) -> tuple[Any, ...]:
    return (*extra, {"sqlite_strict": True})


def _flag(*, default: bool = False) -> Any:
    return mapped_column(Flag, default=default)


class Setting(Base):
    """One setting or fact of the workspace: JSON under its key."""

    __tablename__ = "setting"
    __table_args__ = _strict()
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


class User(Timestamps, Synced, Base):
    """A person who uses this workspace. Solo: one row, role admin."""

    __tablename__ = "user"
    __table_args__ = _strict()
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="admin")


class AuditLog(Base):
    """One act, chained to the one before by hash (security.md §4). Append-only, by triggers."""

    __tablename__ = "audit_log"
    __table_args__ = _strict(UniqueConstraint("device", "seq"), Index(None, "at"))
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


class Client(Timestamps, Synced, Base):
    """A creator."""

    __tablename__ = "client"
    __table_args__ = _strict()
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    currency: Mapped[str]
    notes: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Platform(Timestamps, Synced, Base):
    """An account: one client's connection to one platform."""

    __tablename__ = "platform"
    __table_args__ = _strict(
        UniqueConstraint("platform", "remote_id", "client_id"), Index(None, "client_id"), Index(None, "name")
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[PlatformId] = mapped_column(Word(PlatformId))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    name: Mapped[str]
    zone: Mapped[str]
    remote_id: Mapped[str | None]
    handle: Mapped[str | None]
    state: Mapped[LoginState] = mapped_column(Word(LoginState))
    state_since: Mapped[datetime]
    state_reason: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    text_limit: Mapped[int | None]
    endpoints: Mapped[Any] = mapped_column(Json, default=dict)
    practice: Mapped[bool] = _flag()
    unattended: Mapped[bool] = _flag()
    removed_at: Mapped[datetime | None]


class PlatformCredential(Timestamps, Synced, Base):
    """A credential, sealed a second time and bound to its place (security.md §2). The highest version counts.

    `key` is "login" for the platform's fields and "proxy" for the account's proxy URL.
    """

    __tablename__ = "platform_credential"
    __table_args__ = _strict(UniqueConstraint("platform_id", "key", "version"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    key: Mapped[str]
    version: Mapped[int]
    kek_id: Mapped[str]
    dek_wrapped: Mapped[bytes | None]
    nonce: Mapped[bytes]
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]


class MediaAsset(Timestamps, Synced, Base):
    """A library item. `blob` names the encrypted original, `upload_blob` the form without metadata, both by content."""

    __tablename__ = "media_asset"
    __table_args__ = _strict(Index(None, "created_at"), Index(None, "sha256"))
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


class ScheduledPost(Timestamps, Synced, Base):
    """What a person wrote once. `wall` is the planned local time that targets inherit; drafts may have none."""

    __tablename__ = "scheduled_post"
    __table_args__ = _strict(Index(None, "client_id"), Index(None, "updated_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    text: Mapped[str]
    thread: Mapped[Any] = mapped_column(Json, default=list)
    reply_to: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class PostMedia(Base):
    """Which media a post carries, in order."""

    __tablename__ = "post_media"
    __table_args__ = _strict(Index(None, "media_id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("scheduled_post.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_asset.id"))


class PostPlatform(Timestamps, Synced, Base):
    """One post on one account: a row of the publishing state machine (security.md §8)."""

    __tablename__ = "post_platform"
    __table_args__ = _strict(
        UniqueConstraint("post_id", "platform_id"),
        Index(None, "state", "due_at"),
        Index(None, "platform_id", "due_at"),
        Index(None, "platform_id", "remote_id"),
        Index(None, "due_at"),
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
    # The next try, where the platform asked to wait; due_at otherwise.
    not_before: Mapped[datetime | None]
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


class PostAttempt(Base):
    """One try of one part, or the act that settled it. Only ever added, but for the outcome of the running one."""

    __tablename__ = "post_attempt"
    __table_args__ = _strict(Index(None, "target_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("post_platform.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    part: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    detail: Mapped[str] = mapped_column(default="")


class RemotePostSeen(Timestamps, Base):
    """A post as its platform lists it, ours or not; metrics hang on it."""

    __tablename__ = "remote_post"
    __table_args__ = _strict(UniqueConstraint("platform_id", "remote_id"), Index(None, "platform_id", "at"))
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


class EngagementMetric(Base):
    """One reading (E0): cumulative `value` as read at `as_of`. `remote_post_id` 0 means the account itself.

    At most one reading per hour is kept for each series (`hour` = hours since 1970): a repeated sync changes nothing.
    WITHOUT ROWID: a million rows of it are read by range of this key.
    """

    __tablename__ = "engagement_metric"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    remote_post_id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[Metric] = mapped_column(Word(Metric), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[datetime]
    value: Mapped[int]
    source: Mapped[str]


class EngagementDaily(Base):
    """Rollup of EngagementMetric: an account's `value` of one day in its client's zone (E0: differences, or a level).

    `readings` counts the series in it; days without a reading have no row and are unknown (G1).
    """

    __tablename__ = "engagement_daily"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    metric: Mapped[Metric] = mapped_column(Word(Metric), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int]
    readings: Mapped[int]
    as_of: Mapped[datetime]
    source: Mapped[str]


class LedgerLine(Timestamps, Base):
    """One movement of money as its platform states it (M1a). Amounts in minor units of `currency`."""

    __tablename__ = "ledger_line"
    __table_args__ = _strict(
        UniqueConstraint("platform_id", "remote_id"),
        Index(None, "platform_id", "at"),
        Index(None, "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[LedgerKind] = mapped_column(Word(LedgerKind))
    gross_minor: Mapped[int]
    fee_minor: Mapped[int]
    tax_minor: Mapped[int]
    net_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[LedgerStatus] = mapped_column(Word(LedgerStatus))
    fee_estimated: Mapped[bool] = _flag()
    amount_unknown: Mapped[bool] = _flag()
    fan: Mapped[str | None]
    product: Mapped[str | None]
    product_name: Mapped[str | None]
    subscription: Mapped[str | None]
    parent_id: Mapped[str | None]
    source: Mapped[str]
    as_of: Mapped[datetime]


class FinancialMetric(Base):
    """Rollup of the ledger: one account, day (client's zone), kind and currency. Payouts and tests stay out."""

    __tablename__ = "financial_metric"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[LedgerKind] = mapped_column(Word(LedgerKind), primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    gross_minor: Mapped[int]
    fee_minor: Mapped[int]
    refund_minor: Mapped[int]
    fees_returned_minor: Mapped[int]
    tax_minor: Mapped[int]
    net_minor: Mapped[int]
    sales: Mapped[int]
    unknown_amounts: Mapped[int]


class PayoutLine(Timestamps, Base):
    """A payout: money that left, or will leave, the platform (M8)."""

    __tablename__ = "payout"
    __table_args__ = _strict(UniqueConstraint("platform_id", "remote_id"), Index(None, "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    at: Mapped[datetime]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[PayoutStatus] = mapped_column(Word(PayoutStatus))
    source: Mapped[str]
    as_of: Mapped[datetime]


class SubscriptionSpell(Timestamps, Base):
    """A subscription as its platform tells it."""

    __tablename__ = "subscription"
    __table_args__ = _strict(UniqueConstraint("platform_id", "remote_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    remote_id: Mapped[str]
    fan: Mapped[str | None]
    product: Mapped[str | None]
    started_at: Mapped[datetime]
    status: Mapped[str]
    months: Mapped[int | None]
    price_minor: Mapped[int | None]
    currency: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    source: Mapped[str]
    as_of: Mapped[datetime]


class SyncState(Base):
    """Where the pull of one kind stands for one account."""

    __tablename__ = "sync_state"
    __table_args__ = _strict()
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    kind: Mapped[SyncKind] = mapped_column(Word(SyncKind), primary_key=True)
    cursor: Mapped[str | None]
    started_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    error_kind: Mapped[str | None]
    error_reason: Mapped[str | None]
    error_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]


class SyncGap(Base):
    """A stretch that could not be read (G1). Removed when a later pull fills it."""

    __tablename__ = "sync_gap"
    __table_args__ = _strict(UniqueConstraint("platform_id", "kind", "start"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    kind: Mapped[SyncKind] = mapped_column(Word(SyncKind))
    start: Mapped[datetime]
    end: Mapped[datetime]
    reason: Mapped[str]


class ScheduledTask(Timestamps, Base):
    """A job of the clock: when it last ran and how it ended."""

    __tablename__ = "scheduled_task"
    __table_args__ = _strict()
    name: Mapped[str] = mapped_column(primary_key=True)
    last_started_at: Mapped[datetime | None]
    last_ended_at: Mapped[datetime | None]
    last_outcome: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime | None]
