"""Stages of the platforms that have tests of their own."""

from collections.abc import AsyncIterator

import pytest

from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.stage import Stage, practised


@pytest.fixture
async def x() -> AsyncIterator[Stage]:
    """X with its three users and nothing posted."""
    stage = practised(PlatformId.X)
    stage.fields = {**stage.fields, "client_id": "practice-client", "refresh_token": "practice-x-refresh"}
    yield stage
    await stage.close()


@pytest.fixture
async def x_year() -> AsyncIterator[Stage]:
    """X after a year."""
    stage = practised(PlatformId.X, year=True)
    yield stage
    await stage.close()
