"""Next week from the library: one post an item, spread over the days, all or nothing."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.filling import spread
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.schedule import moment_at, slots_after
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.filling import WeekFilling
from tests import pictures
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
MONDAY = date(2026, 6, 22)  # NOON is Monday 15 June


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


@pytest.fixture
def filling(stage):
    sets = AccountSets(stage.database, stage.clocks.now)
    return WeekFilling(stage.database, stage.accounts, sets, stage.composing, stage.library, stage.clocks.now)


async def items(stage, count: int) -> list[int]:
    return [(await stage.library.add_bytes(f"p{n}.png", pictures.png(size=(64 + n, 40)))).id for n in range(count)]


async def test_each_item_gets_a_day_before_any_day_gets_two(stage, filling):
    week = await filling.propose(await items(stage, 9), [stage.ada.id])
    days = [one.wall.date() for one in week.posts]
    assert (week.first, week.last, week.left_over) == (MONDAY, MONDAY + timedelta(days=6), 0)
    assert sorted(set(days)) == [MONDAY + timedelta(days=n) for n in range(7)]
    assert max(days.count(day) for day in days) == 2
    assert await stage.publishing.list(PostFilter()) == ()  # a proposal stores nothing
    post_ids = await filling.plan(week)
    planned = await stage.publishing.list(PostFilter(states=(PostState.SCHEDULED,)))
    assert sorted(post.id for post in planned) == sorted(post_ids)
    assert sorted(post.targets[0].wall for post in planned) == [one.wall for one in week.posts]
    assert [len(post.media) for post in planned] == [1] * 9


async def test_taken_slots_are_left_alone_and_what_has_no_room_is_told(stage, filling):
    first = await filling.propose(await items(stage, 20), [stage.ada.id])
    await filling.plan(first)
    again = await filling.propose([one.media_id for one in first.posts][:10], [stage.ada.id])
    assert not {one.wall for one in first.posts} & {one.wall for one in again.posts}
    assert len(again.posts) + again.left_over == 10


async def test_the_accounts_of_the_last_post_are_meant(stage, filling):
    _, bo = stage.people
    media = await items(stage, 1)
    await filling.plan(await filling.propose(media, [bo.id]))
    assert (await filling.propose(media)).account_ids == (bo.id,)


async def test_what_cannot_be_asked_for_is_refused_in_words(stage, filling):
    with pytest.raises(BadInput, match="choose one to"):
        await filling.propose([])
    await stage.database.write(_no_accounts)
    with pytest.raises(BadInput, match="connect an account"):
        await filling.propose(await items(stage, 1))


async def test_a_failure_midway_leaves_nothing(stage, filling, monkeypatch):
    week = await filling.propose(await items(stage, 3), [stage.ada.id])
    save, calls = stage.composing.save, []

    async def fails_at_last(draft: Draft):
        calls.append(draft)
        if len(calls) == 3:
            raise BadInput("the disk is full")
        return await save(draft)

    monkeypatch.setattr(stage.composing, "save", fails_at_last)
    with pytest.raises(BadInput):
        await filling.plan(week)
    assert await stage.publishing.list(PostFilter()) == ()


def _no_accounts(session) -> None:
    from sqlalchemy import update

    from storage.models import Platform

    session.execute(update(Platform).values(removed_at=NOON))


@given(st.integers(0, 40), st.integers(0, 40))
def test_spreading_takes_each_slot_once_and_keeps_to_the_order_of_time(have: int, wanted: int):
    start = moment_at(datetime.fromisoformat("2026-06-22T00:00:00+00:00"), "UTC")
    free = [slot for slot, _ in zip(slots_after(start.due_at, "UTC"), range(have), strict=False)]
    chosen = spread(free, wanted)
    assert len(chosen) == min(have, wanted)
    assert [one.due_at for one in chosen] == sorted({one.due_at for one in chosen})
    offered, given_out = (Counter(one.wall.date() for one in slots) for slots in (free, chosen))
    most = max(given_out.values(), default=0)
    # A day has less than the fullest only where it has no more to offer.
    assert all(given_out[day] >= min(most - 1, many) for day, many in offered.items())
