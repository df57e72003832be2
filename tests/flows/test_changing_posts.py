"""Until a post goes out a person may change, move, cancel it; afterwards nothing pretends that it can be."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from connectors.practice.faults import Action
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import BadInput, Conflict, NotFound
from ofauto_desktop.domain.posts import PostState
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = "2026-06-16T10:00"


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


async def test_times_are_meant_in_the_accounts_own_zone(stage):
    post = await stage.schedule(at=TOMORROW)
    target = post.targets[0]
    assert (target.wall, target.zone) == (datetime.fromisoformat("2026-06-16T10:00"), "Europe/Berlin")
    assert target.due_at == datetime(2026, 6, 16, 8, tzinfo=UTC)


async def test_a_new_zone_keeps_the_wall_time(stage):
    post = await stage.schedule(at=TOMORROW)
    await stage.accounts.set_zone(stage.ada.id, "America/New_York")
    assert await stage.publishing.replan() == 1
    target = await stage.target(post)
    assert target.due_at == datetime(2026, 6, 16, 14, tzinfo=UTC)
    stage.clocks.pass_(target.due_at - NOON)
    assert await stage.publishing.publish_due() == 1


async def test_planning_anew_without_a_change_moves_nothing(stage):
    await stage.schedule(at=TOMORROW)
    assert await stage.publishing.replan() == 0


async def test_a_zone_that_is_gone_keeps_the_instants_it_had(stage, monkeypatch):
    post = await stage.schedule(at=TOMORROW)
    monkeypatch.setattr("ofauto_desktop.services.publishing.zone_data_version", lambda: "next")

    def gone(wall, zone, known):
        raise BadInput("there is no time zone")

    monkeypatch.setattr("ofauto_desktop.services.publishing.replanned", gone)
    assert await stage.publishing.replan() == 0
    assert (await stage.target(post)).due_at == datetime(2026, 6, 16, 8, tzinfo=UTC)


async def test_new_zone_data_moves_what_it_concerns(stage, monkeypatch):
    post = await stage.schedule(at=TOMORROW)
    monkeypatch.setattr("ofauto_desktop.services.publishing.zone_data_version", lambda: "next")
    monkeypatch.setattr("ofauto_desktop.services.publishing.replanned", lambda _wall, _zone, known: known + HOUR)
    assert await stage.publishing.replan() == 1
    assert (await stage.target(post)).due_at == datetime(2026, 6, 16, 9, tzinfo=UTC)
    assert await stage.publishing.replan() == 0


async def test_moving(stage):
    post = await stage.schedule(at=TOMORROW)
    moved = await stage.publishing.move(post.id, "2026-06-17T11:30")
    assert moved.targets[0].wall == datetime.fromisoformat("2026-06-17T11:30")
    with pytest.raises(BadInput, match="in the past"):
        await stage.publishing.move(post.id, "2026-06-14T11:30")
    with pytest.raises(NotFound):
        await stage.publishing.move(post.id, TOMORROW, account_id=stage.people[1].id)
    assert (await stage.publishing.get(post.id)).targets[0].wall == datetime.fromisoformat("2026-06-17T11:30")


async def test_shifting_keeps_the_hour_of_the_day_over_a_change_of_clocks(stage):
    post = await stage.schedule(at="2026-10-24T09:00")
    [shifted] = await stage.publishing.shift([post.id], DAY)
    assert shifted.targets[0].wall == datetime.fromisoformat("2026-10-25T09:00")
    assert shifted.targets[0].due_at == datetime(2026, 10, 25, 8, tzinfo=UTC)


async def test_shifting_several_is_all_or_nothing(stage):
    early = await stage.schedule("early", at="2026-06-15T16:00")
    later = await stage.schedule("later", at=TOMORROW)
    with pytest.raises(BadInput):
        await stage.publishing.shift([later.id, early.id], -6 * HOUR)
    assert (await stage.target(later)).wall == datetime.fromisoformat("2026-06-16T10:00")


async def test_cancel_and_restore(stage):
    post = await stage.schedule(at=TOMORROW)
    assert (await stage.publishing.cancel(post.id)).targets[0].state is PostState.CANCELLED
    assert (await stage.publishing.restore(post.id)).targets[0].state is PostState.SCHEDULED
    await stage.publishing.cancel(post.id)
    stage.clocks.pass_(2 * DAY)
    assert (await stage.publishing.restore(post.id)).targets[0].state is PostState.DRAFT
    await stage.publishing.remove(post.id)
    with pytest.raises(NotFound):
        await stage.publishing.get(post.id)


async def test_what_is_out_cannot_be_moved_cancelled_or_removed(stage):
    post = await stage.schedule()
    await stage.publishing.publish_due()
    for act in (
        stage.publishing.move(post.id, TOMORROW),
        stage.publishing.remove(post.id),
        stage.publishing.unplan(post.id),
    ):
        with pytest.raises(Conflict):
            await act
    assert (await stage.publishing.cancel(post.id)).targets[0].state is PostState.POSTED


@pytest.mark.parametrize("act", ["edit", "move", "cancel", "pause"])
async def test_a_change_while_it_uploads_still_counts(stage, monkeypatch, act):
    """A claim holds only while what the person means is unchanged."""
    from connectors.x.client import XClient

    post = await stage.schedule("old text")
    prepare = XClient.prepare

    async def meanwhile(self, *args):
        if act == "edit":
            draft = Draft(account_ids=(stage.ada.id,), text="new text", at=When.NOW)
            await stage.composing.save(draft, post_id=post.id)
        elif act == "move":
            await stage.publishing.move(post.id, TOMORROW)
        elif act == "cancel":
            await stage.publishing.cancel(post.id)
        else:
            await stage.publishing.pause_all(True)
        monkeypatch.setattr(XClient, "prepare", prepare)
        return await prepare(self, *args)

    monkeypatch.setattr(XClient, "prepare", meanwhile)
    await stage.publishing.publish_due()
    expected = {"edit": ({"new text": 1}, "posted"), "move": ({}, "scheduled"), "cancel": ({}, "cancelled")}
    on_x, state = expected.get(act, ({}, "scheduled"))
    assert (stage.on_x, (await stage.state(post)).value) == (on_x, state)


async def test_what_is_being_sent_cannot_be_changed(stage):
    post = await stage.schedule()
    stage.trouble(Action.SLOW, seconds=0.3)
    sending = asyncio.create_task(stage.publishing.publish_due())
    await stage.until(post, PostState.SENDING)
    assert await stage.publishing.in_flight() == 1
    for act in (stage.publishing.cancel(post.id), stage.publishing.move(post.id, TOMORROW)):
        with pytest.raises(Conflict, match="being sent"):
            await act
    assert await sending == 1


async def test_posts_of_one_account_go_one_after_another(stage):
    for number in range(4):
        await stage.schedule(f"post {number}")
    stage.trouble(Action.SLOW, seconds=0.05, times=4)
    await asyncio.gather(stage.publishing.publish_due(), stage.publishing.publish_due())
    assert [post.text for post in stage.world.accepted] == [f"post {number}" for number in range(4)]


async def test_closing_lets_what_is_being_sent_end(stage):
    post = await stage.schedule()
    stage.trouble(Action.SLOW, seconds=0.2)
    sending = asyncio.create_task(stage.publishing.publish_due())
    while not stage.asked("POST /2/tweets"):  # noqa: ASYNC110 - the wire tells nobody
        await asyncio.sleep(0.005)
    await stage.publishing.aclose()
    assert await stage.state(post) is PostState.POSTED
    await sending
