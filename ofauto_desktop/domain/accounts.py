"""Accounts: connections to a platform, and how healthy each login is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId


class LoginState(StrEnum):
    """The states of cli.md's `accounts list`. `unknown`: a login answered, and was another account's."""

    CONNECTED = "connected"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    CHALLENGED = "challenged"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


# In these a request is useless or harmful: the platform said no, or wants to see a human first, or is not asked by whom
# it should be.
ENDED = frozenset({LoginState.EXPIRED, LoginState.CHALLENGED, LoginState.REVOKED, LoginState.UNKNOWN})
# A login that ends by itself is shown as ending from here on, early enough for a weekend in between.
EXPIRING_WITHIN = timedelta(days=7)
# Where a platform asks to wait and does not say how long.
DEFAULT_PAUSE = timedelta(minutes=15)
# A site that lets nobody in from this network is not asked in a loop (onlyfans.md §2); a person may ask sooner.
BLOCKED_PAUSE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A connection of one client to one platform. Holds no secret.

    `zone` is the IANA zone in which its posts are planned. `paused_until` (aware UTC): no request before then;
    `state_reason` says why, `paused_for` whether the platform asked to wait or the credit is used up. `expires_at` is
    the end of the stored token, None where it has none or it is unknown; with `renews` it is renewed ahead of that.
    `may_go_direct`: without its proxy while that fails, as a person allowed. `client_colour` is the client's (Client.colour).
    `reads` is what of its messages is read. `unattended`: on a platform that is logged in to in a window, posts go out
    without a person who looks, as one chose.
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
    may_go_direct: bool = False
    practice: bool = False
    renews: bool = False
    paused_for: ErrorKind | None = None
    client_colour: int | None = None
    reads: Reads = Reads.NOTHING
    unattended: bool = False

    def is_paused(self, now: datetime) -> bool:
        """Whether it may make no request at `now` (aware UTC)."""
        return self.paused_until is not None and self.paused_until > now

    @property
    def needs_a_person(self) -> bool:
        """Whether its login is over until somebody logs in again; then it makes no request."""
        return self.state in ENDED


# The kind of the hint that is told of as a notice, too.
CREDIT_LOW = "credit_low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A hint about a working login: a missing scope, credit that runs low, an end that is near."""

    kind: str
    message: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCheck:
    """An account as a live check left it, with hints about its login."""

    account: Account
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a live check of a credential found out: whose it is, how long it lasts, what is missing.

    `remote_id` and `handle` are the platform's own, "" where it names nobody; `expires_at` aware UTC or None; `renews`:
    there is what it takes to renew the login without a person.
    """

    remote_id: str
    handle: str
    display_name: str
    expires_at: datetime | None = None
    renews: bool = False
    scopes: tuple[str, ...] = ()
    followers: int | None = None
    text_limit: int | None = None
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an account stands after something happened to it; the fields are those of Account."""

    state: LoginState
    reason: str
    paused_until: datetime | None = None
    paused_for: ErrorKind | None = None


def health_after_check(standing: Standing, now: datetime) -> Health:
    """A login that answered: connected, or about to end. The first hint, if any, is its reason."""
    state = state_by_time(standing.expires_at, renews=standing.renews, now=now)
    return Health(state=state, reason=standing.warnings[0].message if standing.warnings else "")


def state_by_time(expires_at: datetime | None, *, renews: bool, now: datetime) -> LoginState:
    """What the clock alone says of a login that works. `expires_at` and `now` are aware UTC."""
    if expires_at is None or renews:
        return LoginState.CONNECTED
    if expires_at <= now:
        return LoginState.EXPIRED
    return LoginState.EXPIRING if expires_at - now <= EXPIRING_WITHIN else LoginState.CONNECTED


def health_behind_a_block(account: Account, reason: str, *, now: datetime, retry_at: datetime | None) -> Health:
    """The site refuses this network: the login is as good as before, and rests."""
    until = max(retry_at or now + BLOCKED_PAUSE, account.paused_until or now)
    return Health(state=account.state, reason=reason, paused_until=until, paused_for=ErrorKind.NETWORK)


def health_after_failure(
    account: Account, kind: ErrorKind, reason: str, *, now: datetime, retry_at: datetime | None
) -> Health | None:
    """What a failed call means for the account; None where it says nothing about it, as an outage of the network.

    A login that a person ended stays revoked, whatever the platform answers to it.
    """
    if account.state is LoginState.REVOKED:
        return None
    match kind:
        case ErrorKind.LOGIN_EXPIRED:
            return Health(state=LoginState.EXPIRED, reason=reason)
        case ErrorKind.CHALLENGED:
            return Health(state=LoginState.CHALLENGED, reason=reason)
        case ErrorKind.RATE_LIMITED | ErrorKind.OUT_OF_CREDIT:
            until = max(retry_at or now + DEFAULT_PAUSE, account.paused_until or now)
            return Health(state=account.state, reason=reason, paused_until=until, paused_for=kind)
        case ErrorKind.WRONG_ACCOUNT:
            return Health(state=LoginState.UNKNOWN, reason=reason)
        case _:
            return None
