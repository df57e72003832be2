"""Pulling what happened: posts, readings, audience, money and fans, by account."""

from collections.abc import Iterable

from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Freshness, SyncResult
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from storage.database import Database


class Sync:
    """Pulls on demand and by the clock."""

    def __init__(
        self, database: Database, connections: Connections, accounts: Accounts, bus: EventBus, now: Now
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._bus, self._now = bus, now

    async def run(
        self, account_ids: Iterable[int] | None = None, kinds: Iterable[SyncKind] | None = None
    ) -> tuple[SyncResult, ...]:
        raise NotImplementedError

    async def tick(self) -> int:
        raise NotImplementedError

    async def freshness(self, account_ids: Iterable[int] | None = None) -> tuple[Freshness, ...]:
        raise NotImplementedError
