"""A real browser for the tests of a module, and a site for each test."""

import pytest

from connectors.browser.process import SharedBrowser
from tests.browser_site import Site, serving


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def site():
    async with serving(Site()) as it:
        yield it


@pytest.fixture(scope="module")
async def browser():
    """Shared, as it is in the program; one that a test has killed is started again for the next."""
    it = SharedBrowser()
    yield it
    await it.aclose()
