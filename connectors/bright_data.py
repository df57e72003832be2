"""Bright Data's user names: which zone, and from where a request is to come out (proxies.md §1, "Username grammar")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Address

from ofauto_desktop.domain.errors import BadInput

HOST, OLD_HOST = "brd.superproxy.io", "zproxy.lum-superproxy.io"
PORT, SOCKS_PORT = 44445, 22228
# These stopped with their certificates on 2026-09-25 (proxies.md §1).
STOPPED_PORTS = frozenset({22225, 33335})
_PREFIX, _OLD_PREFIX = "brd-customer-", "lum-customer-"
_WORD = r"[A-Za-z0-9_.]+"
# The flags of a user name and what may follow each.
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
class BrightName:
    """A user name taken apart. `flags` in the order they stand, "" for one without a value."""

    customer: str = field(repr=False)
    zone: str
    flags: Mapping[str, str] = field(default_factory=dict)

    @property
    def username(self) -> str:
        words = [f"-{key}-{value}" if value else f"-{key}" for key, value in self.flags.items()]
        return f"{_PREFIX}{self.customer}-zone-{self.zone}{''.join(words)}"

    @property
    def country(self) -> str:
        """Where it is to come out, as DE; "" where it names none, or a whole continent."""
        named = self.flags.get("country", "")
        return "" if named == "eu" else named.upper()

    @property
    def ip(self) -> str:
        """The one address that it is to come out at; "" for any."""
        return self.flags.get("ip", "")


def parse_name(username: str) -> BrightName:
    """A user name taken apart. Raises BadInput for what the provider would refuse at the first request.

    Neither a zone's name nor a value holds "-", and every key says whether a value follows: so reading is never a guess,
    also where a session is called "const".
    """
    found = re.fullmatch(rf"{_PREFIX}({_WORD})-zone-({_WORD})((?:-.+)?)", username)
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
    return BrightName(customer=found[1], zone=found[2], flags=flags)


def build_name(customer: str, zone: str, *, country: str = "", session: str = "", ip: str = "") -> BrightName:
    """The name for one account's exit: kept by `session`, or the zone's own address `ip`. Raises BadInput.

    A session is held with -const: should its peer go, the proxy says so instead of coming out somewhere else.
    """
    customer = re.sub(rf"^(?:{_PREFIX}|{_OLD_PREFIX})", "", customer.strip())
    flags = {"country": country.strip().lower(), "session": session.strip(), "ip": ip.strip()}
    flags = {key: value for key, value in flags.items() if value}
    if "session" in flags:
        flags["const"] = ""
    return parse_name(BrightName(customer=customer, zone=zone.strip(), flags=flags).username)


def session_for(account_key: str) -> str:
    """A session's name for an account: always the same one, as a new one is another address."""
    return f"acct{sha256(account_key.encode()).hexdigest()[:8]}"


def renewed_name(username: str) -> str:
    """The present form of a name of the provider's former one."""
    return re.sub(rf"^{_OLD_PREFIX}", _PREFIX, username)


def masked_name(username: str) -> str | None:
    """brd-customer-hl_12ab34cd-zone-isp -> brd-customer-****-zone-isp; None for another provider's."""
    found = re.match(rf"((?:{_PREFIX}|{_OLD_PREFIX}))(.+?)(-zone-.*)?$", username)
    return f"{found[1]}****{found[3] or ''}" if found else None


def _flags(text: str) -> dict[str, str]:
    words = text.split("-")[1:]
    flags: dict[str, str] = {}
    at = 0
    while at < len(words):
        name = words[at]
        if name not in _FLAGS:
            raise BadInput("the proxy's user name has a part that Bright Data does not know")
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
