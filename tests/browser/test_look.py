"""Elements by data: which selector fitted is told, and where none does, the form of the page and nothing it says."""

import logging
from contextlib import asynccontextmanager

import pytest

from connectors.browser.look import Look
from connectors.browser.outline import MOST, _line
from connectors.browser.sites import load
from connectors.browser.state import Setup
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged
from tests.browser_site import FILE, PASSWORD

pytestmark = pytest.mark.anyio
SETUP = Setup(zone="UTC", locale="en-US", proxy=None)


@asynccontextmanager
async def look(browser, site, *, logged_in=True):
    async with browser.context(SETUP) as context:
        page = await context.new_page()
        await page.goto(site.url)
        await page.fill("input[name=user]", "ada-canary")
        await page.fill("input[name=password]", PASSWORD)
        if logged_in:
            await page.click("button")
        yield Look(page, load(FILE), Diagnostics())


async def test_the_first_selector_that_fits_is_taken_and_told(browser, site, caplog):
    caplog.set_level(logging.INFO)
    async with look(browser, site) as it:
        assert await (await it.find("new_post")).get_attribute("href") == "/posts/create"
        await it.find("more")
        await it.find("new_post")
        assert it.matched == {"new_post": 1, "more": 0}
        assert not await it.shows("login")
    assert [line for line in caplog.messages if "selector" in line] == [
        "new_post was found by selector 2 of its list only"
    ]


async def test_where_nothing_fits_the_form_of_the_page_is_kept_and_nothing_that_it_says(browser, site):
    async with look(browser, site) as it:
        await it.find("new_post")
        with pytest.raises(LayoutChanged, match="“gone”"):
            await it.find("gone", patience=0.2)
        kept = it._diagnostics.unreadable
    assert kept.startswith("no gone, site data 3 of 2026-11-27\nbody\n main.b-page\n  a.m-create-post\n  button.b-more")
    assert "canary" not in kept.lower()
    assert "/posts" not in kept


async def test_what_was_typed_into_a_page_is_no_part_of_its_form(browser, site):
    async with look(browser, site, logged_in=False) as it:
        with pytest.raises(LayoutChanged):
            await it.find("gone", patience=0.2)
        kept = it._diagnostics.unreadable
    assert "input[password]" in kept
    assert "canary" not in kept


async def test_a_page_of_any_size_gives_a_form_of_some_size(browser, site):
    async with look(browser, site) as it:
        await it.page.evaluate(
            "() => { for (let n = 0; n < 5000; n++) { const one = document.createElement('p'); "
            "one.className = 'u' + n * 1000 + ' fan-sam-' + 'x'.repeat(1000); document.body.append(one) } }"
        )
        with pytest.raises(LayoutChanged):
            await it.find("gone", patience=0.2)
        kept = it._diagnostics.unreadable
    assert len(kept.splitlines()) == MOST + 1
    assert len(kept) < 20_000
    assert "x" * 50 not in kept


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ([1, "DIV", ["b-chat", "m-u41700321", "naïve", 7, "a b"], "button"], " div.b-chat.…….….….…[button]"),
        ([0, "DIV", [], "sam@example.test"], "div"),
        (["1", "DIV", [], ""], "…"),
        ("text", "…"),
        ([9999, "B" * 9999, [], ""], " " * 14 + "…"),
    ],
)
def test_a_page_that_answers_for_itself_gets_nothing_in(row, shown):
    assert _line(row) == shown.replace("……", "…")
