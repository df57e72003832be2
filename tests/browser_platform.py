"""A platform on the tests' own site, which is reached by a browser only: a manifest, and a client that looks who is logged in."""

from connectors.base import Connection
from connectors.errors import LoginExpired
from connectors.registry import Platform
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.manifest import FieldSpec, Manifest
from ofauto_desktop.domain.platforms import Capability, PlatformId

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


PLATFORM = Platform(manifest=MANIFEST, open_client=SiteClient, rules=None)
