"""One contract for every platform that is offered, on its practice world."""

from pathlib import Path

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


def test_every_platform_has_a_glyph() -> None:
    """The window draws one wherever an account is shown, and cannot without its file."""
    brands = Path(__file__).resolve().parents[2] / "resources" / "icons" / "brands"
    assert {f"{platform.value}.svg" for platform in registry.offered()} <= {file.name for file in brands.iterdir()}
