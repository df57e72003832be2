"""Accounts and sync on a real encrypted database and practice platforms in process, with a clock moved by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.practice import worlds
from connectors.practice.faults import Action, Fault
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.x.state import PUBLIC_APP, REFRESH_TOKEN, TOKEN
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.events import Event
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.sync import Sync
from storage.database import Database, create_schema
from storage.key_wrap import Keys

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY, MASTER = bytes(range(32)), bytes(range(32, 64))
WORKSPACE = "1c0f61d2-0000-4000-8000-000000000000"
X_TOKENS = {"client_id": PUBLIC_APP, "access_token": TOKEN, "refresh_token": REFRESH_TOKEN}


class Clock:
    """Aware UTC; stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Stage:
    """The services of this area. `platforms` are in process: an account with practice=True is on them."""

    clock: Clock
    database: Database
    platforms: PracticePlatforms
    credentials: Credentials
    connections: Connections
    clients: Clients
    accounts: Accounts
    sync: Sync
    client_id: int
    bus: EventBus
    heard: list[Event] = field(default_factory=list)

    @property
    def x(self) -> Any:
        return self.platforms.worlds[PlatformId.X]

    @property
    def gumroad(self) -> Any:
        return self.platforms.worlds[PlatformId.GUMROAD]

    async def connect(self, fields: Mapping[str, str] | None = None, **more: Any) -> Account:
        """Ada's account on the practice X."""
        found = await self.accounts.add(
            PlatformId.X, client_id=self.client_id, fields=X_TOKENS if fields is None else fields, **self.on_x(), **more
        )
        return found.account

    async def connect_gumroad(self, token: str = "practice-gumroad-token") -> Account:
        found = await self.accounts.add(
            PlatformId.GUMROAD,
            client_id=self.client_id,
            fields={"access_token": token},
            practice=True,
            endpoints=self.platforms.endpoints()["gumroad"],
        )
        return found.account

    def on_x(self) -> dict[str, Any]:
        return {"practice": True, "endpoints": self.platforms.endpoints()["x"]}

    def trouble(self, action: Action | str, match: str = "", platform: PlatformId = PlatformId.X, **more: Any) -> None:
        """What meets the next request that matches."""
        self.platforms.faults[platform].add(Fault(action=Action(action), match=match, **more))

    def asked(self, match: str = "", platform: PlatformId = PlatformId.X) -> int:
        """How many requests came whose "METHOD /path" contains `match`."""
        return sum(match in f"{seen.method} {seen.path}" for seen in self.platforms.faults[platform].seen)

    async def aclose(self) -> None:
        await self.connections.aclose()
        self.database.close()


async def opened(folder: Path, *, year: bool = False, database: Database | None = None) -> Stage:
    """A workspace with one client, Ada, and nothing connected; practice platforms empty or after a year."""
    clock, bus = Clock(), EventBus()
    if database is None:
        database = Database(folder / "ofauto.db", KEY, create=True)
        create_schema(database)
    made = worlds.year(7, NOW) if year else worlds.empty()
    for world in made.values():
        world.now = clock  # type: ignore[attr-defined]  # every world has one
    platforms = PracticePlatforms(made)
    credentials = Credentials(database, Keys(MASTER), WORKSPACE, clock)
    connections = Connections(
        database, credentials, clock, transport_for=lambda one: platforms.transport() if one.practice else None
    )
    clients = Clients(database, bus, clock)
    accounts = Accounts(database, connections, credentials, bus, clock)
    client = await clients.add("Ada", zone="Europe/Berlin", currency="EUR")
    stage = Stage(
        clock=clock,
        database=database,
        platforms=platforms,
        credentials=credentials,
        connections=connections,
        clients=clients,
        accounts=accounts,
        sync=Sync(database, connections, accounts, bus, clock),
        client_id=client.id,
        bus=bus,
    )
    bus.subscribe(stage.heard.append)
    return stage
