"""A page, read by its site's data: its elements are found by the first selector that fits, and it is told which."""

import functools
import logging
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
    each = [page.locator(selector) for selector in site.selectors(element)]
    return functools.reduce(lambda one, other: one.or_(other), each).filter(visible=True)
