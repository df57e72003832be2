"""The practice workspace: the same program on practice platforms in this process, with a year behind it."""

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
    from connectors.practice.platforms import PracticePlatforms

SEED = 2026
_WORLDS = "practice.worlds"


class Practice:
    """The practice platforms of one workspace; what is published there is kept in its database. `load` comes first."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._platforms: PracticePlatforms | None = None

    @property
    def begun(self) -> bool:
        return self._platforms is not None

    @property
    def platforms(self) -> "PracticePlatforms":
        """Raises RuntimeError before `begin`."""
        if self._platforms is None:
            message = "this workspace has no practice platforms"
            raise RuntimeError(message)
        return self._platforms

    async def load(self) -> None:
        """The platforms as the workspace kept them; none in a workspace that is not for practice."""
        kept = await self._database.read(settings.get, _WORLDS)
        if kept is not None:
            from connectors.practice import worlds

            self._platforms = _platforms(worlds.from_json(str(kept).encode()))

    async def begin(self, seed: int = SEED) -> None:
        """Platforms with a year behind them."""
        from connectors.practice import worlds

        self._platforms = _platforms(worlds.year(seed, self._now()))
        await self._keep()

    def transport_for(self, account: Account) -> Any | None:
        """The wire of a practice account; None for all others, which use the network."""
        return self.transport() if account.practice else None

    def endpoints_of(self, platform: PlatformId) -> Mapping[str, str]:
        """Where a practice platform is found, by endpoint name."""
        return self.platforms.endpoints()[platform.value]

    def logins(self, platform: PlatformId) -> Mapping[str, Mapping[str, str]]:
        """Credential fields that a practice platform takes, by handle: what a person would fetch from the real one."""
        return self.platforms.worlds[platform].logins()

    def transport(self) -> Any:
        """A wire into the practice platforms."""
        from connectors.practice.keeping import Keeping

        return Keeping(self.platforms.transport(), self._keep)

    def rates_wire(self) -> tuple[Any, str]:
        """A wire to the practice bank, and where its file of rates is."""
        return self.platforms.transport(), self.platforms.rates_endpoint()

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


def rates_endpoint(endpoints: Mapping[str, Mapping[str, str]]) -> str:
    """Where the practice bank's file of rates is, on the server that serves `endpoints`."""
    from connectors.practice.rates import PATH

    first = urlsplit(next(url for urls in endpoints.values() for url in urls.values()))
    return f"{first.scheme}://{first.netloc}{PATH}"
