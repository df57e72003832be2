"""Patreon's forms of "no" (platforms/patreon.md §5), turned into errors named by what can be done."""

from datetime import datetime, timedelta

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
from connectors.http import Reply
from connectors.patreon.wire import Failure, Failures

_DEFAULT_WAIT = timedelta(seconds=60)
_LONGEST_WAIT = 86_400.0


class CursorForgotten(Rejected):
    """The page's cursor is not, or no longer, good: read the list from its top again."""


class SortUnknown(Rejected):
    """The list cannot be had in this order: read it in Patreon's own."""


class Gone(Rejected):
    """Patreon does not have it, or no longer."""


def refusal(reply: Reply, *, scope: str, now: datetime) -> ConnectorError | None:
    """The error that `reply` means, None for a success. `scope` is what the request needs."""
    match reply.status:
        case status if 200 <= status < 300:
            return None
        case 400:
            return _bad_request(_first(reply))
        case 401:
            return LoginExpired("Patreon no longer accepts this login; log in again")
        case 403:
            # The edge refuses with a page, which says nothing about the login; the API itself in JSON.
            if not reply.is_json:
                return Temporary("the gateway in front of Patreon answered 403")
            return MissingScope(f"the login was not granted {scope}")
        case 404 | 410:
            return Gone("Patreon no longer has what was asked for")
        case 429:
            return RateLimited("Patreon asks to wait", retry_at=_retry_at(reply, now))
        case status if status >= 500:
            return Temporary(f"Patreon answered {status}")
        case status if status < 400:
            return LayoutChanged(f"Patreon answered {status}, which this contract does not know")
        case status:
            return Rejected(_said(_first(reply)) or f"Patreon refused ({status})")


def token_refusal(reply: Reply, now: datetime) -> ConnectorError | None:
    """The same for the token endpoint, whose refusals come in two forms."""
    if 200 <= reply.status < 300:
        return None
    if reply.status in (400, 401) and reply.is_json:
        if _failures(reply).error == "invalid_client":
            return LoginExpired("Patreon wants the client's ID and secret; enter them and log in again")
        return LoginExpired("the login can no longer be renewed; log in again")
    if reply.status == 429:
        return RateLimited("Patreon limits how often a login is renewed", retry_at=_retry_at(reply, now))
    return Temporary(f"Patreon answered {reply.status} when the login was to be renewed")


def _bad_request(failure: Failure) -> ConnectorError:
    parameter = (failure.source.parameter if failure.source else None) or ""
    said = _said(failure) or "Patreon refused the request"
    if parameter == "page[cursor]":
        return CursorForgotten(said)
    if parameter == "sort":
        return SortUnknown(said)
    return Rejected(f"{said} ({parameter[:60]})" if parameter else said)


def _retry_at(reply: Reply, now: datetime) -> datetime:
    """From the body, else the header, else a minute. Never over a day."""
    seconds = _first(reply).retry_after_seconds
    text = reply.headers.get("retry-after", "").strip()
    if seconds is None and text.isascii() and text.isdecimal() and len(text) < 10:
        seconds = float(text)
    if seconds is None or seconds < 0:
        return now + _DEFAULT_WAIT
    return now + timedelta(seconds=min(seconds, _LONGEST_WAIT))


def _first(reply: Reply) -> Failure:
    listed = _failures(reply).errors
    return listed[0] if listed else Failure()


def _failures(reply: Reply) -> Failures:
    try:
        return msgspec.json.decode(reply.body, type=Failures)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A gateway's page or plain text: the status alone counts.
        return Failures()


def _said(failure: Failure) -> str:
    return " ".join((failure.detail or failure.title or failure.code_name or "").split())[:200]
