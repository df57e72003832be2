"""A short run of trouble at random steps; `python -m tests.browser.onlyfans.fault_run 200` makes a long one."""

import pytest

from tests.browser.onlyfans import fault_run

pytestmark = pytest.mark.anyio


async def test_trouble_at_random_steps_doubles_nothing_and_is_told_as_it_is(browser):
    counted = await fault_run.runs(browser, 8, seed=1)
    assert not counted.doubles, str(counted)
    assert not counted.wrong, f"{counted}: {counted.wrong}"
