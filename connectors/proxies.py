"""An account's proxy: the forms in which people paste one (proxies.md §6).

Whatever cannot be read is refused: an account that has a proxy never goes direct.
"""

import re
from dataclasses import dataclass, field, replace
from ipaddress import IPv6Address
from urllib.parse import quote, unquote

from connectors import bright_data
from connectors.bright_data import BrightName
from ofauto_desktop.domain.errors import BadInput

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]+\]")


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

    @property
    def bright(self) -> BrightName | None:
        """Bright Data's user name taken apart; None for another provider."""
        return bright_data.parse_name(self.username) if self.host == bright_data.HOST else None


def bright_proxy(name: BrightName, password: str) -> Proxy:
    """Bright Data's address for a name. Raises BadInput where the zone's password is missing or cannot be one."""
    if not password:
        raise BadInput("the proxy's password is missing")
    return parse(f"{bright_data.HOST}:{bright_data.PORT}:{name.username}:{password}")


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
    """Whose account it is hidden: Bright Data's customer; of any other name all but its first letters."""
    return bright_data.masked_name(username) or (f"{username[:2]}****" if username else "")


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
    return bool(_HOST.fullmatch(text)) or _is_ipv6(text)


def _is_ipv6(text: str) -> bool:
    if not _IPV6.fullmatch(text):
        return False
    try:
        IPv6Address(text[1:-1])
    except ValueError:
        return False
    return True


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
    if proxy.host not in (bright_data.HOST, bright_data.OLD_HOST):
        return proxy
    notes = []
    port, username = proxy.port, bright_data.renewed_name(proxy.username)
    if proxy.host == bright_data.OLD_HOST or username != proxy.username:
        notes.append("the old name of Bright Data was replaced by the present one")
    if port in bright_data.STOPPED_PORTS:
        notes.append(f"port {port} was switched off by Bright Data; {bright_data.PORT} is used")
        port = bright_data.PORT
    if port == bright_data.SOCKS_PORT:
        raise BadInput(f"port {port} is for SOCKS; use {bright_data.PORT}")
    bright_data.parse_name(username)
    return replace(proxy, host=bright_data.HOST, port=port, username=username, notes=tuple(notes))
