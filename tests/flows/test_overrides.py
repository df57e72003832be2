"""What one account has of its own (B4): kept, checked, sent, settled, and part of what a claim holds on to."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.practice.faults import Action
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.posts import PostState
from storage import claims
from storage.claims import Taken
from storage.models import PostPlatform, ScheduledPost
from tests.pictures import scene
from tests.publishing_stage import NOON, opened
from ui.models.composition import draft_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2)
    yield made
    await made.aclose()


async def picture(stage, number=0):
    content = io.BytesIO()
    scene().rotate(number * 90).save(content, "PNG")
    return await stage.library.add_bytes(f"beach-{number}.png", content.getvalue())


async def with_own(stage, own, **more):
    """A post for both, in which the second account has something of its own."""
    ada, bo = stage.people
    return await stage.schedule("for all", to=(ada, bo), overrides={bo.id: own}, **more)


def accepted(stage, handle):
    author = next(user.id for user in stage.world.users.values() if user.handle == handle)
    return [post for post in stage.world.accepted if post.author == author]


async def test_each_account_gets_its_own_thread(stage):
    await with_own(stage, Override(thread=("only here",)), thread=("second", "third"))
    await stage.publishing.publish_due()
    assert stage.world.report()["by_account"] == {
        "ada_practice": {"for all": 1, "second": 1, "third": 1},
        "bo_practice": {"for all": 1, "only here": 1},
    }


async def test_each_account_gets_its_own_media(stage):
    shared, own = (await picture(stage)).id, (await picture(stage, 1)).id
    post = await with_own(stage, Override(media_ids=(own, shared)), media_ids=(shared,))
    await stage.publishing.publish_due()
    assert [len(one.media) for one in accepted(stage, "ada_practice")] == [1]
    assert [len(one.media) for one in accepted(stage, "bo_practice")] == [2]
    assert [item.id for item in (await stage.publishing.get(post.id)).media] == [shared]


async def test_no_media_at_all_is_something_of_its_own_too(stage):
    shared = (await picture(stage)).id
    await with_own(stage, Override(media_ids=()), media_ids=(shared,))
    await stage.publishing.publish_due()
    assert [one.media for one in accepted(stage, "bo_practice")] == [[]]


async def test_settings_reach_the_platform(stage):
    options = {"reply_settings": "following", "made_with_ai": "yes"}
    await with_own(stage, Override(options=options), thread=("more",))
    await stage.publishing.publish_due()
    first, second = accepted(stage, "bo_practice")
    assert (first.reply_settings, first.labels) == ("following", ["made_with_ai"])
    assert (second.reply_settings, second.labels) == (None, ["made_with_ai"])
    assert all(one.reply_settings is None and not one.labels for one in accepted(stage, "ada_practice"))


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (Override(options={"reply_settings": "nobody"}), "Who can reply: 'nobody' is none of"),
        (Override(options={"colour": "red"}), "X knows no setting 'colour'"),
        (Override(thread=("x" * 281,)), "1 over X's limit of 280"),
        (Override(thread=(" ",)), "a part of the thread is empty"),
        (Override(media_ids=(99,)), "there is no media item 99"),
    ],
)
async def test_what_is_its_own_is_checked(stage, own, says):
    with pytest.raises(Exception, match=says):
        await with_own(stage, own)


async def test_a_delay_beyond_a_day_is_refused(stage):
    with pytest.raises(BadInput, match="1440 minutes at most"):
        await stage.schedule(thread=("b",), delays=(1441,))


async def test_all_of_it_can_be_written_on_as_it_was(stage):
    shared, own_media = (await picture(stage)).id, (await picture(stage, 1)).id
    own = Override(text="mine", thread=("and more",), media_ids=(own_media,), options={"reply_settings": "verified"})
    draft = Draft(
        account_ids=tuple(one.id for one in stage.people),
        text="for all",
        thread=("b", "c"),
        overrides={stage.people[1].id: own},
        media_ids=(shared,),
        at=(NOON + timedelta(days=1)).replace(tzinfo=None),
        delays=(0, 5),
        tags=("autumn",),
    )
    post = await stage.composing.save(draft)
    assert draft_of(post) == draft
    again = await stage.composing.save(replace(draft, overrides={}), post_id=post.id)
    assert draft_of(again).overrides == {}


@pytest.mark.parametrize(
    "own",
    [
        Override(text="changed"),
        Override(thread=("changed",)),
        Override(media_ids=()),
        Override(options={"paid_partnership": "yes"}),
    ],
    ids=("text", "thread", "media", "options"),
)
async def test_a_change_makes_a_claim_void(stage, own):
    media = ((await picture(stage)).id,)
    post = await stage.schedule("as it was", media_ids=media)
    due = await stage.database.write(claims.claim_due, NOON, Taken(boot_id="another"), limit=9, of_one_account=9)
    [claim] = due.claims
    await stage.composing.save(
        Draft(account_ids=(stage.ada.id,), text="as it was", media_ids=media, overrides={stage.ada.id: own}, at="now"),
        post_id=post.id,
    )

    def fingerprints(session):
        target = session.get(PostPlatform, claim.target_id)
        return target.intent_hash, claims.intent_of(target, session.get(ScheduledPost, post.id), media)

    stored, computed = await stage.database.read(fingerprints)
    assert stored == computed != claim.intent


async def test_a_thread_of_its_own_goes_on_where_a_person_settled_it(stage):
    ada = stage.ada
    post = await stage.schedule("a", thread=("b", "c"), overrides={ada.id: Override(thread=("only",))})
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    made = stage.world.new_id()
    await stage.publishing.resolve(post.id, ada.id, posted=made)
    assert await stage.state(post) is PostState.SCHEDULED
    target = await stage.target(post)
    assert target.part_ids == (made,)


async def test_a_medium_of_one_account_alone_stays_in_the_library(stage):
    own = (await picture(stage)).id
    post = await with_own(stage, Override(media_ids=(own,)), at=(NOON + timedelta(days=1)).isoformat())
    with pytest.raises(Conflict, match=f"post {post.id} is to go out with it"):
        await stage.library.remove(own)
    await stage.publishing.unplan(post.id)
    await stage.library.remove(own)
    stage.clocks.pass_(timedelta(days=365))
    await stage.library.tick()
    assert (await stage.library.get(own)).id == own


async def test_moving_a_post_checks_what_is_its_own(stage):
    ada = stage.ada
    post = await stage.schedule("fine", overrides={ada.id: Override(thread=("x" * 300,))}, at=When.DRAFT)
    with pytest.raises(BadInput, match="over X's limit"):
        await stage.publishing.move(post.id, "2026-06-16T10:00")


async def test_an_account_keeps_a_time_of_its_own_through_an_edit(stage):
    bo = stage.people[1]
    post = await with_own(stage, Override(at="2026-06-17T08:00"), at="2026-06-16T10:00")
    assert [f"{one.wall:%d %H:%M}" for one in post.targets] == ["16 10:00", "17 08:00"]
    draft = draft_of(post)
    assert draft.overrides[bo.id].at is not None
    again = await stage.composing.save(replace(draft, text="edited"), post_id=post.id)
    assert [f"{one.wall:%d %H:%M}" for one in again.targets] == ["16 10:00", "17 08:00"]
    assert {one.state for one in again.targets} == {PostState.SCHEDULED}
    kept = await stage.composing.save(replace(draft, at=When.DRAFT), post_id=post.id)
    assert {one.state for one in kept.targets} == {PostState.DRAFT}
    with pytest.raises(BadInput, match="in the past"):
        await with_own(stage, Override(at="2026-06-14T08:00"), at="2026-06-16T10:00")
