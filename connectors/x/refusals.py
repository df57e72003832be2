"""X's many forms of "no" (platforms/x.md §8), turned into errors named by what can be done."""

from datetime import UTC, datetime, timedelta

import msgspec

from connectors.errors import (
    ConnectorError,
    Duplicate,
    LoginExpired,
    MissingScope,
    OutcomeUnknown,
    OutOfCredit,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Reply
from connectors.limiter import Budget
from connectors.x.wire import Failure

_BUCKETS = ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
# A redirect or a time-out on the way says nothing about what became of a post.
_UNCLEAR = frozenset({*range(300, 400), 408})
_DEFAULT_WAIT = timedelta(minutes=1)
# No limit of X lasts longer than a day; a reset beyond that is a mistake and must not silence an account.
_LONGEST_WAIT = timedelta(hours=25)
_CREDIT_WAIT = timedelta(hours=1)
# Which scope an endpoint needs; posting, where none is named.
_SCOPES = {"/media": "media.write", "/dm_events": "dm.read", "/dm_conversations": "dm.write", "/users": "users.read"}
_TEXTS = ("title", "detail", "type", "reason", "error", "error_description")


def refusal(reply: Reply, *, publishing: bool, path: str, now: datetime) -> ConnectorError | None:
    """The error that `reply` means, None for a success."""
    if 200 <= reply.status < 300:
        return None
    if reply.status >= 500 or reply.status in _UNCLEAR:
        kind = OutcomeUnknown if publishing else Temporary
        return kind(f"X answered {reply.status}")
    failure = _failure(reply)
    said = _said(failure)
    match reply.status:
        case 401:
            return LoginExpired(said or "X no longer accepts this login")
        case 402:
            return OutOfCredit("the X account has no credit left", retry_at=now + _CREDIT_WAIT)
        case 403:
            return _forbidden(failure, said, path, now)
        case 404:
            return Rejected("X does not know this post or user")
        case 429:
            return _too_many(reply, failure, now)
    return Rejected(said or f"X refused ({reply.status})")


def token_refusal(reply: Reply, now: datetime) -> ConnectorError | None:
    """What the token endpoint's answer means. Only a clear "no" ends a login; an outage never does."""
    if reply.status == 200:
        return None
    if reply.status in (400, 401) and reply.is_json:
        failure = _failure(reply)
        if failure.error == "unauthorized_client":
            return LoginExpired("X wants the app's client secret; enter it and log in again")
        return LoginExpired("the login can no longer be renewed; log in again")
    if reply.status == 429:
        return RateLimited("X limits how often a login is renewed", retry_at=_reset(reply, now))
    return Temporary(f"X answered {reply.status} when the login was to be renewed")


def budget(reply: Reply, now: datetime) -> Budget | None:
    """What X says is left in 15 minutes on this endpoint. A reset that is days away is a mistake, and silences nobody."""
    limit, remaining = reply.headers.get("x-rate-limit-limit", ""), reply.headers.get("x-rate-limit-remaining", "")
    if not (_is_number(limit) and _is_number(remaining)):
        return None
    resets_at = _epoch(reply.headers.get("x-rate-limit-reset"))
    if resets_at is not None and resets_at > now + _LONGEST_WAIT:
        resets_at = None
    return Budget(limit=int(limit), remaining=int(remaining), resets_at=resets_at)


def _forbidden(failure: Failure, said: str, path: str, now: datetime) -> ConnectorError:
    low = said.lower()
    if "duplicate content" in low:
        return Duplicate("X says that it has a post with this text already")
    if "usage-capped" in failure.type or failure.title == "UsageCapExceeded":
        return OutOfCredit("the X app has used up its allowance", retry_at=now + _CREDIT_WAIT)
    if "oauth1-permissions" in failure.type or "unsupported-authentication" in failure.type:
        return MissingScope(f"the login was not granted {_scope_for(path)}")
    if failure.reason == "client-not-enrolled":
        return Rejected("the X app is not enrolled in a project; see its developer console")
    if path.startswith("/media") and ("scope" in low or not said or said == "Forbidden"):
        return MissingScope(f"the login was not granted {_scope_for(path)}")
    return Rejected(said or "X does not permit this")


def _scope_for(path: str) -> str:
    return next((scope for start, scope in _SCOPES.items() if path.startswith(start)), "tweet.write")


def _too_many(reply: Reply, failure: Failure, now: datetime) -> ConnectorError:
    if failure.title == "UsageCapExceeded" or "usage-capped" in failure.type:
        return OutOfCredit("the X app has used up its allowance", retry_at=now + _CREDIT_WAIT)
    return RateLimited("X asks to wait", retry_at=_reset(reply, now))


def _reset(reply: Reply, now: datetime) -> datetime:
    """The reset of the bucket that is empty: 15 minutes or 24 hours, whichever header says so."""
    resets = [
        _epoch(reply.headers.get(f"{bucket}-reset"))
        for bucket in _BUCKETS
        if reply.headers.get(f"{bucket}-remaining") == "0"
    ]
    known = [reset for reset in resets if reset is not None and reset > now]
    if known:
        return min(max(known), now + _LONGEST_WAIT)
    after = reply.headers.get("retry-after", "")
    return now + (timedelta(seconds=min(int(after), 86_400)) if _is_number(after) else _DEFAULT_WAIT)


def _epoch(text: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if text and _is_number(text) and len(text) < 12 else None


def _is_number(text: str) -> bool:
    """Plain digits, of a length that numbers have."""
    return text.isascii() and text.isdecimal() and len(text) < 20


def _failure(reply: Reply) -> Failure:
    """What of the answer can be understood: one odd field must not hide the others."""
    try:
        fields = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A gateway's page or plain text: the status alone counts.
        return Failure()
    if not isinstance(fields, dict):
        return Failure()
    texts = {name: fields[name] for name in _TEXTS if isinstance(fields.get(name), str)}
    errors = fields.get("errors")
    listed = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    return Failure(**texts, errors=listed)


def _said(failure: Failure) -> str:
    """X's own words, cut short: it may quote what was sent, but of that only ids and limits.

    Where it lists errors, they say what is wrong, and `detail` only that something is.
    """
    first = failure.errors[0] if failure.errors else {}
    listed = first.get("message") or first.get("detail")
    text = listed if isinstance(listed, str) else ""
    text = text or failure.detail or failure.title or failure.error_description
    return " ".join(text.split())[:200]
