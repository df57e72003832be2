"""The creators: who they are, in which zone their days are counted and in which currency they think."""

from collections.abc import Sequence

from ofauto_desktop.domain.clients import BY_NUMBER, Client, ClientStatus, ClientSummary, Contact
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import ClientsChanged
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from storage import client_numbers, clients
from storage.database import Database

LONGEST_NAME = 80
LONGEST_NOTES = 10_000
LONGEST_CONTACT = 200
MOST_CONTACTS = 20


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

    async def get(self, client_id: int) -> Client:
        """Raises NotFound."""
        return await self._database.read(clients.client, client_id)

    async def summaries(self) -> tuple[ClientSummary, ...]:
        """Every client by name, with how things stand."""
        return tuple(await self._database.read(client_numbers.summaries, self._now()))

    async def remove(self, client_id: int) -> Client:
        """Delete a client of which there is nothing; gives it, for `restore`. Raises Conflict while it has accounts."""
        gone = await self._database.write(clients.remove, client_id, self._now())
        self._bus.publish(ClientsChanged(at=self._now(), client_ids=(client_id,)))
        return gone

    async def restore(self, client: Client) -> Client:
        """Undo `remove`. Raises BadInput where its name was given away meanwhile."""
        back = await self._database.write(clients.restore, client, self._now())
        self._bus.publish(ClientsChanged(at=self._now(), client_ids=(client.id,)))
        return back

    async def put_back(self, client: Client) -> Client:
        """Undo an edit: everything as it was."""
        return await self.edit(
            client.id,
            name=client.name,
            zone=client.zone,
            currency=client.currency,
            notes=client.notes,
            status=client.status,
            contacts=client.contacts,
            colour=BY_NUMBER if client.colour is None else client.colour,
        )

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
        status: ClientStatus | None = None,
        contacts: Sequence[Contact] | None = None,
        colour: int | None = None,
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
            notes=_notes(notes),
            status=status,
            contacts=None if contacts is None else _contacts(contacts),
            colour=colour,
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
    code = text.strip().upper()
    if not is_currency(code):
        raise BadInput("this is no currency of ISO 4217", item=text[:20])
    return code


def _notes(text: str | None) -> str | None:
    if text is not None and len(text) > LONGEST_NOTES:
        raise BadInput(f"notes have at most {LONGEST_NOTES} characters")
    return text


def _contacts(given: Sequence[Contact]) -> tuple[Contact, ...]:
    """Without empty ones, each in one line."""
    found = [Contact(label=" ".join(one.label.split()), value=" ".join(one.value.split())) for one in given]
    if any(len(one.label) > LONGEST_NAME or len(one.value) > LONGEST_CONTACT for one in found):
        raise BadInput(f"a contact has at most {LONGEST_CONTACT} characters")
    if len(found) > MOST_CONTACTS:
        raise BadInput(f"a client has at most {MOST_CONTACTS} contacts")
    return tuple(one for one in found if one.value)
