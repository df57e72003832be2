"""Clients are added, found and edited; names are one's own, zones and currencies real."""

import pytest
from sqlalchemy import func, select

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.events import ClientsChanged
from storage.models import FinancialMetric
from tests.accounts_stage import NOW, opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


async def test_a_client_is_added_and_found_by_name(stage):
    bo = await stage.clients.add("  Bo   Müller ", zone="Asia/Tokyo", currency="jpy")
    assert (bo.name, bo.zone, bo.currency, bo.created_at) == ("Bo Müller", "Asia/Tokyo", "JPY", NOW)
    assert await stage.clients.named("BO MÜLLER") == bo
    assert [one.name for one in await stage.clients.list()] == ["Ada", "Bo Müller"]
    assert ClientsChanged(at=NOW, client_ids=(bo.id,)) in stage.heard
    with pytest.raises(NotFound):
        await stage.clients.named("Cleo")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("", {}),
        (" ", {}),
        ("x" * 81, {}),
        ("ada", {}),
        ("Bo", {"zone": "Mars"}),
        ("Bo", {"zone": ""}),
        ("Bo", {"currency": "XX"}),
        ("Bo", {"currency": ""}),
    ],
)
async def test_what_cannot_be_used_is_refused(stage, name, more):
    with pytest.raises(BadInput):
        await stage.clients.add(name, **more)
    assert [one.name for one in await stage.clients.list()] == ["Ada"]


async def test_only_what_is_given_is_changed(stage):
    before = await stage.clients.named("Ada")
    after = await stage.clients.edit(before.id, notes="prefers evenings", name="ADA")
    assert (after.name, after.notes, after.zone, after.currency) == ("ADA", "prefers evenings", "Europe/Berlin", "EUR")
    await stage.clients.add("Bo")
    for wrong in ({"name": "bo"}, {"name": " "}, {"zone": "Mars"}, {"currency": "?"}):
        with pytest.raises(BadInput):
            await stage.clients.edit(before.id, **wrong)
    with pytest.raises(NotFound):
        await stage.clients.edit(99, notes="x")


async def test_in_another_zone_the_days_of_its_accounts_are_counted_anew(tmp_path):
    stage = await opened(tmp_path, year=True)
    try:
        await stage.connect_gumroad()
        await stage.sync.run()
        before = await stage.database.read(days)
        await stage.clients.edit(stage.client_id, zone="Pacific/Auckland")
        after = await stage.database.read(days)
    finally:
        await stage.aclose()
    assert sum(before.values()) == sum(after.values())
    assert before != after


def days(session):
    query = select(FinancialMetric.day, func.sum(FinancialMetric.gross_minor)).group_by(FinancialMetric.day)
    return {row[0]: row[1] for row in session.execute(query)}
