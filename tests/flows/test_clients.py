"""Clients are added, found and edited; names are one's own, zones and currencies real."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from ofauto_desktop.domain.clients import ClientStatus, Contact
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.events import ClientsChanged
from storage.models import FinancialMetric, PostQueue
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


async def test_a_profile_keeps_contacts_status_and_colour_and_undo_brings_it_back(stage):
    before = await stage.clients.named("Ada")
    contacts = (Contact(label=" Mail ", value="ada@example.org"), Contact(label="Phone", value="  "))
    after = await stage.clients.edit(before.id, status=ClientStatus.PAUSED, contacts=contacts, colour=3)
    assert (after.status, after.colour) == (ClientStatus.PAUSED, 3)
    assert after.contacts == (Contact(label="Mail", value="ada@example.org"),)
    assert await stage.clients.get(before.id) == after
    assert await stage.clients.put_back(before) == before
    for wrong in (
        {"notes": "x" * 10_001},
        {"contacts": contacts * 11},
        {"contacts": (replace(contacts[0], value="x" * 201),)},
    ):
        with pytest.raises(BadInput):
            await stage.clients.edit(before.id, **wrong)


async def test_only_a_client_without_anything_can_be_deleted(stage):
    ada = await stage.clients.named("Ada")
    await stage.connect()
    with pytest.raises(Conflict, match="1 accounts"):
        await stage.clients.remove(ada.id)
    bo = await stage.clients.add("Bo")
    cleo = await stage.clients.add("Cleo")
    queue = PostQueue(name="Promo", client_id=cleo.id)
    await stage.database.write(lambda session: session.add(queue))
    with pytest.raises(Conflict, match="1 queues"):  # undo could not bring it back
        await stage.clients.remove(cleo.id)
    gone = await stage.clients.remove(bo.id)
    assert [one.name for one in await stage.clients.list()] == ["Ada", "Cleo"]
    assert await stage.clients.restore(gone) == bo
    with pytest.raises(BadInput):
        await stage.clients.restore(gone)


async def test_the_list_tells_how_each_client_stands(tmp_path):
    stage = await opened(tmp_path, year=True)
    try:
        await stage.connect_gumroad()
        await stage.sync.run()
        await stage.clients.add("Bo")
        ada, bo = await stage.clients.summaries()
    finally:
        await stage.aclose()
    assert (ada.client.name, ada.accounts, ada.troubled) == ("Ada", 1, 0)
    assert [one.currency for one in ada.earned] == ["USD"]
    assert ada.earned[0].minor > 0
    assert ada.as_of is not None
    assert (bo.accounts, bo.earned, bo.followers, bo.as_of, bo.next_due) == (0, (), None, None, None)
