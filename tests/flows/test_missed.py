"""What was missed while the program was off is listed, and settled by the person's rule or by the person; never twice."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from ofauto_desktop.domain.errors import Conflict, NotFound
from ofauto_desktop.domain.missed import MissedRule
from ofauto_desktop.domain.posts import PostState
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ASK, NOW, SLOT, SKIP = MissedRule.ASK, MissedRule.SEND_NOW, MissedRule.NEXT_SLOT, MissedRule.SKIP


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


@pytest.fixture
def missed(stage):
    return stage.planning.missed


async def off(stage, time=5 * HOUR, posts=1, *, to=()):
    """Posts at noon, and a program that is off until later."""
    made = [await stage.schedule(f"post {number}", to=to) for number in range(posts)]
    stage.clocks.pass_(time)
    assert await stage.publishing.publish_due() == 0
    return made


async def states(stage, posts):
    return [await stage.state(one) for one in posts]


async def went(stage, time):
    """Let time pass minute by minute, as the clock does, which looks at once when posts change."""
    await stage.publishing.publish_due()
    for _ in range(time // MINUTE):
        await stage.later(MINUTE)


async def test_without_a_rule_they_are_listed_and_wait(stage, missed):
    [post] = await off(stage)
    [item] = await missed.list()
    assert (item.post_id, item.account, item.text, item.rule) == (post.id, stage.ada.name, "post 0", ASK)
    assert item.missed_at == stage.clocks.now()
    await stage.planning.tick()
    assert await stage.state(post) is PostState.MISSED
    assert await missed.list(client_id=99) == ()


async def test_send_now_goes_out_once(stage, missed):
    await missed.choose(NOW)
    [post] = await off(stage)
    await stage.planning.tick()
    assert await stage.publishing.publish_due() == 1
    await stage.planning.tick()
    assert await stage.publishing.publish_due() == 0
    assert stage.on_x == {"post 0": 1}
    assert "by the rule" in (await stage.target(post)).attempts[1].detail


async def test_a_rule_sends_three_of_an_account_five_minutes_apart_and_the_rest_waits(stage, missed):
    await missed.choose(NOW)
    posts = await off(stage, posts=5)
    await stage.planning.tick()
    await went(stage, 40 * MINUTE)
    await stage.planning.tick()
    await went(stage, 10 * MINUTE)
    assert await states(stage, posts) == [PostState.POSTED] * 3 + [PostState.MISSED] * 2
    times = [(await stage.target(one)).posted_at for one in posts[:3]]
    assert all(after - before >= 5 * MINUTE for before, after in pairwise(times))


async def test_a_person_may_send_all_of_them_still_spaced(stage, missed):
    posts = await off(stage, posts=5)
    await missed.settle([one.target_id for one in await missed.list()], NOW)
    await went(stage, 40 * MINUTE)
    assert await states(stage, posts) == [PostState.POSTED] * 5
    times = [(await stage.target(one)).posted_at for one in posts]
    assert all(after - before >= 5 * MINUTE for before, after in pairwise(times))


async def test_what_is_over_a_day_late_is_never_sent_by_a_rule(stage, missed):
    await missed.choose(NOW)
    [post] = await off(stage, time=25 * HOUR)
    await stage.planning.tick()
    assert await stage.publishing.publish_due() == 0
    assert await stage.state(post) is PostState.MISSED
    await missed.settle([(await missed.list())[0].target_id], NOW)
    assert await stage.publishing.publish_due() == 1


async def test_next_slot_gives_each_one_of_its_own(stage, missed):
    await missed.choose(SLOT)
    posts = await off(stage, posts=2)  # it is 19:00 in Berlin
    await stage.planning.tick()
    assert [(await stage.target(one)).wall for one in posts] == [
        datetime.fromisoformat("2026-06-15T21:00"),
        datetime.fromisoformat("2026-06-16T09:00"),
    ]


async def test_skip_cancels_and_comes_back(stage, missed):
    posts = await off(stage, posts=2)
    settled = await missed.settle([one.target_id for one in await missed.list()], SKIP)
    assert len(settled.skipped) == 2
    assert await states(stage, posts) == [PostState.CANCELLED] * 2
    await stage.planning.take_back(settled.way_back)
    assert await states(stage, posts) == [PostState.MISSED] * 2
    again = await missed.settle([one.target_id for one in await missed.list()], SLOT)
    await stage.planning.take_back(again.way_back)
    assert await states(stage, posts) == [PostState.MISSED] * 2


async def test_an_account_may_have_a_rule_of_its_own(stage, missed):
    ada, bo = stage.people
    await missed.choose(SKIP)
    rules = await missed.choose(SLOT, account_id=bo.id)
    assert (rules.word(ada.id), rules.word(bo.id)) == (SKIP, SLOT)
    [first] = await off(stage, to=(ada, bo))
    assert [one.rule for one in await missed.list()] == [SKIP, SLOT]
    await stage.planning.tick()
    targets = (await stage.publishing.get(first.id)).targets
    assert [one.state for one in targets] == [PostState.CANCELLED, PostState.SCHEDULED]
    assert (await missed.choose(None, account_id=bo.id)).word(bo.id) is SKIP
    with pytest.raises(NotFound):
        await missed.choose(SKIP, account_id=99)


async def test_a_rule_does_not_reach_back(stage, missed):
    [old] = await off(stage)
    stage.clocks.pass_(MINUTE)
    await missed.choose(SKIP)
    await stage.planning.tick()
    assert await stage.state(old) is PostState.MISSED
    [new] = await off(stage)
    await stage.planning.tick()
    assert await stage.state(new) is PostState.CANCELLED


async def test_what_was_put_back_by_hand_is_not_taken_again(stage, missed):
    await missed.choose(SKIP)
    [post] = await off(stage)
    settled = await missed.apply_rules()
    await stage.planning.take_back(settled.way_back)
    await stage.planning.tick()
    assert await stage.state(post) is PostState.MISSED


async def test_all_or_nothing(stage, missed):
    posts = await off(stage, posts=2)
    ids = [one.target_id for one in await missed.list()]
    await stage.publishing.move(posts[1].id, "2026-06-20T10:00")
    with pytest.raises(Conflict, match="not missed any more") as refused:
        await missed.settle(ids, SKIP)
    assert refused.value.post_id == posts[1].id
    assert await stage.state(posts[0]) is PostState.MISSED


async def test_an_unknown_outcome_is_no_missed_post(stage, missed):
    from connectors.practice.faults import Action

    await missed.choose(NOW)
    post = await stage.schedule("may be out")
    stage.trouble(Action.ACCEPT_THEN_DROP)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    stage.clocks.pass_(5 * HOUR)
    await stage.planning.tick()
    assert await stage.state(post) is PostState.UNKNOWN
    assert await missed.list() == ()
