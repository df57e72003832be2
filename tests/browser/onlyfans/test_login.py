"""A person logs in on the practice OnlyFans in a real window; what that leaves is a login that works."""

import asyncio

import pytest

from connectors.browser.login import Door, LoginWindow
from connectors.browser.process import SharedBrowser
from connectors.errors import LoginExpired
from connectors.held import HeldCredential
from connectors.onlyfans.site import site
from connectors.practice.onlyfans.records import PASSWORD
from tests.accounts_stage import Clock
from tests.browser import test_login_window as windows
from tests.browser.onlyfans.stage import ME
from tests.browser.test_login_window import _display  # noqa: F401 - the display is for every test

pytestmark = pytest.mark.anyio


async def types(window, words):
    """As a person, into the field that is clicked on: it is large."""
    shape = dict(line.split("=") for line in await windows.xdotool("getwindowgeometry", "--shell", window))
    across, down = int(shape["WIDTH"]) // 2, int(shape["HEIGHT"]) * 3 // 8
    await windows.xdotool("mousemove", "--window", window, str(across), str(down), "click", "1")
    await windows.xdotool("key", "ctrl+a")
    await windows.xdotool("type", "--delay", "15", words)


async def test_a_login_in_a_window_is_one_that_works_and_belongs_together(stage, monkeypatch):
    monkeypatch.setattr(windows, "WINDOW", "OnlyFans")
    address = stage.endpoints["site"]
    door = Door(
        site=site(), address=address, endpoints=stage.endpoints, zone="Europe/Berlin", locale="en-US", proxy=None
    )
    waiting = asyncio.create_task(LoginWindow(door, SharedBrowser(), Clock(), patience=60.0).wait())
    try:
        window = await windows.shown()
        async with asyncio.timeout(20):
            while not stage.asked("GET /api2/v2/users/me"):  # noqa: ASYNC110 - the site's own request
                await asyncio.sleep(0.05)
        while len(stage.world.sessions) < 2 and not waiting.done():  # the form is drawn after that answer
            await types(window, f"owner@example.test\t{PASSWORD}\n")
            await asyncio.wait({waiting}, timeout=1.0)
        arrived = await waiting
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert arrived.remote_id == ME
    stage.held = HeldCredential({"session": arrived.state.field()})
    assert (await stage.client().check()).remote_id == ME
    assert PASSWORD not in arrived.state.field()
    for login in stage.world.sessions.values():
        login.bc = "another browser's"
    with pytest.raises(LoginExpired):
        await stage.client().check()
