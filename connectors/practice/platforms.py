"""The practice platforms behind one door, and the wire into this process that the practice workspace uses."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.routing import Mount, Router
from starlette.types import ASGIApp

from connectors import registry
from connectors.practice import bucket, rates
from connectors.practice.fansly import app as fansly_app
from connectors.practice.faults import Dropped, Faults
from connectors.practice.gumroad import app as gumroad_app
from connectors.practice.instagram import app as instagram_app
from connectors.practice.kofi import app as kofi_app
from connectors.practice.onlyfans import app as onlyfans_app
from connectors.practice.patreon import app as patreon_app
from connectors.practice.worlds import Worlds
from connectors.practice.x import app as x_app
from ofauto_desktop.domain.platforms import PlatformId

# Nothing is ever asked of this address: the in-process transport answers before a socket would be opened.
IN_PROCESS = "http://practice.invalid"
_APPLICATIONS: Mapping[PlatformId, Callable[[Any, Faults], ASGIApp]] = {
    PlatformId.X: x_app.application,
    PlatformId.INSTAGRAM: instagram_app.application,
    PlatformId.KOFI: kofi_app.application,
    PlatformId.PATREON: patreon_app.application,
    PlatformId.GUMROAD: gumroad_app.application,
    PlatformId.FANSLY: fansly_app.application,
    PlatformId.ONLYFANS: onlyfans_app.application,
}


class PracticePlatforms:
    """The platforms of `worlds`, each mounted under its name, each with trouble of its own on order; and a bank's rates."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = dict(worlds)
        self.faults = {name: Faults() for name in self.worlds}
        self.bucket = bucket.PracticeBucket()
        self.apps = {name: _APPLICATIONS[name](world, self.faults[name]) for name, world in self.worlds.items()}
        # Found at every port, as nothing tells a site's from the others'.
        self.shared = (rates.PATH, bucket.PATH)
        self.app: ASGIApp = Router(
            [Mount(f"/{name.value}", app=app) for name, app in self.apps.items()]
            + [Mount("/rates", app=rates.application()), Mount(bucket.PATH, app=self.bucket.application())]
        )

    def endpoints(self, base: str = IN_PROCESS) -> dict[str, dict[str, str]]:
        """{platform: {endpoint name: url}} as the manifests name them, at `base`; the paths are the real ones."""
        return {
            name.value: {
                endpoint: f"{base}/{name.value}{urlsplit(url).path}"
                for endpoint, url in registry.platform(name).manifest.endpoints.items()
            }
            for name in self.worlds
        }

    def served(self, base: str) -> dict[str, dict[str, str]]:
        """`endpoints`, and where a platform that only sends is told to (`send`): it has none of its own."""
        found = self.endpoints(base)
        return {name: urls or {"send": f"{base}/{name}/send"} for name, urls in found.items()}

    def sites(self) -> dict[PlatformId, tuple[str, ...]]:
        """The platforms that are sites with a page, and the endpoints that are an origin of their own each."""
        found = {name: registry.platform(name).manifest.endpoints for name in self.worlds}
        return {name: tuple(endpoints) for name, endpoints in found.items() if "site" in endpoints}

    def rates_endpoint(self, base: str = IN_PROCESS) -> str:
        """Where the practice bank's file of rates is."""
        return f"{base}{rates.PATH}"

    def bucket_endpoint(self, base: str = IN_PROCESS) -> str:
        """The endpoint of the practice bucket, in which files can be laid."""
        return f"{base}{bucket.PATH}"

    def transport(self) -> httpx.AsyncBaseTransport:
        """A wire into this process. Each client gets its own, as each closes its own."""
        return InProcess(self.app)


class InProcess(httpx.ASGITransport):
    """Answers without a socket; a dropped connection looks as it would on one."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except Dropped as error:
            message = "the connection was reset"
            raise httpx.ReadError(message, request=request) from error
