"""OnlyFans on its practice site, met by a real browser; one server for a module, a world of its own for each test."""

import copy
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from connectors import registry
from connectors.base import Batch, Connection, PullContext
from connectors.browser.process import SharedBrowser
from connectors.browser.session import BrowserSession
from connectors.diagnostics import Diagnostics
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Limiter
from connectors.practice import worlds
from connectors.practice.faults import Action, Fault
from connectors.practice.onlyfans.world import World
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, Part
from tests.contract.stage import NOW, AFile, Clock, a_file, a_photo

ME = "41700321"


@cache
def after_a_year() -> World:
    """Made once; each test has a copy. Only the newest of it, as a page is a request: the whole year is timed elsewhere."""
    world = worlds.ORIGINS[PlatformId.ONLYFANS].year(7, NOW)
    assert isinstance(world, World)
    for house in world.houses.values():
        house.payments, house.posts, house.letters = house.payments[:450], house.posts[:45], house.letters[:25]
        wrote = {one.fan for one in house.letters}
        house.fans = [one for number, one in enumerate(house.fans) if number % 5 == 0 or one.deleted or one.id in wrote]
        kept = {one.id for one in house.payments}
        house.chargebacks = [one for one in house.chargebacks if one.payment in kept]
    return world


@dataclass
class Stage:
    """The site and a login at it."""

    browser: SharedBrowser
    platforms: PracticePlatforms
    endpoints: dict[str, str]
    clock: Clock = field(default_factory=Clock)
    zone: str = "Europe/Berlin"
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    held: HeldCredential = field(init=False)

    @property
    def world(self) -> Any:
        return self.platforms.worlds[PlatformId.ONLYFANS]

    @property
    def house(self) -> Any:
        return self.world.houses["demo_creator"]

    @property
    def faults(self) -> Any:
        return self.platforms.faults[PlatformId.ONLYFANS]

    def renewed(self, *, year: bool = True) -> None:
        """The world as it began, with a login."""
        fresh = copy.deepcopy(after_a_year()) if year else worlds.ORIGINS[PlatformId.ONLYFANS].empty()
        self.world.__dict__.update(fresh.__dict__)
        self.world.now = self.clock
        self.faults.clear()
        self.faults.seen.clear()
        self.held = HeldCredential({"storage_state": json.dumps(self.world.storage_state(self.endpoints["site"]))})

    def client(self, *, remote_id: str | None = ME) -> Any:
        limiter = Limiter(rate=1e6, burst=1000, now=self.clock)
        http = Http(limiter=limiter, diagnostics=self.diagnostics, now=self.clock)
        session = BrowserSession(
            self.browser,
            self.held,
            limiter,
            endpoints=self.endpoints,
            proxy=None,
            diagnostics=self.diagnostics,
            now=self.clock,
            zone=self.zone,
        )
        return registry.platform(PlatformId.ONLYFANS).open_client(
            Connection(
                account="Ada",
                endpoints=self.endpoints,
                credentials=self.held,
                http=http,
                now=self.clock,
                remote_id=remote_id,
                browser=session,
            )
        )

    async def pulled(
        self, kind: SyncKind, cursor: str | None = None, known: tuple[str, ...] = (), client: Any = None
    ) -> list[Batch]:
        context = PullContext(now=self.clock(), cursor=cursor, known_posts=known, reads=Reads.ALL)
        return [one async for one in (client or self.client()).pull(kind, context)]

    def trouble(self, action: Action | str, match: str = "", **more: Any) -> None:
        self.faults.add(Fault(action=Action(action), match=match, **more))

    def asked(self, match: str) -> int:
        """How many requests came whose "METHOD /path" begins with `match`."""
        return sum(f"{seen.method} {seen.path}".startswith(match) for seen in self.faults.seen)


@asynccontextmanager
async def staged(browser: SharedBrowser) -> AsyncIterator[Stage]:
    platforms = PracticePlatforms({PlatformId.ONLYFANS: copy.deepcopy(after_a_year())})
    async with serve("127.0.0.1", 0, platforms) as endpoints:
        yield Stage(browser=browser, platforms=platforms, endpoints=endpoints["onlyfans"])


def a_post(text: str = "Marigold words", *media: AFile, **more: Any) -> OutgoingPost:
    return OutgoingPost(target_id=1, parts=(Part(text=text, media=media),), **more)


def last_cursor(batches: list[Batch]) -> str | None:
    return next((one.cursor for one in reversed(batches) if one.cursor), None)


__all__ = ["ME", "NOW", "UTC", "a_file", "a_photo", "a_post", "datetime", "last_cursor", "staged"]
