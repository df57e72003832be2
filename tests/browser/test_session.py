"""A login that lives in a browser is part of an account's credential: restored together, renewed, and sealed."""

import asyncio
import json
import logging
import os
import signal

import pytest

from connectors.browser.process import SharedBrowser
from connectors.browser.session import BrowserSession
from connectors.browser.state import LARGEST, SessionState, Setup, hosts_of, of_site, opened
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, LoginExpired, OutcomeUnknown, RateLimited
from connectors.held import HeldCredential
from connectors.limiter import Limiter
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.platforms import PlatformId
from tests import accounts_stage, browser_platform
from tests.accounts_stage import Clock
from tests.browser.test_process import mains
from tests.browser_site import ID, PASSWORD

pytestmark = pytest.mark.anyio


async def logged_in(browser, site) -> SessionState:
    """What a login at the site leaves."""
    setup = Setup(zone="Europe/Berlin", locale="de-DE", proxy=None, user_agent="Agent of the login/1")
    async with browser.context(setup) as context:
        page = await context.new_page()
        await page.goto(site.url)
        await page.fill("input[name=user]", "ada")
        await page.fill("input[name=password]", PASSWORD)
        await page.click("button")
        await page.wait_for_selector(".m-create-post")
        storage = of_site(await context.storage_state(), hosts_of({"site": site.url}))
    return SessionState(storage=storage, user_agent=setup.user_agent, locale="de-DE", zone="Europe/Berlin")


@pytest.fixture
async def held(browser, site):
    return HeldCredential({"session": (await logged_in(browser, site)).field(), "note": "stays"})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(browser, site, held, clock):
    limiter = Limiter(rate=100, burst=100, now=clock)
    return BrowserSession(
        browser, held, limiter, endpoints={"site": site.url}, proxy=None, diagnostics=Diagnostics(), now=Clock()
    )


async def looked(session, site):
    async with session.tab() as tab:
        page = tab.page
        await page.goto(site.url)
        await page.wait_for_selector(".m-create-post, .b-login")
        return await page.query_selector(".m-create-post") is not None


def sess(held):
    """The session cookie that is stored."""
    cookies = opened(held.current.fields).storage["cookies"]
    return next(one["value"] for one in cookies if one["name"] == "sess")


async def test_a_login_is_restored_whole(session, site, held):
    site.asked.clear()
    assert await looked(session, site)
    assert {headers["user-agent"] for _, _, headers in site.asked} == {"Agent of the login/1"}
    assert held.current.version == 1, "nothing had changed, so nothing is stored"


async def test_cookies_that_the_site_changes_are_stored_with_the_next_run_in_mind(session, site, held):
    before, site.rotates = sess(held), True
    assert await looked(session, site)
    assert held.current.version == 2
    assert held.current.fields["note"] == "stays"
    assert sess(held) != before
    del site.sessions[before]
    assert await looked(session, site)


async def test_half_a_character_that_a_site_lays_into_the_browser_spoils_no_run(session, site, held):
    """JavaScript's texts may hold one; nothing of ours can write it down."""
    async with session.tab() as tab:
        await tab.page.goto(site.url)
        await tab.page.evaluate(
            "localStorage.setItem('odd', String.fromCharCode(0xd800)); localStorage.setItem('a', 'ü')"
        )
    assert held.current.version == 2
    (origin,) = opened(held.current.fields).storage["origins"]
    assert {one["name"] for one in origin["localStorage"]} == {"token", "a"}
    assert await looked(session, site)


async def test_a_run_that_fails_still_keeps_what_the_site_changed(session, site, held):
    site.rotates = True
    with pytest.raises(OutcomeUnknown):  # noqa: PT012 - the block is what meets it
        async with session.tab() as tab:
            page = tab.page
            await page.goto(site.url)
            await page.wait_for_selector(".m-create-post")
            raise OutcomeUnknown
    assert held.current.version == 2


async def test_a_login_that_has_ended_takes_the_place_of_nothing(session, site, held):
    site.sessions.clear()
    with pytest.raises(LoginExpired):  # noqa: PT012 - the block is what meets it
        async with session.tab() as tab:
            page = tab.page
            await page.context.clear_cookies()
            raise LoginExpired
    assert held.current.version == 1


async def test_a_newer_login_outlives_an_older_run(session, site, held):
    newer = held.current.fields["session"]

    async def stored(_):
        return {"session": newer}

    site.rotates = True
    async with session.tab() as tab:
        page = tab.page
        await page.goto(site.url)
        await page.wait_for_selector(".m-create-post")
        await held.rotate(1, stored)  # the person has logged in again meanwhile
    assert (held.current.version, held.current.fields["session"]) == (2, newer)


async def test_a_browser_that_dies_does_not_change_how_the_run_ended(session, site, held, caplog):
    caplog.set_level(logging.WARNING)
    with pytest.raises(OutcomeUnknown):  # noqa: PT012 - the block is what meets it
        async with session.tab() as tab:
            page = tab.page
            await page.goto(site.url)
            os.kill(mains(os.getpid())[0], signal.SIGKILL)
            raise OutcomeUnknown
    assert "could not be kept" in caplog.text
    assert sess(held) not in caplog.text


async def test_runs_of_an_account_go_one_after_another(session, site):
    at_once = most = 0

    async def run():
        nonlocal at_once, most
        async with session.tab() as tab:
            page = tab.page
            at_once += 1
            most = max(most, at_once)
            await page.goto(site.url)
            at_once -= 1

    await asyncio.gather(run(), run(), run())
    assert most == 1


async def test_an_account_that_rests_opens_no_page(browser, site, held, clock):
    limiter = Limiter(rate=100, burst=100, now=clock)
    clock_later = clock.at.replace(year=2027)
    limiter.pause(clock_later)
    session = BrowserSession(
        browser, held, limiter, endpoints={"site": site.url}, proxy=None, diagnostics=Diagnostics(), now=Clock()
    )
    site.asked.clear()
    with pytest.raises(RateLimited):
        await looked(session, site)
    assert site.asked == []


async def test_a_login_that_playwright_exported_is_taken_and_becomes_ours(browser, site, held):
    """It says nothing of user agent and zone, and may hold other sites' cookies."""
    storage = opened(held.current.fields).storage
    strange = {**storage["cookies"][0], "name": "other", "value": "cookie-canary-1", "domain": "elsewhere.example"}
    brought = {"cookies": [*storage["cookies"], strange], "origins": storage["origins"]}
    given = HeldCredential({"storage_state": json.dumps(brought)})
    session = BrowserSession(
        browser,
        given,
        Limiter(rate=100, burst=100, now=Clock()),
        endpoints={"site": site.url},
        proxy=None,
        diagnostics=Diagnostics(),
        now=Clock(),
        zone="Asia/Tokyo",
    )
    site.rotates = True
    assert await looked(session, site)
    kept = opened(given.current.fields)
    assert (kept.zone, kept.locale, kept.user_agent) == ("Asia/Tokyo", "en-US", "")
    assert "cookie-canary-1" not in kept.field()
    assert await looked(session, site)


@pytest.mark.parametrize("brought", ["{}", "[]", "{", '{"cookies": 1, "origins": []}'])
def test_what_playwright_never_exported_asks_for_a_login(brought):
    with pytest.raises(LoginExpired):
        opened({"storage_state": brought})


@pytest.mark.parametrize("field", ["", "{}", "{", '{"storage": {"cookies": [1], "origins": []}}', "[" * 5000])
def test_what_is_no_saved_login_asks_for_one(field):
    with pytest.raises(LoginExpired):
        opened({"session": field})


def test_a_site_that_keeps_a_cache_in_the_browser_is_not_sealed_whole():
    entry = {"name": "cache", "value": "x" * LARGEST}
    storage = {"cookies": [], "origins": [{"origin": "https://a.example", "localStorage": [entry]}]}
    with pytest.raises(LayoutChanged):
        SessionState(storage=storage, user_agent="", locale="de", zone="UTC").field()


async def test_a_login_does_not_print(held):
    state = opened(held.current.fields)
    assert sess(held) not in repr(state) + repr(held.current)


@pytest.fixture
def _registered():
    with browser_platform.registered():
        yield


@pytest.fixture
async def stage(tmp_path):
    made = await accounts_stage.opened(tmp_path)
    yield made
    await made.aclose()


@pytest.mark.usefixtures("_registered")
async def test_through_the_whole_program_it_is_checked_sealed_and_renewed(stage, site, held, tmp_path):
    added = await stage.accounts.add(
        PlatformId.FANSLY,
        client_id=stage.client_id,
        fields={"session": held.current.fields["session"]},
        endpoints={"site": site.url},
    )
    account = added.account
    assert account.remote_id == ID
    site.rotates = True
    async with stage.connections.use(account) as client:
        await client.check()
    credential = await stage.credentials.of(account.id).read()
    assert credential.version == 2
    assert sess(HeldCredential(credential.fields)) in site.sessions
    secrets = [value.encode() for value in site.sessions] + [value.encode() for value in site.sessions.values()]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [secret for secret in secrets if any(secret in content for content in files)]
    site.sessions.clear()
    await stage.accounts.check(account.id)
    assert (await stage.accounts.get(account.id)).state is LoginState.EXPIRED


@pytest.mark.usefixtures("_registered")
async def test_a_practice_account_gets_no_browser_as_that_would_leave_this_computer(stage):
    client, _ = await stage.connections.probe_client(
        PlatformId.FANSLY, {"session": "{}"}, endpoints={}, proxy=None, practice=True
    )
    assert client.connection.browser is None
    await client.aclose()


async def test_where_no_browser_was_used_none_is_started_to_be_closed():
    browser = SharedBrowser()
    await browser.aclose()
    assert not browser.is_running
