"""What can go wrong at a platform, named by what can be done next."""

from enum import StrEnum
from typing import Any

from ofauto_desktop.domain.errors import AppError, ErrorKind

# How connectors begin to say that a site blocks this computer's address (or its proxy's).
REFUSES_NETWORK = "the site refuses this network"


class ConnectorError(AppError):
    """A platform, or the way to it, did not do what was asked.

    `sent_nothing`: of a publishing call, that nothing of it had left when this was met, whatever else it may mean.
    """

    kind = ErrorKind.TEMPORARY
    sent_nothing = False


class LoginExpired(ConnectorError):
    """Ask the person to log in again; retrying is useless."""

    kind = ErrorKind.LOGIN_EXPIRED


class Unfinished(StrEnum):
    """Why a login in a window came to nothing."""

    CANCELLED = "cancelled"
    CLOSED = "closed"
    TOO_LATE = "too_late"


class NotFinished(LoginExpired):
    """Nobody logged in, in the window that was opened for it, and nothing changed. `end` tells why."""

    def __init__(self, reason: str = "", *, end: Unfinished = Unfinished.TOO_LATE, **about: Any) -> None:
        super().__init__(reason, **about)
        self.end = end


class MissingScope(LoginExpired):
    """The login works but was not granted something; the reason names the scope. Log in again with it."""


class Challenged(ConnectorError):
    """The platform wants a human: a captcha, a second factor, a face check. Stop and ask."""

    kind = ErrorKind.CHALLENGED


class RateLimited(ConnectorError):
    """Refused before acceptance for now; wait until `retry_at`, then it may be tried again."""

    kind = ErrorKind.RATE_LIMITED


class OutOfCredit(ConnectorError):
    """The account's credit is used up; waiting does not help, the person must top up."""

    kind = ErrorKind.OUT_OF_CREDIT


class Temporary(ConnectorError):
    """The platform has a problem; a read may be repeated later."""

    kind = ErrorKind.TEMPORARY


class Rejected(ConnectorError):
    """The platform refused this content; show the reason, do not retry."""

    kind = ErrorKind.REJECTED


class NotGenuine(ConnectorError):
    """What came in a platform's name carries no proof that it is its own: nothing of it is kept."""

    kind = ErrorKind.REJECTED


class Duplicate(Rejected):
    """The platform says that it already has this post: a hint that an earlier try went out, not a proof."""

    kind = ErrorKind.DUPLICATE


class Unsupported(ConnectorError):
    """This platform, or this account's plan, does not offer that."""

    kind = ErrorKind.UNSUPPORTED


class NoBrowser(Unsupported):
    """This computer has no browser that a site could be opened in; one must be installed or named."""


class LayoutChanged(ConnectorError):
    """The answer is not of the form the contract gives; a redacted sample is in the diagnostics."""

    kind = ErrorKind.LAYOUT_CHANGED


class OutcomeUnknown(ConnectorError):
    """It may have gone out: look for it, never send it again blindly."""

    kind = ErrorKind.OUTCOME_UNKNOWN


class NetworkDown(ConnectorError):
    """The platform was not reached: no bytes of the request left, so nothing was accepted."""

    kind = ErrorKind.NETWORK

    @property
    def is_block(self) -> bool:
        """Whether the site answers, but not to this network."""
        return self.reason.startswith(REFUSES_NETWORK)


class NetworkRefused(NetworkDown):
    """The site answers, but not to this network: it blocks the address. The login is as good as before."""

    @property
    def is_block(self) -> bool:
        return True


class ProxyFailed(ConnectorError):
    """The account's proxy refused or is gone. Never fall back to a direct connection."""

    kind = ErrorKind.PROXY


class WrongAccount(ConnectorError):
    """The credential belongs to another account than the one it is meant for."""

    kind = ErrorKind.WRONG_ACCOUNT
