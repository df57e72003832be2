"""A real browser for each test, and a site for it."""

import pytest

from connectors.browser.process import SharedBrowser
from tests.browser_site import Site, serving


@pytest.fixture
async def site():
    async with serving(Site()) as it:
        yield it


@pytest.fixture
async def browser():
    it = SharedBrowser()
    yield it
    await it.aclose()
