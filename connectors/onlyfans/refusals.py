"""OnlyFans' forms of "no" (platforms/onlyfans.md §2, §3), turned into errors named by what can be done. The code decides."""

import re
from datetime import datetime, timedelta

import msgspec

from connectors.errors import (
    Challenged,
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Reply
from connectors.onlyfans.wire import Error, Said

_DENIED, _CODE, _CAPTCHA, _SECURITY, _WRONG_LOGIN = 0, 101, 102, 105, 401
_CLOUDFLARE = re.compile(rb"Attention Required!|you have been blocked|cf-error-details|Ray ID", re.IGNORECASE)
_THROTTLED = (429, 504)
_WAIT, _LONGEST_WAIT = timedelta(seconds=180), timedelta(days=1)
_PRINTABLE = re.compile(r"[^\x20-\x7e]+")


class Denied(LoginExpired):
    """One thing was refused: the whole login is over, or that alone is closed. Who is logged in must be asked again."""


def refusal(reply: Reply, now: datetime, *, publishing: bool = False) -> ConnectorError | None:
    """The error that `reply` means, None where it is an answer. `publishing`: it answers something that was to go out."""
    if _is_page(reply):
        return _of_page(reply, publishing=publishing)
    said = _said(reply)
    if said is not None and said.error is not None:
        return _of_error(said.error, reply, now, publishing=publishing)
    if said is not None and said.is_auth is False:
        return LoginExpired("OnlyFans shows its login")
    return _of_status(reply, now, publishing=publishing)


def blocked(body: bytes) -> bool:
    """Whether a page is Cloudflare's, which refuses the network and knows nothing of the login."""
    return _CLOUDFLARE.search(body[:200_000]) is not None


def network_refused() -> NetworkDown:
    return NetworkDown("the site refuses this network (Cloudflare); the login is not to blame")


def _of_page(reply: Reply, *, publishing: bool) -> ConnectorError:
    if reply.status == 403 and blocked(reply.body):
        return network_refused()
    if publishing:
        return OutcomeUnknown(f"a page came instead of an answer ({reply.status})")
    return Temporary(f"a page came instead of an answer ({reply.status})")


def _of_error(error: Error, reply: Reply, now: datetime, *, publishing: bool) -> ConnectorError:
    message = shown(error.message)
    if "refresh the page" in message.lower():  # with 400 or 401: the signature, and not the login (§0.1)
        return LayoutChanged("OnlyFans refused how it was asked: the site has changed")
    match _number(error.code):
        case code if code == _CODE:
            state = error.payload.otp_state if error.payload else None
            is_face = state is not None and state.force_face_otp is True
            return Challenged("a face check is asked for" if is_face else "a code is asked for")
        case code if code == _SECURITY:
            return Challenged("a face check is asked for")
        case code if code == _CAPTCHA:
            return Challenged("a captcha is shown")
        case code if code == _WRONG_LOGIN or reply.status == 401:
            return Denied("OnlyFans no longer accepts this login")
        case code if code == _DENIED and "access denied" in message.lower():
            return Denied("OnlyFans denied access")
    by_status = _of_status(reply, now, publishing=publishing)
    return by_status if isinstance(by_status, RateLimited | Temporary | OutcomeUnknown) else Rejected(message)


def _of_status(reply: Reply, now: datetime, *, publishing: bool) -> ConnectorError | None:
    match reply.status:
        case status if 200 <= status < 300:
            return None
        case 401:
            return Denied("OnlyFans no longer accepts this login")
        case 504 if publishing:
            return OutcomeUnknown("OnlyFans answered 504")
        case status if status in _THROTTLED or status == 403:
            return RateLimited("OnlyFans asks to wait", retry_at=now + _wait(reply))
        case status if status >= 500:
            said = f"OnlyFans answered {status}"
            return OutcomeUnknown(said) if publishing else Temporary(said)
        case status if status < 400:
            return LayoutChanged(f"OnlyFans answered {status}, which this contract does not know")
        case status:
            return Rejected(f"OnlyFans refused ({status})")


def _wait(reply: Reply) -> timedelta:
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return min(timedelta(seconds=int(text)), _LONGEST_WAIT)
    return _WAIT


def _is_page(reply: Reply) -> bool:
    return "html" in reply.headers.get("content-type", "") or reply.body[:200].lstrip()[:1] == b"<"


def _said(reply: Reply) -> Said | None:
    """What there is of a refusal in it; None for an answer of another form."""
    try:
        return msgspec.json.decode(reply.body, type=Said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _number(code: int | str | None) -> int | None:
    if isinstance(code, str):
        return int(code) if code.isascii() and code.isdecimal() and len(code) < 10 else None
    return code


def shown(message: str | None) -> str:
    """The site's own words, which may be shown: short, and nothing that a terminal would obey."""
    return " ".join(_PRINTABLE.sub(" ", message or "").split())[:200] or "OnlyFans refused without a reason"
