"""Look whether each site's data fit its saved pages, and say which alternative of each element does.

`make canary` takes the pages that come with the program; `make canary ARGS="--pages FOLDER"` those in FOLDER/PLATFORM/.
Exit 1 where an element is on none of the pages that say they show it.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from playwright.async_api import async_playwright

from connectors import registry
from connectors.browser.canary import Seen, saved, sing
from connectors.browser.finding import find
from connectors.browser.sites import Site

PAGES = Path(__file__).resolve().parent.parent / "tests" / "saved_pages"


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--pages", type=Path, default=PAGES, metavar="FOLDER")
    given.add_argument("platform", nargs="*", help="only these")
    arguments = given.parse_args()
    return asyncio.run(_sung(arguments.pages, arguments.platform))


async def _sung(pages: Path, wanted: list[str]) -> int:
    sites = {name.value: parts.site() for name in registry.offered() if (parts := registry.platform(name)).site}
    unwell = 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find().program)
        for name, site in sites.items():
            if not wanted or name in wanted:
                unwell += _told(name, site, await sing(browser, site, saved(pages / name)))
        await browser.close()
    return 1 if unwell else 0


def _told(name: str, site: Site, seen: list[Seen]) -> int:
    print(f"{name}: site data {site.version} of {site.seen}")
    missing = 0
    for one in seen:
        if one.matched is None:
            missing += 1
            words = f"NONE of {len(site.selectors(one.element))} selectors"
        else:
            words = "the present selector" if one.matched == 0 else f"alternative {one.matched + 1}"
        print(f"  {one.page:20} {one.element:20} {words}")
    unseen = sorted(set(site.elements) - {one.element for one in seen})
    if unseen:
        print(f"  on no saved page: {', '.join(unseen)}")
    return missing


if __name__ == "__main__":
    sys.exit(main())
