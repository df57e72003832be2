"""Many posts changed at once: all of them or none, by name, and back again."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ofauto_desktop.domain.drafts import Override, When
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.events import PostsChanged
from ofauto_desktop.domain.posts import PostFilter, PostState
from tests.pictures import png
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


@pytest.fixture
def many(stage):
    return stage.planning.many


def wall(text):
    return datetime.fromisoformat(text)


async def walls(stage, posts):
    return [(await stage.target(post)).wall for post in posts]


async def three(stage):
    return [await stage.schedule(f"post {day}", at=f"2026-06-{day}T10:00") for day in (16, 17, 18)]


async def test_shifting_keeps_the_hour_and_comes_back(stage, many):
    posts = [
        await stage.schedule("before", at="2026-10-24T09:00"),
        await stage.schedule("after", at="2026-10-26T09:00"),
    ]
    way = await many.shift([one.id for one in posts], 1)
    assert await walls(stage, posts) == [wall("2026-10-25T09:00"), wall("2026-10-27T09:00")]
    target = await stage.target(posts[0])
    assert target.due_at.hour == 8  # winter time by then
    forward = await stage.planning.take_back(way)
    assert await walls(stage, posts) == [wall("2026-10-24T09:00"), wall("2026-10-26T09:00")]
    await stage.planning.take_back(forward)
    assert await walls(stage, posts) == [wall("2026-10-25T09:00"), wall("2026-10-27T09:00")]
    stage.clocks.wall = (await stage.target(posts[1])).due_at
    assert await stage.publishing.publish_due() == 1
    assert stage.on_x == {"after": 1}


async def test_one_that_would_be_late_keeps_all_where_they_are(stage, many):
    posts = await three(stage)
    with pytest.raises(BadInput, match="in the past") as refused:
        await many.shift([one.id for one in posts], -2)
    assert refused.value.post_id == posts[0].id
    assert await walls(stage, posts) == [wall(f"2026-06-{day}T10:00") for day in (16, 17, 18)]
    with pytest.raises(BadInput, match="beyond every calendar"):
        await many.shift([posts[0].id], 10**8)


async def test_one_that_is_out_keeps_all_where_they_are(stage, many):
    posts = await three(stage)
    out = await stage.schedule("out")
    await stage.publishing.publish_due()
    ids = [posts[0].id, out.id]
    for act in (
        many.shift(ids, 1),
        many.move(dict.fromkeys(ids, "2026-06-20T10:00")),
        many.unplan(ids),
        many.remove(ids),
    ):
        with pytest.raises(Conflict, match="out already") as refused:
            await act
        assert refused.value.post_id == out.id
    with pytest.raises(Conflict, match="out already"):
        await many.cancel(ids)
    assert await walls(stage, posts[:1]) == [wall("2026-06-16T10:00")]
    assert await stage.state(posts[0]) is PostState.SCHEDULED
    assert await stage.state(out) is PostState.POSTED


async def test_an_account_on_which_it_is_out_stays_when_the_rest_moves(stage, many):
    ada, bo = stage.people
    post = await stage.schedule("hi", to=(ada, bo), overrides={bo.id: Override(text="for Bo")})
    stage.world.settings.dead_tokens = ["practice-x-token-2"]
    await stage.accounts.check(bo.id)
    await stage.publishing.publish_due()
    way = await many.move({post.id: "2026-06-20T10:00"})
    first, second = (await stage.publishing.get(post.id)).targets
    assert (first.state, second.state) == (PostState.POSTED, PostState.SCHEDULED)
    assert second.wall == wall("2026-06-20T10:00")
    await stage.planning.take_back(way)
    first, second = (await stage.publishing.get(post.id)).targets
    assert (first.state, second.state) == (PostState.POSTED, PostState.DRAFT)  # its old time is now, or past


async def test_drafts_have_no_time_to_shift(stage, many):
    draft = await stage.schedule("draft", at=When.DRAFT)
    with pytest.raises(BadInput, match="no time to move from"):
        await many.shift([draft.id], 1)
    with pytest.raises(BadInput, match="a time is wanted"):
        await many.move({draft.id: When.DRAFT})
    way = await many.move({draft.id: "2026-06-20T10:00"})
    assert await stage.state(draft) is PostState.SCHEDULED
    await stage.planning.take_back(way)
    target = await stage.target(draft)
    assert (target.state, target.wall, target.due_at) == (PostState.DRAFT, None, None)


async def test_tags_go_on_and_off_whatever_their_case(stage, many):
    first = await stage.schedule("one", at=When.DRAFT, tags=("Promo",))
    second = await stage.schedule("two")
    await stage.publishing.publish_due()
    way = await many.tag([first.id, second.id], add=[" promo ", "summer  sale", ""], remove=["story"])
    tags = [(await stage.publishing.get(one.id)).tags for one in (first, second)]
    assert tags == [("Promo", "summer sale"), ("promo", "summer sale")]
    await many.tag([first.id], remove=["PROMO"])
    assert (await stage.publishing.get(first.id)).tags == ("summer sale",)
    await stage.planning.take_back(way)
    tags = [(await stage.publishing.get(one.id)).tags for one in (first, second)]
    assert tags == [("Promo",), ()]
    assert await stage.state(second) is PostState.POSTED


@pytest.mark.parametrize("add", [["x" * 41], [f"tag {number}" for number in range(31)]])
async def test_too_many_or_too_long_tags_change_nothing(stage, many, add):
    post = await stage.schedule("one", at=When.DRAFT, tags=("kept",))
    with pytest.raises(BadInput, match="at most"):
        await many.tag([post.id], add=add)
    with pytest.raises(NotFound):
        await many.tag([post.id, 99], add=["fine"])
    assert (await stage.publishing.get(post.id)).tags == ("kept",)


async def test_cancelling_and_back(stage, many):
    posts = await three(stage)
    way = await many.cancel([one.id for one in posts])
    assert {await stage.state(one) for one in posts} == {PostState.CANCELLED}
    again = await many.cancel([posts[0].id])
    assert await stage.state(posts[0]) is PostState.CANCELLED
    await stage.planning.take_back(again)
    await stage.planning.take_back(way)
    assert {await stage.state(one) for one in posts} == {PostState.SCHEDULED}


async def test_deleted_posts_come_back_whole_and_go_out_once(stage, many):
    ada, bo = stage.people
    item = await stage.library.add_bytes("beach.png", png())
    queue = await stage.planning.queues.add("Promo")
    post = await stage.schedule(
        "beach",
        to=(ada, bo),
        at="2026-06-16T10:00",
        media_ids=(item.id,),
        thread=("more",),
        tags=("a",),
        overrides={bo.id: Override(text="for Bo")},
    )
    await stage.planning.queues.put([post.id], queue.id)
    before = await stage.publishing.get(post.id)
    way = await many.remove([post.id])
    assert await stage.publishing.list(PostFilter()) == ()
    forward = await stage.planning.take_back(way)
    after = await stage.publishing.get(post.id)
    assert (after.text, after.thread, after.tags, after.media) == ("beach", ("more",), ("a",), before.media)
    assert [replace(one, id=0) for one in after.targets] == [replace(one, id=0) for one in before.targets]
    assert [one.id for one in await stage.planning.queues.posts(queue.id)] == [post.id]
    await stage.planning.take_back(forward)
    assert await stage.publishing.list(PostFilter()) == ()
    await stage.planning.take_back(way)
    stage.clocks.wall = after.targets[0].due_at
    assert await stage.publishing.publish_due() == 2
    assert stage.on_x == {"beach": 1, "more": 2, "for Bo": 1}


async def test_a_deleted_post_whose_time_has_passed_comes_back_as_a_draft(stage, many):
    post = await stage.schedule("late", at="2026-06-15T15:00")
    way = await many.remove([post.id])
    stage.clocks.pass_(timedelta(hours=2))
    await stage.planning.take_back(way)
    assert await stage.state(post) is PostState.DRAFT
    assert await stage.publishing.publish_due() == 0


async def test_making_drafts_and_back(stage, many):
    posts = await three(stage)
    way = await many.unplan([one.id for one in posts])
    assert await walls(stage, posts) == [None] * 3
    await stage.planning.take_back(way)
    assert await walls(stage, posts) == [wall(f"2026-06-{day}T10:00") for day in (16, 17, 18)]


async def test_a_deleted_series_of_edits_does_not_hide_a_new_text(stage, many):
    """The way back restores the plan, and never an older text."""
    from ofauto_desktop.domain.drafts import Draft

    [post, *_] = await three(stage)
    way = await many.shift([post.id], 1)
    draft = Draft(account_ids=(stage.ada.id,), text="a better text", at="2026-06-17T10:00")
    await stage.composing.save(draft, post_id=post.id)
    await stage.planning.take_back(way)
    restored = await stage.publishing.get(post.id)
    assert (restored.text, restored.targets[0].wall) == ("a better text", wall("2026-06-16T10:00"))
    stage.clocks.wall = restored.targets[0].due_at
    assert await stage.publishing.publish_due() == 1


async def test_one_event_tells_of_all(stage, many):
    posts = await three(stage)
    stage.heard.clear()
    await many.shift([one.id for one in posts], 1)
    assert [one.post_ids for one in stage.heard if isinstance(one, PostsChanged)] == [tuple(one.id for one in posts)]


async def test_no_id_is_given_twice_so_the_way_back_meets_no_other_post(stage, many):
    first = await stage.schedule("first", at="2026-06-16T10:00")
    way = await many.remove([first.id])
    second = await stage.schedule("second", at="2026-06-17T10:00")
    assert second.id > first.id
    await stage.planning.take_back(way)
    assert (await stage.publishing.get(first.id)).text == "first"
    assert (await stage.publishing.get(second.id)).text == "second"
    gone = await many.remove([first.id, second.id])
    third = await stage.schedule("third", at="2026-06-18T10:00")
    assert third.id > second.id
    await stage.planning.take_back(gone)
    assert len(await stage.publishing.list(PostFilter())) == 3


async def test_the_next_slot_is_another_one_for_each(stage, many):
    ada, bo = stage.people
    posts = [await stage.schedule(f"draft {number}", to=(ada, bo), at=When.DRAFT) for number in range(3)]
    await many.move({one.id: When.NEXT for one in posts})
    for account in (0, 1):
        targets = [(await stage.publishing.get(one.id)).targets[account] for one in posts]
        assert [f"{one.wall:%d %H:%M}" for one in targets] == ["15 18:00", "15 21:00", "16 09:00"]


async def test_two_shifts_at_once_are_two_days(stage):
    """A key that is pressed twice: neither reads where the post stood before the other wrote."""
    post = await stage.schedule("soon", at=stage.clocks.now() + timedelta(hours=3))
    before = post.targets[0].due_at
    await asyncio.gather(*(stage.planning.many.shift([post.id], 1) for _ in range(2)))
    assert (await stage.publishing.get(post.id)).targets[0].due_at == before + timedelta(days=2)
