"""Instagram's "no", decided by code and subcode (platforms/instagram.md §9), as errors named by what can be done."""

from datetime import datetime, timedelta

import msgspec

from connectors.errors import (
    Challenged,
    ConnectorError,
    LoginExpired,
    MissingScope,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Reply
from connectors.instagram.manifest import BASIC, COMMENTS, INSIGHTS, PUBLISH
from connectors.instagram.wire import Failure
from connectors.limiter import Budget


class Gone(Rejected):
    """The object is not there, or not to be seen by this login."""


class NoSuchMetric(Rejected):
    """A parameter is not valid here; of insights: one metric of those that were asked for (§6)."""


class TooFewViewers(Rejected):
    """Instagram keeps the numbers of a story that hardly anybody saw to itself."""


class ContainerGone(RateLimited):
    """The container ended or is not found: nothing was accepted, and the next try makes a new one."""


class NotReady(RateLimited):
    """The container is not finished: nothing was accepted, and the same container may be tried again."""


_UNCLEAR = frozenset({*range(300, 400), 408})
_LIMITED = frozenset({4, 17, 32, 613, 80002})
_LEAST_WAIT = timedelta(hours=1)
_QUOTA_WAIT = timedelta(hours=1)
_SHORT_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=25)
_LONGEST_NUMBER = 10
# Of per cent and of minutes: what is above says nothing.
_MOST_USED = 1_000_000
_ENDED = {
    460: "the password of the account was changed; log in again",
    463: "the login has ended; log in again",
    458: "the app was removed from the account; log in again",
    467: "the login was ended; log in again",
}
# By subcode, as codes are shared: what a person must settle in the app itself.
_A_PERSON = {
    2207051: "Instagram took this for spam and stopped it; look into the app before anything else is sent",
    2207050: "Instagram restricts this account; look into the app",
}
_SERVERS = frozenset({(-1, 2207001), (-1, 2207032), (-2, 2207003)})
# Processing errors without documentation: one more try with a new container is worth it (§9).
ONCE_MORE = frozenset({2207076, 2207077, 2207082, 2207085})
_FEW_VIEWERS = "not enough viewers"
# "The moment for the thumbnail is not in the film": code 1, but nothing that passes.
_THUMBNAIL = 2207057


def refusal(reply: Reply, *, publishing: bool, path: str, now: datetime) -> ConnectorError | None:
    """The error that `reply` means, None for a success."""
    if 200 <= reply.status < 300:
        return None
    failure = _failure(reply)
    if failure is not None and (told := _by_code(failure, path, now, _regained(reply, now), publishing=publishing)):
        return told
    if reply.status >= 500 or reply.status in _UNCLEAR or (failure is not None and _passing(failure)):
        return (OutcomeUnknown if publishing else Temporary)(f"Instagram answered {reply.status}")
    match reply.status:
        case 401:
            return LoginExpired("Instagram no longer accepts this login")
        case 429:
            return RateLimited("Instagram asks to wait", retry_at=_regained(reply, now))
        case 404:
            return Gone("Instagram does not know this post or account")
    return Rejected(_said(failure) or f"Instagram refused ({reply.status})")


def token_refusal(reply: Reply, now: datetime) -> ConnectorError | None:
    """What the login's answers mean; their errors have a form of their own (§2). Only a clear "no" ends a login."""
    if reply.status == 200:
        return None
    failure = _failure(reply)
    if failure is not None and failure.code in (190, 102):
        return LoginExpired(_ended(failure))
    if (failure is not None and failure.code in _LIMITED) or reply.status == 429:
        return RateLimited("Instagram limits how often a login is renewed", retry_at=_regained(reply, now))
    return Temporary(f"Instagram answered {reply.status} when the login was to be renewed")


def code_refusal(reply: Reply, now: datetime) -> ConnectorError | None:
    """What a refused authorisation code means: it lives an hour and works once."""
    if reply.status in (400, 401, 403) and reply.is_json:
        return LoginExpired(
            "Instagram did not take the login: its code was used or is too old, or the app does not fit"
        )
    return token_refusal(reply, now)


def upload_refusal(reply: Reply) -> ConnectorError | None:
    """What the answer to a file means; its errors have a form of their own (§4)."""
    if 200 <= reply.status < 300:
        return None
    try:
        answer = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        answer = None
    told = answer.get("debug_info") if isinstance(answer, dict) else None
    if reply.status in (401, 403):
        return LoginExpired("Instagram no longer accepts this login")
    if isinstance(told, dict) and told.get("retriable") is False:
        return Rejected("Instagram cannot take this file")
    return Temporary(f"Instagram answered {reply.status} to the file")


def budget(reply: Reply, now: datetime) -> Budget | None:
    """What is left of the app's share, in per cent; None where Instagram does not say, which is not "nothing used"."""
    used, minutes = _usage(reply)
    if used is None:
        return None
    resets_at = now + min(timedelta(minutes=minutes), _LONGEST_WAIT) if minutes > 0 else None
    return Budget(limit=100, remaining=max(0, 100 - used), resets_at=resets_at)


def subcode_of(status: str) -> int | None:
    """The error that a container's `status` text names, e.g. "… failed with error code 2207076"."""
    words = [word.strip(".,:)") for word in status.split()]
    return next((int(word) for word in words if word.isdecimal() and len(word) == 7), None)


def _by_code(
    failure: Failure, path: str, now: datetime, regained: datetime, *, publishing: bool
) -> ConnectorError | None:
    """What the code says; None where only the status can tell."""
    code, sub = failure.code, failure.error_subcode
    if sub in _A_PERSON:
        return Challenged(_A_PERSON[sub])
    if code in (190, 102):
        return LoginExpired(_ended(failure))
    if code in _LIMITED:
        return RateLimited("Instagram asks to wait", retry_at=regained)
    if (code, sub) in _SERVERS or (sub != _THUMBNAIL and _passing(failure)):
        return (OutcomeUnknown if publishing else Temporary)("Instagram has a problem at the moment")
    return _of_container(failure, now) or _of_permission(failure, path) or _of_content(failure)


def _of_container(failure: Failure, now: datetime) -> ConnectorError | None:
    """Refused before anything was accepted: later, or with another container, it may go."""
    match failure.code, failure.error_subcode:
        case 9, 2207042:
            return RateLimited("the posts that Instagram takes in 24 hours are used up", retry_at=now + _QUOTA_WAIT)
        case 9007, _:
            return NotReady("Instagram is still preparing the file", retry_at=now + _SHORT_WAIT)
        case (24, 2207008) | (-2, 2207020):
            return ContainerGone("what was prepared at Instagram is gone", retry_at=now + _SHORT_WAIT)
    return None


def _of_permission(failure: Failure, path: str) -> ConnectorError | None:
    code = failure.code
    if code == 10 and failure.error_subcode == 2534022:
        return Rejected("Instagram allows an answer only within a day of the person's message")
    if code == 10 and _FEW_VIEWERS in failure.message.lower():
        return TooFewViewers("too few people saw it; Instagram tells no numbers")
    if code in (10, 803) or 200 <= code <= 299:
        return MissingScope(f"the login was not granted {scope_for(path)}")
    return None


def _of_content(failure: Failure) -> ConnectorError | None:
    """What will not do as it is; None where there is no code."""
    if (failure.code, failure.error_subcode) in ((100, 33), (24, 2207006)):
        return Gone("Instagram does not know this post or account")
    if failure.code == 100:
        return NoSuchMetric(_said(failure) or "Instagram does not take this")
    return Rejected(_said(failure) or "Instagram does not take this") if failure.code else None


def scope_for(path: str) -> str:
    """Which permission a path needs."""
    last = path.rsplit("/", 1)[-1]
    if last == "insights":
        return INSIGHTS
    if last == "comments":
        return COMMENTS
    return PUBLISH if last in ("media_publish", "content_publishing_limit") else BASIC


def _passing(failure: Failure) -> bool:
    return failure.is_transient or failure.code in (1, 2)


def _ended(failure: Failure) -> str:
    return _ENDED.get(failure.error_subcode, "Instagram no longer accepts this login")


def _regained(reply: Reply, now: datetime) -> datetime:
    """When to ask again: as Instagram says, else in an hour, as asking while blocked prolongs it."""
    _, minutes = _usage(reply)
    if minutes > 0:
        return now + min(timedelta(minutes=minutes), _LONGEST_WAIT)
    after = reply.headers.get("retry-after", "")
    seconds = int(after) if after.isascii() and after.isdecimal() and len(after) < _LONGEST_NUMBER else None
    return now + (_LEAST_WAIT if seconds is None else timedelta(seconds=min(seconds, 86_400)))


def _usage(reply: Reply) -> tuple[int | None, int]:
    """The highest share in per cent (None: unknown), and the minutes until access is regained (0: not said)."""
    shares, minutes = [], [0]
    for header in ("x-business-use-case-usage", "x-app-usage"):
        for one in _uses(reply.headers.get(header)):
            shares += [
                int(one[name]) for name in ("call_count", "total_time", "total_cputime") if _is_used(one.get(name))
            ]
            if _is_used(one.get("estimated_time_to_regain_access")):
                minutes.append(int(one["estimated_time_to_regain_access"]))
    return (max(shares) if shares else None), max(minutes)


def _is_used(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= _MOST_USED


def _uses(header: str | None) -> list[dict[str, float]]:
    """The objects of a usage header, whether it names them by id or is one itself."""
    try:
        given = msgspec.json.decode(header or "null")
    except msgspec.DecodeError:
        return []
    if not isinstance(given, dict):
        return []
    listed = [one for several in given.values() if isinstance(several, list) for one in several]
    return [one for one in [given, *listed] if isinstance(one, dict)]


def _failure(reply: Reply) -> Failure | None:
    """What of the answer can be understood; None where it is no error of Graph's."""
    try:
        answer = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return None
    kinds = {"message": str, "error_user_msg": str, "code": int, "error_subcode": int, "is_transient": bool}
    return Failure(**{name: error[name] for name, kind in kinds.items() if isinstance(error.get(name), kind)})


def _said(failure: Failure | None) -> str:
    """What Instagram wants the person to read, cut short."""
    if failure is None:
        return ""
    return " ".join((failure.error_user_msg or failure.message).split())[:200]
