"""Gumroad's forms of "no" (platforms/gumroad.md §2), turned into errors named by what can be done."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from connectors.errors import (
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    MissingScope,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.gumroad.wire import Answer
from connectors.http import Reply

_DEFAULT_WAIT = timedelta(seconds=60)
_LONGEST_WAIT = timedelta(days=1)


class PageForgotten(Rejected):
    """The page key is not, or no longer, good: read the list from its top again."""


class NotThere(Rejected):
    """The product or subscription that was asked for does not exist, or no longer."""


def refusal(reply: Reply, *, scope: str, now: datetime) -> ConnectorError | None:
    """The error that the status of `reply` means, None for a success. `scope` is what the request needs."""
    match reply.status:
        case status if 200 <= status < 300:
            return None
        case 400:
            said = _said(reply)
            return PageForgotten(said) if "page_key" in said else Rejected(said or "Gumroad refused the request")
        case 401:
            return LoginExpired("Gumroad no longer accepts this access token")
        case 403:
            return _forbidden(reply, scope)
        case 429:
            return RateLimited("Gumroad asks to wait", retry_at=_retry_at(reply, now))
        case 404:
            return NotThere(_said(reply) or "Gumroad does not know what was asked for")
        case status if status >= 500:
            return Temporary(f"Gumroad answered {status}")
        case status if status < 400:
            return LayoutChanged(f"Gumroad answered {status}, which this contract does not know")
        case status:
            return Rejected(_said(reply) or f"Gumroad refused ({status})")


def told(answer: Answer) -> ConnectorError | None:
    """The refusal inside an answer with status 200: most failures come that way."""
    if answer.success is not False:
        return None
    said = _short(answer.message or answer.error or "")
    return NotThere(said) if "not found" in said else Rejected(said or "Gumroad refused without a reason")


def _forbidden(reply: Reply, scope: str) -> ConnectorError:
    # The token check answers without a page; a page comes from a gateway in front of it, and says nothing about the token.
    if "html" in reply.headers.get("content-type", ""):
        return Temporary("a gateway in front of Gumroad answered 403")
    return MissingScope(f"the login was not granted {scope}")


def _retry_at(reply: Reply, now: datetime) -> datetime:
    """From Retry-After, seconds or an HTTP date; a minute where it lacks. Never over a day."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return now + min(timedelta(seconds=int(text)), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return now + _DEFAULT_WAIT
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until, now), now + _LONGEST_WAIT)


def _said(reply: Reply) -> str:
    try:
        answer = msgspec.json.decode(reply.body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A gateway's page or plain text: the status alone counts.
        return ""
    return _short(answer.error or answer.message or "")


def _short(text: str) -> str:
    return " ".join(text.split())[:200]
