"""Visits to the site's own pages: they are opened and scrolled, and what they ask is read along (platforms/onlyfans.md §0).

Each page first asks who is logged in. Nothing is read, and nothing is done, before that answer names the right account.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from connectors import lists
from connectors.base import Connection
from connectors.browser.answers import Answer, Answers
from connectors.browser.look import any_of
from connectors.browser.tab import Tab
from connectors.diagnostics import Diagnostics
from connectors.errors import (
    Challenged,
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    Temporary,
    Unsupported,
    WrongAccount,
)
from connectors.http import Reply, decoded
from connectors.onlyfans.refusals import Denied, blocked, network_refused, refusal
from connectors.onlyfans.site import API, site
from connectors.onlyfans.wire import Listing, Me

T = TypeVar("T")
ME = f"{API}/users/me"
# A cold start of the site takes 8 s (§2); its lists come quicker.
PATIENCE = 20.0
_SHORT = 3.0
_NUDGE = 0.1
# Of one list. A hundred thousand payments are a thousand pages.
MOST_PAGES = 3000
_MOST_IDLE = 5
_TIMES = MOST_PAGES // 400  # of what a page may usually ask
_SCROLL = "up => window.scrollTo(0, up ? 0 : document.documentElement.scrollHeight)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a list: its readable items are decoded by `items`.

    `more` is what the site says, which may be a lie; None for a bare array, which says nothing.
    """

    raw: list[Any]
    more: bool | None

    def items(self, form: type[T]) -> tuple[list[T], int]:
        """What can be read of it, and how many items cannot. Raises LayoutChanged where that is all of them."""
        found = lists.of_form(self.raw, form)
        if self.raw and not found:
            raise LayoutChanged("no item of the list is of the expected form")
        return found, len(self.raw) - len(found)


def page_of(reply: Reply, diagnostics: Diagnostics) -> Page:
    """A list's answer, whichever of its two forms it has. Raises LayoutChanged."""
    told: Any = decoded(reply, list[msgspec.Raw] | Listing, diagnostics)  # type: ignore[arg-type]  # a union is a form
    if isinstance(told, list):
        return Page(raw=told, more=None)
    entries = next((one for one in (told.entries, told.users, told.items) if one is not None), None)
    if entries is None:
        raise LayoutChanged("the answer has no list")
    return Page(raw=entries, more=told.has_more is not False)


class Opened:
    """A page that is open, of somebody who is logged in: `me`."""

    def __init__(self, run: "Run", answers: Answers, me: Me, early: list[Answer]) -> None:
        self.me, self._run, self._answers, self._early = me, run, answers, early

    @property
    def tab(self) -> Tab:
        return self._run.tab

    async def answer(self, *, patience: float = PATIENCE, scroll: str = "") -> Answer:
        """The next answer of what the page was opened for; with `scroll` ("down", "up"), it is made to ask for more.

        Raises what the answer means where it is a refusal.
        """
        while True:
            found = self._early.pop(0) if self._early else await self._next(patience, scroll)
            if found.path == ME:
                continue
            error = refusal(found.reply, self._run.connection.now())
            if isinstance(error, Denied):
                raise await self._run.denied(error)
            if error is not None:
                raise error
            return found

    def put_back(self, answer: Answer) -> None:
        """What was not asked for here comes next."""
        self._early.insert(0, answer)

    async def pages(self, *, scroll: str = "down", path: str = "") -> AsyncGenerator[Page, None]:
        """The list's pages until the site says that there are no more, one is empty, or five in a row bring nothing new.

        `path`: answers at other paths are passed over. Raises LayoutChanged where the list has no end.
        """
        seen: set[int] = set()
        idle, more = 0, True
        for number in range(MOST_PAGES):
            patience = PATIENCE if more else _SHORT
            try:
                answer = await self._of(path, scroll if number else "", patience)
            except Temporary:
                if patience == _SHORT:
                    return  # an array that says nothing of more, and a page that asks for none
                raise
            page = self.page_of(answer)
            yield page
            fresh = {hash(bytes(one)) for one in page.raw} - seen
            idle = 0 if fresh else idle + 1
            seen |= fresh
            more = page.more is not None
            if not page.raw or page.more is False or idle >= _MOST_IDLE:
                return
        raise LayoutChanged(f"the list has more than {MOST_PAGES} pages")

    def read(self, reply: Reply, form: type[T]) -> T:
        return decoded(reply, form, self._run.connection.http.diagnostics)

    def page_of(self, answer: Answer) -> Page:
        return page_of(answer.reply, self._run.connection.http.diagnostics)

    async def _of(self, path: str, scroll: str, patience: float) -> Answer:
        while True:
            found = await self.answer(scroll=scroll, patience=patience)
            if not path or re.fullmatch(path, found.path):
                return found

    async def _next(self, patience: float, scroll: str) -> Answer:
        if not scroll:
            return await self._answers.next(patience=patience)
        await self._run.connection.http.limiter.admit("scroll")
        nudging = asyncio.create_task(_nudged(self.tab, up=scroll == "up"))
        try:
            return await self._answers.next(patience=patience)
        finally:
            nudging.cancel()
            await asyncio.gather(nudging, return_exceptions=True)


class Run:
    """One login's use of one tab. `window`: a person sees it."""

    def __init__(self, connection: Connection, tab: Tab) -> None:
        self.connection, self.tab = connection, tab
        self.me: Me | None = None

    async def who(self) -> Me:
        """Who is logged in, as a page of this run was told."""
        if self.me is None:
            async with self.page("/") as opened:
                return opened.me
        return self.me

    @property
    def address(self) -> str:
        return self.connection.endpoints["site"].rstrip("/")

    @asynccontextmanager
    async def page(self, path: str, *asked: str) -> AsyncIterator[Opened]:
        """Open `path`; answers whose path fits one of `asked` are heard.

        Raises LoginExpired, Challenged, WrongAccount, NetworkDown, Temporary …
        """
        async with self.tab.answers(re.escape(ME), *asked, times=_TIMES) as answers:
            me, early = await self._arrive(path, answers)
            yield Opened(self, answers, me, early)

    async def denied(self, error: Denied) -> ConnectorError:
        """What it means that one thing was refused: asked once more who is logged in, and no oftener (§3)."""
        try:
            async with self.tab.answers(re.escape(ME)) as answers:
                await self._arrive("/", answers)
        except Denied:
            return LoginExpired(error.reason)
        except ConnectorError as met:
            return met
        return Temporary("OnlyFans does not show this at present, though the login is good")

    async def _arrive(self, path: str, answers: Answers) -> tuple[Me, list[Answer]]:
        with self.tab.translated():
            response = await self.tab.page.goto(f"{self.address}{path}", wait_until="commit")
            if response is not None and response.status >= 400:
                raise self._of_page(response.status, await response.body())
        early: list[Answer] = []
        while True:
            try:
                found = await answers.next(patience=PATIENCE)
            except Temporary:
                raise await self._instead() or LayoutChanged("the page does not ask who is logged in") from None
            if found.path == ME:
                return self._me(found), early
            early.append(found)

    def _of_page(self, status: int, body: bytes) -> ConnectorError:
        if blocked(body):
            return network_refused()
        found = refusal(Reply(status=status, headers={}, body=b""), self.connection.now())
        return found or Temporary(f"OnlyFans answered {status}")

    def _me(self, answer: Answer) -> Me:
        error = refusal(answer.reply, self.connection.now())
        if error is not None:
            raise error
        me = decoded(answer.reply, Me, self.connection.http.diagnostics)
        if not me.is_auth:
            raise LoginExpired("OnlyFans shows its login")
        if self.connection.remote_id not in (None, str(me.id)):
            raise WrongAccount("the browser is logged in as another account")
        self.me = me
        return me

    async def _instead(self) -> ConnectorError | None:
        """What the page shows, where it does not ask: the address tells nothing (§0.2)."""
        with self.tab.translated():
            if await any_of(self.tab.page, site(), "captcha").count():
                return Challenged("a captcha is shown")
            if await any_of(self.tab.page, site(), "login_form").count():
                return LoginExpired("OnlyFans shows its login")
        return None


class Visits:
    """Runs of one account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def run(self, *, window: bool = False) -> AsyncIterator[Run]:
        """A tab with the login, until the block ends. Raises Unsupported where the account has no browser."""
        browser = self._connection.browser
        if browser is None:
            raise Unsupported("OnlyFans needs a browser, and this account has none")
        async with browser.tab(window=window) as tab:
            yield Run(self._connection, tab)


async def _nudged(tab: Tab, *, up: bool) -> None:
    """Scroll until this is cancelled: what came last may not be drawn yet, and then nothing moves."""
    while True:
        await tab.page.evaluate(_SCROLL, up)
        await asyncio.sleep(_NUDGE)
