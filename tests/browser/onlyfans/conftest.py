"""The practice OnlyFans of a module, renewed for each test."""

import pytest

from tests.browser.onlyfans.stage import staged


@pytest.fixture(scope="module")
async def served(browser):
    async with staged(browser) as it:
        yield it


@pytest.fixture
async def stage(served):
    served.clock.at = type(served.clock)().at
    served.zone = "Europe/Berlin"
    served.renewed()
    return served
