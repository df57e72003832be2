"""A real browser for the tests of a module, and a site for each test."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

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
    # A module's tests have one loop, whose thread for waiting work must not look as if a test had left it behind.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="asyncio"))
    await asyncio.to_thread(int)
    it = SharedBrowser()
    yield it
    await it.aclose()
