"""Fansly's page, driven: posts and messages go out once, as they were asked for, and what became of them is known."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors import registry
from connectors.base import Connection
from connectors.browser import walking
from connectors.browser.process import SharedBrowser
from connectors.browser.session import BrowserSession
from connectors.browser.state import opened
from connectors.diagnostics import Diagnostics
from connectors.errors import (
    Challenged,
    LayoutChanged,
    LoginExpired,
    NotFinished,
    OutcomeUnknown,
    Rejected,
    Temporary,
    Unsupported,
    WrongAccount,
)
from connectors.fansly import composer
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Limiter
from connectors.practice import worlds
from connectors.practice.fansly.world import Change
from connectors.practice.faults import Action, Fault
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import OutgoingPost, Part, matching
from tests.contract.stage import a_photo

pytestmark = pytest.mark.anyio
TOKEN = "practice-fansly-token"


@dataclass
class Stage:
    """A practice Fansly on two ports, and a client with a browser. Its page is as quick as a test needs it."""

    platforms: PracticePlatforms
    endpoints: dict[str, str]
    browser: SharedBrowser
    fields: dict[str, str] = field(default_factory=lambda: {"authorization": TOKEN})
    clients: list[Any] = field(default_factory=list)

    @property
    def world(self) -> Any:
        return self.platforms.worlds[PlatformId.FANSLY]

    @property
    def ada(self) -> Any:
        return self.world.creators["ada_practice"]

    def client(self, **more: Any) -> Any:
        self.held, diagnostics = HeldCredential(self.fields), Diagnostics()
        limiter = Limiter(rate=1e5, burst=1000, now=now)
        session = BrowserSession(
            self.browser, self.held, limiter, endpoints=self.endpoints, proxy=None, diagnostics=diagnostics, now=now,
            zone="America/New_York",
        )  # fmt: skip
        connection = Connection(
            account="Ada",
            endpoints=self.endpoints,
            credentials=self.held,
            http=Http(limiter=limiter, diagnostics=diagnostics, now=now),
            now=now,
            **{"remote_id": self.ada.id, "browser": session, **more},
        )
        self.clients.append(registry.platform(PlatformId.FANSLY).open_client(connection))
        return self.clients[-1]

    def trouble(self, action: str, match: str, **more: Any) -> None:
        self.platforms.faults[PlatformId.FANSLY].add(Fault(action=Action(action), match=match, **more))

    def asked(self, line: str) -> int:
        return self.platforms.faults[PlatformId.FANSLY].counts[line]

    async def send(self, post: OutgoingPost, client: Any = None) -> Any:
        client = client or self.client()
        return await client.send(await client.prepare(post, {}), 0, None)


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def staged(browser: SharedBrowser, **settings: Any) -> AsyncIterator[Stage]:
    made = worlds.ORIGINS[PlatformId.FANSLY].empty()
    made.configure({"enabled_after": 0.3, "polls": 1, **settings})
    platforms = PracticePlatforms({PlatformId.FANSLY: made})
    async with serve("127.0.0.1", 0, platforms) as endpoints:
        stage = Stage(platforms, endpoints["fansly"], browser)
        yield stage
        for client in stage.clients:
            await client.aclose()


@pytest.fixture
async def stage(browser):
    async with staged(browser) as made:
        yield made


def a_post(text: str = "Hello from a test", *, files: int = 0, **more: Any) -> OutgoingPost:
    media = tuple(a_photo(64, 64, number=number) for number in range(1, files + 1))
    return OutgoingPost(target_id=1, parts=(Part(text=text, media=media),), **more)


def on_site(stage: Stage) -> list[str]:
    return [one.text for one in stage.ada.posts]


async def test_a_post_goes_out_once_past_everything_that_stands_in_the_way(stage):
    made = await stage.send(a_post())
    assert on_site(stage) == ["Hello from a test"]
    assert (made.remote_id, made.differs) == (stage.ada.posts[0].id, ())
    assert made.url.endswith(f"/post/{made.remote_id}")
    assert stage.asked("POST /api/v1/post") == 1
    assert stage.held.current.version == 2, "what the page keeps in the browser is kept"
    (origin,) = opened(stage.held.current.fields).storage["origins"]
    assert origin["origin"] == stage.endpoints["site"] != stage.endpoints["api"]


async def test_files_go_by_the_pages_dialog_and_are_for_subscribers_of_any_tier(stage):
    made = await stage.send(a_post(files=2))
    (post,) = stage.ada.posts
    assert (len(post.media), made.media_count, made.differs) == (2, 2, ())
    flags = [one for name in post.media for one in stage.ada.media[name].permissions]
    assert len(flags) == 4
    assert {one["flags"] for one in flags} == {4}
    assert {stage.ada.media[name].size for name in post.media} == {len(a_photo(64, 64).content)}


@pytest.mark.parametrize(
    ("options", "price", "flags"),
    [
        ({"access": "followers"}, 0, [(2, 0)]),
        ({}, 1999, [(1, 19990)]),
        ({"tiers": "BASIC"}, 500, [(1, 5000), (4, 0)]),
    ],
)
async def test_who_sees_it_and_what_it_costs_is_as_it_was_asked_for(stage, options, price, flags):
    asked = {name: value.replace("BASIC", stage.ada.tiers[0].id) for name, value in options.items()}
    await stage.send(a_post(files=1, options=asked, price_minor=price))
    (media,) = stage.ada.media.values()
    assert sorted((one["flags"], one["price"]) for one in media.permissions) == flags


async def test_the_sites_own_scheduler_is_told_the_time_in_the_browsers_zone(stage):
    at = (now() + timedelta(days=40)).replace(second=30, microsecond=0)
    made = await stage.send(a_post(scheduled_for=at))
    (waiting,) = stage.ada.scheduled
    assert waiting.for_ms == int(at.replace(second=0).timestamp() * 1000)
    assert (made.scheduled_for, made.differs) == (at.replace(second=0), ())
    assert on_site(stage) == []
    found = await stage.client().recent(now())
    assert [one.remote_id for one in matching("Hello from a test", 0, found, now())] == [made.remote_id]


async def test_options_and_walls_are_ticked(stage):
    options = {"fyp": "yes", "lock_replies": "yes", "walls": "all"}
    at = now() + timedelta(days=1)
    await stage.send(a_post(options=options, scheduled_for=at))
    (waiting,) = stage.ada.scheduled
    assert waiting.template["fypFlags"] == 1
    assert waiting.template["postReplyPermissionFlags"]
    assert waiting.template["wallIds"] == [one.id for one in stage.ada.walls]


async def test_a_button_whose_disabled_is_only_a_class_is_waited_for(browser):
    async with staged(browser, enabled_after=1.0, overlays=False, asks_again=False) as stage:
        await stage.send(a_post(files=1))
        assert len(stage.ada.posts) == 1


async def test_the_composer_is_found_at_home_where_it_has_no_page_of_its_own(browser, monkeypatch):
    monkeypatch.setattr(composer, "_SOON", 0.3)
    async with staged(browser, alone=False) as stage:
        await stage.send(a_post())
        assert on_site(stage) == ["Hello from a test"]


async def test_a_post_never_goes_out_without_its_files(browser, monkeypatch):
    monkeypatch.setattr("connectors.fansly.composer._PICTURE", 0.5)
    async with staged(browser, loses_media=True) as stage:
        with pytest.raises(Temporary, match="0 of 1 files"):
            await stage.send(a_post(files=1))
        assert stage.asked("POST /api/v1/post") == 0


async def test_what_the_site_makes_of_it_is_read_back(browser):
    async with staged(browser, forgets=["schedule", "media"]) as stage:
        made = await stage.send(a_post(files=1, scheduled_for=now() + timedelta(days=1)))
        assert made.differs == ("it is planned for another time", "it has 0 of 1 files")
        assert made.scheduled_for > now() + timedelta(days=1)


async def test_a_page_that_would_send_something_else_sends_nothing(stage):
    """Here its clock is an hour off; whatever it is, it is seen before it leaves."""
    client = stage.client()
    post = a_post(scheduled_for=now() + timedelta(days=1))
    real = composer._in_zone

    def shifted(at, zone):
        return real(at, zone) + timedelta(hours=1)

    composer._in_zone = shifted
    try:
        with pytest.raises(Rejected, match="another time; nothing was sent"):
            await stage.send(post, client)
    finally:
        composer._in_zone = real
    assert stage.asked("POST /api/v1/post") == 0


async def test_a_text_that_the_pages_field_does_not_take_is_refused_before_anything_is_sent(browser):
    async with staged(browser, longest=20) as stage:
        with pytest.raises(Rejected, match="20"):
            await stage.send(a_post("x" * 30))
        assert stage.asked("POST /api/v1/post") == 0


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (a_post(price_minor=500), "picture or a film"),
        (a_post(price_minor=99, files=1), r"from \$1.00 to \$500.00"),
        (a_post(scheduled_for=datetime(2020, 1, 1, tzinfo=UTC)), "has passed"),
    ],
)
async def test_what_cannot_be_is_refused_without_a_browser(stage, post, reason):
    with pytest.raises(Rejected, match=reason):
        await stage.send(post)


@pytest.mark.parametrize(
    ("action", "went_out"),
    [
        ("accept_then_500", True),
        ("truncated", True),
        ("html", False),
    ],
)
async def test_a_lost_answer_leaves_the_outcome_open_until_it_is_looked_for(stage, action, went_out):
    began = now()
    stage.trouble(action, "^POST /api/v1/post$")
    with pytest.raises(OutcomeUnknown):
        await stage.send(a_post())
    assert stage.asked("POST /api/v1/post") == 1
    found = await stage.client().recent(began)
    assert len(matching("Hello from a test", 0, found, began)) == went_out


async def test_a_browser_that_repeats_what_it_sent_by_itself_is_not_let(stage):
    """Chromium does where a connection that it has used before breaks; measured: the post was there twice."""
    stage.trouble("accept_then_drop", "^POST /api/v1/post$", times=5)
    with pytest.raises(OutcomeUnknown):
        await stage.send(a_post())
    assert on_site(stage) == ["Hello from a test"]


async def test_a_refusal_by_the_site_is_one(stage):
    stage.trouble(
        "status", "^POST /api/v1/post$", status=200, body='{"success":false,"error":{"code":1,"details":"No"}}'
    )
    with pytest.raises(Rejected, match="No"):
        await stage.send(a_post())
    assert on_site(stage) == []


async def test_an_ended_session_is_seen_before_anything_is_filled_in(stage):
    client = stage.client()
    stage.world.configure({"dead_tokens": [TOKEN]})
    with pytest.raises(LoginExpired):
        await stage.send(a_post(), client)
    assert stage.held.current.version == 1, "the login that was stored is not overwritten"


async def test_another_account_is_not_posted_to(stage):
    with pytest.raises(WrongAccount):
        await stage.send(a_post(), stage.client(remote_id="730000000000000009"))


async def test_stale_headers_reload_the_page_once(stage):
    stage.trouble("status", "^GET /api/v1/account/me$", status=400)
    await stage.send(a_post())
    assert len(on_site(stage)) == 1
    stage.trouble("status", "^GET /api/v1/account/me$", status=400, times=9)
    with pytest.raises(LayoutChanged, match="own page"):
        await stage.send(a_post("Second"))


async def test_a_challenge_stops_it(stage):
    stage.trouble("html", "^GET /api/v1/account/me$", status=403)
    with pytest.raises(Challenged):
        await stage.send(a_post())


async def test_without_a_browser_nothing_is_written(stage):
    with pytest.raises(Unsupported):
        await stage.send(a_post(), stage.client(browser=None))


def a_letter(stage: Stage, text: str = "Thank you!") -> OutgoingMessage:
    if not stage.ada.groups:
        stage.world.do(Change(creator="ada_practice", do="letter"))
    (group,) = stage.ada.groups
    return OutgoingMessage(conversation=group.id, in_kind=ConversationKind.DIRECT, to=(group.partner,), text=text)


async def test_a_message_goes_out_once(stage):
    made = await stage.client().write(a_letter(stage))
    (group,) = stage.ada.groups
    assert [one.text for one in group.messages if one.sender == stage.ada.id] == ["Thank you!"]
    assert (made.remote_id, made.own, made.text) == (group.messages[-1].id, True, "Thank you!")


async def test_a_message_whose_answer_is_lost_is_never_sent_again(stage):
    letter = a_letter(stage)
    stage.trouble("accept_then_drop", "^POST /api/v1/message$")
    with pytest.raises(OutcomeUnknown):
        await stage.client().write(letter)
    assert stage.asked("POST /api/v1/message") == 1


async def test_a_run_that_is_cancelled_before_the_click_has_sent_nothing(browser):
    async with staged(browser, enabled_after=30) as stage:
        work = asyncio.create_task(stage.send(a_post(files=1)))
        while not stage.ada.media:  # noqa: ASYNC110 - the practice site tells nobody
            await asyncio.sleep(0.02)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert stage.asked("POST /api/v1/post") == 0


@pytest.fixture
def person(monkeypatch):
    """Somebody at the window: does `acts` with the page once all is filled in. The window is not shown here."""
    acts = []
    real = walking._filled_in

    async def looked(tab, look, steps, values, address):
        await real(tab, look, steps, values, address)
        for act in acts:
            await act(tab.page)

    monkeypatch.setattr(walking, "_filled_in", looked)
    monkeypatch.setattr(SharedBrowser, "with_windows", lambda self: SharedBrowser(self._named))
    return acts


async def test_a_person_looks_and_makes_the_last_click(stage, person):
    async def sends(page):
        await page.click("div.btn.new-post-btn:not(.disabled)")
        await page.click(".publish-confirm .btn")

    person.append(sends)
    client = stage.client()
    at = (now() + timedelta(days=2)).replace(second=0, microsecond=0)
    made = await client.assist(await client.prepare(a_post(files=1, scheduled_for=at), {}), 0, None)
    (waiting,) = stage.ada.scheduled
    assert (made.remote_id, made.scheduled_for, made.differs) == (waiting.id, at, ())


async def test_what_a_person_changes_is_told(stage, person):
    async def sends(page):
        await page.fill("app-post-creation textarea", "Their own words")
        await page.click("div.btn.new-post-btn:not(.disabled)")
        await page.click(".publish-confirm .btn")

    person.append(sends)
    client = stage.client()
    made = await client.assist(await client.prepare(a_post(), {}), 0, None)
    assert on_site(stage) == ["Their own words"]
    assert made.differs == ("its text is another one",)


async def test_a_time_that_a_person_chooses_is_known_to_wait_there(stage, person):
    at = (now() + timedelta(days=2)).replace(second=0, microsecond=0)

    async def later(route):
        if route.request.method != "POST":
            await route.continue_()
            return
        body = {**route.request.post_data_json, "scheduledFor": int(at.timestamp() * 1000)}
        await route.continue_(post_data=json.dumps(body))

    async def sends(page):
        await page.route("**/api/v1/post*", later)
        await page.click("div.btn.new-post-btn:not(.disabled)")
        await page.click(".publish-confirm .btn")

    person.append(sends)
    client = stage.client()
    made = await client.assist(await client.prepare(a_post(), {}), 0, None)
    (waiting,) = stage.ada.scheduled
    assert (made.remote_id, made.scheduled_for, made.differs) == (waiting.id, at, ("it is planned for another time",))


async def test_a_window_that_a_person_closes_has_sent_nothing(stage, person):
    async def closes(page):
        await page.close()

    person.append(closes)
    client = stage.client()
    with pytest.raises(NotFinished):
        await client.assist(await client.prepare(a_post(), {}), 0, None)
    assert stage.asked("POST /api/v1/post") == 0


@pytest.mark.slow
async def test_trouble_at_random_steps_doubles_nothing_and_is_told_as_it_is(browser):
    from tests.browser import fansly_fault_run

    counted = await fansly_fault_run.runs(browser, 8, seed=1)
    assert not counted.doubles, str(counted)
    assert not counted.wrong, f"{counted}: {counted.wrong}"
