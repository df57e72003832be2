"""Reading along with a page: whole answers in their order, of bounded size, whatever the site sends."""

import asyncio
import gzip
from contextlib import asynccontextmanager

import msgspec
import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from connectors.browser import answers as reading
from connectors.browser.answers import Wire, reply_of
from connectors.browser.state import Setup
from connectors.browser.tab import Tab
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, ProxyFailed, Rejected, Temporary
from connectors.http import LARGEST_ANSWER, decoded
from connectors.practice.proxy import proxying
from connectors.proxies import parse
from tests.accounts_stage import Clock
from tests.browser_site import HOST, PASSWORD

pytestmark = pytest.mark.anyio


class Row(msgspec.Struct):
    id: int
    text: str


class Page(msgspec.Struct):
    list: list[Row]


@asynccontextmanager
async def tab(browser, site, *, proxy=None, logged_in=True):
    async with browser.context(Setup(zone="UTC", locale="en-US", proxy=proxy)) as context:
        page = await context.new_page()
        wire = Wire(hosts={HOST}, proxied=proxy is not None, diagnostics=Diagnostics(), now=Clock())
        if logged_in:
            await page.goto(site.url)
            await page.fill("input[name=user]", "ada")
            await page.fill("input[name=password]", PASSWORD)
            await page.click("button")
            await page.wait_for_selector(".b-more")
        yield Tab(page, wire)


async def test_what_the_page_asks_is_read_with_its_address_and_order(browser, site):
    async with tab(browser, site) as it, it.answers("/api/list", "/api/users/.*") as answers:
        for expected in (0, 3, 6):
            await it.page.click(".b-more")
            got = await answers.next()
            assert (got.method, got.path, got.query) == ("GET", "/api/list", {"offset": str(expected)})
            rows = decoded(got.reply, Page, it._wire.diagnostics).list
            assert [row.id for row in rows] == [expected, expected + 1, expected + 2]
    notes = it._wire.diagnostics.requests
    assert [(note.route, note.status, note.error) for note in notes] == [("/api/list", 200, None)] * 3
    assert "offset" not in repr(notes)
    assert "row 1" not in repr(got)


async def test_only_the_sites_hosts_and_the_paths_that_were_named_count(browser, site):
    async with tab(browser, site) as it, it.answers("/api/list") as answers:
        it._wire.hosts.clear()
        await it.page.click(".b-more")
        with pytest.raises(Temporary, match="did not ask the site in time"):
            await answers.next(patience=0.5)
        it._wire.hosts.add(HOST)
        await it.page.evaluate("fetch('/api/list/more?offset=0')")
        await it.page.evaluate("fetch('/elsewhere/api/list')")
        with pytest.raises(Temporary):
            await answers.next(patience=0.5)


@pytest.mark.parametrize("how", ["said", "unsaid", "packed"])
async def test_an_answer_too_large_is_told_and_the_next_one_is_given(browser, site, how, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_ANSWER", 100_000)
    body = b'"' + b"x" * 200_000 + b'"'
    if how == "packed":
        site.answers["/big"] = Response(gzip.compress(body), headers={"content-encoding": "gzip"})
    else:
        site.answers["/big"] = Response(body, media_type="application/json")
        if how == "unsaid":
            site.answers["/big"].raw_headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    async with tab(browser, site) as it, it.answers("/big", "/api/list") as answers:
        await it.page.evaluate("fetch('/big').then(answer => answer.text()).catch(() => 0)")
        await it.page.click(".b-more")
        with pytest.raises(Temporary):
            await answers.next()
        assert (await answers.next()).path == "/api/list"
    assert [note.error for note in it._wire.diagnostics.requests] == ["temporary", None]


async def test_together_they_are_bounded_in_size_and_number(browser, site, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_OF_ALL", 2_000)
    monkeypatch.setattr(reading, "MOST", 3)
    site.answers["/part"] = JSONResponse("x" * 900)
    async with tab(browser, site) as it, it.answers("/part") as answers:
        for _ in range(6):
            await it.page.evaluate("fetch('/part').then(answer => answer.text())")
        for _ in range(2):
            await answers.next()
        with pytest.raises(Temporary, match="together"):
            await answers.next()
        with pytest.raises(Temporary, match="more than 3 times"):
            await answers.next()
        with pytest.raises(Temporary, match="in time"):
            await answers.next(patience=0.3)


async def test_a_page_in_place_of_json_is_a_changed_site_with_nothing_of_it_kept(browser, site):
    site.answers["/api/list"] = HTMLResponse("<h1>Attention Required! canary</h1>", status_code=403)
    async with tab(browser, site) as it, it.answers("/api/list") as answers:
        await it.page.click(".b-more")
        got = await answers.next()
        assert got.reply.status == 403
        assert not got.reply.is_json
        with pytest.raises(LayoutChanged):
            decoded(got.reply, Page, it._wire.diagnostics)
    assert "canary" not in (it._wire.diagnostics.unreadable or "")


async def test_an_answer_of_the_proxy_is_never_taken_for_the_sites(browser, site):
    site.answers["/api/list"] = JSONResponse({"list": []}, headers={"x-brd-err-code": "client_10120"}, status_code=502)
    async with proxying() as one, tab(browser, site, proxy=parse(one.url)) as it, it.answers("/api/list") as answers:
        await it.page.click(".b-more")
        with pytest.raises(ProxyFailed):
            await answers.next()


async def test_an_answer_whose_page_is_gone_is_told(browser, site):
    over = asyncio.Event()

    async def not_whole():
        yield b"["
        await over.wait()

    site.answers["/api/list"] = StreamingResponse(not_whole(), media_type="application/json")
    async with tab(browser, site) as it, it.answers("/api/list") as answers:
        async with it.page.expect_response("**/api/list*"):
            await it.page.click(".b-more")
        await it.page.close()
        with pytest.raises(Temporary):
            await answers.next(patience=2)
        over.set()


async def test_a_fetch_out_of_the_page_goes_with_its_cookies(browser, site):
    async with tab(browser, site) as it:
        site.asked.clear()
        reply = await it.fetch(f"{site.url}/api/users/me?private=canary")
        assert (reply.status, reply.is_json) == (200, True)
        # Without what the page's own script adds it is nobody: that is why answers are read along.
        assert msgspec.json.decode(reply.body) == {"isAuth": False}
        assert "sess=" in site.asked[0][2]["cookie"]
    (note,) = it._wire.diagnostics.requests
    assert (note.route, note.status) == ("/api/users/me", 200)


async def test_a_fetch_goes_to_the_site_only_and_ends_at_its_limit(browser, site):
    site.answers["/big"] = Response(b"x" * (LARGEST_ANSWER + 1), media_type="application/json")
    site.answers["/away"] = Response(status_code=302, headers={"location": "http://elsewhere.invalid/"})
    async with tab(browser, site) as it:
        with pytest.raises(Rejected):
            await it.fetch("https://elsewhere.invalid/api")
        with pytest.raises(Temporary, match="larger than 8 MB"):
            await it.fetch(f"{site.url}/big")
        with pytest.raises(Temporary):
            await it.fetch(f"{site.url}/away")


@pytest.mark.parametrize(
    "told",
    [None, [], [200, "text"], ["200", "json", "{}"], [200, None, "{}"], [9, "json", "{}"], [200, "", "x" * (LARGEST_ANSWER + 1)],
     [True, "json", "{}"], {"status": 200}],
)  # fmt: skip
def test_a_page_that_makes_something_else_of_fetch_is_told(told):
    with pytest.raises(Temporary):
        reply_of(told)
