"""Whether a site's data still fit its pages: saved ones are opened without their scripts, and each element is looked for.

A saved page says in its first line what it shows: `<!-- shows: new_post text attach -->`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.browser.sites import Site

if TYPE_CHECKING:
    from playwright.async_api import Browser

_SHOWS = re.compile(r"\s*<!-- shows:([a-z0-9_ ]+)-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An element on a saved page. `matched`: which selector of its list fitted, 0 for the present one; None: none did."""

    page: str
    element: str
    matched: int | None


def saved(folder: Path) -> dict[str, str]:
    """The pages in a folder (*.html), by their names."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html"))}


async def sing(browser: "Browser", site: Site, pages: Mapping[str, str]) -> list[Seen]:
    """Every element that the pages say they show. Raises ValueError for a page that says nothing."""
    found = []
    context = await browser.new_context(java_script_enabled=False, offline=True)
    try:
        page = await context.new_page()
        for name, html in pages.items():
            await page.set_content(html, wait_until="domcontentloaded")
            for element in shown(html, name, site):
                matched = None
                for number, selector in enumerate(site.selectors(element)):
                    if await page.locator(selector).filter(visible=True).count():
                        matched = number
                        break
                found.append(Seen(page=name, element=element, matched=matched))
    finally:
        await context.close()
    return found


def shown(html: str, name: str, site: Site) -> list[str]:
    """The elements that a saved page says it shows. Raises ValueError."""
    said = _SHOWS.match(html)
    if said is None:
        raise ValueError(f"{name} does not say in its first line what it shows")
    wanted = said[1].split()
    if unknown := [one for one in wanted if one not in site.elements]:
        raise ValueError(f"{name} shows {unknown[0]!r}, which is none of the site's elements")
    return wanted
