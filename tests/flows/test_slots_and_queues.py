"""Slots say when an account likes to post; queues put posts on them, one after another."""

from datetime import UTC, datetime, timedelta

import pytest

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.planning import WeekSlot
from ofauto_desktop.domain.posts import PostState
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio
MONDAY, TUESDAY, SUNDAY = 0, 1, 6  # NOON is a Monday


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


def at(weekday, hour, minute=0, *, queue_id=None):
    return WeekSlot(weekday=weekday, minute=hour * 60 + minute, queue_id=queue_id)


def wall(text):
    return datetime.fromisoformat(text)


async def walls(stage, posts):
    return [(await stage.target(post)).wall for post in posts]


async def test_an_account_with_slots_of_its_own_posts_on_those_days_only(stage):
    await stage.planning.slots.put(stage.ada.id, [at(TUESDAY, 7, 15), at(SUNDAY, 20)])
    posts = [await stage.schedule(f"post {number}", at=When.NEXT) for number in range(3)]
    assert await walls(stage, posts) == [wall("2026-06-16T07:15"), wall("2026-06-21T20:00"), wall("2026-06-23T07:15")]
    other = await stage.schedule("elsewhere", to=(stage.people[1],), at=When.NEXT)
    assert await walls(stage, [other]) == [wall("2026-06-15T18:00")]


async def test_slots_are_meant_in_the_accounts_zone_over_a_change_of_clocks(stage):
    await stage.planning.slots.put(stage.ada.id, [at(SUNDAY, 2, 30)])
    start = datetime(2027, 3, 20, tzinfo=UTC)
    found = await stage.planning.slots.between(stage.ada, start, start + timedelta(days=16))
    assert [one.due_at for one in found] == [
        datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # 2:30 does not come that night: it is 3:30 then
        datetime(2027, 4, 4, 0, 30, tzinfo=UTC),
    ]


async def test_taking_the_last_slot_away_brings_the_daily_ones_back(stage):
    slots = stage.planning.slots
    await slots.add(stage.ada.id, at(TUESDAY, 7))
    assert (await slots.next(stage.ada)).wall == wall("2026-06-16T07:00")
    assert await slots.remove(stage.ada.id, at(TUESDAY, 7)) == ()
    assert (await slots.next(stage.ada)).wall == wall("2026-06-15T18:00")
    with pytest.raises(BadInput, match="no slot of its own"):
        await slots.remove(stage.ada.id, at(TUESDAY, 7))


@pytest.mark.parametrize(
    "wanted", [[at(7, 1)], [at(-1, 1)], [at(0, 24)], [at(0, 9), at(0, 9)], [at(0, 9, queue_id=5), at(0, 9)]]
)
async def test_odd_slots_are_refused_and_the_old_ones_stay(stage, wanted):
    await stage.planning.slots.put(stage.ada.id, [at(TUESDAY, 7)])
    with pytest.raises(BadInput):
        await stage.planning.slots.put(stage.ada.id, wanted)
    assert len(await stage.planning.slots.list(stage.ada.id)) == 1


async def test_slots_of_unknown_accounts_and_queues_are_refused(stage):
    with pytest.raises(NotFound):
        await stage.planning.slots.put(99, [at(0, 9)])
    with pytest.raises(NotFound, match="no queue 7"):
        await stage.planning.slots.put(stage.ada.id, [at(0, 9, queue_id=7)])


async def test_a_queue_has_slots_that_no_other_post_takes(stage):
    promo = await stage.planning.queues.add("Promo")
    await stage.planning.slots.put(stage.ada.id, [at(MONDAY, 18, queue_id=promo.id)])
    free = await stage.schedule("free", at=When.NEXT)
    assert await walls(stage, [free]) == [wall("2026-06-15T21:00")]  # a daily slot, but not the one of the queue
    drafts = [await stage.schedule(f"draft {number}", at=When.DRAFT) for number in range(2)]
    queued = await stage.planning.queues.put([one.id for one in drafts], promo.id)
    assert [one.moment.wall for one in queued.places] == [wall("2026-06-15T18:00"), wall("2026-06-22T18:00")]
    assert queued.far == ()
    assert [await stage.state(one) for one in drafts] == [PostState.SCHEDULED] * 2
    assert [one.waiting for one in await stage.planning.queues.list()] == [2]


async def test_a_queue_without_slots_of_its_own_takes_the_accounts(stage):
    queue = await stage.planning.queues.add("Evergreen")
    posts = [await stage.schedule(f"post {number}", at=When.DRAFT) for number in range(2)]
    await stage.planning.queues.put([one.id for one in posts], queue.id)
    assert await walls(stage, posts) == [wall("2026-06-15T18:00"), wall("2026-06-15T21:00")]


async def test_another_order_gives_other_times_to_the_same_slots(stage):
    queue = await stage.planning.queues.add("Evergreen")
    posts = [await stage.schedule(f"post {number}", at=When.DRAFT) for number in range(3)]
    ids = [one.id for one in posts]
    await stage.planning.queues.put(ids, queue.id)
    before = await walls(stage, posts)
    queued = await stage.planning.queues.line_up(queue.id, ids[::-1])
    assert await walls(stage, posts) == before[::-1]
    assert [one.id for one in await stage.planning.queues.posts(queue.id)] == ids[::-1]
    await stage.planning.take_back(queued.way_back)
    assert await walls(stage, posts) == before
    assert [one.id for one in await stage.planning.queues.posts(queue.id)] == ids


async def test_a_queue_goes_around_what_is_planned_by_hand(stage):
    await stage.schedule("by hand", at="2026-06-15T18:00")
    queue = await stage.planning.queues.add("Evergreen")
    post = await stage.schedule("queued", at=When.DRAFT)
    await stage.planning.queues.put([post.id], queue.id)
    assert await walls(stage, [post]) == [wall("2026-06-15T21:00")]


async def test_slots_over_thirty_days_away_are_named(stage):
    queue = await stage.planning.queues.add("Weekly")
    await stage.planning.slots.put(stage.ada.id, [at(MONDAY, 18, queue_id=queue.id)])
    posts = [await stage.schedule(f"post {number}", at=When.DRAFT) for number in range(6)]
    queued = await stage.planning.queues.put([one.id for one in posts], queue.id)
    assert [one.post_id for one in queued.far] == [posts[5].id]
    assert queued.far[0].account == stage.ada.name


async def test_a_full_year_refuses_and_changes_nothing(stage):
    queue = await stage.planning.queues.add("Weekly")
    await stage.planning.slots.put(stage.ada.id, [at(MONDAY, 18, queue_id=queue.id)])
    posts = [await stage.schedule(f"post {number}", at=When.DRAFT) for number in range(54)]
    with pytest.raises(BadInput, match="no slot of the next year is free") as refused:
        await stage.planning.queues.put([one.id for one in posts], queue.id)
    assert (refused.value.account, refused.value.post_id) == (stage.ada.name, posts[53].id)
    assert {await stage.state(one) for one in posts} == {PostState.DRAFT}
    assert await stage.planning.queues.posts(queue.id) == ()


async def test_a_draft_that_its_platform_refuses_is_not_queued(stage):
    queue = await stage.planning.queues.add("Evergreen")
    fine, long = await stage.schedule("fine", at=When.DRAFT), await stage.schedule("x" * 300, at=When.DRAFT)
    with pytest.raises(BadInput, match="over X's limit") as refused:
        await stage.planning.queues.put([fine.id, long.id], queue.id)
    assert (refused.value.post_id, refused.value.account) == (long.id, stage.ada.name)
    assert await stage.state(fine) is PostState.DRAFT


async def test_what_is_out_is_not_queued(stage):
    queue = await stage.planning.queues.add("Evergreen")
    post = await stage.schedule()
    await stage.publishing.publish_due()
    with pytest.raises(BadInput, match="waits for no time"):
        await stage.planning.queues.put([post.id], queue.id)


async def test_a_post_that_is_moved_by_hand_leaves_its_queue(stage):
    queue = await stage.planning.queues.add("Evergreen")
    posts = [await stage.schedule(f"post {number}", at=When.DRAFT) for number in range(3)]
    await stage.planning.queues.put([one.id for one in posts], queue.id)
    await stage.publishing.move(posts[0].id, "2026-06-20T10:00")
    await stage.publishing.unplan(posts[1].id)
    assert [one.id for one in await stage.planning.queues.posts(queue.id)] == [posts[2].id]
    await stage.planning.queues.line_up(queue.id, [posts[2].id])
    assert await walls(stage, posts) == [wall("2026-06-20T10:00"), None, wall("2026-06-15T18:00")]


async def test_taking_out_keeps_the_time(stage):
    queue = await stage.planning.queues.add("Evergreen")
    post = await stage.schedule("one", at=When.DRAFT)
    await stage.planning.queues.put([post.id], queue.id)
    way = await stage.planning.queues.take_out([post.id])
    assert await stage.planning.queues.posts(queue.id) == ()
    assert await walls(stage, [post]) == [wall("2026-06-15T18:00")]
    await stage.planning.take_back(way)
    assert [one.id for one in await stage.planning.queues.posts(queue.id)] == [post.id]


async def test_queues_are_named_arranged_removed_and_put_back(stage):
    queues = stage.planning.queues
    first, second = await queues.add("  Promo   posts "), await queues.add("Evergreen")
    assert first.name == "Promo posts"
    for name in ("promo POSTS", " ", "x" * 81):
        with pytest.raises(BadInput):
            await queues.add(name)
    with pytest.raises(BadInput):
        await queues.rename(second.id, "promo posts")
    assert [one.id for one in await queues.arrange([second.id])] == [second.id, first.id]
    await stage.planning.slots.put(stage.ada.id, [at(MONDAY, 18, queue_id=first.id)])
    post = await stage.schedule("one", at=When.DRAFT)
    await queues.put([post.id], first.id)
    before = await queues.remove(first.id)
    assert [one.queue_id for one in await stage.planning.slots.list(stage.ada.id)] == [None]
    assert await walls(stage, [post]) == [wall("2026-06-15T18:00")]
    restored = await queues.put_back(before)
    assert (restored.name, restored.waiting) == ("Promo posts", 1)
    assert [one.queue_id for one in await stage.planning.slots.list(stage.ada.id)] == [first.id]
    with pytest.raises(NotFound):
        await queues.rename(99, "x")


async def test_the_way_back_never_calls_back_what_is_out(stage):
    queue = await stage.planning.queues.add("Evergreen")
    post = await stage.schedule("one", at="2026-06-15T15:00")
    queued = await stage.planning.queues.put([post.id], queue.id)
    stage.clocks.pass_(timedelta(hours=4))
    assert await stage.publishing.publish_due() == 1
    with pytest.raises(Conflict, match="out already"):
        await stage.planning.take_back(queued.way_back)
    assert await stage.state(post) is PostState.POSTED


async def test_the_way_back_makes_nothing_late(stage):
    queue = await stage.planning.queues.add("Evergreen")
    post = await stage.schedule("one", at="2026-06-15T15:00")
    queued = await stage.planning.queues.put([post.id], queue.id)
    stage.clocks.pass_(timedelta(hours=2))
    await stage.planning.take_back(queued.way_back)
    assert await stage.state(post) is PostState.DRAFT
    assert await stage.publishing.publish_due() == 0


async def test_changes_are_told_and_written_down(stage):
    queue = await stage.planning.queues.add("Evergreen")
    await stage.planning.slots.put(stage.ada.id, [at(MONDAY, 18)])
    post = await stage.schedule("one", at=When.DRAFT)
    await stage.planning.queues.put([post.id], queue.id)
    told = [one.what for one in stage.heard if isinstance(one, PlanningChanged)]
    assert told == ["queues", "slots", "queues"]
    assert isinstance(stage.heard[-1], PostsChanged)
    from storage import audit

    acts = [one.action for one in await stage.database.read(audit.entries)]
    assert acts[:4] == ["queue.lined_up", "post.added", "slots.changed", "queue.added"]
