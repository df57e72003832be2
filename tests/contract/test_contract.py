"""One contract for every platform that is offered, on its practice world."""

import pytest

from connectors import registry
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.stage import practised
from tests.contract.suite import CHECKS, Named

pytestmark = pytest.mark.anyio

CASES = [
    pytest.param(platform, named, id=f"{platform.value}-{named.check.__name__}")
    for platform in registry.offered()
    for named in CHECKS
    if named.applies(registry.platform(platform))
]


@pytest.mark.parametrize(("platform", "named"), CASES)
async def test_contract(platform: PlatformId, named: Named) -> None:
    stage = practised(platform, year=True)
    try:
        await named.check(stage)
    finally:
        await stage.close()
