"""Connecting accounts to platforms, and knowing how healthy each login is."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from connectors import registry
from connectors.errors import ConnectorError, MissingScope, NetworkDown, ProxyFailed, WrongAccount
from connectors.limiter import BudgetSpent
from ofauto_desktop.domain.accounts import (
    ENDED,
    Account,
    Caution,
    Health,
    LiveCheck,
    LoginState,
    health_after_check,
    health_after_failure,
    health_behind_a_block,
    state_by_time,
)
from ofauto_desktop.domain.errors import AppError, BadInput, ErrorKind
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.login_history import LoginHistory
from ofauto_desktop.domain.manifest import Manifest, checked_fields
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.browser_login import BrowserLogin
from ofauto_desktop.services.connecting import Connecting, Kept, Wanted, as_wanted, refuse_stranger
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials, expiry_of
from ofauto_desktop.services.window_login import WindowLogin
from storage import accounts, login_history, proxies
from storage.database import Database

__all__ = ["Accounts", "LiveCheck"]

_log = logging.getLogger(__name__)
_NONE: Mapping[str, str] = MappingProxyType({})
LONGEST_NAME = 80
Several = tuple[Account, ...]
_A_PERSON_MENDS = (ErrorKind.OUT_OF_CREDIT, ErrorKind.PROXY, ErrorKind.NETWORK)


class PracticeDoor(Protocol):
    """The practice platforms as accounts see them."""

    def endpoints_of(self, platform: PlatformId) -> Mapping[str, str]: ...
    def logins(self, platform: PlatformId) -> Mapping[str, Mapping[str, str]]: ...


class Accounts:
    """Adds, checks and ends accounts. A login is tried at its platform before anything of it is stored."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        credentials: Credentials,
        bus: EventBus,
        now: Now,
        *,
        practice: PracticeDoor | None = None,
    ) -> None:
        self._database, self._connections, self._credentials = database, connections, credentials
        self._bus, self._now, self._practice = bus, now, practice
        self._connecting = Connecting(database, connections, credentials, now)

    def offers(self) -> tuple[Manifest, ...]:
        """What can be connected, in the order it is shown."""
        return tuple(registry.platform(name).manifest for name in registry.offered())

    def practice_logins(self, platform: PlatformId) -> Mapping[str, Mapping[str, str]]:
        """What a practice workspace may log in with, by handle; nothing in any other."""
        return {} if self._practice is None else self._practice.logins(platform)

    async def hosted(self, account: Account) -> bool:
        """Whether pictures and films can reach the account's platform (`Connections.hosted`)."""
        return await self._connections.hosted(account)

    async def list(self, client_id: int | None = None) -> Several:
        """Every account, by client, platform and name."""
        return tuple(await self._database.read(accounts.listed, client_id))

    async def get(self, account_id: int) -> Account:
        """Raises NotFound."""
        return await self._database.read(accounts.account, account_id)

    async def login_history(self, account_id: int) -> LoginHistory:
        """What became of its login, and how often it is used; nothing of the login itself is opened."""
        return await self._database.read(login_history.of, account_id, self._now())

    async def find(self, words: str) -> Account:
        """The account of that id or name. Raises NotFound, or BadInput where several have the name."""
        return await self._database.read(accounts.called, words.strip())

    async def add(
        self,
        platform: PlatformId,
        *,
        client_id: int,
        fields: Mapping[str, str],
        name: str | None = None,
        zone: str | None = None,
        proxy: str | None = None,
        endpoints: Mapping[str, str] = _NONE,
        practice: bool = False,
        unattended: bool = False,
    ) -> LiveCheck:
        """Try the credential at the platform, then store it; a failed check stores nothing.

        Raises BadInput for what cannot be used or is connected already, and what the platform answered.
        """
        wanted = Wanted(
            platform=platform,
            client_id=client_id,
            name=None if name is None else _name(name),
            zone=zone,
            proxy=proxy,
            endpoints=self._endpoints(platform, endpoints, practice=practice),
            practice=practice,
            unattended=unattended,
        )
        return await self._told(await self._connecting.connect(wanted, _checked(wanted.manifest, fields)))

    async def relogin(self, account_id: int, fields: Mapping[str, str]) -> LiveCheck:
        """Replace the login of an account, history kept. Raises WrongAccount where the new one is somebody else's."""
        account = await self.get(account_id)
        fields = _checked(as_wanted(account).manifest, fields)
        return await self._told(await self._connecting.log_in(account, fields))

    async def begin_login(
        self,
        platform: PlatformId,
        *,
        client_id: int,
        app: Mapping[str, str],
        name: str | None = None,
        zone: str | None = None,
        proxy: str | None = None,
        endpoints: Mapping[str, str] = _NONE,
        account_id: int | None = None,
        practice: bool = False,
        choices: Collection[str] = (),
    ) -> BrowserLogin:
        """Begin a login in the person's browser; with `account_id`, a new login for that account.

        `app` holds the app's own fields (client_id, client_secret), `choices` names what more is asked for
        (OAuthSpec.optional). Raises BadInput.
        """
        account = await self.get(account_id) if account_id is not None else None
        wanted = Wanted(
            platform=platform,
            client_id=client_id,
            name=None if name is None else _name(name),
            zone=zone,
            proxy=proxy,
            endpoints=self._endpoints(platform, endpoints, practice=practice),
            practice=practice,
        )
        if account is not None:
            wanted, via = as_wanted(account), await self._connecting.proxy_of(account)
        else:
            via, _ = await self._connecting.prepared(wanted)

        async def finish(fields: Mapping[str, str]) -> LiveCheck:
            if account is not None:
                return await self._told(await self._connecting.log_in(account, fields))
            return await self._told(await self._connecting.connect(wanted, fields))

        return await BrowserLogin.begin(self._connecting.grant(wanted, app, via, choices), finish, self._now)

    async def begin_window_login(
        self,
        platform: PlatformId,
        *,
        client_id: int,
        name: str | None = None,
        zone: str | None = None,
        proxy: str | None = None,
        endpoints: Mapping[str, str] = _NONE,
        account_id: int | None = None,
        practice: bool = False,
        unattended: bool = False,
    ) -> WindowLogin:
        """Prepare a login in a window (Manifest.session); with `account_id`, a new login for that account.

        Everything that can be refused without the site is refused here: BadInput, and NoBrowser where none is found.
        """
        account = await self.get(account_id) if account_id is not None else None
        if account is not None:
            wanted, via, home = as_wanted(account), await self._connecting.proxy_of(account), account.zone
        else:
            wanted = Wanted(
                platform=platform,
                client_id=client_id,
                name=None if name is None else _name(name),
                zone=zone,
                proxy=proxy,
                endpoints=endpoints,
                practice=practice,
                unattended=unattended,
            )
            via, home = await self._connecting.prepared(wanted)

        async def finish(fields: Mapping[str, str]) -> LiveCheck:
            if account is not None:
                return await self._told(await self._connecting.log_in(account, fields))
            return await self._told(await self._connecting.connect(wanted, fields))

        return WindowLogin(await self._connecting.window(wanted, via, home), finish)

    async def set_unattended(self, account_id: int, *, unattended: bool) -> Account:
        """Whether its posts go out without a person who looks; who chose it is in the trail.

        Raises NotFound, BadInput where the platform leaves no such choice.
        """
        manifest = as_wanted(await self.get(account_id)).manifest
        if unattended and not manifest.session:
            raise BadInput(f"posts on {manifest.name} need nobody who looks: unattended is for others")
        account = await self._database.write(accounts.set_unattended, account_id, self._now(), unattended=unattended)
        self._tell(account_id)
        return account

    async def check(self, account_id: int) -> LiveCheck:
        """Ask the platform how the login stands, and note it. One that asked to wait is not asked; one without
        credit, or behind a proxy that failed, is, for that is how a person says that it was mended.

        What the platform says against the login becomes the account's state; an outage keeps the state and raises
        NetworkDown, ProxyFailed, Temporary or LayoutChanged.
        """
        account = await self.get(account_id)
        if account.is_paused(self._now()) and account.paused_for not in _A_PERSON_MENDS:
            caution = Caution(kind="paused", message=account.state_reason, action="wait")
            return LiveCheck(account=account, warnings=(caution,))
        try:
            async with self._connections.use(account) as client:
                self._connections.resume(account_id)
                standing = await client.check()
            refuse_stranger(account, standing)
        except ConnectorError as error:
            return await self._after_failed_check(account, error)
        now = self._now()
        await self._database.write(accounts.note_login, account_id, standing, health_after_check(standing, now), now)
        return await self._told(Kept(account_id=account_id, warnings=standing.warnings))

    async def remove(self, account_id: int) -> None:
        """Take an account away: its login is shredded, its posts and numbers stay. Raises NotFound."""
        await self._database.write(accounts.remove, account_id, self._now())
        await self._credentials.forget(account_id)
        await self._database.write(proxies.forget, account_id)
        await self._connections.drop(account_id)
        self._tell(account_id)

    async def rename(self, account_id: int, name: str) -> Account:
        """Raises NotFound, or BadInput for an empty, long or taken name."""
        account = await self._database.write(accounts.rename, account_id, _name(name), self._now())
        self._tell(account_id)
        return account

    async def set_zone(self, account_id: int, zone: str) -> Account:
        """The zone in which its next posts are planned. Raises NotFound, or BadInput for an unknown zone."""
        zone_named(zone)
        account = await self._database.write(accounts.set_zone, account_id, zone, self._now())
        self._tell(account_id)
        return account

    async def revoke(self, account_id: int) -> str:
        """End the login here at once, then at the platform; says what is left to do by hand."""
        account = await self.get(account_id)
        name = as_wanted(account).manifest.name
        login = await self._last_login(account)
        await self._credentials.revoke(account_id)
        await self._connections.drop(account_id)
        await self._note(account_id, Health(state=LoginState.REVOKED, reason="ended here"))
        by_hand = f"End the access of this app in the settings of {name} as well."
        if login is None:
            return f"There was no login here. {by_hand}"
        try:
            ended = await self._connecting.ended_there(account, login)
        except AppError as error:
            return f"Ended on this computer, but {name} could not be told ({error.reason}). {by_hand}"
        return f"Ended on this computer and at {name}." if ended else f"Ended on this computer. {by_hand}"

    async def resume(self, account_id: int) -> Account:
        """End a pause early: the person says that its reason is gone, as after topping up."""
        account = await self.get(account_id)
        self._connections.resume(account_id)
        return await self._note(account_id, Health(state=account.state, reason=""))

    async def rest(self, account_id: int, until: datetime, why: ProxyFailed) -> Account:
        """Its proxy fails: no job of the account before `until` (aware UTC). Its login stays as it is."""
        account = await self.get(account_id)
        return await self._note(
            account_id, Health(state=account.state, reason=why.reason, paused_until=until, paused_for=why.kind)
        )

    async def note_failure(self, account: Account, error: ConnectorError) -> None:
        """What a failed call says about the account becomes its state or its pause; outages say nothing about it."""
        if isinstance(error, BudgetSpent):
            return  # our own count; only requests of one kind wait, and their client refuses them by itself
        known = await self.get(account.id)
        health = self._health(known, error)
        if health is None or _is_noted(known, health):
            return
        if health.paused_until is not None:
            self._connections.pause(account.id, health.paused_until)
        if health.state in ENDED and not known.needs_a_person:
            _log.warning("account %d: %s", account.id, health.state.value)
        await self._note(account.id, health)

    async def note_cautions(self, account_id: int, cautions: Sequence[Caution]) -> None:
        """What a pull was told of the account's allowance; low credit becomes a notice. Raises NotFound."""
        await self._database.write(accounts.note_cautions, account_id, cautions, self._now())

    async def watch_expiry(self) -> tuple[int, ...]:
        """Show logins that end by themselves as ending, and as ended; the accounts whose state changed. Asks nobody."""
        now = self._now()
        expected = {
            account.id: state
            for account in await self.list()
            if account.state in (LoginState.CONNECTED, LoginState.EXPIRING)
            and (state := state_by_time(account.expires_at, renews=account.renews, now=now)) is not account.state
            and state is not LoginState.CONNECTED
        }
        if not expected:
            return ()
        changed = tuple(await self._database.write(accounts.note_expiry, now, expected))
        self._tell(*changed)
        return changed

    def _health(self, account: Account, error: ConnectorError) -> Health | None:
        if isinstance(error, NetworkDown) and error.is_block:
            return health_behind_a_block(account, error.reason, now=self._now(), retry_at=error.retry_at)
        if isinstance(error, MissingScope):
            # The login works for everything else, so it stays as it is and says what it lacks.
            until, why = account.paused_until, account.paused_for
            return Health(state=account.state, reason=error.reason, paused_until=until, paused_for=why)
        return health_after_failure(account, error.kind, error.reason, now=self._now(), retry_at=error.retry_at)

    async def _after_failed_check(self, account: Account, error: ConnectorError) -> LiveCheck:
        await self.note_failure(account, error)
        says_something = self._health(account, error) is not None or account.state is LoginState.REVOKED
        if not says_something or isinstance(error, WrongAccount):
            raise error.about(account=account.name) from error
        return LiveCheck(account=await self.get(account.id), warnings=())

    async def _last_login(self, account: Account) -> Mapping[str, str] | None:
        try:
            return (await self._credentials.read(account.id)).fields
        except ConnectorError:
            return None

    async def _note(self, account_id: int, health: Health) -> Account:
        account = await self._database.write(accounts.note_health, account_id, health, self._now())
        self._tell(account_id)
        return account

    def _endpoints(self, platform: PlatformId, own: Mapping[str, str], *, practice: bool) -> Mapping[str, str]:
        """A practice account that names no addresses is one of this workspace's own practice platforms."""
        return self._practice.endpoints_of(platform) if practice and not own and self._practice is not None else own

    async def _told(self, kept: Kept) -> LiveCheck:
        self._tell(kept.account_id)
        return LiveCheck(account=await self.get(kept.account_id), warnings=kept.warnings)

    def _tell(self, *account_ids: int) -> None:
        self._bus.publish(AccountsChanged(at=self._now(), account_ids=account_ids))


def _checked(manifest: Manifest, given: Mapping[str, str]) -> dict[str, str]:
    fields = checked_fields(manifest, given)
    if "expires_at" in fields and expiry_of(fields) is None:
        raise BadInput("expires_at is a time of ISO 8601 with its offset, as 2026-12-24T18:00:00Z", item="expires_at")
    return fields


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"an account's name has 1 to {LONGEST_NAME} characters")
    return name


def _is_noted(account: Account, health: Health) -> bool:
    before = (account.state, account.state_reason, account.paused_until, account.paused_for)
    return before == (health.state, health.reason, health.paused_until, health.paused_for)
