"""A login in a window: the site's own page, where the person types. What they type passes nobody here.

Playwright hands on what a page posts to everybody who listens to its requests, passwords with it. So until somebody is
logged in, nothing is listened to: an element of the page is waited for. Only then the site is asked who it is.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from connectors.browser.answers import Wire
from connectors.browser.look import any_of
from connectors.browser.process import SharedBrowser
from connectors.browser.sites import Site, identity
from connectors.browser.state import SessionState, Setup, hosts_of, of_site
from connectors.browser.tab import Tab
from connectors.browser.translated import translated
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, NotFinished, Unfinished
from connectors.proxies import Proxy

if TYPE_CHECKING:
    from playwright.async_api import Page

T = TypeVar("T")
# A second factor may be in another room.
PATIENCE = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Who logged in, by the site's own id, and what it left in the browser."""

    remote_id: str
    state: SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where and as what a person logs in. `address` is the site's; `endpoints` say which cookies are its own."""

    site: Site
    address: str
    endpoints: Mapping[str, str]
    zone: str
    locale: str
    proxy: Proxy | None


class LoginWindow:
    """One login, in a browser of its own that ends with it (`browser` says of which program). `patience` in seconds."""

    def __init__(
        self, door: Door, browser: SharedBrowser, now: Callable[[], datetime], *, patience: float = PATIENCE
    ) -> None:
        self._door, self._browser, self._now, self._patience = door, browser, now, patience
        self._ended: asyncio.Future[Unfinished] = asyncio.get_running_loop().create_future()

    def cancel(self) -> None:
        """Close the window; whoever waits is told."""
        self._end(Unfinished.CANCELLED)

    async def wait(self) -> Arrived:
        """Open the window and wait for the person. The window is closed in any case.

        Raises NotFinished, Unsupported where no window can be opened here, ProxyFailed, NetworkDown, LayoutChanged.
        """
        door = self._door
        setup = Setup(zone=door.zone, locale=door.locale, proxy=door.proxy)
        browser = self._browser.with_windows()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(browser.aclose)
            context = await stack.enter_async_context(browser.context(setup))
            stack.enter_context(translated(proxied=door.proxy is not None))
            page = await context.new_page()
            page.on("close", lambda _: self._end(Unfinished.CLOSED))
            remote_id = await self._unless_ended(_logged_in(page, door, self._now), page)
            storage = of_site(await context.storage_state(), hosts_of(door.endpoints))
            agent = _printable(await page.evaluate("navigator.userAgent"))
        state = SessionState(storage=storage, user_agent=agent, locale=door.locale, zone=door.zone)
        return Arrived(remote_id=remote_id, state=state)

    async def _unless_ended(self, step: Coroutine[Any, Any, T], page: "Page") -> T:
        """What `step` gives, unless the login ends before; what then becomes of the step counts no more."""
        work = asyncio.create_task(step)
        try:
            both: set[asyncio.Future[Any]] = {work, self._ended}
            await asyncio.wait(both, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
            if self._ended.done():
                raise _not_finished(self._ended.result())
            if not work.done():
                raise _not_finished(Unfinished.TOO_LATE)
            if page.is_closed():  # the step has heard of it first
                raise _not_finished(Unfinished.CLOSED)
            return work.result()
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    def _end(self, end: Unfinished) -> None:
        if not self._ended.done():
            self._ended.set_result(end)


def _printable(told: object) -> str:
    """What may stand in a header. A page can answer anything for it."""
    return "".join(char for char in str(told)[:500] if " " <= char <= "~")


def _not_finished(end: Unfinished) -> NotFinished:
    if end is Unfinished.CANCELLED:
        return NotFinished("the login was cancelled", end=end)
    if end is Unfinished.CLOSED:
        return NotFinished("the window was closed before anybody had logged in", end=end)
    return NotFinished("nobody logged in within the time there was", end=end)


async def _logged_in(page: "Page", door: Door, now: Callable[[], datetime]) -> str:
    """The id of who logs in, however long that takes."""
    await page.goto(f"{door.address.rstrip('/')}{door.site.login.page}")
    await any_of(page, door.site, door.site.login.element).first.wait_for(timeout=0)
    return await _who(page, door, now)


async def _who(page: "Page", door: Door, now: Callable[[], datetime]) -> str:
    """The site's own word on who is logged in: its page is loaded once more, and now listened to."""
    sign = door.site.login.sign
    wire = Wire(hosts=hosts_of(door.endpoints), proxied=door.proxy is not None, diagnostics=Diagnostics(), now=now)
    async with Tab(page, wire).answers(re.escape(sign.answer)) as answers:
        await page.reload()
        told = (await answers.next()).reply
    try:
        remote_id = identity(msgspec.json.decode(told.body), sign)
    except (msgspec.DecodeError, RecursionError):
        remote_id = None
    if remote_id is None:
        raise LayoutChanged(f"the page looks logged in, but the site names nobody (site data {door.site.version})")
    return remote_id
