"""Everything is checked for every account before anything is kept; a bad post leaves no trace."""

from datetime import UTC, datetime, timedelta

import pytest

from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.posts import PostFilter, PostState
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


def texts(checked):
    return [found.problem.text for found in checked.findings]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "x" * 281}, "1 over X's limit of 280"),
        ({"text": "日本語" * 47}, "2 over"),
        ({"text": "مرحبا " * 60}, "over X's limit"),
        ({"text": "👩‍👩‍👧‍👦" * 141}, "2 over"),
        ({"text": " \n"}, "no text and no media"),
        ({"text": "ok", "thread": ("x" * 281,)}, "1 over"),
        ({"text": "ok", "thread": (" ",)}, "a part of the thread is empty"),
        ({"at": "2026-06-15T13:58"}, "is in the past"),
        ({"at": "yesterday"}, "is not an ISO 8601 time"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "is out of range"),
        ({"account_ids": ()}, "choose at least one account"),
        ({"overrides": {77: Override(text="who?")}}, "there is a text for account 77"),
    ],
)
async def test_what_cannot_go_out_is_refused_in_words(stage, changes, says):
    with pytest.raises(BadInput) as refused:
        await stage.schedule(**changes) if "account_ids" not in changes else await stage.composing.save(
            Draft(text="ok", at=When.NOW, **changes)
        )
    assert says in refused.value.reason
    assert await stage.publishing.list(PostFilter()) == ()


async def test_one_account_that_refuses_keeps_the_whole_post_from_being_saved(stage):
    ada, bo = stage.people
    with pytest.raises(BadInput) as refused:
        await stage.schedule("fine", to=(ada, bo), overrides={bo.id: Override(text="x" * 300)})
    assert refused.value.account == bo.name
    assert await stage.publishing.list(PostFilter()) == ()


async def test_unknown_accounts_and_media_are_named(stage):
    with pytest.raises(NotFound):
        await stage.composing.save(Draft(account_ids=(999,), text="hi", at=When.NOW))
    with pytest.raises(NotFound, match="media item 5"):
        await stage.schedule(media_ids=(5,))


async def test_up_to_a_minute_back_is_now(stage):
    post = await stage.schedule(at=(NOON - timedelta(seconds=59)).isoformat())
    assert post.targets[0].state is PostState.SCHEDULED
    with pytest.raises(BadInput):
        await stage.schedule(at=(NOON - timedelta(seconds=61)).isoformat())


async def test_a_gap_is_named_and_moves_the_time_forward(stage):
    checked = await stage.composing.check(Draft(account_ids=(stage.ada.id,), text="night", at="2027-03-28T02:30"))
    assert not checked.blocked
    assert any("clocks skip 02:30" in text for text in texts(checked))
    moment = checked.moments[stage.ada.id]
    assert moment.due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


async def test_an_hour_that_comes_twice_is_named_and_the_first_counts(stage):
    checked = await stage.composing.check(Draft(account_ids=(stage.ada.id,), text="night", at="2026-10-25T02:30"))
    assert any("comes twice" in text for text in texts(checked))
    assert checked.moments[stage.ada.id].due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


async def test_the_same_text_again_is_a_hint(stage):
    first = await stage.schedule("twice", at="2026-06-16T10:00")
    checked = await stage.composing.check(Draft(account_ids=(stage.ada.id,), text="twice", at="2026-06-17T09:00"))
    assert texts(checked) == [f"post {first.id} says the same on this account on 2026-06-16"]
    assert not checked.blocked


async def test_an_unfinished_draft_is_kept_but_not_scheduled(stage):
    post = await stage.schedule("x" * 300, at=When.DRAFT)
    assert post.targets[0].state is PostState.DRAFT
    with pytest.raises(BadInput, match="over X's limit"):
        await stage.publishing.move(post.id, "2026-06-16T10:00")


async def test_next_slot_skips_what_is_taken(stage):
    first = await stage.schedule("one", at=When.NEXT)
    second = await stage.schedule("two", at="next")
    assert [first.targets[0].wall, second.targets[0].wall] == [
        datetime.fromisoformat("2026-06-15T18:00"),
        datetime.fromisoformat("2026-06-15T21:00"),
    ]
    moment = await stage.composing.next_slot(stage.ada, NOON)
    assert moment.wall == datetime.fromisoformat("2026-06-16T09:00")


async def test_accounts_of_two_clients_do_not_share_a_post(stage):
    from storage.models import Platform

    other = await stage.clients.add("Bo")

    def give_away(session):
        session.get(Platform, stage.people[1].id).client_id = other.id

    await stage.database.write(give_away)
    with pytest.raises(BadInput, match="several clients"):
        await stage.schedule(to=tuple(stage.people))


async def test_a_dead_login_is_a_hint(stage):
    stage.world.settings.dead_tokens = ["practice-x-token"]
    await stage.accounts.check(stage.ada.id)
    checked = await stage.composing.check(Draft(account_ids=(stage.ada.id,), text="hi", at=When.NOW))
    assert any("login does not work" in text for text in texts(checked))
    assert not checked.blocked


async def test_length_is_measured_by_the_platforms_rule(stage):
    measured = stage.composing.measure(stage.ada, "日本")
    assert (measured.length, measured.limit) == (4, 280)
