"""A platform on the tests' own site, which is reached by a browser only: a manifest, and a client that looks who is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import msgspec
import pytest

from connectors import registry
from connectors.base import Connection, Prepared
from connectors.browser.sites import load
from connectors.browser.walking import walk
from connectors.errors import LoginExpired, Rejected
from connectors.registry import Platform
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.checks import TextMeasure
from ofauto_desktop.domain.manifest import FieldSpec, Manifest
from ofauto_desktop.domain.platforms import Capability, PlatformId
from ofauto_desktop.domain.posts import RemotePost
from tests.browser_site import FILE

MANIFEST = Manifest(
    platform=PlatformId.FANSLY,
    name="A site",
    capabilities=frozenset({Capability.PUBLISH, Capability.ASSISTED}),
    endpoints={"site": "https://site.invalid"},
    fields=(FieldSpec(name="session", required=True, secret=True, help="Log in by the window"),),
    limits={},
    pulls=(),
    floors={},
    stores="the session",
    where_to_get="",
    session=True,
    schedules=True,
    unavailable=dict.fromkeys(Capability, "it is made up"),
)


class SiteClient:
    """`window`: whether a person's window is a real one; without, a test clicks on `pages`, where it lies."""

    window = True
    by_person = True
    pages: ClassVar[list] = []
    sent: ClassVar[list] = []
    found: ClassVar[list] = []
    looks = 0

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

    async def prepare(self, post, _saved, _keep=None):
        return Prepared(post=post, state={})

    async def send(self, prepared, _part, _previous):
        return await self._put_up(prepared.post, window=False)

    async def assist(self, prepared, _part, _previous):
        return await self._put_up(prepared.post, window=self.window)

    async def recent(self, _since):
        self.looks += 1
        return tuple(self.found)

    async def _put_up(self, post, *, window):
        address = self.connection.endpoints["site"]
        files = [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"0"}]
        text = post.parts[0].text
        async with self.connection.browser.tab(window=window) as tab:
            self.pages.append(tab.page)
            values = {"text": text, "files": files}
            by_person = self.by_person
            answer = await walk(tab, tab.look(SITE), "publish", values, address=address, by_person=by_person)
        if answer.reply.status != 200:
            message = "the site refused it"
            raise Rejected(message)
        made = msgspec.json.decode(answer.reply.body)["id"]
        at = self.connection.now()
        self.sent.append(post)
        return RemotePost(
            remote_id=str(made), text=text, at=at, url=f"{address}/{made}", scheduled_for=post.scheduled_for
        )

    async def aclose(self) -> None:
        await self.connection.http.aclose()


class AnyRules:
    """The site takes everything."""

    def measure(self, text, *, text_limit=None):
        return TextMeasure(length=len(text), limit=text_limit or 1000, cut=None)

    def problems(self, _parts, _media, **_):
        return []

    def address(self, _handle, post_id):
        return f"https://site.invalid/{post_id}" if post_id.isdecimal() else None


SITE = load(FILE)
PLATFORM = Platform(manifest=MANIFEST, open_client=SiteClient, rules=AnyRules(), site=lambda: SITE)


@contextmanager
def registered(platform: Platform = PLATFORM) -> Iterator[None]:
    """The platform in the place of Fansly, while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "_LOADERS", {**registry._LOADERS, PlatformId.FANSLY: lambda: platform})
        registry.platform.cache_clear()
        yield
    registry.platform.cache_clear()
