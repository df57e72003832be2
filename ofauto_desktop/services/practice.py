"""The practice workspace: the same program on practice platforms in this process, with a year behind it."""

import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.clock import Now
from storage import settings
from storage.database import Database

if TYPE_CHECKING:  # a server and its framework, which a workspace without practice never needs
    from connectors.base import MediaHost
    from connectors.practice.platforms import PracticePlatforms

SEED = 2026
_WORLDS = "practice.worlds"


class Practice:
    """The practice platforms of one workspace; what is published there is kept in its database. `load` comes first.

    They are woken by the first request, and `rest` lets go of them again.
    """

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._awake: PracticePlatforms | None = None
        self._waking = threading.Lock()
        self._answering = 0
        self.begun = False

    @property
    def platforms(self) -> "PracticePlatforms":
        """Raises RuntimeError before `begin`."""
        if not self.begun:
            message = "this workspace has no practice platforms"
            raise RuntimeError(message)
        with self._waking:  # the window asks for logins on its own thread
            if self._awake is None:
                from connectors.practice import worlds

                kept = str(self._database.read_now(settings.get, _WORLDS))
                self._awake = _platforms(worlds.from_json(kept.encode()))
            return self._awake

    async def load(self) -> None:
        """Whether the workspace kept any; there are none in one that is not for practice."""
        self.begun = await self._database.read(settings.has, _WORLDS)

    async def begin(self, seed: int = SEED) -> None:
        """Platforms with a year behind them."""
        from connectors.practice import worlds

        self._awake, self.begun = _platforms(worlds.year(seed, self._now())), True
        await self._keep()

    def rest(self) -> None:
        """Let go of them while nobody asks: whatever changed them is kept."""
        if not self._answering:
            self._awake = None

    def transport_for(self, account: Account) -> Any | None:
        """The wire of a practice account; None for all others, which use the network."""
        return self.transport() if account.practice else None

    async def host_for(self, account: Account) -> "MediaHost | None":
        """Where a practice account's files are laid, which nobody but its practice platform can fetch."""
        if not account.practice:
            return None
        from connectors.practice.instagram.host import PracticeHost

        return PracticeHost(self.transport, self.endpoints_of(account.platform)["graph"], self._now)

    def endpoints_of(self, platform: PlatformId) -> Mapping[str, str]:
        """Where a practice platform is found, by endpoint name."""
        return self.platforms.endpoints()[platform.value]

    def logins(self, platform: PlatformId) -> Mapping[str, Mapping[str, str]]:
        """Credential fields that a practice platform takes, by handle: what a person would fetch from the real one."""
        return self.platforms.worlds[platform].logins()

    def transport(self) -> Any:
        """A wire into the practice platforms."""
        from connectors.practice.keeping import Answering

        return Answering(self._answer)

    def rates_wire(self) -> tuple[Any, str]:
        """A wire to the practice bank, and where its file of rates is."""
        return self.transport(), self.platforms.rates_endpoint()

    async def _answer(self, request: Any) -> Any:
        """What may have changed something is kept before its answer is given, or lost, as a real platform would."""
        self._answering += 1
        try:
            return await self._asked(request)
        finally:
            self._answering -= 1

    async def _asked(self, request: Any) -> Any:
        try:
            return await self.platforms.transport().handle_async_request(request)
        finally:
            if request.method != "GET":
                await self._keep()

    async def _keep(self) -> None:
        from connectors.practice import worlds

        await self._database.write(settings.put, _WORLDS, worlds.to_json(self.platforms.worlds).decode())


def _platforms(worlds: Mapping[PlatformId, Any]) -> "PracticePlatforms":
    from connectors.practice.platforms import PracticePlatforms

    return PracticePlatforms(worlds)


@asynccontextmanager
async def serving(host: str, port: int, only: Sequence[PlatformId]) -> AsyncIterator[dict[str, dict[str, str]]]:
    """Practice platforms on a socket of this computer, empty but for their logins; gives the endpoints by platform.

    `only` empty: all of them. Raises BadInput where the address cannot be had.
    """
    from connectors.practice import worlds
    from connectors.practice.server import serve
    from ofauto_desktop.domain.errors import BadInput

    chosen = {name: world for name, world in worlds.empty().items() if not only or name in only}
    try:
        async with serve(host, port, _platforms(chosen)) as endpoints:
            yield endpoints
    except OSError as error:
        raise BadInput(f"nothing can be served at {host}:{port} ({error.strerror})") from error


@asynccontextmanager
async def proxying() -> AsyncIterator[dict[str, str]]:
    """A practice proxy on this computer: its `address` with the login, `ask` that tells its exit, `control`."""
    from connectors.practice import proxy
    from connectors.practice.faults import CONTROL

    async with proxy.proxying() as served:
        control = f"http://127.0.0.1:{served.port}{CONTROL}/state"
        yield {"address": served.url, "ask": proxy.GEO, "control": control}


def bucket_fields(endpoints: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The practice bucket on the server that serves `endpoints`, as `media host --secret-fd` takes it."""
    from connectors.practice import bucket

    return {
        "endpoint": f"{_base(endpoints)}{bucket.PATH}",
        "region": bucket.REGION,
        "bucket": bucket.NAME,
        "access_key": bucket.ACCESS_KEY,
        "secret_key": bucket.SECRET_KEY,
    }


def rates_endpoint(endpoints: Mapping[str, Mapping[str, str]]) -> str:
    """Where the practice bank's file of rates is, on the server that serves `endpoints`."""
    from connectors.practice.rates import PATH

    return f"{_base(endpoints)}{PATH}"


def _base(endpoints: Mapping[str, Mapping[str, str]]) -> str:
    first = urlsplit(next(url for urls in endpoints.values() for url in urls.values()))
    return f"{first.scheme}://{first.netloc}"
