"""The creators: who they are, in which zone their days are counted and in which currency they think."""

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import ClientsChanged
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage import clients
from storage.database import Database

LONGEST_NAME = 80


class Clients:
    """Adds, names and edits clients."""

    def __init__(self, database: Database, bus: EventBus, now: Now) -> None:
        self._database, self._bus, self._now = database, bus, now

    async def list(self) -> tuple[Client, ...]:
        """Every client, by name."""
        return tuple(await self._database.read(clients.listed))

    async def named(self, name: str) -> Client:
        """The client of that name, however it is capitalised. Raises NotFound."""
        return await self._database.read(clients.named, name.strip())

    async def add(self, name: str, *, zone: str = "UTC", currency: str = "USD") -> Client:
        """Add a client. Raises BadInput for an empty, long or taken name, an unknown zone or currency."""
        zone_named(zone)
        client = await self._database.write(clients.add, _name(name), zone, _currency(currency), self._now())
        self._bus.publish(ClientsChanged(at=self._now(), client_ids=(client.id,)))
        return client

    async def edit(
        self,
        client_id: int,
        *,
        name: str | None = None,
        zone: str | None = None,
        currency: str | None = None,
        notes: str | None = None,
    ) -> Client:
        """Change what is given. Raises NotFound, and BadInput as `add` does."""
        if zone is not None:
            zone_named(zone)
        client = await self._database.write(
            clients.edit,
            client_id,
            self._now(),
            name=None if name is None else _name(name),
            zone=zone,
            currency=None if currency is None else _currency(currency),
            notes=notes,
        )
        self._bus.publish(ClientsChanged(at=self._now(), client_ids=(client_id,)))
        return client


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadInput("a client needs a name")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"a client's name has at most {LONGEST_NAME} characters")
    return name


def _currency(text: str) -> str:
    from babel.numbers import is_currency

    code = text.strip().upper()
    if not is_currency(code):
        raise BadInput("this is no currency of ISO 4217", item=text[:20])
    return code
