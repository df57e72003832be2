"""Creators, their accounts, and the sealed credentials."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.clients import ClientStatus
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.proxies import ProxyClass
from storage.models.base import Base, Synced, Timestamps, flag, strict
from storage.types import Json, Word


class Client(Timestamps, Synced, Base):
    """A creator."""

    __tablename__ = "client"
    __table_args__ = strict(ids_once=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    currency: Mapped[str]
    notes: Mapped[str] = mapped_column(default="")
    status: Mapped[ClientStatus] = mapped_column(
        Word(ClientStatus), default=ClientStatus.ACTIVE, server_default="active"
    )
    # [{"label": …, "value": …}], in the person's order.
    contacts: Mapped[Any] = mapped_column(Json, default=list, server_default="[]")
    # Place in the theme's row of client colours (B22); None: by its number.
    colour: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Platform(Timestamps, Synced, Base):
    """An account: one client's connection to one platform."""

    __tablename__ = "platform"
    __table_args__ = strict(
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
    renews: Mapped[bool] = flag()
    paused_until: Mapped[datetime | None]
    paused_for: Mapped[ErrorKind | None] = mapped_column(Word(ErrorKind))
    # Credit that runs low, in words that are safe to show, and since when.
    credit_low_since: Mapped[datetime | None]
    credit_note: Mapped[str] = mapped_column(default="", server_default="")
    text_limit: Mapped[int | None]
    # What of its messages is read: a person chooses, as platforms may bill it.
    reads: Mapped[Reads] = mapped_column(Word(Reads), default=Reads.NOTHING, server_default="nothing")
    endpoints: Mapped[Any] = mapped_column(Json, default=dict)
    practice: Mapped[bool] = flag()
    unattended: Mapped[bool] = flag()
    removed_at: Mapped[datetime | None]


class PlatformCredential(Timestamps, Synced, Base):
    """A credential, sealed a second time and bound to its place (security.md §2). The highest version counts.

    `key` is "login" for the platform's fields and "proxy" for the account's proxy URL.
    """

    __tablename__ = "platform_credential"
    __table_args__ = strict(UniqueConstraint("platform_id", "key", "version"))
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


class AccountProxy(Timestamps, Base):
    """What is known and was chosen of an account's proxy; its address is a sealed credential.

    `country`: where it is to come out, "" until it was learnt, "*" where anywhere will do. `failures` in a row since
    `failing_since`; `goes_direct` while the account goes without it, as a person allowed.
    """

    __tablename__ = "account_proxy"
    __table_args__ = strict()
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(default="")
    may_go_direct: Mapped[bool] = flag()
    goes_direct: Mapped[bool] = flag()
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]


class ProxyCheckLine(Base):
    """One check of an account's proxy. `exit_ip` is masked (decision 0020)."""

    __tablename__ = "proxy_check"
    __table_args__ = strict(Index(None, "platform_id", "checked_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"))
    checked_at: Mapped[datetime]
    verdict: Mapped[ProxyClass] = mapped_column(Word(ProxyClass))
    code: Mapped[str]
    http_status: Mapped[int | None]
    latency_ms: Mapped[int | None]
    exit_ip: Mapped[str]
    country: Mapped[str]
    reason: Mapped[str]


class RequestLog(Timestamps, Base):
    """An account's last requests and what its platform said is left, each as a list in JSON (L18, A21)."""

    __tablename__ = "request_log"
    __table_args__ = strict()
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), primary_key=True)
    requests: Mapped[Any] = mapped_column(Json, default=list)
    budgets: Mapped[Any] = mapped_column(Json, default=list)
    unreadable: Mapped[str | None]
