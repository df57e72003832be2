"""The way of a login into the store: what a person gave is checked, tried at the platform, then kept, or nothing is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from connectors import registry
from connectors.base import PlatformClient, Revokes
from connectors.browser.login import LoginWindow
from connectors.errors import WrongAccount
from connectors.held import HeldCredential
from connectors.proxies import Proxy
from connectors.proxies import parse as parse_proxy
from ofauto_desktop.domain.accounts import Account, Caution, Standing, health_after_check
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.manifest import Manifest, complete_endpoints, hosts_in_the_clear
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.browser_login import Grant
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials, expiry_of
from storage import accounts
from storage.accounts import NewAccount
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An account as a person wants to add it. `name` None: the platform's handle; `zone` None: the client's."""

    platform: PlatformId
    client_id: int
    name: str | None
    zone: str | None
    proxy: str | None = field(repr=False)  # its address holds its password
    endpoints: Mapping[str, str]
    practice: bool
    unattended: bool = False

    @property
    def manifest(self) -> Manifest:
        return registry.platform(self.platform).manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An account whose login was stored, and hints about it."""

    account_id: int
    warnings: tuple[Caution, ...]


class Connecting:
    """Tries logins and stores the good ones."""

    def __init__(self, database: Database, connections: Connections, credentials: Credentials, now: Now) -> None:
        self._database, self._connections, self._credentials, self._now = database, connections, credentials, now

    async def prepared(self, wanted: Wanted) -> tuple[Proxy | None, str]:
        """The proxy and the zone, after everything that can be checked without asking the platform. Raises BadInput."""
        complete_endpoints(wanted.manifest, wanted.endpoints)
        if wanted.unattended and not wanted.manifest.session:
            raise BadInput(f"posts on {wanted.manifest.name} need nobody who looks: unattended is for others")
        via = parse_proxy(wanted.proxy) if wanted.proxy is not None else None
        if via is not None and wanted.practice:
            raise BadInput("a practice account never leaves this computer, so it has no use for a proxy")
        home = await self._database.read(accounts.zone_for_new, wanted.client_id, wanted.name)
        zone_named(wanted.zone or home)
        return via, wanted.zone or home

    async def connect(self, wanted: Wanted, fields: Mapping[str, str]) -> Kept:
        """Add an account. Raises BadInput, and whatever the platform answered; then nothing is stored."""
        via, zone = await self.prepared(wanted)
        standing, held = await self._tried(wanted, fields, via, zone, who=wanted.name)
        now = self._now()
        new = NewAccount(
            platform=wanted.platform,
            client_id=wanted.client_id,
            name=wanted.name,
            zone=zone,
            standing=standing,
            health=health_after_check(standing, now),
            endpoints=dict(wanted.endpoints),
            practice=wanted.practice,
            unattended=wanted.unattended,
        )
        account_id = await self._credentials.store_with(
            partial(accounts.add, new=new, now=now),
            held.current.fields,
            proxy=via.url if via else None,
            expires_at=expiry_of(held.current.fields),
        )
        hints = (*standing.warnings, *_proxy_hints(via), *_open_wire_hints(wanted.endpoints))
        return Kept(account_id=account_id, warnings=hints)

    async def log_in(self, account: Account, fields: Mapping[str, str]) -> Kept:
        """Replace an account's login. Raises WrongAccount where the new one is somebody else's; then nothing changes."""
        via = await self.proxy_of(account)
        standing, held = await self._tried(as_wanted(account), fields, via, account.zone, who=account.name)
        refuse_stranger(account, standing)
        now = self._now()
        health = health_after_check(standing, now)
        await self._credentials.store_with(
            partial(accounts.note_login, account_id=account.id, standing=standing, health=health, now=now),
            held.current.fields,
            expires_at=expiry_of(held.current.fields),
        )
        await self._connections.drop(account.id)
        self._connections.resume(account.id)
        return Kept(account_id=account.id, warnings=standing.warnings)

    async def proxy_of(self, account: Account) -> Proxy | None:
        """Raises BadInput or ProxyFailed where there is one that cannot be read."""
        stored = await self._credentials.proxy(account.id)
        return parse_proxy(stored) if stored is not None else None

    async def ended_there(self, account: Account, login: Mapping[str, str]) -> bool:
        """Whether the platform has a way to end a login, and did."""
        via = await self.proxy_of(account)
        client, _ = await self._probe(as_wanted(account), login, via, account.zone)
        try:
            if not isinstance(client, Revokes):
                return False
            await client.revoke()
        finally:
            await client.aclose()
        return True

    def grant(self, wanted: Wanted, app: Mapping[str, str], via: Proxy | None, choices: Collection[str] = ()) -> Grant:
        """What a browser login asks for, with these of the manifest's choices. Raises BadInput where there is none."""
        parts, manifest = registry.platform(wanted.platform), wanted.manifest
        if parts.login is None or manifest.oauth is None:
            raise BadInput(f"{manifest.name} offers no login through the browser")
        scopes = manifest.oauth.wanted(choices)
        for name in manifest.oauth.needs:
            if not app.get(name):
                raise BadInput(f"{name} is missing: the app that you registered at the platform", item=name)
        return Grant(
            login=parts.login,
            http=self._connections.http_for_login(
                wanted.platform,
                endpoints=wanted.endpoints,
                proxy=via.url if via else None,
                practice=wanted.practice,
            ),
            endpoints=complete_endpoints(manifest, wanted.endpoints),
            app=dict(app),
            client_id=app.get(manifest.oauth.app_fields[0], ""),
            redirect_uris=(own,) if (own := app.get("redirect_uri")) else manifest.oauth.redirect_uris,
            scopes=scopes,
        )

    async def window(self, wanted: Wanted, via: Proxy | None, zone: str) -> LoginWindow:
        """Where a person logs in. Raises BadInput where the platform has no such way, NoBrowser."""
        if wanted.practice:
            raise BadInput("a practice account never leaves this computer, so nothing is opened for it")
        return await self._connections.login_window(wanted.platform, endpoints=wanted.endpoints, zone=zone, proxy=via)

    async def _tried(
        self, wanted: Wanted, fields: Mapping[str, str], via: Proxy | None, zone: str, *, who: str | None
    ) -> tuple[Standing, HeldCredential]:
        client, held = await self._probe(wanted, fields, via, zone)
        try:
            return await client.check(), held
        except AppError as error:
            raise error.about(account=who or wanted.manifest.name) from error
        finally:
            await client.aclose()

    async def _probe(
        self, wanted: Wanted, fields: Mapping[str, str], via: Proxy | None, zone: str
    ) -> tuple[PlatformClient, HeldCredential]:
        return await self._connections.probe_client(
            wanted.platform,
            fields,
            endpoints=wanted.endpoints,
            proxy=via.url if via else None,
            practice=wanted.practice,
            zone=zone,
        )


def as_wanted(account: Account) -> Wanted:
    """A stored account in the form of a new one; its proxy comes from the store."""
    return Wanted(
        platform=account.platform,
        client_id=account.client_id,
        name=account.name,
        zone=account.zone,
        proxy=None,
        endpoints=account.endpoints,
        practice=account.practice,
    )


def refuse_stranger(account: Account, standing: Standing) -> None:
    """Raises WrongAccount where a login that works is another account's."""
    if account.remote_id is not None and standing.remote_id and standing.remote_id != account.remote_id:
        theirs, ours = standing.handle or standing.remote_id, account.handle or account.name
        raise WrongAccount(f"this login belongs to {theirs}, not to {ours}", account=account.name)


def _proxy_hints(via: Proxy | None) -> tuple[Caution, ...]:
    return tuple(Caution(kind="proxy_changed", message=note, action="check_proxy") for note in via.notes) if via else ()


def _open_wire_hints(endpoints: Mapping[str, str]) -> tuple[Caution, ...]:
    return tuple(
        Caution(kind="open_wire", message=f"the login is sent unencrypted to {host}", action="check_endpoint")
        for host in hosts_in_the_clear(endpoints)
    )
