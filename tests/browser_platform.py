"""A platform on the tests' own site, which is reached by a browser only: a manifest, and a client that looks who is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors import registry
from connectors.base import Connection
from connectors.browser.sites import load
from connectors.errors import LoginExpired
from connectors.registry import Platform
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.manifest import FieldSpec, Manifest
from ofauto_desktop.domain.platforms import Capability, PlatformId
from tests.browser_site import FILE

MANIFEST = Manifest(
    platform=PlatformId.FANSLY,
    name="A site",
    capabilities=frozenset(),
    endpoints={"site": "https://site.invalid"},
    fields=(FieldSpec(name="session", required=True, secret=True, help="Log in by the window"),),
    limits={},
    pulls=(),
    floors={},
    stores="the session",
    where_to_get="",
    session=True,
    unavailable=dict.fromkeys(Capability, "it is made up"),
)


class SiteClient:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def check(self) -> Standing:
        browser = self.connection.browser
        assert browser is not None
        async with browser.tab() as tab:
            page = tab.page
            async with page.expect_response(lambda answer: "/api/users/me" in answer.url) as waiting:
                await page.goto(self.connection.endpoints["site"])
            me = await (await waiting.value).json()
            if not me["isAuth"]:
                message = "the site shows its login"
                raise LoginExpired(message)
        return Standing(remote_id=str(me["id"]), handle="demo", display_name="Demo")

    async def aclose(self) -> None:
        await self.connection.http.aclose()


PLATFORM = Platform(manifest=MANIFEST, open_client=SiteClient, rules=None, site=lambda: load(FILE))


@contextmanager
def registered(platform: Platform = PLATFORM) -> Iterator[None]:
    """The platform in the place of Fansly, while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "_LOADERS", {**registry._LOADERS, PlatformId.FANSLY: lambda: platform})
        registry.platform.cache_clear()
        yield
    registry.platform.cache_clear()
