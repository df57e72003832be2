"""Connecting accounts to platforms, and knowing how healthy each login is."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.errors import ConnectorError
from ofauto_desktop.domain.accounts import Account, Caution
from ofauto_desktop.domain.manifest import Manifest
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.browser_login import BrowserLogin
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCheck:
    """An account as a live check left it, with hints about its login."""

    account: Account
    warnings: tuple[Caution, ...]


class Accounts:
    """Adds, checks and ends accounts."""

    def __init__(
        self, database: Database, connections: Connections, credentials: Credentials, bus: EventBus, now: Now
    ) -> None:
        self._database, self._connections, self._credentials = database, connections, credentials
        self._bus, self._now = bus, now

    def offers(self) -> tuple[Manifest, ...]:
        raise NotImplementedError

    async def list(self, client_id: int | None = None) -> tuple[Account, ...]:
        raise NotImplementedError

    async def get(self, account_id: int) -> Account:
        raise NotImplementedError

    async def find(self, words: str) -> Account:
        raise NotImplementedError

    async def add(
        self,
        platform: PlatformId,
        *,
        client_id: int,
        fields: Mapping[str, str],
        name: str | None = None,
        zone: str | None = None,
        proxy: str | None = None,
        endpoints: Mapping[str, str] = {},
        practice: bool = False,
    ) -> LiveCheck:
        raise NotImplementedError

    async def relogin(self, account_id: int, fields: Mapping[str, str]) -> LiveCheck:
        raise NotImplementedError

    async def check(self, account_id: int) -> LiveCheck:
        raise NotImplementedError

    async def remove(self, account_id: int) -> None:
        raise NotImplementedError

    async def rename(self, account_id: int, name: str) -> Account:
        raise NotImplementedError

    async def set_zone(self, account_id: int, zone: str) -> Account:
        raise NotImplementedError

    async def revoke(self, account_id: int) -> str:
        raise NotImplementedError

    async def resume(self, account_id: int) -> Account:
        """End a pause early: the person says that its reason is gone (credit was topped up)."""
        raise NotImplementedError

    async def note_failure(self, account: Account, error: ConnectorError) -> None:
        raise NotImplementedError

    async def begin_login(
        self,
        platform: PlatformId,
        *,
        client_id: int,
        app: Mapping[str, str],
        name: str | None = None,
        zone: str | None = None,
        proxy: str | None = None,
        endpoints: Mapping[str, str] = {},
        account_id: int | None = None,
        practice: bool = False,
    ) -> BrowserLogin:
        raise NotImplementedError
