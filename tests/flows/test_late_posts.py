"""What is late goes out spaced, or is missed; nobody's followers get a week at once after a holiday."""

from datetime import timedelta
from itertools import pairwise

import pytest

from ofauto_desktop.domain.posts import PostFilter, PostState
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2)
    yield made
    await made.aclose()


async def posted(stage):
    posts = await stage.publishing.list(PostFilter(states=(PostState.POSTED,)))
    return [target.posted_at - NOON for post in posts for target in post.targets]


async def test_up_to_a_quarter_of_an_hour_everything_goes(stage):
    for number in range(5):
        await stage.schedule(f"post {number}", at=(NOON + number * MINUTE).isoformat())
    await stage.later(15 * MINUTE)
    assert len(await posted(stage)) == 5


async def test_later_ones_go_five_minutes_apart_three_at_most_and_the_rest_is_missed(stage):
    posts = [await stage.schedule(f"post {number}", at=(NOON + number * MINUTE).isoformat()) for number in range(5)]
    other = await stage.schedule("elsewhere", to=(stage.people[1],))
    stage.clocks.pass_(30 * MINUTE)
    for _ in range(30):
        await stage.later(MINUTE)
    times = sorted(await posted(stage))
    assert len(times) == 4
    ada = sorted([(await stage.target(post)).posted_at for post in posts[:3]])
    assert all(after - before >= 5 * MINUTE for before, after in pairwise(ada))
    assert [await stage.state(post) for post in posts[3:]] == [PostState.MISSED] * 2
    assert await stage.state(other) is PostState.POSTED


async def test_after_two_hours_a_person_chooses(stage):
    post = await stage.schedule()
    await stage.later(2 * HOUR + MINUTE)
    target = await stage.target(post)
    assert target.state is PostState.MISSED
    assert target.attempts[-1].detail == "missed: 2.0 h late"
    moved = await stage.publishing.move(post.id, "now")
    assert moved.targets[0].state is PostState.SCHEDULED
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED


async def test_many_late_posts_of_one_account_do_not_keep_another_waiting(stage):
    for number in range(150):
        await stage.schedule(f"post {number}", at=(NOON + timedelta(seconds=number)).isoformat())
    stage.clocks.pass_(40 * MINUTE)
    bo = await stage.schedule("on time", to=(stage.people[1],))
    await stage.publishing.publish_due()
    assert await stage.state(bo) is PostState.POSTED


async def test_next_due_says_when_a_late_post_may_follow(stage):
    for number in range(2):
        await stage.schedule(f"post {number}")
    await stage.later(20 * MINUTE)
    assert await stage.publishing.next_due() == NOON + 25 * MINUTE


async def test_posts_that_should_be_out_are_overdue(stage):
    post = await stage.schedule()
    await stage.publishing.pause_all(True)
    assert await stage.publishing.overdue() == ()
    stage.clocks.pass_(16 * MINUTE)
    assert await stage.publishing.overdue() == (post.id,)
