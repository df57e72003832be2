"""An account's proxy: the forms people paste, what Bright Data's names mean, and the proxy's own refusals (proxies.md).

Whatever cannot be read is refused: an account that has a proxy never goes direct.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from urllib.parse import quote, unquote

from connectors.errors import ConnectorError, OutcomeUnknown, ProxyFailed
from ofauto_desktop.domain.errors import BadInput

_BRIGHT = "brd.superproxy.io"
_OLD_BRIGHT = "zproxy.lum-superproxy.io"
_BRIGHT_PORT = 44445
# These stopped with their certificates on 2026-09-25 (proxies.md §1).
_STOPPED_PORTS = frozenset({22225, 33335})
_BRIGHT_SOCKS_PORT = 22228
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]+\]")
_WORD = r"[A-Za-z0-9_.]+"
# The flags of a Bright Data user name and what may follow each (proxies.md §1, "Username grammar").
_FLAGS: Mapping[str, str | None] = {
    "country": r"[a-z]{2}",
    "state": r"[a-z]{2}",
    "city": r"[a-z0-9_]+",
    "zip": r"[0-9]{5}",
    "asn": r"[0-9]+",
    "os": r"windows|osx|android|MacOS",
    "carrier": r"[a-z0-9]+",
    "session": r"[A-Za-z0-9]+",
    "const": None,
    "ip": r"[0-9.]+",
    "gip": _WORD,
    "dns": r"local|remote",
    "route_err": r"block",
    "direct": None,
    "c_tag": _WORD,
    "debug": r"full",
    "route_err_block": None,
}
_NEEDS = {"state": "country", "city": "country", "const": "session"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that was understood. `notes` tell what was brought up to date in what the person gave."""

    scheme: str
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """For the client; holds the password."""
        login = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@" if self.username else ""
        return f"{self.scheme}://{login}{self.host}:{self.port}"

    @property
    def shown(self) -> str:
        """For windows and logs: no password, and Bright Data's customer masked."""
        login = f"{masked_username(self.username)}@" if self.username else ""
        return f"{self.scheme}://{login}{self.host}:{self.port}"


def parse(text: str) -> Proxy:
    """A proxy in any of the forms of proxies.md §6. Raises BadInput, which never quotes the text: it may hold a password."""
    given = text.strip()
    scheme, separator, rest = given.partition("://")
    if not separator:
        scheme, rest = "http", given
    scheme = scheme.lower()
    if scheme.startswith("socks"):
        raise BadInput("SOCKS proxies cannot be used; give the proxy's HTTP address")
    if scheme not in ("http", "https"):
        raise BadInput("a proxy's address begins with http://")
    username, password, host, port = _parts(rest.rstrip("/") if separator else rest, from_url=bool(separator))
    if any(ord(char) <= 32 or ord(char) == 127 for char in username + password):
        raise BadInput("the proxy's user name or password contains a space or a line break")
    return _brought_up_to_date(
        Proxy(scheme=scheme, host=_host(host), port=_port(port), username=username, password=password)
    )


def masked_username(username: str) -> str:
    """brd-customer-hl_12ab34cd-zone-isp -> brd-customer-****-zone-isp; any other name keeps its first letters."""
    if found := re.match(r"(brd-customer-)(.+?)(-zone-.*)", username):
        return f"{found[1]}****{found[3]}"
    return f"{username[:2]}****" if username else ""


def proxy_refusal(status: int, headers: Mapping[str, str], *, publishing: bool) -> ConnectorError | None:
    """What an answer of the proxy itself means, None where the platform answered.

    Only seen where the platform is spoken to without TLS; a refused tunnel is an error of the client already. Bright Data
    may answer 200 with nothing but an error header, so headers count before the status (proxies.md §2).
    """
    code = _bright_code(headers)
    if code is None:
        return ProxyFailed("the proxy refuses this login (407)") if status == 407 else None
    if publishing and code.startswith("target_"):
        # The proxy had reached the platform; what it sent may have been accepted.
        return OutcomeUnknown(f"the proxy lost the answer ({code})")
    return ProxyFailed(f"the proxy refused: {_MEANINGS.get(code, code)}")


_MEANINGS = {
    "client_10000": "wrong user name or password",
    "client_10001": "wrong user name or password",
    "client_10002": "this zone does not exist or is switched off",
    "client_10010": "it wants a user name and a password",
    "client_10020": "the proxy account is suspended",
    "client_10030": "this computer's address is not on the zone's list",
    "client_10040": "the provider wants to verify your company first",
    "client_10050": "this computer's address is blocked for the zone",
    "client_10060": "this address does not belong to the zone",
    "client_10061": "it has no exit in this country",
    "client_10062": "it has no exit in this country",
    "client_10110": "too many requests",
    "policy_20120": "the address after -ip- is malformed",
    "policy_20130": "this zone may not post until the provider has verified your company",
    "policy_20140": "this page is closed to zones without verification",
}


def _bright_code(headers: Mapping[str, str]) -> str | None:
    if code := headers.get("x-brd-err-code"):
        return code.strip().replace("-", "_")[:40]
    found = re.search(r'details="((?:client|policy|peer|target)[_-]\d+)', headers.get("proxy-status", ""))
    if found:
        return found[1].replace("-", "_")
    return "an error without a code" if headers.get("x-brd-error") else None


def _parts(rest: str, *, from_url: bool) -> tuple[str, str, str, str]:
    """User name, password, host and port. A password may hold ":" and "@"."""
    login, at, place = rest.rpartition("@")
    # A password of host:port:user:pass may hold "@" too; what begins with a dotted name and a port is of that form.
    if at and (from_url or not _begins_with_place(rest)):
        username, _, password = login.partition(":")
        if from_url:
            username, password = unquote(username), unquote(password)
        host, _, port = place.rpartition(":")
        return username, password, host, port
    pieces = _split_place(rest)
    host, port, *credentials = pieces if len(pieces) > 1 else (rest, "")
    if len(credentials) not in (0, 2):
        raise BadInput("the proxy's password is missing")
    username, password = credentials or ("", "")
    return username, password, host, port


def _split_place(rest: str) -> list[str]:
    if rest.startswith("["):
        host, _, tail = rest.partition("]")
        return [host + "]", *tail.removeprefix(":").split(":", 2)]
    return rest.split(":", 3)


def _begins_with_place(rest: str) -> bool:
    pieces = _split_place(rest)
    dotted = "." in pieces[0] or pieces[0].startswith("[") or pieces[0] == "localhost"
    return len(pieces) == 4 and dotted and _is_host(pieces[0]) and pieces[1].isdecimal()


def _is_host(text: str) -> bool:
    return bool(_HOST.fullmatch(text) or _IPV6.fullmatch(text))


def _host(text: str) -> str:
    if not _is_host(text):
        raise BadInput("the proxy's host name cannot be read")
    return text.lower()


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise BadInput("the proxy's port is missing or is no number from 1 to 65535")
    return int(text)


def _brought_up_to_date(proxy: Proxy) -> Proxy:
    """Bright Data's old names replaced, and its user name checked; other proxies as they are."""
    if proxy.host not in (_BRIGHT, _OLD_BRIGHT):
        return proxy
    notes = []
    username, port = proxy.username, proxy.port
    if proxy.host == _OLD_BRIGHT or username.startswith("lum-customer-"):
        notes.append("the old name of Bright Data was replaced by the present one")
        username = re.sub(r"^lum-customer-", "brd-customer-", username)
    if port in _STOPPED_PORTS:
        notes.append(f"port {port} was switched off by Bright Data; {_BRIGHT_PORT} is used")
        port = _BRIGHT_PORT
    if port == _BRIGHT_SOCKS_PORT:
        raise BadInput(f"port {port} is for SOCKS; use {_BRIGHT_PORT}")
    _check_bright_username(username)
    return Proxy(
        scheme=proxy.scheme, host=_BRIGHT, port=port, username=username, password=proxy.password, notes=tuple(notes)
    )


def _check_bright_username(username: str) -> None:
    """Raises BadInput for a user name that the provider would refuse at the first request."""
    found = re.fullmatch(rf"brd-customer-({_WORD})-zone-({_WORD})((?:-.+)?)", username)
    if found is None:
        raise BadInput("a Bright Data user name reads brd-customer-ID-zone-NAME")
    flags = _flags(found[3])
    for flag, needed in _NEEDS.items():
        if flag in flags and needed not in flags:
            raise BadInput(f"-{flag} needs -{needed} as well")
    if "state" in flags and flags["country"] != "us":
        raise BadInput("-state needs -country-us")
    if "ip" in flags and not _is_ipv4(flags["ip"]):
        raise BadInput("the address after -ip- is malformed")


def _flags(text: str) -> dict[str, str]:
    words = text.split("-")[1:]
    flags: dict[str, str] = {}
    at = 0
    while at < len(words):
        name = words[at]
        if name not in _FLAGS:
            raise BadInput("the proxy's user name has a part that Bright Data does not know", item=name[:20])
        pattern = _FLAGS[name]
        value = "" if pattern is None else "".join(words[at + 1 : at + 2])
        if pattern is not None and not re.fullmatch(pattern, value):
            raise BadInput(f"what follows -{name}- in the proxy's user name cannot be read")
        if name in flags:
            raise BadInput(f"-{name} stands twice in the proxy's user name")
        flags[name] = value
        at += 1 if pattern is None else 2
    return flags


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except ValueError:
        return False
    return True
