"""What a failed try means for its post: may it have gone out, may it go again, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from connectors.errors import (
    Challenged,
    ConnectorError,
    Duplicate,
    LoginExpired,
    NetworkDown,
    NoBrowser,
    OutOfCredit,
    ProxyFailed,
    RateLimited,
    Rejected,
    Unsupported,
    WrongAccount,
)
from ofauto_desktop.domain.errors import AppError

_LONGEST_DELAY = timedelta(minutes=15)
_SHORTEST_WAIT = timedelta(minutes=1)
# Raised before the platform accepted anything, even by the publishing call itself (connectors/base.py).
_NOT_ACCEPTED = (
    NetworkDown,
    ProxyFailed,
    RateLimited,
    OutOfCredit,
    LoginExpired,
    Challenged,
    WrongAccount,
    Rejected,
    Unsupported,
)
_REFUSED = (Rejected, Unsupported)
_ASKED_TO_WAIT = (RateLimited, OutOfCredit)


class Verdict(StrEnum):
    """What becomes of a post after an error."""

    FAILED = "failed"
    POSTPONED = "postponed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`next_try` is aware UTC and counts for POSTPONED only; `asked`: the platform itself asked to wait."""

    verdict: Verdict
    next_try: datetime
    asked: bool = False


def before_sending(error: AppError, tries: int, now: datetime) -> Judged:
    """An error of checking or uploading: nothing is out. What is not the platform's is ours, and waiting will not mend it."""
    if _is_refusal(error) or not isinstance(error, ConnectorError):
        return Judged(verdict=Verdict.FAILED, next_try=now)
    return _postponed(error, tries, now)


def of_sending(error: AppError, tries: int, now: datetime) -> Judged:
    """An error of the publishing call. Whatever does not clearly say "not accepted" may have been.

    "Duplicate" is a refusal, and a hint that an earlier try went out: that has to be looked for.
    """
    if isinstance(error, ConnectorError) and error.sent_nothing:
        return before_sending(error, tries, now)
    if isinstance(error, Duplicate) or not isinstance(error, _NOT_ACCEPTED):
        return Judged(verdict=Verdict.UNKNOWN, next_try=now)
    if _is_refusal(error):
        return Judged(verdict=Verdict.FAILED, next_try=now)
    return _postponed(error, tries, now)


def _is_refusal(error: AppError) -> bool:
    """A browser that is missing is this computer's matter: once there is one it goes out."""
    return isinstance(error, _REFUSED) and not isinstance(error, NoBrowser)


def _postponed(error: ConnectorError, tries: int, now: datetime) -> Judged:
    """When the platform says, else after one, two, four … minutes."""
    growing = min(_LONGEST_DELAY, timedelta(minutes=2 ** min(tries, 4)))
    if error.retry_at is not None:
        # A platform's clock may be behind ours.
        next_try = max(error.retry_at, now + timedelta(seconds=1))
    else:
        next_try = now + max(growing, _SHORTEST_WAIT)
    return Judged(verdict=Verdict.POSTPONED, next_try=next_try, asked=isinstance(error, _ASKED_TO_WAIT))
