"""What belongs to a login in a browser and is only good together: cookies, local storage, user agent, locale and zone.

It leaves memory sealed only, as the one field `session` of a credential. A person may also bring one: what Playwright
exports (`storage_state`), which says nothing of user agent, locale and zone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from connectors.errors import LayoutChanged, LoginExpired
from connectors.proxies import Proxy

FIELD = "session"
EXPORT = "storage_state"
# A site that keeps more than this in a browser keeps no login but a cache; what is sealed is read at every use.
LARGEST = 4 * 1024 * 1024


class _Cookie(msgspec.Struct, rename="camel"):
    """As Playwright gives and takes it; `expires` in seconds since 1970, -1 for one that ends with the browser."""

    name: str
    value: str
    domain: str
    path: str
    expires: float = -1
    http_only: bool = False
    secure: bool = False
    same_site: str = "Lax"
    partition_key: str | msgspec.UnsetType = msgspec.UNSET
    across: bool | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name="_crHasCrossSiteAncestor")


class _Entry(msgspec.Struct):
    name: str
    value: str


class _Origin(msgspec.Struct, rename="camel"):
    origin: str
    local_storage: list[_Entry]


class _Storage(msgspec.Struct):
    cookies: list[_Cookie]
    origins: list[_Origin]


class _Sealed(msgspec.Struct):
    storage: _Storage
    user_agent: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A browser's login at a site. `storage` is as Playwright has it; `zone` an IANA name, `locale` like "de-DE".

    Where one was brought along, `user_agent`, `locale` and `zone` are "": the browser's own, and the account's.
    """

    storage: Mapping[str, Any] = field(repr=False)
    user_agent: str
    locale: str
    zone: str

    def field(self) -> str:
        """For the credential. Raises LayoutChanged where the site keeps more in a browser than a login can be."""
        text = msgspec.json.encode(
            {"storage": self.storage, "user_agent": self.user_agent, "locale": self.locale, "zone": self.zone}
        ).decode()
        if len(text) > LARGEST:
            raise LayoutChanged(f"the site keeps more than {LARGEST // 2**20} MB in the browser")
        return text


def opened(fields: Mapping[str, str]) -> SessionState:
    """The state in a credential's fields; ours before one that was brought along, as it is the newer one.

    Raises LoginExpired where there is none that can be used.
    """
    try:
        if not fields.get(FIELD) and fields.get(EXPORT):
            brought = msgspec.json.decode(fields[EXPORT], type=_Storage)
            read = _Sealed(storage=brought, user_agent="", locale="", zone="")
        else:
            read = msgspec.json.decode(fields.get(FIELD, ""), type=_Sealed)
    except (msgspec.DecodeError, RecursionError):
        raise LoginExpired("there is no saved login in a browser; log in again") from None
    storage = msgspec.to_builtins(read.storage)
    return SessionState(storage=storage, user_agent=read.user_agent, locale=read.locale, zone=read.zone)


def of_site(storage: Any, hosts: Collection[str]) -> dict[str, Any]:
    """The part of a context's storage that is the site's own: a login by way of another site leaves that one's outside.

    In one order, so that the same is equal.
    """
    read = msgspec.convert(storage, _Storage)
    kept = _Storage(
        cookies=sorted(
            (one for one in read.cookies if _belongs(one.domain, hosts) and _is_text(one.name, one.value, one.path)),
            key=lambda one: (one.domain, one.path, one.name),
        ),
        origins=sorted(
            (_Origin(one.origin, _texts(one.local_storage)) for one in read.origins if _belongs(_host(one), hosts)),
            key=lambda one: one.origin,
        ),
    )
    built: dict[str, Any] = msgspec.to_builtins(kept)
    return built


def _host(origin: _Origin) -> str:
    try:
        return urlsplit(origin.origin).hostname or ""
    except ValueError:
        return ""  # no address, so nobody's


def _texts(entries: list[_Entry]) -> list[_Entry]:
    return [one for one in entries if _is_text(one.name, one.value)]


def _is_text(*given: str) -> bool:
    """Whether it can be written down: JavaScript's texts may hold half a character, and a site can lay one there."""
    try:
        "".join(given).encode()
    except UnicodeEncodeError:
        return False
    return True


def hosts_of(endpoints: Mapping[str, str]) -> frozenset[str]:
    """The hosts of a site's addresses, in lower case."""
    return frozenset(host for url in endpoints.values() if (host := urlsplit(url).hostname))


def _belongs(domain: str, hosts: Collection[str]) -> bool:
    """Whether a cookie of `domain` is sent to one of `hosts`, or is of a host below it."""
    plain = domain.lstrip(".").lower()
    return any(host == plain or host.endswith(f".{plain}") or plain.endswith(f".{host}") for host in hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a context is made with. Where `user_agent` is "", the browser's own; `storage` None, an empty one."""

    zone: str
    locale: str
    proxy: Proxy | None
    user_agent: str = ""
    storage: Mapping[str, Any] | None = field(default=None, repr=False)

    def options(self) -> dict[str, Any]:
        """Arguments of Playwright's new_context. A service worker would answer where nobody can see it."""
        options: dict[str, Any] = {
            "timezone_id": self.zone,
            "locale": self.locale,
            "accept_downloads": False,
            "service_workers": "block",
        }
        if self.user_agent:
            options["user_agent"] = self.user_agent
        if self.storage is not None:
            options["storage_state"] = self.storage
        if self.proxy is not None:
            options["proxy"] = _for_playwright(self.proxy)
        return options


def _for_playwright(proxy: Proxy) -> dict[str, str]:
    """Credentials within the address would be dropped silently (proxies.md §4). Nothing goes around it: `bypass` is empty."""
    server = f"{proxy.scheme}://{proxy.host}:{proxy.port}"
    if not proxy.username:
        return {"server": server}
    return {"server": server, "username": proxy.username, "password": proxy.password}
