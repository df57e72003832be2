"""What a proxy itself says against a request, told apart from the platform's answers (proxies.md §2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from connectors.errors import ConnectorError, OutcomeUnknown, ProxyFailed
from ofauto_desktop.domain.proxies import ProxyClass
from ofauto_desktop.domain.words import mark

_STATUS = {
    400: ProxyClass.CONFIG,
    401: ProxyClass.SOURCE_IP,
    402: ProxyClass.KYC,
    403: ProxyClass.POLICY,
    407: ProxyClass.AUTH,
    408: ProxyClass.PEER_TIMEOUT,
    429: ProxyClass.RATE,
    499: ProxyClass.CLIENT,
    504: ProxyClass.PEER_TIMEOUT,
}
_WRONG_LOGIN = mark("wrong user name or password")
_NO_EXIT = mark("it has no exit in this country")
_TOO_MANY = mark("too many requests")
_TARGET = mark("it may not reach this site")
# What each code means, and its words. The table's rows, in its order.
_CODES: Mapping[str, tuple[ProxyClass, str]] = {
    "client_10000": (ProxyClass.AUTH, _WRONG_LOGIN),
    "client_10001": (ProxyClass.AUTH, _WRONG_LOGIN),
    "client_10002": (ProxyClass.AUTH, mark("this zone does not exist or is switched off")),
    "client_10010": (ProxyClass.AUTH, mark("it wants a user name and a password")),
    "client_10020": (ProxyClass.AUTH, mark("the proxy account is suspended")),
    "client_10030": (ProxyClass.AUTH, mark("this computer's address is not on the zone's list")),
    "client_10040": (ProxyClass.AUTH, mark("the provider wants to verify your company first")),
    "policy_20120": (ProxyClass.AUTH, mark("the address after -ip- is malformed")),
    "client_10050": (
        ProxyClass.SOURCE_IP,
        mark("this computer's address is blocked for the zone; add it to the zone's list"),
    ),
    "client_10060": (ProxyClass.CONFIG, mark("this address does not belong to the zone")),
    "client_10061": (ProxyClass.CONFIG, _NO_EXIT),
    "client_10062": (ProxyClass.CONFIG, _NO_EXIT),
    "client_10063": (ProxyClass.CONFIG, mark("the address after -ip- is malformed")),
    "policy_20130": (ProxyClass.KYC, mark("this zone may not post until the provider has verified your company")),
    "policy_20140": (ProxyClass.KYC, mark("this page is closed to zones without verification")),
    "kyc_required": (ProxyClass.POLICY, mark("the provider wants to verify your company first")),
    "business_account_required": (ProxyClass.POLICY, mark("the provider wants a business account for this zone")),
    "client_10070": (ProxyClass.POLICY, mark("it could not read the request")),
    "client_10080": (ProxyClass.POLICY, mark("it could not read the request")),
    "client_10090": (ProxyClass.POLICY, mark("this zone is of another product")),
    "client_10250": (ProxyClass.TARGET, mark("this site is not on the zone's list of allowed ones")),
    "client_10260": (ProxyClass.TARGET, mark("this site is on the zone's list of blocked ones")),
    "policy_20110": (ProxyClass.TARGET, _TARGET),
    "peer_30040": (ProxyClass.PEER_TIMEOUT, mark("its exit did not answer in time")),
    "client_10110": (ProxyClass.RATE, _TOO_MANY),
    "policy_20220": (ProxyClass.RATE, _TOO_MANY),
    "policy_20221": (ProxyClass.RATE, _TOO_MANY),
    "policy_20222": (ProxyClass.RATE, _TOO_MANY),
    "policy_20223": (ProxyClass.RATE, _TOO_MANY),
    "client_10140": (ProxyClass.CLIENT, mark("we hung up before it answered")),
    "client_10100": (ProxyClass.LIMIT, mark("the zone's usage limit is reached")),
    "client_10120": (ProxyClass.PEER, mark("its exit is gone, and another one is not wanted")),
    "peer_30030": (ProxyClass.CONFIG, mark("it has no exit in this city")),
    "policy_20070": (ProxyClass.TARGET, mark("this site is blocked in the exit's country")),
    "target_40001": (ProxyClass.TARGET, mark("it cannot find the site's name")),
    "target_40020": (ProxyClass.TARGET, mark("the site did not answer it in time")),
    "target_40021": (ProxyClass.TARGET, mark("the site did not answer it in time")),
}
_PEER_GONE = ("failed to establish connection with peer", "no peer available", "no peers available")
_IN_BODY = frozenset({"kyc_required", "business_account_required"})
_WITHOUT_CODE = "an error without a code"
# What is worth the same request again, on the same session, and how often it is asked in all (§2, §5).
_TRIES = {ProxyClass.PEER: 3, ProxyClass.PEER_TIMEOUT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a proxy said. `code` is the provider's, "" where it gave none."""

    kind: ProxyClass
    status: int
    code: str
    words: str

    @property
    def tries(self) -> int:
        """How often the same may be asked in all, counting the first time. A refusal by policy is never asked again.

        A bare 403 to CONNECT may be a blip of a data centre that passes within a second or two.
        """
        if self.status == 403 and not self.code:
            return 3
        return _TRIES.get(self.kind, 1)


class Answer(Protocol):
    """An answer that came by way of a proxy, whoever wrote it."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


def read_refusal(status: int, headers: Mapping[str, str], body: bytes = b"", phrase: str = "") -> Refusal | None:
    """The refusal that an answer to a plain request is; None where the platform answered. Headers count before the status.

    Bright Data may answer 200 with nothing but an error header. `headers` are looked up in lower case.
    """
    code = _header_code(headers) or (_body_code(body) if status == 403 else None)
    said = f"{headers.get('x-brd-error', '')} {headers.get('x-brd-err-msg', '')} {phrase}".lower()
    if code is None and not headers.get("x-brd-error") and status != 407:
        return None
    return _refusal(status, code or "", said)


def tunnel_refusal(status: int, headers: Mapping[str, str], body: bytes = b"", phrase: str = "") -> Refusal | None:
    """The refusal that an answer to CONNECT is: every one but 2xx without an error header, as only the proxy answers it."""
    found = read_refusal(status, headers, body, phrase)
    if found is not None or 200 <= status < 300:
        return found
    return bare_refusal(status, phrase)


def bare_refusal(status: int, phrase: str) -> Refusal:
    """A refusal of which nothing but the first line is known."""
    return _refusal(status, "", phrase.lower())


def proxy_refusal(reply: Answer, *, publishing: bool) -> ConnectorError | None:
    """What an answer of the proxy itself means, None where the platform answered.

    Only seen where the platform is spoken to without TLS; a refused tunnel is an error of the client already.
    """
    found = read_refusal(reply.status, reply.headers, reply.body)
    if found is None:
        return None
    if publishing and found.code.startswith("target_"):
        # The proxy had reached the platform; what it sent may have been accepted.
        return OutcomeUnknown(f"the proxy lost the answer ({found.code})")
    return ProxyFailed(f"the proxy refused: {found.words}")


def _refusal(status: int, code: str, said: str) -> Refusal:
    if code in _CODES:
        kind, words = _CODES[code]
    elif any(one in said for one in _PEER_GONE):
        kind, words = ProxyClass.PEER, mark("its exit is gone")
    elif code.startswith(("policy_200", "policy_202")):
        kind, words = ProxyClass.TARGET, _TARGET
    elif code.startswith("target_"):
        kind, words = ProxyClass.TARGET, code
    else:
        kind = _STATUS.get(status, ProxyClass.PEER)
        words = code or (f"this login ({status})" if status == 407 else f"{_WITHOUT_CODE} ({status})")
    return Refusal(kind=kind, status=status, code=code, words=words)


def _header_code(headers: Mapping[str, str]) -> str | None:
    if code := headers.get("x-brd-err-code"):
        return code.strip().replace("-", "_")[:40]
    found = re.search(r'details="((?:client|policy|peer|target)[_-]\d+)', headers.get("proxy-status", ""))
    return found[1].replace("-", "_") if found else None


def _body_code(body: bytes) -> str | None:
    """The code of a refusal in JSON; only those that no platform would answer."""
    try:
        code = msgspec.json.decode(body, type=_Body).error.code
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return code if code in _IN_BODY else None


class _Error(msgspec.Struct):
    code: str


class _Body(msgspec.Struct):
    error: _Error
