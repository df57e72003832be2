"""OnlyFans' form is filled in for a person, who looks at it and makes the last click (platforms/onlyfans.md §8)."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from connectors.browser.session import BrowserSession
from connectors.errors import NotFinished, OutcomeUnknown
from connectors.onlyfans import publishing
from tests.browser.onlyfans.stage import a_photo, a_post

pytestmark = pytest.mark.anyio
LATER = datetime(2026, 12, 3, 9, 5, tzinfo=UTC)
SUBMIT = "button[at-attr=submit_post]:not([disabled])"


@pytest.fixture
def windows(monkeypatch):
    """The pages that a person would see, filled in; without a display they are as any other."""
    seen, filled, open_tab, ready = [], [], BrowserSession.tab, publishing.Ready.__call__

    async def came_to_life(button, tab, look):
        await ready(button, tab, look)
        seen.append(filled[-1])

    @asynccontextmanager
    async def tab(session, *, window=False):
        async with open_tab(session) as it:
            if window:
                filled.append(it.page)
            yield it

    monkeypatch.setattr(BrowserSession, "tab", tab)
    monkeypatch.setattr(publishing.Ready, "__call__", came_to_life)
    return seen


@asynccontextmanager
async def looking(stage, windows, post):
    client = stage.client()
    work = asyncio.create_task(client.assist(await client.prepare(post, {}), 0, None))
    try:
        async with asyncio.timeout(30):
            while not windows and not work.done():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        yield windows[0], work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_the_form_lies_filled_in_and_goes_out_by_the_persons_click_alone(stage, windows):
    async with looking(stage, windows, a_post("Look at this", a_photo(), scheduled_for=LATER)) as (page, work):
        assert await page.inner_text("[contenteditable]") == "Look at this"
        assert stage.world.made == []
        await page.click(SUBMIT)
        made = await work
    assert (made.scheduled_for, made.differs) == (LATER, ())
    assert [(one.text, one.media, one.due) for one in stage.world.made] == [("Look at this", 1, LATER)]


async def test_what_the_person_changes_is_told(stage, windows):
    async with looking(stage, windows, a_post("As written")) as (page, work):
        await page.fill("[contenteditable]", "As changed")
        await page.click(SUBMIT)
        assert (await work).differs == ("its text is another than was asked for",)


async def test_a_time_that_the_person_chooses_is_known_to_wait_there(stage, windows):
    async def later(route):
        body = {**route.request.post_data_json, "isScheduled": 1, "scheduledDate": LATER.isoformat()}
        await route.continue_(post_data=json.dumps(body))

    async with looking(stage, windows, a_post("Not yet")) as (page, work):
        await page.route("**/api2/v2/posts", later)
        await page.click(SUBMIT)
        made = await work
    assert [one.due for one in stage.world.made] == [LATER]
    assert made.scheduled_for == LATER
    assert made.differs == ("it waits until 2026-12-03 09:05 UTC, as was chosen in its form",)


async def test_a_window_that_is_closed_has_sent_nothing(stage, windows):
    async with looking(stage, windows, a_post("Not now")) as (page, work):
        await page.close()
        with pytest.raises(NotFinished):
            await work
    assert stage.world.made == []
    assert stage.held.current.fields.get("storage_state"), "the login is as good as before"


async def test_a_window_that_is_closed_before_the_answer_leaves_it_unknown(stage, windows):
    async with looking(stage, windows, a_post("Perhaps")) as (page, work):
        await page.route("**/api2/v2/posts", lambda _: None)
        await page.click(SUBMIT)
        await page.close()
        with pytest.raises(OutcomeUnknown):
            await work
