"""The browser that all accounts share: one process, started when it is needed, closed once it has been idle.

An account's part of it is a context in memory. There is no profile: nothing of a login lies readable on the disk.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from connectors.browser.finding import find
from connectors.browser.state import Setup
from connectors.browser.translated import translated
from connectors.errors import Unsupported

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

IDLE = 300.0
_CLOSES_IN = 10.0
_log = logging.getLogger(__name__)
# Nothing is fetched or told behind the person's back. QUIC would go around an HTTP proxy.
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
# Playwright's own switches for watching what is sent: with one set, logins would be written to the terminal.
_WATCHING = ("DEBUG", "DEBUG_FILE", "DEBUGP", "PWDEBUG")


class SharedBrowser:
    """Lives on one loop. `named` tells which program the person chose, "" for none; `idle` is in seconds."""

    def __init__(self, named: Callable[[], str] = str, *, headed: bool = False, idle: float = IDLE) -> None:
        self._named, self._headed, self._idle = named, headed, idle
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._users = 0
        self._ending: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    def with_windows(self) -> "SharedBrowser":
        """A browser of its own, of the same program, whose pages a person sees. Raises Unsupported without a display."""
        if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise Unsupported("that needs a window, and there is no display here")
        return SharedBrowser(self._named, headed=True, idle=self._idle)

    def refuse_without_one(self) -> None:
        """Raises NoBrowser where there is none to be started. Looks at the disk."""
        find(self._named())

    @property
    def is_running(self) -> bool:
        return self._browser is not None and self._browser.is_connected()

    @asynccontextmanager
    async def context(self, setup: Setup) -> AsyncIterator["BrowserContext"]:
        """A context of its own, gone with the block. Raises Unsupported where no browser starts here, ProxyFailed …"""
        for name in _WATCHING:  # before Playwright is imported, which is when it looks
            os.environ.pop(name, None)
        self._users += 1
        if self._ending is not None:
            self._ending.cancel()
        try:
            with translated(proxied=setup.proxy is not None):
                context = await self._made(setup)
                try:
                    yield context
                finally:
                    await _shut(context)
        finally:
            self._users -= 1
            if not self._users:
                self._ending = asyncio.get_running_loop().call_later(self._idle, self._end)

    async def aclose(self) -> None:
        """End the process now, whoever uses it. It may be started again."""
        if self._ending is not None:
            self._ending.cancel()
        if self._closing is not None:
            await asyncio.shield(self._closing)
        await self._close()

    def _end(self) -> None:
        self._closing = asyncio.get_running_loop().create_task(self._close_idle(), name="browser-idle")

    async def _close_idle(self) -> None:
        if not self._users:
            await self._close()

    async def _made(self, setup: Setup) -> "BrowserContext":
        from playwright.async_api import Error

        browser, options = await self._started(), {**setup.options(), "no_viewport": self._headed}
        try:
            return await browser.new_context(**options)
        except Error as error:
            if type(error).__name__ != "TargetClosedError":
                raise
        # Where the driver has died, the browser still counts as connected: it is only met here.
        async with self._starting:
            if self._browser is browser:
                await self._stopped()
        return await (await self._started()).new_context(**options)

    async def _started(self) -> "Browser":
        # Goes on where its caller is cancelled: a process half begun would be left behind.
        return await asyncio.shield(asyncio.create_task(self._start_once(), name="browser-start"))

    async def _start_once(self) -> "Browser":
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                await self._stopped()
                self._playwright, self._browser = await _start(self._named(), headed=self._headed)
            return self._browser

    async def _close(self) -> None:
        async with self._starting:
            await self._stopped()

    async def _stopped(self) -> None:
        if self._playwright is None:
            return
        from playwright.async_api import Error

        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        try:
            async with asyncio.timeout(_CLOSES_IN):
                if browser is not None:
                    await browser.close()
        except (Error, TimeoutError) as error:  # it is gone already, or hangs: then the driver's end ends it
            _log.info("the browser did not close by itself: %s", type(error).__name__)
        finally:
            await _stop(playwright)


async def _stop(playwright: "Playwright") -> None:
    """End the driver. Its input is closed at once, upon which it ends, even where nobody waits for that any more."""
    try:
        async with asyncio.timeout(_CLOSES_IN):
            await playwright.stop()
    except TimeoutError:
        _log.warning("the browser's driver takes long to end")


async def _shut(context: "BrowserContext") -> None:
    from playwright.async_api import Error

    try:
        await context.close()
    except Error as error:  # the whole browser is gone, and the context with it; what the block met is what counts
        _log.info("the browser ended before its context: %s", type(error).__name__)


async def _start(named: str, *, headed: bool) -> "tuple[Playwright, Browser]":
    found = find(named)
    from playwright.async_api import Error, async_playwright

    try:
        playwright = await async_playwright().start()
    except Error:
        raise Unsupported("Playwright does not start on this computer") from None
    try:
        # The signals are for the program: it closes the browser in its own time.
        browser = await playwright.chromium.launch(
            executable_path=found.program,
            headless=not headed,
            args=list(_ARGUMENTS),
            chromium_sandbox=not _is_root(),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except BaseException as error:
        await _stop(playwright)
        if isinstance(error, Error):
            raise Unsupported(f"{found.name} does not start on this computer") from None
        raise
    _log.info("%s %s was started", found.name, browser.version)
    return playwright, browser


def _is_root() -> bool:
    """Chromium's sandbox refuses root, who needs none to be kept from anything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
