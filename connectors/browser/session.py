"""One account in the shared browser: its login is restored for each run, and sealed again where the run changed it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.browser.answers import Wire
from connectors.browser.process import SharedBrowser
from connectors.browser.state import FIELD, SessionState, Setup, hosts_of, of_site, opened
from connectors.browser.tab import Tab
from connectors.diagnostics import Diagnostics
from connectors.errors import LoginExpired, NotFinished
from connectors.limiter import Limiter
from connectors.proxies import Proxy
from ofauto_desktop.domain.errors import AppError

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

    from connectors.base import Credential, CredentialSource

_log = logging.getLogger(__name__)
_BUCKET = "browser"
OpensLogin = Callable[[Mapping[str, str]], SessionState]


class BrowserSession:
    """Runs of one account, one after another. `endpoints` say which cookies are its site's.

    `zone` and `locale` are for a login that was brought along without any.
    """

    def __init__(
        self,
        browser: SharedBrowser,
        credentials: "CredentialSource",
        limiter: Limiter,
        *,
        endpoints: Mapping[str, str],
        proxy: Proxy | None,
        diagnostics: Diagnostics,
        now: Callable[[], datetime],
        zone: str = "UTC",
        locale: str = "en-US",
    ) -> None:
        self._browser, self._credentials, self._limiter = browser, credentials, limiter
        self._proxy, self._zone, self._locale = proxy, zone, locale
        self._wire = Wire(hosts=hosts_of(endpoints), proxied=proxy is not None, diagnostics=diagnostics, now=now)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def tab(self, *, window: bool = False, login: OpensLogin = opened) -> AsyncIterator[Tab]:
        """A page with the account's login, its own until the block ends; with `window`, one that a person sees.

        `login` makes a browser's login of the credential's fields, for sites whose login may be held otherwise.

        Raises LoginExpired where no login is stored, RateLimited where the account rests, Unsupported where there is no
        browser, ProxyFailed. What it keeps of the login afterwards changes nothing of how the block ended.
        """
        async with self._turn:
            await self._limiter.admit(_BUCKET)
            credential = await self._credentials.read()
            state = self._completed(login(credential.fields))
            async with self._context(state, window=window) as context:
                is_login = True
                try:
                    yield Tab(await context.new_page(), self._wire)
                except NotFinished:
                    raise  # the person stopped; the login is as good as before
                except LoginExpired:
                    is_login = False  # what the context holds now would take the place of something better
                    raise
                finally:
                    if is_login:
                        await self._keep(context, credential, state)

    @asynccontextmanager
    async def _context(self, state: SessionState, *, window: bool) -> "AsyncIterator[BrowserContext]":
        browser = self._browser.with_windows() if window else self._browser
        try:
            async with browser.context(self._setup(state)) as context:
                yield context
        finally:
            if window:
                await browser.aclose()

    def _completed(self, state: SessionState) -> SessionState:
        """A login that was brought along may hold other sites' cookies; the account says what it does not."""
        if state.zone:
            return state
        kept = of_site(state.storage, self._wire.hosts)
        return replace(state, storage=kept, zone=self._zone, locale=state.locale or self._locale)

    def _setup(self, state: SessionState) -> Setup:
        return Setup(
            zone=state.zone,
            locale=state.locale,
            user_agent=state.user_agent,
            storage=state.storage,
            proxy=self._proxy,
        )

    async def _keep(self, context: "BrowserContext", credential: "Credential", state: SessionState) -> None:
        """A site may have changed its cookies with any answer: the next run needs what holds now."""
        from playwright.async_api import Error

        async def renewed(_current: "Credential") -> Mapping[str, str]:
            return {FIELD: changed.field()}

        try:
            storage = of_site(await context.storage_state(), self._wire.hosts)
            if storage != state.storage:
                changed = replace(state, storage=storage)
                await self._credentials.rotate(credential.version, renewed)
        except (Error, AppError) as error:
            # The run itself is over, and a post that went out stays one. If this was needed, the next run is told.
            _log.warning("the login of a browser could not be kept: %s", type(error).__name__)
