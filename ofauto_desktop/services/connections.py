"""One live client for each account: its proxy, its pace, its diagnostics."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from connectors.base import PlatformClient
from connectors.diagnostics import Diagnostics
from connectors.held import HeldCredential
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.credentials import Credentials
from storage.database import Database

# Gives the wire of an account where it is not the network: an httpx transport for practice accounts.
TransportFor = Callable[[Account], Any | None]


def the_network(account: Account) -> None:
    """No transport of our own: the network."""


class Connections:
    """Opens, keeps and closes the clients of accounts."""

    def __init__(
        self, database: Database, credentials: Credentials, now: Now, *, transport_for: TransportFor = the_network
    ) -> None:
        self._database, self._credentials, self._now, self._transport_for = database, credentials, now, transport_for

    @asynccontextmanager
    async def use(self, account: Account) -> AsyncIterator[PlatformClient]:
        raise NotImplementedError
        yield

    def sending(self, account_id: int) -> asyncio.Lock:
        raise NotImplementedError

    async def probe_client(
        self,
        platform: PlatformId,
        fields: Mapping[str, str],
        *,
        endpoints: Mapping[str, str],
        proxy: str | None,
        practice: bool,
    ) -> tuple[PlatformClient, HeldCredential]:
        raise NotImplementedError

    async def drop(self, account_id: int) -> None:
        raise NotImplementedError

    async def aclose(self) -> None:
        raise NotImplementedError

    def diagnostics(self, account_id: int) -> Diagnostics:
        raise NotImplementedError
