"""Flows by data: until the one click that publishes nothing has gone out, and from it on its outcome is told or unknown."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import msgspec
import pytest
from starlette.responses import JSONResponse, Response, StreamingResponse

from connectors.browser import answers as reading
from connectors.browser import tab as tabs
from connectors.browser import walking
from connectors.browser import walking as going
from connectors.browser.answers import Wire
from connectors.browser.process import SharedBrowser
from connectors.browser.sites import load
from connectors.browser.state import Setup
from connectors.browser.tab import Tab
from connectors.browser.walking import walk
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, NotFinished, OutcomeUnknown, Unfinished
from connectors.http import last_word
from tests.accounts_stage import Clock
from tests.browser.test_process import mains
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


FREE = """
free = [
  {do = "open", page = "/posts/create"},
  {do = "click", element = "gone", when = "files"},
  {do = "call", value = "fill"},
  {do = "click", element = "post", answer = "/api/{what}", then = "gone"},
]
"""


async def test_a_step_may_be_the_connectors_own_and_another_only_for_a_value_that_is_given(browser, site):
    async def fill(it, look):
        await (await look.find("text")).fill("By hand")

    async with tab(browser, site) as it:
        values = {"fill": fill, "files": "", "what": "posts"}
        answer = await walked(it, site, "free", file=FILE + FREE, values=values)
    assert answer.reply.status == 200
    assert [one["text"] for one in site.posts] == ["By hand"]


async def test_a_site_that_asks_once_more_is_told_so(browser, site):
    async def fill(it, look):
        await (await look.find("text")).fill("Meant")
        await it.page.evaluate("""() => {
          const post = document.querySelector(".b-post"), go = post.onclick;
          post.onclick = () => {
            const yes = document.createElement("button");
            Object.assign(yes, {textContent: "Gone", onclick: () => { yes.remove(); go(); }});
            document.body.append(yes);
          };
        }""")

    async with tab(browser, site) as it:
        answer = await walked(it, site, "free", file=FILE + FREE, values={"fill": fill, "what": "posts"})
    assert answer.reply.status == 200
    assert len(site.posts) == 1


async def test_a_form_that_takes_long_asks_all_the_while_whether_it_is_still_wanted(browser, site, monkeypatch):
    class Withdrawn(Exception):
        """The post is no longer wanted."""

    asked = []

    def ask():
        asked.append(1)
        if len(asked) > 3:
            raise Withdrawn

    async def for_ever(it, look):
        await it.page.wait_for_selector(".b-never")

    monkeypatch.setattr(walking, "_BEAT", 0.01)
    token = last_word.set(ask)
    try:
        async with tab(browser, site) as it:
            with pytest.raises(Withdrawn):
                await walked(it, site, "free", file=FILE + FREE, values={"fill": for_ever, "what": "posts"})
    finally:
        last_word.reset(token)
    assert not site.posts


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ('{do = "call", element = "text", value = "x"}', "open has a page"),
        ('{do = "call"}', "fill, choose and call"),
        ('{do = "click", element = "post", then = "gone"}', "once more"),
        ('{do = "click", element = "post", then = "nothing", answer = "/x"}', "none of the elements"),
        ('{do = "click", element = "post", when = "x", answer = "/x"}', "always happens"),
    ],
)
def test_a_step_whose_parts_do_not_go_together_is_told(step, wrong):
    with pytest.raises(ValueError, match=wrong):
        load(f"{FILE}odd = [{step}]\n")


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


async def _never():
    yield b"{"
    await asyncio.sleep(60)


async def test_an_answer_that_is_lost_after_the_click_leaves_the_outcome_unknown(browser, site, monkeypatch):
    async with tab(browser, site) as it:
        site.answers["/api/posts"] = StreamingResponse(_never(), media_type="application/json")
        monkeypatch.setattr(tabs, "PATIENCE", 1.0)
        monkeypatch.setitem(reading.Answers.next.__kwdefaults__, "patience", 2.0)
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


@asynccontextmanager
async def looked_at(it, site):
    """A walk that a person is to end, in the background."""
    walking = asyncio.create_task(walk(it, it.look(load(FILE)), "publish", POST, address=site.url, by_person=True))
    try:
        yield walking
    finally:
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)


async def clicks(it):
    """As the person, once the form is filled in."""
    await it.page.wait_for_function(
        "document.querySelector('.b-text')?.value && document.querySelector('input').files[0]"
    )
    await it.page.click(".b-post:not(.disabled)")


async def test_by_a_person_all_is_filled_in_and_nothing_sent_until_they_click(browser, site):
    async with tab(browser, site) as it, looked_at(it, site) as walking:
        await it.page.wait_for_selector(".b-post:not(.disabled)")
        assert not site.posts
        await clicks(it)
        answer = await walking
    assert site.posts == [{"text": "Hello <b>there</b>", "media": ["beach.jpg", 10]}]
    assert msgspec.json.decode(answer.reply.body) == {"id": 700124}


async def test_a_window_that_is_closed_before_anything_was_sent_is_no_outcome(browser, site):
    async with tab(browser, site) as it, looked_at(it, site) as walking:
        await it.page.wait_for_selector(".b-post:not(.disabled)")
        await it.page.close()
        with pytest.raises(NotFinished) as caught:
            await walking
    assert caught.value.end is Unfinished.CLOSED
    assert not site.posts


async def test_a_window_that_is_closed_while_it_is_sent_leaves_the_outcome_unknown(browser, site):
    async with tab(browser, site) as it, looked_at(it, site) as walking:
        await it.page.route("**/api/posts", lambda _: None)  # never answered
        await clicks(it)
        await asyncio.sleep(0)
        await it.page.close()
        with pytest.raises(OutcomeUnknown):
            await walking


async def test_who_clicks_before_all_is_filled_in_has_sent_it(browser, site):
    file = FILE.replace(
        '{do = "click", element = "post"',
        '{do = "see", element = "gone", patience = 60},\n{do = "click", element = "post"',
    )
    async with tab(browser, site) as it:
        walking = asyncio.create_task(walk(it, it.look(load(file)), "publish", POST, address=site.url, by_person=True))
        await clicks(it)
        assert (await walking).reply.status == 200
    assert len(site.posts) == 1


async def test_nobody_who_looks_in_time_has_sent_nothing(browser, site, monkeypatch):
    monkeypatch.setattr(going, "LOOKING", 0.05)
    async with tab(browser, site) as it, looked_at(it, site) as walking:
        with pytest.raises(NotFinished) as caught:
            await walking
    assert caught.value.end is Unfinished.TOO_LATE
    assert not site.posts


async def test_a_browser_that_dies_while_somebody_looks_leaves_the_outcome_unknown(site):
    browser, others = SharedBrowser(), set(mains(os.getpid()))
    try:
        async with tab(browser, site) as it, looked_at(it, site) as walking:
            await it.page.wait_for_selector(".b-post:not(.disabled)")
            (mine,) = set(mains(os.getpid())) - others
            os.kill(mine, signal.SIGKILL)
            with pytest.raises(OutcomeUnknown):
                await asyncio.wait_for(walking, 20)
    finally:
        await browser.aclose()


async def test_the_last_word_is_asked_before_a_person_can_click(browser, site):
    class Withdrawn(Exception):
        """The post is no longer wanted."""

    def no():
        raise Withdrawn

    token = last_word.set(no)
    try:
        async with tab(browser, site) as it:
            with pytest.raises(Withdrawn):
                await walk(it, it.look(load(FILE)), "publish", POST, address=site.url, by_person=True)
            assert await it.page.input_value(".b-text") == ""
    finally:
        last_word.reset(token)
