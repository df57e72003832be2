"""Flows by data: until the one click that publishes nothing has gone out, and from it on its outcome is told or unknown."""

from contextlib import asynccontextmanager

import msgspec
import pytest
from starlette.responses import JSONResponse, Response

from connectors.browser import answers as reading
from connectors.browser.answers import Wire
from connectors.browser.sites import load
from connectors.browser.state import Setup
from connectors.browser.tab import Tab
from connectors.browser.walking import walk
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, OutcomeUnknown
from connectors.http import last_word
from tests.accounts_stage import Clock
from tests.browser_site import FILE, HOST, PASSWORD

pytestmark = pytest.mark.anyio
PICTURE = {"name": "beach.jpg", "mimeType": "image/jpeg", "buffer": b"0123456789"}
POST = {"text": "Hello <b>there</b>", "files": [PICTURE]}


@asynccontextmanager
async def tab(browser, site):
    async with browser.context(Setup(zone="UTC", locale="en-US", proxy=None)) as context:
        page = await context.new_page()
        await page.goto(site.url)
        await page.fill("input[name=user]", "ada")
        await page.fill("input[name=password]", PASSWORD)
        await page.click("button")
        await page.wait_for_selector(".b-more")
        yield Tab(page, Wire(hosts={HOST}, proxied=False, diagnostics=Diagnostics(), now=Clock()))


async def walked(it, site, flow="publish", *, file=FILE, values=POST):
    return await walk(it, it.look(load(file)), flow, values, address=site.url)


async def test_a_post_with_a_picture_goes_out_once_and_its_answer_comes_back(browser, site):
    async with tab(browser, site) as it:
        answer = await walked(it, site)
    assert site.posts == [{"text": "Hello <b>there</b>", "media": ["beach.jpg", 10]}]
    assert msgspec.json.decode(answer.reply.body) == {"id": 700124}
    assert (answer.method, answer.reply.status) == ("POST", 200)


async def test_the_pages_own_reading_at_the_same_address_is_not_the_answer(browser, site):
    async with tab(browser, site) as it:
        await it.page.add_init_script(
            "addEventListener('click', event => event.target.matches('.b-post') && fetch('/api/posts'), true)"
        )
        assert (await walked(it, site)).method == "POST"


async def test_a_button_whose_disabled_is_only_a_class_is_waited_for(browser, site):
    """fansly.md §0: clicked too early, it does nothing and says nothing. Here the class goes 0.3 s after the typing."""
    async with tab(browser, site) as it:
        assert (await walked(it, site)).reply.status == 200
    assert len(site.posts) == 1


async def test_a_refusal_is_an_answer_and_its_meaning_the_connectors(browser, site):
    site.answers["/api/posts"] = JSONResponse({"error": {"code": 0}}, status_code=400)
    async with tab(browser, site) as it:
        assert (await walked(it, site)).reply.status == 400


async def test_what_fails_before_the_click_has_published_nothing(browser, site):
    async with tab(browser, site) as it:
        with pytest.raises(LayoutChanged):
            await walked(it, site, file=FILE.replace('text = [".b-text"]', 'text = [".b-text-of-next-year"]'))
        with pytest.raises(LayoutChanged, match="“gone”"):
            await walked(it, site, "look")
    assert "/api/posts" not in site.paths


async def test_an_answer_that_is_lost_after_the_click_leaves_the_outcome_unknown(browser, site, monkeypatch):
    async with tab(browser, site) as it:
        await it.page.route("**/api/posts", lambda route: route.abort())
        monkeypatch.setattr(reading, "PATIENCE", 1.0)
        monkeypatch.setattr(reading.Answers.next, "__kwdefaults__", {"patience": 1.0})
        with pytest.raises(OutcomeUnknown):
            await walked(it, site)
    site.answers["/api/posts"] = Response(b"x" * (reading.LARGEST_ANSWER + 1), media_type="application/json")
    async with tab(browser, site) as it:
        with pytest.raises(OutcomeUnknown):
            await walked(it, site)


async def test_the_last_word_before_the_click_may_hold_it_back(browser, site):
    class Withdrawn(Exception):
        """The post is no longer wanted."""

    def no():
        raise Withdrawn

    token = last_word.set(no)
    try:
        async with tab(browser, site) as it:
            with pytest.raises(Withdrawn):
                await walked(it, site)
    finally:
        last_word.reset(token)
    assert "/api/posts" not in site.paths
