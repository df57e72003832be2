"""A new platform is one module and one line in the registry, and the whole contract holds for it (A24)."""

from collections.abc import Iterator

import pytest

from connectors import registry
from connectors.practice.faults import Faults
from connectors.practice.platforms import InProcess
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract import small_platform
from tests.contract.stage import Clock, Stage
from tests.contract.suite import CHECKS, Named

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    added = {**registry._LOADERS, PlatformId.FANSLY: lambda: small_platform.PLATFORM}
    monkeypatch.setattr(registry, "_LOADERS", added)
    registry.platform.cache_clear()
    yield
    registry.platform.cache_clear()


@pytest.mark.parametrize(
    "named",
    [pytest.param(named, id=named.check.__name__) for named in CHECKS if named.applies(small_platform.PLATFORM)],
)
async def test_the_contract_holds(named: Named) -> None:
    clock, faults = Clock(), Faults()
    wire = small_platform.wire(faults, clock)
    stage = Stage(
        parts=registry.platform(PlatformId.FANSLY),
        endpoints={"api": "http://notes.invalid"},
        transport=lambda: InProcess(wire),
        faults=faults,
        world=None,
        fields={"access_token": "notes-token"},
        clock=clock,
    )
    try:
        await named.check(stage)
    finally:
        await stage.close()


async def test_it_is_offered_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._LOADERS, PlatformId.ONLYFANS, raising=False)
    assert PlatformId.FANSLY in registry.offered()
    with pytest.raises(Exception, match="cannot be connected yet"):
        registry.platform(PlatformId.ONLYFANS)
