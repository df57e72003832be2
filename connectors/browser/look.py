"""A page, read by its site's data: its elements are found by the first selector that fits, and it is told which."""

import functools
import logging
import re
from typing import TYPE_CHECKING

from connectors.browser.outline import outline
from connectors.browser.sites import Site
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

PATIENCE = 8.0  # onlyfans.md §2: a cold start takes that long
_log = logging.getLogger(__name__)


class Look:
    """`matched` tells, by element, which selector of its list fitted last; 0 is the present one."""

    def __init__(self, page: "Page", site: Site, diagnostics: Diagnostics) -> None:
        self.page, self.site = page, site
        self._diagnostics = diagnostics
        self.matched: dict[str, int] = {}

    async def find(self, element: str, *, patience: float = PATIENCE) -> "Locator":
        """The element, once it is visible; `patience` in seconds.

        Raises LayoutChanged where none of its selectors fits; the form of the page is then in the diagnostics.
        """
        from playwright.async_api import TimeoutError as TooLate

        try:
            await any_of(self.page, self.site, element).first.wait_for(timeout=patience * 1000)
        except TooLate:
            await self._report(element)
            raise LayoutChanged(f"the page has no “{element}” (site data {self.site.version})") from None
        return await self._first(element)

    async def shows(self, element: str) -> bool:
        """Whether it is visible now."""
        return await any_of(self.page, self.site, element).count() > 0

    async def count(self, element: str) -> int:
        """How many are visible now, by the first of its selectors that fits any."""
        for selector in self.site.selectors(element):
            if found := await self.page.locator(selector).filter(visible=True).count():
                return found
        return 0

    async def named(self, element: str, text: str, *, patience: float = PATIENCE) -> "Locator":
        """The one of several that says just `text`, but for white space. Raises LayoutChanged where none does."""
        from playwright.async_api import TimeoutError as TooLate

        each = self._saying(element, text)
        try:
            await functools.reduce(lambda one, other: one.or_(other), each).first.wait_for(timeout=patience * 1000)
        except TooLate:
            await self._report(element)
            raise LayoutChanged(f"the page has no such “{element}” (site data {self.site.version})") from None
        if (found := await self.named_now(element, text)) is not None:
            return found
        raise LayoutChanged(f"the page took “{element}” away again")

    async def named_now(self, element: str, text: str) -> "Locator | None":
        """The same without waiting; None where none says it now."""
        for one in self._saying(element, text):
            if await one.count():
                return one.first
        return None

    def _saying(self, element: str, text: str) -> "list[Locator]":
        whole = re.compile(rf"^\s*{re.escape(text)}\s*$")
        return [one.filter(has_text=whole) for one in _visible(self.page, self.site, element)]

    async def put_aside(self, element: str) -> None:
        """Click this away whenever it stands in the way of a step, now or later on this page: a banner, a modal."""
        away = any_of(self.page, self.site, element).first

        async def click(found: "Locator") -> None:
            await found.click()

        await self.page.add_locator_handler(away, click)

    async def _first(self, element: str) -> "Locator":
        for number, selector in enumerate(self.site.selectors(element)):
            found = self.page.locator(selector).filter(visible=True)
            if await found.count():
                if number and self.matched.get(element) != number:
                    _log.info("%s was found by selector %d of its list only", element, number + 1)
                self.matched[element] = number
                return found.first
        raise LayoutChanged(f"the page took “{element}” away again")

    async def _report(self, element: str) -> None:
        head = f"no {element}, site data {self.site.version} of {self.site.seen}"
        self._diagnostics.unreadable = f"{head}\n{await outline(self.page)}"


def any_of(page: "Page", site: Site, element: str) -> "Locator":
    """What fits any of the element's selectors and is visible."""
    return functools.reduce(lambda one, other: one.or_(other), _visible(page, site, element))


def _visible(page: "Page", site: Site, element: str) -> "list[Locator]":
    return [page.locator(selector).filter(visible=True) for selector in site.selectors(element)]
