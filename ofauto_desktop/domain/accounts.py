"""Accounts: connections to a platform, and how healthy each login is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ofauto_desktop.domain.platforms import PlatformId


class LoginState(StrEnum):
    """The states of cli.md's `accounts list`."""

    CONNECTED = "connected"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    CHALLENGED = "challenged"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A connection of one client to one platform. Holds no secret.

    `zone` is the IANA zone in which its posts are planned. `paused_until` (aware UTC): no request before then;
    `state_reason` says why. `expires_at` is the login's own end, None where it has none or it is unknown.
    """

    id: int
    platform: PlatformId
    name: str
    client_id: int
    client: str
    zone: str
    state: LoginState
    state_since: datetime
    state_reason: str
    remote_id: str | None
    handle: str | None
    expires_at: datetime | None
    paused_until: datetime | None
    text_limit: int | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)
    has_proxy: bool = False
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A hint about a working login: a missing scope, credit that runs low, an end that is near."""

    kind: str
    message: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a live check of a credential found out: whose it is, how long it lasts, what is missing.

    `remote_id` and `handle` are the platform's own; `expires_at` aware UTC or None.
    """

    remote_id: str
    handle: str
    display_name: str
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    followers: int | None = None
    text_limit: int | None = None
    warnings: tuple[Caution, ...] = ()
