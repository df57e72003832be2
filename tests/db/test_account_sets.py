"""Accounts that are posted to together, and the choice that the next post begins with."""

import pytest

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.services.account_sets import AccountSets
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=3)
    yield made
    await made.aclose()


@pytest.fixture
def sets(stage):
    return AccountSets(stage.database, stage.clocks.now)


async def test_a_set_is_kept_under_its_name(stage, sets):
    ids = tuple(one.id for one in stage.people)
    both = await sets.add(" Both ", (ids[1], ids[0], ids[1]))
    assert (both.name, both.account_ids) == ("Both", (ids[1], ids[0]))
    assert await sets.find("bOTH") == both
    for name, wanted in (("both", ids), ("", ids), ("None", ())):
        with pytest.raises(BadInput):
            await sets.add(name, wanted)
    with pytest.raises(NotFound):
        await sets.find("Nobody")


async def test_the_last_choice_and_its_set_come_first(stage, sets):
    ids = tuple(one.id for one in stage.people)
    assert await sets.last_used() == ()
    await sets.add("A", ids[:1])
    await sets.add("B", ids[:2])
    await sets.note_use((ids[1], ids[0]))
    assert await sets.last_used() == (ids[1], ids[0])
    assert [one.name for one in await sets.list()] == ["B", "A"]


async def test_it_is_changed_deleted_and_brought_back(stage, sets):
    ids = tuple(one.id for one in stage.people)
    known = await sets.add("A", ids[:1])
    changed = await sets.edit(known.id, name="All", account_ids=ids)
    gone = await sets.remove(known.id)
    assert await sets.list() == ()
    assert await sets.put_back(gone) == changed
    with pytest.raises(NotFound):
        await sets.remove(999)


async def test_an_account_that_is_gone_is_in_no_set(stage, sets):
    ids = tuple(one.id for one in stage.people)
    await sets.add("All", ids)
    await stage.accounts.remove(ids[2])
    assert (await sets.list())[0].account_ids == ids[:2]
