"""The creators: who they are, in which zone their days are counted and in which currency they think."""

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage.database import Database


class Clients:
    """Adds, names and edits clients."""

    def __init__(self, database: Database, bus: EventBus, now: Now) -> None:
        self._database, self._bus, self._now = database, bus, now

    async def list(self) -> tuple[Client, ...]:
        raise NotImplementedError

    async def add(self, name: str, *, zone: str = "UTC", currency: str = "USD") -> Client:
        raise NotImplementedError

    async def named(self, name: str) -> Client:
        raise NotImplementedError

    async def edit(
        self,
        client_id: int,
        *,
        name: str | None = None,
        zone: str | None = None,
        currency: str | None = None,
        notes: str | None = None,
    ) -> Client:
        raise NotImplementedError
