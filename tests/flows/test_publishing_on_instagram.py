"""A post on Instagram with the program around it: one container, whatever happens on the way, and one post."""

import asyncio
import io
from datetime import timedelta

import pytest
from PIL import Image

from connectors.errors import Unsupported
from connectors.practice.faults import Action, Fault
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.comments import Comments
from ofauto_desktop.services.connections import nowhere
from ofauto_desktop.services.sync import Sync
from tests.pictures import scene
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio

PUBLISH = "POST /v25.0/.*/media_publish"


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    world(made).now = made.clocks.now
    done = await made.accounts.add(
        PlatformId.INSTAGRAM,
        client_id=made.ada.client_id,
        fields={"access_token": "practice-instagram-token"},
        practice=True,
        endpoints=made.platforms.endpoints()["instagram"],
    )
    made.people.insert(0, done.account)
    yield made
    await made.aclose()


def world(stage):
    return stage.platforms.worlds[PlatformId.INSTAGRAM]


def trouble(stage, action, match=PUBLISH):
    stage.platforms.faults[PlatformId.INSTAGRAM].add(Fault(action=action, match=match))


async def picture(stage, form="PNG", size=(640, 640)):
    content = io.BytesIO()
    scene().resize(size).save(content, form)
    return await stage.library.add_bytes("beach", content.getvalue())


async def scheduled(stage, **more):
    return await stage.schedule("hello", media_ids=((await picture(stage)).id,), **more)


async def test_a_png_goes_out_as_jpeg_and_the_original_stays(stage):
    item = await picture(stage)
    post = await stage.schedule("hello", media_ids=(item.id,))
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    with Image.open(io.BytesIO(world(stage).fetched[0])) as sent:
        assert (sent.format, sent.size) == ("JPEG", (640, 640))
    with Image.open(io.BytesIO(await stage.library.original(item.id))) as kept:
        assert kept.format == "PNG"
    assert (await stage.library.get(item.id)).mime == "image/png"
    assert world(stage).hosted == {}


async def test_what_is_see_through_stands_before_white(stage):
    content = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(content, "PNG")
    item = await stage.library.add_bytes("glass", content.getvalue())
    await stage.schedule("hello", media_ids=(item.id,))
    await stage.publishing.publish_due()
    with Image.open(io.BytesIO(world(stage).fetched[0])) as sent:
        assert min(sent.convert("RGB").getpixel((200, 200))) > 250


@pytest.mark.parametrize("action", [Action.ACCEPT_THEN_DROP, Action.ACCEPT_THEN_500, Action.TRUNCATED])
async def test_a_lost_answer_is_settled_by_the_own_feed(stage, action):
    post = await scheduled(stage)
    trouble(stage, action)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    await stage.publishing.probe_unknown()
    target = await stage.target(post)
    assert (target.state, target.remote_id) == (PostState.POSTED, world(stage).accepted[0].id)
    assert len(world(stage).accepted) == len(world(stage).containers) == 1


async def test_sending_again_what_went_out_publishes_nothing_twice(stage):
    post = await scheduled(stage)
    trouble(stage, Action.ACCEPT_THEN_DROP)
    await stage.publishing.publish_due()
    await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)
    await stage.publishing.publish_due()
    target = await stage.target(post)
    assert (target.state, target.remote_id) == (PostState.POSTED, world(stage).accepted[0].id)
    assert len(world(stage).accepted) == len(world(stage).containers) == 1


async def test_sending_again_what_did_not_go_out_uses_the_same_container(stage):
    post = await scheduled(stage)
    trouble(stage, Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.UNKNOWN
    await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert len(world(stage).accepted) == len(world(stage).containers) == 1


async def test_a_program_that_ends_while_instagram_prepares_goes_on_with_the_same_container(stage):
    world(stage).configure({"processing_checks": 10_000})
    post = await scheduled(stage)
    sending = asyncio.create_task(stage.publishing.publish_due())
    asked = stage.platforms.faults[PlatformId.INSTAGRAM]
    while not world(stage).containers or not any("/179" in one.path for one in asked.seen):  # noqa: ASYNC110 - the practice platform tells nobody
        await asyncio.sleep(0.005)
    (container,) = world(stage).containers.values()
    for task in stage.publishing._queue._tasks:
        task.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    follower = await stage.restarted()
    container.checks_left = 0
    try:
        await follower.publishing.publish_due()
        assert await follower.state(post) is PostState.POSTED
        assert len(world(stage).accepted) == len(world(stage).containers) == 1
    finally:
        stage.publishing, stage.connections = follower.publishing, follower.connections
        stage.database = follower.database


async def test_a_used_up_quota_lets_the_post_wait(stage):
    world(stage).configure({"quota": 0})
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.SCHEDULED
    world(stage).configure({"quota": 50})
    await stage.later(timedelta(hours=1, minutes=1))
    assert await stage.state(post) is PostState.POSTED


async def test_without_a_media_host_it_is_refused_before_it_is_saved(stage):
    stage.connections._host_for = nowhere
    with pytest.raises(BadInput, match="set up a bucket"):
        await scheduled(stage)
    draft = await scheduled(stage, at=When.DRAFT)
    with pytest.raises(BadInput, match="set up a bucket"):
        await stage.publishing.move(draft.id, When.NOW)


@pytest.mark.parametrize(
    ("text", "size", "says"),
    [("a" * 2201, (640, 640), "over Instagram's limit"), ("ok", (640, 200), "from 4:5 to 1.91:1")],
)
async def test_what_instagram_would_refuse_is_refused_before_it_is_saved(stage, text, size, says):
    item = await picture(stage, size=size)
    with pytest.raises(BadInput, match=says):
        await stage.schedule(text, media_ids=(item.id,))


async def test_the_posts_own_address_comes_with_the_next_look_at_the_list(stage):
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    assert (await stage.target(post)).url == "https://www.instagram.com/ada_practice/"
    sync = Sync(stage.database, stage.connections, stage.accounts, stage.bus, stage.clocks.now)
    await sync.run([stage.ada.id], [SyncKind.POSTS])
    assert (await stage.target(post)).url == f"https://www.instagram.com/p/{world(stage).accepted[0].shortcode}/"


async def test_an_account_by_a_facebook_login_needs_no_media_host(stage):
    stage.connections._host_for = nowhere
    await stage.accounts.relogin(stage.ada.id, {"access_token": "EAApractice-instagram-token"})
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    with Image.open(io.BytesIO(world(stage).fetched[0])) as sent:
        assert sent.format == "JPEG"


async def test_comments_are_read_and_not_stored(stage):
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    stage.clocks.pass_(timedelta(days=5))
    comments = Comments(stage.connections, stage.accounts)
    assert await comments.offered(stage.ada.id)
    found = await comments.of(stage.ada.id, (await stage.target(post)).remote_id)
    assert found
    x = stage.people[1]
    assert not await comments.offered(x.id)
    with pytest.raises(Unsupported):
        await comments.of(x.id, "1")


_DEPTH = 8


@pytest.mark.parametrize(
    "action", [Action.RESET_BEFORE, Action.ACCEPT_THEN_DROP, Action.ACCEPT_THEN_500, Action.TRUNCATED]
)
@pytest.mark.parametrize("step", range(_DEPTH))
async def test_whichever_answer_is_lost_there_is_one_post(stage, step, action):
    """A carousel takes a look at the quota, two files, three containers with a look at each, and the call that publishes."""
    items = [(await picture(stage, size=(640, 640 + 20 * number))).id for number in range(2)]
    post = await stage.schedule("set", media_ids=tuple(items))
    stage.platforms.faults[PlatformId.INSTAGRAM].add(Fault(action=action, match=r" /v25\.0/", skip=step))
    await stage.publishing.publish_due()
    for _ in range(6):
        await stage.later(timedelta(minutes=11))
    assert stage.platforms.faults[PlatformId.INSTAGRAM].pending == 0
    if await stage.state(post) is PostState.UNKNOWN:  # the process that sent it lives on, so a person has the word
        await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)
        await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert len(world(stage).accepted) == 1
    assert world(stage).hosted == {}
    made = [one for one in world(stage).containers.values() if not one.item]
    assert len([one for one in made if one.published]) == 1
