"""What waited for a login goes out at the next slots, in its order; what failed is left alone."""

from datetime import timedelta

import pytest

from connectors.errors import LoginExpired
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.resending import Resending
from storage.models import Platform
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2)
    yield made
    await made.aclose()


async def login(stage, state):
    await stage.database.write(lambda session: setattr(session.get(Platform, stage.ada.id), "state", state))


async def test_what_waited_for_a_login_is_sent_by_one_act(stage):
    await login(stage, LoginState.EXPIRED)
    posts = [await stage.schedule(f"post {number}", at=(NOON + number * MINUTE).isoformat()) for number in (1, 2, 3)]
    later = await stage.schedule("tomorrow", at=(NOON + 30 * HOUR).isoformat())
    stage.clocks.pass_(9 * HOUR)
    with pytest.raises(LoginExpired):  # they would only miss their time again
        await Resending(stage.publishing, stage.accounts).send_waiting(stage.ada.id)
    await login(stage, LoginState.CONNECTED)
    await stage.later(MINUTE)
    assert [await stage.state(post) for post in posts] == [PostState.MISSED] * 3
    resending = Resending(stage.publishing, stage.accounts)
    assert await resending.waiting(stage.ada.id) == tuple(post.id for post in posts)
    assert await resending.counts() == {stage.ada.id: 3}
    sent = await resending.send_waiting(stage.ada.id)
    assert (sent.planned, sent.refused) == (tuple(post.id for post in posts), ())
    times = [(await stage.target(post)).due_at for post in posts]
    assert times == sorted(times)
    assert len(set(times)) == 3
    assert (sent.first, await resending.waiting(stage.ada.id)) == (times[0], ())
    assert await resending.counts() == {}
    for _ in range(60):
        await stage.later(HOUR)
    assert [await stage.state(post) for post in posts] == [PostState.POSTED] * 3
    assert await stage.state(later) is PostState.POSTED
    assert set(stage.on_x.values()) == {1}


async def test_one_that_its_platform_would_refuse_does_not_stop_the_others(stage):
    good, long = await stage.schedule("fine"), await stage.schedule("x" * 280)
    await stage.later(3 * HOUR)
    await stage.database.write(lambda session: setattr(session.get(Platform, stage.ada.id), "text_limit", 100))
    sent = await Resending(stage.publishing, stage.accounts).send_waiting(stage.ada.id)
    assert (sent.planned, sent.refused) == ((good.id,), (long.id,))


async def test_where_nothing_waits_nothing_is_done(stage):
    sent = await Resending(stage.publishing, stage.accounts).send_waiting(stage.ada.id)
    assert (sent.planned, sent.refused, sent.first) == ((), (), None)
