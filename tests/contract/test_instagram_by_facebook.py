"""Accounts by a Facebook login (platforms/instagram.md §1, path B): found by their page, and sent files."""

import pytest

from connectors.base import PullContext
from connectors.errors import MissingScope, Rejected, Temporary
from connectors.instagram import facebook
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from tests.contract.stage import NOW, practised
from tests.contract.test_instagram_publishing import a_photo, a_post, containers, film, several

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage():
    made = practised(PlatformId.INSTAGRAM, year=True)
    made.fields = {"access_token": "EAApractice-instagram-token"}

    async def nowhere():
        return None

    made.host = nowhere
    yield made
    await made.close()


def client(stage):
    return stage.client(remote_id=stage.world.account_named("ada_practice").id)


async def published(stage, post):
    made = client(stage)
    return await made.send(await made.prepare(post, {}), 0, None)


def test_such_tokens_have_a_host_of_their_own():
    own = "https://graph.instagram.com/v25.0"
    assert facebook.graph(own, "EAAB") == "https://graph.facebook.com/v25.0"
    assert facebook.graph(own, "IGAA") == own
    assert facebook.graph("http://127.0.0.1:1/v25.0", "EAAB") == "http://127.0.0.1:1/v25.0"


async def test_the_account_is_found_by_its_page(stage):
    standing = await stage.client().check()
    assert standing.remote_id == stage.world.account_named("ada_practice").id
    assert (standing.handle, standing.renews, standing.warnings) == ("ada_practice", False, ())
    assert stage.asked("GET /refresh_access_token") == 0


async def test_permissions_are_called_otherwise(stage):
    stage.world.configure({"scopes": {"ada_practice": ["instagram_business_basic"]}})
    said = " ".join(one.message for one in (await stage.client().check()).warnings)
    assert "instagram_content_publish" in said
    assert "business" not in said
    with pytest.raises(MissingScope, match="instagram_content_publish"):
        await client(stage).prepare(a_post(), {})


async def test_everything_is_read_as_by_an_instagram_login(stage):
    made = client(stage)
    for kind in stage.parts.manifest.pulls:
        batches = [one async for one in made.pull(kind, PullContext(now=NOW))]
        assert batches
        if kind is SyncKind.AUDIENCE:
            assert Metric.FOLLOWERS in {one.metric for batch in batches for one in batch.metrics}


@pytest.mark.parametrize(
    "post",
    [
        a_post(),
        a_post(media=(film(),)),
        a_post(media=several(film(3))),
        a_post("", media=(a_photo(360, 640),), publish_as="story"),
    ],
    ids=["picture", "reel", "carousel", "story"],
)
async def test_without_a_media_host_files_are_sent(stage, post):
    stage.world.configure({"processing_checks": 1})
    made = await published(stage, post)
    assert stage.world.accepted[0].id == made.remote_id
    assert len(stage.world.fetched) == len(post.parts[0].media)
    assert stage.world.placed == []


async def test_a_file_that_did_not_arrive_is_sent_again_to_the_same_container(stage):
    kept = []

    async def keep(state):
        kept.append(state)

    stage.trouble("reset_before", "POST /ig-api-upload")
    with pytest.raises(Temporary):
        await client(stage).prepare(a_post(), {}, keep)
    made = client(stage)
    await made.send(await made.prepare(a_post(), kept[-1]), 0, None)
    assert len(containers(stage)) == len(stage.world.accepted) == 1


async def test_a_file_that_will_not_do_is_refused_and_not_retried(stage):
    with pytest.raises(Rejected, match="cannot take this file"):
        await client(stage).prepare(a_post(media=(a_photo(form="PNG"),)), {})


async def test_a_strange_address_gets_neither_file_nor_token(stage):
    stage.trouble("status", "POST .*/media$", status=200, body='{"id":"1","uri":"https://evil.example/upload"}')
    with pytest.raises(Rejected, match="strange address"):
        await client(stage).prepare(a_post(), {})
    assert not facebook.may_send_to("https://rupload.facebook.com.evil.example/x", "https://graph.facebook.com/v25.0")
    assert not facebook.may_send_to("https://graph.facebook.com.evil/x", "https://graph.facebook.com/v25.0")
