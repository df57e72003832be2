"""One live client for each account: its proxy, its pace, its diagnostics.

Fails closed: where an account's proxy cannot be read or reached, that is an error, never a direct connection.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from connectors import registry
from connectors.base import Connection, CredentialSource, MediaHost, PlatformClient
from connectors.browser.login import Door, LoginWindow
from connectors.browser.process import SharedBrowser
from connectors.browser.session import BrowserSession
from connectors.diagnostics import Diagnostics
from connectors.errors import LoginExpired, ProxyFailed
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Budget, Limiter
from connectors.proxies import Proxy, parse
from ofauto_desktop.domain.accounts import Account, LoginState
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.manifest import Pace, complete_endpoints
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.turns import Turn
from storage.database import Database

# Gives the wire of an account where it is not the network: an httpx transport for practice accounts.
TransportFor = Callable[[Account], Any | None]
# Gives the place where an account's files are laid for a platform that fetches them; None where there is none.
HostFor = Callable[[Account], Awaitable[MediaHost | None]]
# Whether an account with a proxy goes without it now, as a person allowed; raises ProxyFailed where it may not go at all.
Guard = Callable[[Account], Awaitable[bool]]
# A practice platform or an address of one's own is not the platform's: nothing there needs sparing (Manifest.pace).
_UNHURRIED = Pace(rate=100_000.0, burst=100_000)


def the_network(account: Account) -> None:
    """No wire of our own: the network."""


async def nowhere(account: Account) -> None:
    """No media host."""


def main_endpoint(account: Account) -> str:
    """Where the account's requests go: a manifest names that endpoint first. "" for a platform that is asked nothing."""
    manifest = registry.platform(account.platform).manifest
    return next(iter(complete_endpoints(manifest, account.endpoints).values()), "")


def reads_comments(platform: PlatformId) -> bool:
    """Whether comments on posts can be read there."""
    return registry.platform(platform).manifest.tells_comments


def keeps_licences(platform: PlatformId) -> bool:
    """Whether buyers are given licence keys there."""
    return registry.platform(platform).manifest.licences


def reaches_platform(account: Account) -> bool:
    """Whether its requests go to the platform itself, and not to a practice one or an address of the person's own."""
    theirs = next(iter(registry.platform(account.platform).manifest.endpoints.values()), "")
    return not account.practice and main_endpoint(account) == theirs


@dataclass(slots=True)
class _Live:
    """A client in use or kept for the next use. `made_from` is what it was built for; a change of it makes a new one."""

    client: PlatformClient
    made_from: tuple[object, ...]
    users: int = 0
    retired: bool = False


class Connections:
    """Opens, keeps and closes the clients of accounts. Used on the loop's thread.

    `locale` says in which language sites are shown in a browser, like "de-DE".
    """

    def __init__(
        self,
        database: Database,
        credentials: Credentials,
        now: Now,
        *,
        transport_for: TransportFor = the_network,
        host_for: HostFor = nowhere,
        browser: SharedBrowser | None = None,
        locale: Callable[[], str] = lambda: "en-US",
    ) -> None:
        self._database, self._credentials, self._now = database, credentials, now
        self._transport_for, self._host_for = transport_for, host_for
        self._browser, self._locale = browser or SharedBrowser(), locale
        self._live: dict[int, _Live] = {}
        self._limiters: dict[int, Limiter] = {}
        self._diagnostics: defaultdict[int, Diagnostics] = defaultdict(Diagnostics)
        self._sending: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._guard: Guard | None = None

    def guard(self, guard: Guard) -> None:
        """Ask `guard` before each use of an account with a proxy. Without one, nothing ever goes around a proxy."""
        self._guard = guard

    @asynccontextmanager
    async def use(self, account: Account) -> AsyncIterator[PlatformClient]:
        """The account's client, open while the block runs. Raises ProxyFailed, BadInput."""
        direct = account.has_proxy and self._guard is not None and await self._guard(account)
        live = await self._current(account, direct=direct)
        live.users += 1
        try:
            yield live.client
        finally:
            live.users -= 1
            if live.retired and not live.users:
                await live.client.aclose()

    async def hosted(self, account: Account) -> bool:
        """Whether the account's files can reach its platform: where it fetches them itself, that takes a media host."""
        platform = registry.platform(account.platform)
        if not platform.manifest.fetches_media or await self._host_for(account) is not None:
            return True
        if platform.sends_files is None:
            return False
        try:
            return platform.sends_files((await self._credentials.of(account.id).read()).fields)
        except LoginExpired:
            return False

    async def wire(self, account: Account | None) -> Http:
        """A wire of the account's own way out, for what serves it beside its platform; the caller closes it.

        For None the straight one. Raises ProxyFailed.
        """
        limiter = Limiter(rate=_UNHURRIED.rate, burst=_UNHURRIED.burst, now=self._now)
        if account is None:
            return Http(limiter=limiter, diagnostics=Diagnostics(), now=self._now)
        return self._http(account, await self._proxy(account), Diagnostics(), limiter)

    def sending(self, account_id: int) -> Turn:
        """Taken while a post of this account goes out: one at a time, in order."""
        return Turn(self._sending[account_id])

    async def probe_client(
        self,
        platform: PlatformId,
        fields: Mapping[str, str],
        *,
        endpoints: Mapping[str, str],
        proxy: str | None,
        practice: bool,
        zone: str = "UTC",
    ) -> tuple[PlatformClient, HeldCredential]:
        """A client for the live check that comes before anything is stored; the caller closes it.

        Afterwards `HeldCredential.current` holds what must be stored. Raises BadInput.
        """
        held = HeldCredential(fields)
        account = self._nobody(platform, endpoints, practice=practice, zone=zone)
        http = self._http(account, proxy, Diagnostics(), self._new_limiter(account))
        return self._open(account, held, http, proxy), held

    def http_for_login(
        self, platform: PlatformId, *, endpoints: Mapping[str, str], proxy: str | None, practice: bool
    ) -> Http:
        """The wire on which a browser login exchanges its code; the caller closes it. Raises BadInput."""
        account = self._nobody(platform, endpoints, practice=practice)
        return self._http(account, proxy, Diagnostics(), self._new_limiter(account))

    async def login_window(
        self, platform: PlatformId, *, endpoints: Mapping[str, str], zone: str, proxy: Proxy | None
    ) -> LoginWindow:
        """A window for a person to log in in, by the account's own way out. Raises BadInput, NoBrowser."""
        parts = registry.platform(platform)
        if parts.site is None:
            raise BadInput(f"{parts.manifest.name} offers no login in a window")
        await asyncio.to_thread(self._browser.refuse_without_one)
        complete = complete_endpoints(parts.manifest, endpoints)
        door = Door(
            site=parts.site(),
            address=complete["site"],
            endpoints=complete,
            zone=zone,
            locale=self._locale(),
            proxy=proxy,
        )
        return LoginWindow(door, self._browser, self._now)

    def pause(self, account_id: int, until: datetime) -> None:
        """No request of this account before `until` (aware UTC), by whichever client."""
        if account_id in self._limiters:
            self._limiters[account_id].pause(until)

    def resume(self, account_id: int) -> None:
        """End the pause early."""
        if account_id in self._limiters:
            self._limiters[account_id].resume()

    async def drop(self, account_id: int) -> None:
        """Let go of the account's client: its login, proxy or endpoints changed. One that is in use ends with its users."""
        live = self._live.pop(account_id, None)
        if live is None:
            return
        live.retired = True
        if not live.users:
            await live.client.aclose()

    async def aclose(self) -> None:
        """Close every client, after the renewals that are in flight. Call it before the loop stops."""
        await self._credentials.settled()
        for account_id in list(self._live):
            await self.drop(account_id)
        await self._browser.aclose()

    def diagnostics(self, account_id: int) -> Diagnostics:
        """What the account's last requests were, without anything secret."""
        return self._diagnostics[account_id]

    def diagnosed(self) -> Iterator[tuple[int, Diagnostics]]:
        """The accounts that asked something since the start."""
        return iter(list(self._diagnostics.items()))

    def budgets(self, account_id: int) -> Mapping[str, Budget]:
        """What the account's platform said is left of its limits, by name."""
        limiter = self._limiters.get(account_id)
        return dict(limiter.budgets) if limiter is not None else {}

    async def _current(self, account: Account, *, direct: bool) -> _Live:
        made_from: tuple[object, ...] = (
            account.platform,
            account.endpoints,
            account.has_proxy,
            account.practice,
            direct,
        )
        made_from += (account.remote_id, account.handle, account.text_limit)
        live = self._live.get(account.id)
        if live is not None and live.made_from == made_from:
            return live
        proxy = None if direct else await self._proxy(account)
        live = self._live.get(account.id)
        if live is not None and live.made_from == made_from:
            return live  # made by another task while this one asked for the proxy
        await self.drop(account.id)
        limiter = self._limiters.setdefault(account.id, self._new_limiter(account))
        if account.paused_until is not None:
            limiter.pause(account.paused_until)
        http = self._http(account, proxy, self._diagnostics[account.id], limiter)
        live = _Live(self._open(account, self._credentials.of(account.id), http, proxy), made_from)
        self._live[account.id] = live
        return live

    async def _proxy(self, account: Account) -> str | None:
        """Asked of the store and not only of `account`, which may be older than the proxy."""
        proxy = await self._credentials.proxy(account.id)
        if proxy is None and account.has_proxy:
            raise ProxyFailed("the account's proxy cannot be read", account=account.name)
        return proxy

    def _http(self, account: Account, proxy: str | None, diagnostics: Diagnostics, limiter: Limiter) -> Http:
        via = _understood(proxy)
        return Http(
            limiter=limiter,
            diagnostics=diagnostics,
            now=self._now,
            proxy=via.url if via is not None else None,
            transport=self._transport_for(account),
        )

    def _new_limiter(self, account: Account) -> Limiter:
        pace = registry.platform(account.platform).manifest.pace if reaches_platform(account) else _UNHURRIED
        return Limiter(rate=pace.rate, burst=pace.burst, now=self._now)

    def _open(self, account: Account, credentials: CredentialSource, http: Http, proxy: str | None) -> PlatformClient:
        platform = registry.platform(account.platform)
        endpoints = complete_endpoints(platform.manifest, account.endpoints)
        browser = None
        if self._transport_for(account) is None:
            browser = BrowserSession(
                self._browser,
                credentials,
                http.limiter,
                endpoints=endpoints,
                proxy=_understood(proxy),
                diagnostics=http.diagnostics,
                now=self._now,
                zone=account.zone,
                locale=self._locale(),
            )
        return platform.open_client(
            Connection(
                account=account.name,
                endpoints=endpoints,
                credentials=credentials,
                http=http,
                now=self._now,
                remote_id=account.remote_id,
                handle=account.handle,
                text_limit=account.text_limit,
                host=partial(self._host_for, account),
                browser=browser,
            )
        )

    def _nobody(
        self, platform: PlatformId, endpoints: Mapping[str, str], *, practice: bool, zone: str = "UTC"
    ) -> Account:
        """What is known of an account before its live check."""
        return Account(
            id=0,
            platform=platform,
            name=platform.value,
            client_id=0,
            client="",
            zone=zone,
            state=LoginState.UNKNOWN,
            state_since=self._now(),
            state_reason="",
            remote_id=None,
            handle=None,
            expires_at=None,
            paused_until=None,
            endpoints=endpoints,
            practice=practice,
        )


def _understood(proxy: str | None) -> Proxy | None:
    try:
        return parse(proxy) if proxy is not None else None
    except BadInput as error:
        raise ProxyFailed(f"the account's proxy cannot be used: {error.reason}") from error
