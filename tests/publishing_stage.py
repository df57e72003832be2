"""A workspace on practice X, with every service that publishing needs and clocks that are moved by hand."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from connectors.browser.process import SharedBrowser
from connectors.practice import worlds
from connectors.practice.faults import Action, Fault
from connectors.practice.instagram.host import PracticeHost
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.x.state import TOKEN, User, XWorld
from ofauto_desktop.domain.accounts import Account, LoginState
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.events import Event
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.planning_book import Planning
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.publishing import Publishing
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.media_files import MediaFiles
from storage.models import Platform

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MASTER = bytes(range(32))
WORKSPACE = "a-workspace"


@dataclass(slots=True)
class Clocks:
    """The wall clock, and the boot clock that nobody can set."""

    wall: datetime = NOON
    booted: float = 1000.0

    def now(self) -> datetime:
        return self.wall

    def boot(self) -> float:
        return self.booted

    def pass_(self, time: timedelta) -> None:
        self.wall += time
        self.booted += time.total_seconds()

    def set(self, by: timedelta) -> None:
        """The person, or the network's time, sets the wall clock."""
        self.wall += by


@dataclass(slots=True)
class Stage:
    """The program's parts around one database; `restarted` is the next process."""

    folder: Path
    clocks: Clocks
    platforms: PracticePlatforms
    database: Database
    bus: EventBus
    credentials: Credentials
    connections: Connections
    accounts: Accounts
    clients: Clients
    library: Library
    composing: Composing
    publishing: Publishing
    preferences: Preferences
    planning: Planning
    browser: SharedBrowser | None = None
    heard: list[Event] = field(default_factory=list)
    people: list[Account] = field(default_factory=list)

    @property
    def world(self) -> XWorld:
        world = self.platforms.worlds[PlatformId.X]
        assert isinstance(world, XWorld)
        return world

    @property
    def ada(self) -> Account:
        return self.people[0]

    def trouble(self, action: Action, match: str = "POST /2/tweets$", **more: Any) -> None:
        self.platforms.faults[PlatformId.X].add(Fault(action=action, match=match, **more))

    def asked(self, line: str) -> int:
        """How many requests "METHOD /path" came."""
        return self.platforms.faults[PlatformId.X].counts[line]

    @property
    def on_x(self) -> dict[str, int]:
        """Posts that X accepted, by text."""
        return dict(self.world.report()["posts"])

    async def schedule(self, text: str = "hello", *, to: tuple[Account, ...] = (), **more: Any) -> Post:
        """Save a post for Ada, or for `to`; now, unless `at` says otherwise."""
        accounts = to or (self.ada,)
        draft = Draft(account_ids=tuple(one.id for one in accounts), text=text, **{"at": When.NOW, **more})
        return await self.composing.save(draft)

    async def target(self, post: Post) -> Target:
        return (await self.publishing.get(post.id)).targets[0]

    async def state(self, post: Post) -> PostState:
        return (await self.target(post)).state

    async def until(self, post: Post, state: PostState) -> None:
        """Wait for a state that another task brings about."""
        while await self.state(post) is not state:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.005)

    async def later(self, time: timedelta) -> None:
        """Let time pass, then look at the schedule as the clock does."""
        self.clocks.pass_(time)
        await self.publishing.publish_due()
        await self.publishing.probe_unknown()
        await self.publishing.publish_due()

    async def restarted(self, boot_id: str = "second") -> "Stage":
        """The next process on the same database: it recovers first."""
        await self.aclose()
        follower = assemble(
            self.folder,
            self.clocks,
            self.platforms,
            Database(self.folder / "ofauto.db", _db_key()),
            boot_id,
            self.browser,
        )
        follower.people = self.people
        await follower.publishing.recover()
        return follower

    async def aclose(self) -> None:
        await self.publishing.aclose()
        await self.connections.aclose()
        self.database.close()


def _db_key() -> bytearray:
    return Keys(MASTER).derive("db")


def new_platforms(clocks: Clocks, people: int = 1) -> PracticePlatforms:
    """Practice X with `people` who can log in, nothing posted, and no limit that time would have to lift."""
    made = worlds.empty()
    world = made[PlatformId.X]
    assert isinstance(world, XWorld)
    world.now = clocks.now
    world.settings.rate_limits = False
    for number in range(len(world.users), people):
        since = clocks.now() - timedelta(days=1)
        world.add_user(
            User(id=f"19{number:017d}", handle=f"u{number}", name=f"U{number}", since=since, followers=0, per_day=0)
        )
    return PracticePlatforms(made)


def assemble(
    folder: Path,
    clocks: Clocks,
    platforms: PracticePlatforms,
    database: Database,
    boot_id: str = "first",
    browser: SharedBrowser | None = None,
) -> Stage:
    bus, keys = EventBus(), Keys(MASTER)
    credentials = Credentials(database, keys, WORKSPACE, clocks.now)

    async def host_for(account: Account) -> PracticeHost | None:
        graph = account.endpoints.get("graph")
        return PracticeHost(platforms.transport, graph, clocks.now) if graph else None

    connections = Connections(
        database,
        credentials,
        clocks.now,
        transport_for=lambda one: platforms.transport() if one.practice else None,
        host_for=host_for,
    )
    accounts = Accounts(database, connections, credentials, bus, clocks.now)
    library = Library(database, MediaFiles(folder / "media", keys.derive("media")), bus, clocks.now)
    composing = Composing(database, accounts, bus, clocks.now)
    preferences = Preferences(database)
    stage = Stage(
        folder=folder,
        clocks=clocks,
        platforms=platforms,
        database=database,
        bus=bus,
        credentials=credentials,
        connections=connections,
        accounts=accounts,
        clients=Clients(database, bus, clocks.now),
        library=library,
        composing=composing,
        publishing=Publishing(database, connections, accounts, library, bus, clocks.now, boot_id, boot=clocks.boot),
        preferences=preferences,
        planning=Planning(database, accounts, composing, preferences, bus, clocks.now),
        browser=browser,
    )
    bus.subscribe(stage.heard.append)
    return stage


async def opened(
    folder: Path,
    *,
    people: int = 1,
    zone: str = "UTC",
    endpoints: dict[str, str] | None = None,
    browser: SharedBrowser | None = None,
) -> Stage:
    """A new stage with `people` connected accounts of one client."""
    clocks = Clocks()
    platforms = new_platforms(clocks, people)
    database = Database(folder / "ofauto.db", _db_key(), create=True)
    create_schema(database)
    stage = assemble(folder, clocks, platforms, database, browser=browser)
    client = await stage.clients.add("Ada", zone=zone)
    for number, user in enumerate(stage.world.users.values(), start=1):
        if number > people:
            break
        account_id = await database.write(_connected, client.id, user, zone, endpoints or platforms.endpoints()["x"])
        token = TOKEN if number == 1 else f"{TOKEN}-{number}"
        await stage.credentials.store(account_id, "login", {"access_token": token})
        stage.people.append(await stage.accounts.get(account_id))
    return stage


def _connected(session: Session, client_id: int, user: User, zone: str, endpoints: dict[str, str]) -> int:
    """An account as a live check would have left it."""
    row = Platform(
        platform=PlatformId.X,
        client_id=client_id,
        name=user.handle,
        zone=zone,
        remote_id=user.id,
        handle=user.handle,
        state=LoginState.CONNECTED,
        state_since=NOON,
        endpoints=endpoints,
        practice=True,
    )
    session.add(row)
    session.flush()
    return row.id
