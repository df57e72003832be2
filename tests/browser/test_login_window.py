"""A person logs in on the site's own page, in a real window with real keys; how it ended is told apart.

Each test has a display to itself: keys go to whatever window is in front, and other tests have windows too.
"""

import asyncio
import contextlib
import os
import signal
from contextlib import asynccontextmanager

import pytest

from connectors.browser.login import Arrived, Door, LoginWindow
from connectors.browser.process import SharedBrowser
from connectors.browser.session import BrowserSession
from connectors.browser.sites import load
from connectors.browser.walking import walk
from connectors.diagnostics import Diagnostics
from connectors.errors import (
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    NotFinished,
    ProxyFailed,
    Unfinished,
    Unsupported,
)
from connectors.held import HeldCredential
from connectors.limiter import Limiter
from connectors.proxies import parse
from tests.accounts_stage import Clock
from tests.browser.test_process import comes_to_hold, mains
from tests.browser_site import FILE, ID, PASSWORD

pytestmark = pytest.mark.anyio
WINDOW = "A site"


@pytest.fixture
async def browser():
    """Of its own for each test, as processes are counted."""
    it = SharedBrowser()
    yield it
    await it.aclose()


@pytest.fixture(autouse=True)
async def _display(monkeypatch):
    """An X server with a window manager, for this test alone."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    read, write = os.pipe()
    server = await asyncio.create_subprocess_exec(
        "Xvfb", "-displayfd", str(write), "-screen", "0", "1200x900x24", "-nolisten", "tcp", "-noreset",
        pass_fds=[write], stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        monkeypatch.setenv("DISPLAY", ":" + (await asyncio.to_thread(told.readline)).strip())
    manager = await asyncio.create_subprocess_exec("openbox", stderr=asyncio.subprocess.DEVNULL)
    yield
    for process in (manager, server):
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            process.terminate()
        await process.wait()


def door(site, **more):
    given = {"address": site.url, "zone": "Europe/Berlin", "locale": "de-DE", "proxy": None, **more}
    return Door(site=load(FILE), endpoints={"site": given["address"]}, **given)


async def xdotool(*words, known=True):
    process = await asyncio.create_subprocess_exec("xdotool", *words, stdout=-1)
    told, _ = await process.communicate()
    assert not known or process.returncode == 0, words
    return told.decode().split()


async def shown():
    """The window of the login, once there is one."""
    async with asyncio.timeout(30):
        while not (found := await xdotool("search", "--onlyvisible", "--name", WINDOW, known=False)):  # noqa: ASYNC110 - the display's
            await asyncio.sleep(0.05)
    return found[0]


@asynccontextmanager
async def opened(site, **more):
    """A login that waits, and its window."""
    patience = more.pop("patience", 60.0)
    login = LoginWindow(door(site, **more), SharedBrowser(), Clock(), patience=patience)
    waiting = asyncio.create_task(login.wait())
    try:
        window = await shown()
        await comes_to_hold(lambda: "/shown" in site.paths)
        yield login, waiting, window
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert not mains(os.getpid()), "the window's browser is still there"


async def types(window, password):
    """As a person: into the field that is clicked on, the next one by Tab. The fields of the page are large."""
    shape = dict(line.split("=") for line in await xdotool("getwindowgeometry", "--shell", window))
    across, down = int(shape["WIDTH"]) // 2, int(shape["HEIGHT"]) * 3 // 8
    await xdotool("mousemove", "--window", window, str(across), str(down), "click", "1")
    await xdotool("key", "ctrl+a")
    await xdotool("type", "--delay", "20", f"ada\t{password}\n")


async def test_what_a_person_types_logs_in_and_the_login_works_without_a_window(site, browser):
    async with opened(site) as (_, waiting, window):
        await types(window, "wrong")
        await comes_to_hold(lambda: "/api/login" in site.paths)
        assert not waiting.done(), "a refused login is the person's to mend"
        await types(window, PASSWORD)
        arrived: Arrived = await asyncio.wait_for(waiting, 30)
    assert arrived.remote_id == ID
    assert "Headless" not in arrived.state.user_agent
    assert (arrived.state.zone, arrived.state.locale) == ("Europe/Berlin", "de-DE")
    assert PASSWORD not in arrived.state.field()
    held = HeldCredential({"session": arrived.state.field()})
    limiter = Limiter(rate=100, burst=100, now=Clock())
    session = BrowserSession(
        browser, held, limiter, endpoints={"site": site.url}, proxy=None, diagnostics=Diagnostics(), now=Clock()
    )
    site.asked.clear()
    async with session.tab() as tab:
        page = tab.page
        await page.goto(site.url)
        await page.wait_for_selector(".m-create-post")
    assert {headers["user-agent"] for _, _, headers in site.asked} == {arrived.state.user_agent}


async def test_the_password_that_a_page_posts_never_reaches_the_program(site, monkeypatch):
    """Playwright tells each request with its body to who listens; so nobody may, before the login is done."""
    from playwright._impl.transport import Transport

    received = []
    plain = Transport.deserialize_message
    monkeypatch.setattr(
        Transport, "deserialize_message", lambda self, data: (received.append(bytes(data)), plain(self, data))[1]
    )
    async with opened(site) as (_, waiting, window):
        await types(window, PASSWORD)
        await asyncio.wait_for(waiting, 30)
    everything = b"".join(received)
    assert b"/api/users/me" in everything
    assert b"postData" not in everything
    assert PASSWORD.encode() not in everything


async def test_cancelled_closed_and_too_late_are_told_apart(site):
    async with opened(site) as (login, waiting, _):
        login.cancel()
        with pytest.raises(NotFinished) as caught:
            await waiting
    assert caught.value.end is Unfinished.CANCELLED
    site.asked.clear()
    async with opened(site) as (_, waiting, window):
        await xdotool("windowfocus", window)
        await xdotool("key", "alt+F4")
        with pytest.raises(NotFinished) as caught:
            await asyncio.wait_for(waiting, 30)
    assert caught.value.end is Unfinished.CLOSED
    site.asked.clear()
    async with opened(site, patience=3.0) as (_, waiting, _):
        with pytest.raises(NotFinished) as caught:
            await asyncio.wait_for(waiting, 30)
    assert caught.value.end is Unfinished.TOO_LATE
    assert isinstance(caught.value, LoginExpired)


async def test_a_window_whose_browser_dies_counts_as_closed(site):
    async with opened(site) as (_, waiting, _):
        os.kill(mains(os.getpid())[0], signal.SIGKILL)
        with pytest.raises(NotFinished) as caught:
            await asyncio.wait_for(waiting, 30)
    assert caught.value.end is Unfinished.CLOSED


async def test_a_task_that_is_cancelled_takes_its_window_along(site):
    async with opened(site) as (_, waiting, _):
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not mains(os.getpid())


async def test_a_page_that_looks_logged_in_while_the_site_names_nobody_is_a_changed_site(site):
    async with opened(site) as (_, waiting, window):
        plain = site.sessions
        site.sessions = Forgetful(plain)
        await types(window, PASSWORD)
        with pytest.raises(LayoutChanged, match="names nobody"):
            await asyncio.wait_for(waiting, 30)


class Forgetful(dict):
    """Sessions that are known to one request only."""

    def get(self, key, default=None):
        return self.pop(key, default)


async def test_a_site_or_a_proxy_that_cannot_be_reached_is_no_login_that_was_given_up(site):
    with pytest.raises(NetworkDown):
        await LoginWindow(door(site, address="http://127.0.0.1:39"), SharedBrowser(), Clock()).wait()
    with pytest.raises(ProxyFailed):
        await LoginWindow(door(site, proxy=parse("http://127.0.0.1:9")), SharedBrowser(), Clock()).wait()
    assert site.asked == []


async def test_a_post_is_looked_at_in_a_window_whose_closing_sends_nothing(site, browser):
    """The window is the browser's last one; closing it must not look as if the browser had died."""
    async with opened(site) as (_, waiting, window):
        await types(window, PASSWORD)
        state = (await asyncio.wait_for(waiting, 30)).state
    held = HeldCredential({"session": state.field()})
    limiter = Limiter(rate=100, burst=100, now=Clock())
    session = BrowserSession(
        browser, held, limiter, endpoints={"site": site.url}, proxy=None, diagnostics=Diagnostics(), now=Clock()
    )
    values = {"text": "Hello", "files": [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"0"}]}
    async with session.tab(window=True) as tab:
        walking = asyncio.create_task(
            walk(tab, tab.look(load(FILE)), "publish", values, address=site.url, by_person=True)
        )
        await tab.page.wait_for_selector(".b-post:not(.disabled)")
        await xdotool("windowfocus", await shown())
        await xdotool("key", "alt+F4")
        with pytest.raises(NotFinished) as caught:
            await asyncio.wait_for(walking, 30)
    assert caught.value.end is Unfinished.CLOSED
    assert not site.posts
    assert not mains(os.getpid()), "the window's browser is still there"


async def test_without_a_display_it_says_so_at_once(site, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(Unsupported, match="no display"):
        await LoginWindow(door(site), SharedBrowser(), Clock()).wait()
