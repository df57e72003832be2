"""Fansly's forms of "no" (platforms/fansly.md §2), turned into errors named by what can be done."""

from datetime import datetime, timedelta

import msgspec

from connectors.errors import (
    Challenged,
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.fansly.wire import Envelope, Failure
from connectors.http import Reply

# One after the other as it goes on; then it is left alone for a while (§2).
WAITS = (timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40), timedelta(hours=1))
_LONGEST_WAIT = 86_400


class Stale(LayoutChanged):
    """A request was not taken as one of the site's own page."""


class Gone(Rejected):
    """Fansly does not have it, or no longer."""


def refusal(reply: Reply, *, now: datetime, throttled: int = 0) -> ConnectorError | None:
    """The error that `reply` means; None where it may be a success. `throttled`: how often it was too fast before."""
    failure = _failure(reply)
    code = failure.code if failure is not None and failure.code is not None else reply.status
    match code if reply.status < 400 else reply.status:
        case 401:
            return LoginExpired("Fansly no longer accepts this session; log in again")
        case 403 | 418:
            return Challenged("a captcha is shown")
        case 429:
            return RateLimited("Fansly asks to wait", retry_at=now + _wait(reply, throttled))
        case 400:
            return Stale("Fansly takes this request from its own page only; the site may have changed")
        case 404 | 410:
            return Gone("Fansly no longer has what was asked for")
        case status if status >= 500:
            return Temporary(f"Fansly answered {status}")
        case status if 300 <= status < 400:
            return LayoutChanged(f"Fansly answered {status}, which this contract does not know")
    if failure is not None:
        return Rejected(_said(failure) or "Fansly refused")
    return None if reply.status < 300 else Rejected(f"Fansly refused ({reply.status})")


def _failure(reply: Reply) -> Failure | None:
    """What the body says is wrong, whatever the status; None where it says nothing of that."""
    try:
        told = msgspec.json.decode(reply.body, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return None if told.success else told.error or Failure()


def _wait(reply: Reply, throttled: int) -> timedelta:
    usual = WAITS[min(throttled, len(WAITS) - 1)]
    text = reply.headers.get("retry-after", "").strip()
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return max(usual, timedelta(seconds=min(asked, _LONGEST_WAIT)))


def _said(failure: Failure) -> str:
    return " ".join((failure.details or "").split())[:200]
