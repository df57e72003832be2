"""A person logs in to Fansly in a window, with a second factor; what it leaves reads and writes without one."""

import asyncio

import pytest

from connectors.browser.login import Door, LoginWindow
from connectors.browser.process import SharedBrowser
from connectors.fansly.site import site
from connectors.practice.fansly.world import CODE, PASSWORD
from tests.browser.test_fansly import a_post, now, on_site, staged
from tests.browser.test_login_window import _display, xdotool  # noqa: F401 - a fixture
from tests.browser.test_process import comes_to_hold

pytestmark = pytest.mark.anyio
WINDOW = "Fansly .practice."


@pytest.fixture
async def browser():
    it = SharedBrowser()
    yield it
    await it.aclose()


async def the_window():
    async with asyncio.timeout(30):
        while not (found := await xdotool("search", "--onlyvisible", "--name", WINDOW, known=False)):  # noqa: ASYNC110 - the display's
            await asyncio.sleep(0.05)
    return found[0]


async def test_what_a_person_types_with_a_second_factor_is_a_login_for_reading_and_writing(browser):
    async with staged(browser, twofa=True, overlays=False) as stage:
        door = Door(
            site=site(),
            address=stage.endpoints["site"],
            endpoints=stage.endpoints,
            zone="Europe/Berlin",
            locale="en-US",
            proxy=None,
        )
        waiting = asyncio.create_task(LoginWindow(door, SharedBrowser(), now, patience=60.0).wait())
        try:
            window = await the_window()
            await comes_to_hold(lambda: stage.asked("GET /api/v1/device/id"))
            shape = dict(line.split("=") for line in await xdotool("getwindowgeometry", "--shell", window))
            # The button is the upper fifth of the page, below the browser's own bars.
            across, down = int(shape["WIDTH"]) // 2, 110 + (int(shape["HEIGHT"]) - 90) // 10
            await xdotool("mousemove", "--window", window, str(across), str(down), "click", "1")
            await xdotool("type", "--delay", "20", f"ada_practice\t{PASSWORD}\n")
            await comes_to_hold(lambda: stage.asked("GET /api/v1/device/id") == 2)
            await xdotool("type", "--delay", "20", f"{CODE}\n")
            arrived = await asyncio.wait_for(waiting, 30)
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        assert arrived.remote_id == stage.ada.id
        assert PASSWORD not in arrived.state.field()
        stage.fields = {"session": arrived.state.field()}
        client = stage.client()
        assert (await client.check()).handle == "ada_practice"
        await stage.send(a_post(), client)
        assert on_site(stage) == ["Hello from a test"]
