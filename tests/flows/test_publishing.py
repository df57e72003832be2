"""Posts go out when they are due, once, and what happens to each is written down."""

from datetime import timedelta

import pytest

from connectors.practice.faults import Action
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.drafts import Override
from ofauto_desktop.domain.errors import BadInput, Conflict, DiskProblem
from ofauto_desktop.domain.events import TargetSettled
from ofauto_desktop.domain.posts import Outcome, PostState
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SENT = "POST /2/tweets"
DUPLICATE = '{"detail":"You are not allowed to create a Tweet with duplicate content.","status":403}'


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2)
    yield made
    await made.aclose()


async def test_a_post_that_is_due_goes_out(stage):
    post = await stage.schedule("hello")
    assert await stage.publishing.publish_due() == 1
    target = await stage.target(post)
    assert target.state is PostState.POSTED
    assert target.remote_id in stage.world.posts
    assert target.url == f"https://x.com/ada_practice/status/{target.remote_id}"
    assert [one.outcome for one in target.attempts] == [Outcome.POSTED]
    assert stage.on_x == {"hello": 1}
    assert TargetSettled(at=NOON, post_id=post.id, account_id=stage.ada.id, state="posted", detail="") in stage.heard


async def test_a_post_one_minute_early_stays_put(stage):
    post = await stage.schedule(at=(NOON + MINUTE).isoformat())
    assert await stage.publishing.publish_due() == 0
    assert await stage.publishing.next_due() == NOON + MINUTE
    await stage.later(MINUTE)
    assert await stage.state(post) is PostState.POSTED


async def test_one_post_goes_to_every_account_with_its_own_text(stage):
    ada, bo = stage.people
    await stage.schedule("for most", to=(ada, bo), overrides={bo.id: Override(text="for Bo")})
    assert await stage.publishing.publish_due() == 2
    assert stage.world.report()["by_account"] == {"ada_practice": {"for most": 1}, "bo_practice": {"for Bo": 1}}


async def test_a_refusal_fails_with_its_reason_account_and_post(stage):
    post = await stage.schedule()
    stage.trouble(Action.STATUS, status=403, body='{"detail":"This request looks automated.","status":403}')
    assert await stage.publishing.publish_due() == 0
    target = await stage.target(post)
    assert target.state is PostState.FAILED
    assert target.attempts[-1].detail == f"ada_practice, post {post.id}: This request looks automated."
    assert stage.asked(SENT) == 1


async def test_one_bad_post_does_not_stop_the_rest(stage):
    await stage.schedule("bad")
    await stage.schedule("good")
    await stage.schedule("other", to=(stage.people[1],))
    stage.trouble(Action.STATUS, status=400, body='{"detail":"no","status":400}')
    assert await stage.publishing.publish_due() == 2


async def test_a_limit_puts_it_back_until_the_platform_says(stage):
    post = await stage.schedule()
    reset = NOON + timedelta(minutes=12)
    headers = {
        "x-rate-limit-limit": "1",
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(int(reset.timestamp())),
    }
    stage.trouble(Action.STATUS, status=429, headers=headers)
    await stage.publishing.publish_due()
    target = await stage.target(post)
    assert (target.state, target.due_at) == (PostState.SCHEDULED, reset)
    assert await stage.publishing.next_due() >= reset
    await stage.later(11 * MINUTE)
    assert stage.asked(SENT) == 1
    await stage.later(2 * MINUTE)
    assert await stage.state(post) is PostState.POSTED


async def test_a_wait_of_hours_that_the_platform_asked_for_is_no_lateness(stage):
    post = await stage.schedule()
    reset = NOON + 20 * HOUR
    headers = {"x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": str(int(reset.timestamp()))}
    stage.trouble(Action.STATUS, status=429, headers=headers)
    await stage.publishing.publish_due()
    stage.clocks.pass_(20 * HOUR)
    await stage.accounts.resume(stage.ada.id)
    await stage.later(MINUTE)
    assert await stage.state(post) is PostState.POSTED


async def test_topped_up_the_account_goes_on_at_once(stage):
    post = await stage.schedule()
    stage.trouble(Action.STATUS, status=402, body='{"title":"CreditsDepleted"}')
    await stage.publishing.publish_due()
    assert (await stage.target(post)).due_at > NOON
    await stage.accounts.resume(stage.ada.id)
    await stage.later(MINUTE)
    assert await stage.state(post) is PostState.POSTED


async def test_what_is_no_post_of_the_platform_settles_nothing(stage):
    post = await stage.schedule()
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    with pytest.raises(BadInput, match="no post's id"):
        await stage.publishing.resolve(post.id, stage.ada.id, posted="nonsense id")
    assert await stage.state(post) is PostState.UNKNOWN
    address = "https://x.com/ada_practice/status/1963000000000000001?s=20"
    settled = await stage.publishing.resolve(post.id, stage.ada.id, posted=address)
    assert settled.targets[0].remote_id == "1963000000000000001"
    assert settled.targets[0].url == "https://x.com/ada_practice/status/1963000000000000001"


async def test_a_dead_login_keeps_posts_waiting_and_asks_nothing_more(stage):
    first, second = await stage.schedule("one"), await stage.schedule("two")
    stage.world.settings.dead_tokens = ["practice-x-token"]
    await stage.publishing.publish_due()
    assert (await stage.accounts.get(stage.ada.id)).state is LoginState.EXPIRED
    assert {await stage.state(first), await stage.state(second)} == {PostState.SCHEDULED}
    assert stage.asked(SENT) == 1
    assert await stage.publishing.next_due() is None
    await stage.later(3 * HOUR)
    assert await stage.state(first) is PostState.MISSED


@pytest.mark.parametrize("action", [Action.ACCEPT_THEN_DROP, Action.ACCEPT_THEN_500, Action.EMPTY, Action.TRUNCATED])
async def test_an_answer_that_is_lost_is_looked_for_and_found(stage, action):
    post = await stage.schedule()
    stage.trouble(action)
    assert await stage.publishing.publish_due() == 0
    assert await stage.state(post) is PostState.UNKNOWN
    assert await stage.publishing.probe_unknown() == 1
    target = await stage.target(post)
    assert target.state is PostState.POSTED
    assert target.remote_id in stage.world.posts
    assert stage.on_x == {"hello": 1}


async def test_what_was_lost_on_the_way_is_not_sent_again_by_the_same_process(stage):
    post = await stage.schedule()
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    for _ in range(5):
        await stage.later(11 * MINUTE)
    assert await stage.state(post) is PostState.UNKNOWN
    assert stage.asked(SENT) == 1


async def test_the_next_process_sends_it_again_after_two_looks_ten_minutes_apart(stage):
    post = await stage.schedule()
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    following = await stage.restarted()
    await following.later(timedelta())
    await following.later(9 * MINUTE)
    assert await following.state(post) is PostState.UNKNOWN
    await following.later(2 * MINUTE)
    assert await following.state(post) is PostState.POSTED
    assert following.on_x == {"hello": 1}
    await following.aclose()


async def test_setting_the_clock_forward_does_not_make_two_looks_of_one(stage):
    post = await stage.schedule()
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    following = await stage.restarted()
    await following.publishing.probe_unknown()
    following.clocks.set(by=11 * MINUTE)
    await following.publishing.probe_unknown()
    assert await following.state(post) is PostState.UNKNOWN
    await following.aclose()


async def test_duplicate_is_a_hint_that_is_looked_into(stage):
    post = await stage.schedule()
    stage.trouble(Action.ACCEPT_THEN_DROP)
    await stage.publishing.publish_due()
    await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN  # X refused it: it has that text
    await stage.publishing.probe_unknown()
    assert await stage.state(post) is PostState.POSTED
    assert stage.on_x == {"hello": 1}


async def test_duplicate_without_a_post_to_be_found_is_left_to_a_person(stage):
    post = await stage.schedule()
    stage.trouble(Action.STATUS, status=403, body=DUPLICATE, times=9)
    await stage.publishing.publish_due()
    current = stage
    for number in range(6):
        current = await current.restarted(f"boot-{number}")
        await current.later(11 * MINUTE)
        await current.later(11 * MINUTE)
    assert await current.state(post) is PostState.UNKNOWN
    assert current.asked(SENT) <= 3
    await current.publishing.resolve(post.id, current.ada.id, not_posted=True)
    assert await current.state(post) is PostState.FAILED
    await current.aclose()


async def test_of_two_posts_that_look_alike_a_person_chooses(stage):
    post = await stage.schedule("same")
    stage.trouble(Action.ACCEPT_THEN_DROP)
    stage.world.settings.duplicate_hours = 0
    await stage.publishing.publish_due()
    [posted] = stage.world.accepted
    stage.world.accept(type(posted)(id=stage.world.new_id(), author=posted.author, text="same", appeal=1.0))
    await stage.publishing.probe_unknown()
    target = await stage.target(post)
    assert target.state is PostState.UNKNOWN
    assert "2 posts" in target.attempts[-1].detail
    assert [one.text for one in await stage.publishing.recent_remote(stage.ada.id)] == ["same", "same"]
    settled = await stage.publishing.resolve(post.id, stage.ada.id, posted=posted.id)
    assert (settled.targets[0].state, settled.targets[0].remote_id) == (PostState.POSTED, posted.id)
    with pytest.raises(Conflict):
        await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)


async def test_a_thread_goes_part_by_part_and_resumes_where_it_stopped(stage):
    post = await stage.schedule("1/3", thread=("2/3", "3/3"))
    stage.trouble(Action.ACCEPT_THEN_500, skip=1)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    await stage.later(timedelta())
    target = await stage.target(post)
    assert target.state is PostState.POSTED
    assert stage.on_x == {"1/3": 1, "2/3": 1, "3/3": 1}
    chain = [stage.world.posts[one].reply_to for one in target.part_ids]
    assert chain == [None, *target.part_ids[:-1]]
    assert target.remote_id == target.part_ids[0]


async def test_the_last_part_of_a_thread_has_tries_of_its_own(stage):
    """Its parts were counted as tries of one post: what was lost at the third waited for a person for ever."""
    post = await stage.schedule("1/3", thread=("2/3", "3/3"))
    stage.trouble(Action.RESET_BEFORE, skip=2)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    following = await stage.restarted()
    await following.later(timedelta())
    await following.later(11 * MINUTE)
    assert await following.state(post) is PostState.POSTED
    assert following.on_x == {"1/3": 1, "2/3": 1, "3/3": 1}
    await following.aclose()


async def test_a_thread_of_equal_parts_is_not_taken_for_its_own_beginning(stage):
    stage.world.settings.duplicate_hours = 0
    post = await stage.schedule("again", thread=("again",))
    stage.trouble(Action.RESET_BEFORE, skip=1)
    await stage.publishing.publish_due()
    await stage.publishing.probe_unknown()
    assert await stage.state(post) is PostState.UNKNOWN


async def test_without_a_network_it_waits_longer_each_time_and_then_goes(stage, monkeypatch):
    post = await stage.schedule()
    from connectors.errors import NetworkDown
    from connectors.x.client import XClient

    send = XClient.send

    async def nothing(*_):
        raise NetworkDown("the platform cannot be reached")

    monkeypatch.setattr(XClient, "send", nothing)
    waits = []
    for _ in range(4):
        await stage.publishing.publish_due()
        waits.append((await stage.target(post)).due_at - stage.clocks.now())
        stage.clocks.pass_(waits[-1])
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= 15 * MINUTE
    monkeypatch.setattr(XClient, "send", send)
    await stage.later(5 * MINUTE)
    assert await stage.state(post) is PostState.POSTED


async def test_a_network_that_stays_away_for_hours_makes_posts_missed_not_late(stage, monkeypatch):
    post = await stage.schedule()
    from connectors.errors import NetworkDown
    from connectors.x.client import XClient

    async def nothing(*_):
        raise NetworkDown("the platform cannot be reached")

    monkeypatch.setattr(XClient, "send", nothing)
    for _ in range(20):
        await stage.later(15 * MINUTE)
    assert await stage.state(post) is PostState.MISSED


async def test_paused_means_that_nothing_goes_out(stage):
    post = await stage.schedule()
    await stage.publishing.pause_all(True)
    assert await stage.publishing.publish_due() == 0
    assert await stage.publishing.next_due() is None
    await stage.publishing.pause_all(False)
    assert await stage.publishing.publish_due() == 1
    assert await stage.state(post) is PostState.POSTED


async def test_a_computer_that_sleeps_right_before_the_bytes_leave_sends_nothing(stage, monkeypatch):
    """The login's renewal, or the wait for the account's turn, may take as long as a night."""
    from connectors.limiter import Limiter

    post = await stage.schedule()
    admit = Limiter.admit

    async def asleep(self, bucket):
        await admit(self, bucket)
        if bucket == "posts_create":
            stage.clocks.pass_(3 * HOUR)

    monkeypatch.setattr(Limiter, "admit", asleep)
    await stage.publishing.publish_due()
    monkeypatch.setattr(Limiter, "admit", admit)
    assert stage.asked(SENT) == 0
    await stage.later(MINUTE)
    assert await stage.state(post) is PostState.MISSED


@pytest.mark.parametrize("by", [-HOUR, HOUR, -3 * HOUR, timedelta(days=2)])
async def test_a_clock_that_is_set_sends_nothing_twice(stage, by):
    await stage.schedule("before")
    await stage.publishing.publish_due()
    await stage.schedule("soon", at=(stage.clocks.now() + MINUTE).isoformat())
    stage.clocks.set(by=by)
    for _ in range(3):
        await stage.later(MINUTE)
    stage.clocks.set(by=-by)
    for _ in range(3):
        await stage.later(MINUTE)
    assert all(count == 1 for count in stage.on_x.values())


async def test_a_full_disk_after_the_answer_loses_and_doubles_nothing(stage, monkeypatch):
    post = await stage.schedule()
    write = type(stage.database).write
    from storage import sending

    async def full(self, change, *args, **kwargs):
        if change is sending.take_steps and any(isinstance(step, sending.Out) for step in args[0]):
            raise DiskProblem("the disk is full")
        if getattr(change, "args", None) and change.args[0] is sending.record_posted:
            raise DiskProblem("the disk is full")
        return await write(self, change, *args, **kwargs)

    monkeypatch.setattr(type(stage.database), "write", full)
    with pytest.raises(DiskProblem):
        await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.SENDING
    monkeypatch.setattr(type(stage.database), "write", write)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert stage.on_x == {"hello": 1}
