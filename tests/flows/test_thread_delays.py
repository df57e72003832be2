"""Minutes before a part of a thread (B20): waited for even by the next process, and a later part never harms an earlier one."""

from datetime import timedelta

import pytest

from connectors.practice.faults import Action
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import Conflict
from ofauto_desktop.domain.posts import PostState
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


async def thread(stage, delays=(10, 0, 30), **more):
    return await stage.schedule("1/4", thread=("2/4", "3/4", "4/4"), delays=delays, **more)


def out(stage):
    return [post.text for post in stage.world.accepted]


async def test_each_part_waits_for_its_minutes_from_the_one_before(stage):
    post = await thread(stage)
    assert await stage.publishing.publish_due() == 0  # a part of it is out, and not all
    target = await stage.target(post)
    assert (out(stage), target.state, target.due_at) == (["1/4"], PostState.SCHEDULED, NOON + 10 * MINUTE)
    assert await stage.publishing.next_due() == NOON + 10 * MINUTE
    await stage.later(9 * MINUTE)
    assert out(stage) == ["1/4"]
    await stage.later(MINUTE)
    assert out(stage) == ["1/4", "2/4", "3/4"]
    await stage.later(29 * MINUTE)
    assert len(out(stage)) == 3
    await stage.later(MINUTE)
    target = await stage.target(post)
    assert (out(stage)[-1], target.state, len(target.part_ids)) == ("4/4", PostState.POSTED, 4)
    assert (target.posted_at, target.due_at) == (NOON, NOON)
    replies = [one.reply_to for one in stage.world.accepted]
    assert replies == [None, *target.part_ids[:3]]


async def test_the_wait_outlives_the_program(stage):
    post = await thread(stage)
    await stage.publishing.publish_due()
    stage.clocks.pass_(5 * MINUTE)
    follower = await stage.restarted()
    try:
        assert await follower.publishing.publish_due() == 0
        assert out(stage) == ["1/4"]
        follower.clocks.pass_(5 * MINUTE)
        await follower.publishing.publish_due()
        assert out(stage) == ["1/4", "2/4", "3/4"]
        assert (await follower.target(post)).state is PostState.SCHEDULED
    finally:
        await follower.aclose()


async def test_a_part_that_is_refused_leaves_the_earlier_ones_out(stage):
    post = await thread(stage)
    await stage.publishing.publish_due()
    stage.trouble(
        Action.STATUS, status=403, body='{"title":"Forbidden","detail":"no","type":"about:blank","status":403}'
    )
    await stage.later(10 * MINUTE)
    target = await stage.target(post)
    assert (target.state, len(target.part_ids), target.remote_id) == (PostState.FAILED, 1, target.part_ids[0])
    assert target.posted_at == NOON
    await stage.publishing.move(post.id, When.NOW)
    await stage.publishing.publish_due()
    assert out(stage) == ["1/4", "2/4", "3/4"]


async def test_a_part_whose_answer_is_lost_is_found_and_the_next_still_waits(stage):
    post = await thread(stage, delays=(10, 10, 10))
    await stage.publishing.publish_due()
    stage.trouble(Action.ACCEPT_THEN_DROP)
    await stage.later(10 * MINUTE)
    assert (await stage.target(post)).state is PostState.SCHEDULED  # the look right after found it
    assert out(stage) == ["1/4", "2/4"]
    await stage.later(9 * MINUTE)
    assert out(stage) == ["1/4", "2/4"]
    await stage.later(MINUTE)
    assert out(stage) == ["1/4", "2/4", "3/4"]


async def test_a_persons_word_on_a_part_begins_the_next_wait(stage):
    post = await thread(stage, delays=(10, 20))
    await stage.publishing.publish_due()
    stage.clocks.pass_(10 * MINUTE)
    from storage.models import PostPlatform

    def unsure(session):
        target = session.get(PostPlatform, post.targets[0].id)
        target.state, target.sending_since = PostState.UNKNOWN, stage.clocks.now()

    await stage.database.write(unsure)
    await stage.publishing.resolve(post.id, stage.ada.id, posted="1234567890123456789")
    assert (await stage.target(post)).due_at == stage.clocks.now() + 20 * MINUTE


async def test_late_counts_from_the_end_of_the_wait(stage):
    post = await thread(stage, delays=(10,))
    await stage.publishing.publish_due()
    await stage.later(10 * MINUTE + 2 * HOUR + MINUTE)
    target = await stage.target(post)
    assert (target.state, target.part_ids != ()) == (PostState.MISSED, True)
    assert out(stage) == ["1/4"]
    [item] = await stage.planning.missed.list()
    assert item.post_id == post.id


async def test_what_is_left_can_be_cancelled_moved_and_taken_back_but_not_rewritten(stage):
    post = await thread(stage)
    await stage.publishing.publish_due()
    with pytest.raises(Conflict, match="part of this thread is out"):
        await stage.composing.save(Draft(account_ids=(stage.ada.id,), text="new", at=When.NOW), post_id=post.id)
    way = await stage.planning.many.cancel([post.id])
    await stage.later(11 * MINUTE)
    assert out(stage) == ["1/4"]
    await stage.planning.take_back(way)
    assert (await stage.target(post)).state is PostState.DRAFT  # its time has passed
    await stage.publishing.move(post.id, (NOON + HOUR).isoformat())
    await stage.later(HOUR)
    assert out(stage) == ["1/4", "2/4", "3/4"]


async def test_taking_back_between_two_parts_goes_on_waiting(stage):
    post = await thread(stage)
    await stage.publishing.publish_due()
    way = await stage.planning.many.cancel([post.id])
    await stage.planning.take_back(way)
    target = await stage.target(post)
    assert (target.state, target.due_at) == (PostState.SCHEDULED, NOON + 10 * MINUTE)
    await stage.later(10 * MINUTE)
    assert out(stage) == ["1/4", "2/4", "3/4"]


async def test_other_posts_of_the_account_go_out_while_a_thread_waits(stage):
    await thread(stage)
    other = await stage.schedule("between", at=(NOON + 5 * MINUTE).isoformat())
    await stage.publishing.publish_due()
    await stage.later(5 * MINUTE)
    assert await stage.state(other) is PostState.POSTED
    await stage.later(5 * MINUTE)
    assert out(stage) == ["1/4", "between", "2/4", "3/4"]


async def test_without_delays_all_parts_go_at_once(stage):
    post = await thread(stage, delays=())
    assert await stage.publishing.publish_due() == 1
    assert await stage.state(post) is PostState.POSTED
