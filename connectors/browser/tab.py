"""One page of an account: to be driven, and read in three ways. By its elements, by what it asks, and by asking as it does."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.browser.answers import FETCH, PATIENCE, Answers, Wire, reply_of
from connectors.browser.look import Look
from connectors.browser.sites import Site
from connectors.browser.translated import translated
from connectors.errors import ConnectorError, Rejected
from connectors.http import LARGEST_ANSWER, Reply
from ofauto_desktop.domain.words import mark

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route


_READING = ("GET", "HEAD", "OPTIONS")
# No site answers so: it never left, or nobody knows what became of it.
HELD_BACK, UNANSWERED = 499, 598
# What is wrong with what a page is about to write, from its body; "" where it may leave.
Screen = Callable[[bytes], str]
_NOT_KEPT = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


def nothing_wrong(_body: bytes) -> str:
    """A Screen that lets everything through."""
    return ""


class Once:
    """Hands on what a page writes: `reason` is why it was held back, if it was."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._open = False
        self.reason = ""

    async def take(self, route: "Route") -> None:
        from playwright.async_api import Error

        asked = route.request
        if asked.method in _READING:
            await route.continue_()
            return
        # One that was not clearly refused may be there: the page's script must not try again by itself either.
        reason = self._screen(asked.post_data_buffer or b"") or (
            mark("it may have been sent already") if self._open else ""
        )
        if reason:
            self.reason = self.reason or reason
            await route.fulfill(status=HELD_BACK, headers=_TO_ANYBODY, body="")
            return
        self._open = True
        try:
            answer = await route.fetch(max_redirects=0, timeout=PATIENCE * 1000)
            body = await answer.body()
        except Error:
            await route.fulfill(status=UNANSWERED, headers=_TO_ANYBODY, body="")
            return
        self._open = not 400 <= answer.status < 500
        headers = {name: value for name, value in answer.headers.items() if name not in _NOT_KEPT}
        await route.fulfill(status=answer.status, headers=headers, body=body)


_TO_ANYBODY = {"access-control-allow-origin": "*"}


@dataclass(frozen=True, slots=True)
class Sending:
    """What becomes of a page that a person looks at."""

    went_out: "asyncio.Future[None]"
    closed: "asyncio.Future[None]"


class Tab:
    """`page` is Playwright's own. Its errors are translated where the run ends; use `translated` to be told sooner."""

    def __init__(self, page: "Page", wire: Wire) -> None:
        self.page, self._wire = page, wire

    def look(self, site: Site) -> Look:
        """The page by its site's data."""
        return Look(self.page, site, self._wire.diagnostics)

    def translated(self, *, publishing: bool = False) -> AbstractContextManager[None]:
        """Around the one step that publishes: whatever fails within leaves the outcome open."""
        return translated(proxied=self._wire.proxied, publishing=publishing)

    @asynccontextmanager
    async def answers(self, *paths: str, times: int = 1) -> AsyncIterator[Answers]:
        """The site's own answers whose path one of the regular expressions fits whole, while the block runs.

        `times` the usual bounds are for lists that are long.
        """
        answers = Answers(self._wire, [re.compile(path) for path in paths], times=times)
        self.page.on("response", answers.heard)
        try:
            yield answers
        finally:
            self.page.remove_listener("response", answers.heard)
            await answers.aclose()

    @asynccontextmanager
    async def sending(self, path: str) -> AsyncIterator["Sending"]:
        """Whether the page sends something to the site at `path`, a regular expression, or is closed before."""
        loop = asyncio.get_running_loop()
        told = Sending(went_out=loop.create_future(), closed=loop.create_future())
        fits = re.compile(path)

        def asked(request: "Request") -> None:
            address = urlsplit(request.url)
            is_ours = address.hostname in self._wire.hosts and fits.fullmatch(address.path)
            if is_ours and request.method not in _READING and not told.went_out.done():
                told.went_out.set_result(None)

        def closed(_page: "Page") -> None:
            if not told.closed.done():
                told.closed.set_result(None)

        self.page.on("request", asked)
        self.page.on("close", closed)
        try:
            yield told
        finally:
            self.page.remove_listener("request", asked)
            self.page.remove_listener("close", closed)
            told.went_out.cancel()
            told.closed.cancel()

    @asynccontextmanager
    async def once(self, path: str, screen: Screen = nothing_wrong) -> AsyncIterator["Once"]:
        """See to it that what the page writes to the site at `path`, a regular expression, leaves once at most.

        A browser repeats a request by itself, also one that writes, where a connection that it has used before breaks: a
        post would be there twice. So the driver sends it in its place, as the page made it. Where `screen` says
        something of its body it does not leave at all.
        """
        once = Once(screen)
        fits = re.compile(path)

        def is_writing(url: str) -> bool:
            address = urlsplit(url)
            return address.hostname in self._wire.hosts and fits.fullmatch(address.path) is not None

        await self.page.route(is_writing, once.take)
        try:
            yield once
        finally:
            if not self.page.is_closed():
                with self.translated():
                    await self.page.unroute(is_writing, once.take)

    async def writes_only_at(self, path: str, meant: str) -> None:
        """From here on the page writes to no path of the site that fits `path` but not `meant`, both regular expressions.

        Reading goes on. It is for a press whose page might name another thing than the one that is meant.
        """
        near, exact = re.compile(path), re.compile(meant)

        def fits(url: str) -> bool:
            address = urlsplit(url)
            return address.hostname in self._wire.hosts and near.fullmatch(address.path) is not None

        async def look(route: "Route", request: "Request") -> None:
            if request.method in _READING or exact.fullmatch(urlsplit(request.url).path):
                await route.fallback()
            else:
                await route.abort()

        await self.page.route(fits, look)

    async def has_browser(self) -> bool:
        """Whether the browser is still there where the page is closed: pages close with a browser that dies, too."""
        from playwright.async_api import Error

        try:
            await self.page.context.cookies("http://localhost")
        except Error:
            return False
        return True

    async def fetch(self, url: str) -> Reply:
        """What the site answers to a plain GET out of the page, with its cookies; only where it signs no requests.

        Raises Rejected for an address that is not the site's, Temporary, ProxyFailed.
        """
        address = urlsplit(url)
        if address.hostname not in self._wire.hosts:
            raise Rejected("that address is not the site's")
        started = time.monotonic()
        reply: Reply | None = None
        failure: str | None = None
        try:
            with self.translated():
                told = await self.page.evaluate(FETCH, [url, LARGEST_ANSWER, int(PATIENCE * 1000)])
            reply = reply_of(told)
        except ConnectorError as error:
            failure = error.kind
            raise
        finally:
            self._wire.note("GET", address.path, started, reply, failure)
        return reply
