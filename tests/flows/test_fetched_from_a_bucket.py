"""A picture goes out on Instagram by way of the person's own bucket, and lies there no longer than that takes."""

import io
import tempfile

import pytest

from connectors.practice import bucket as practice
from connectors.practice.server import serve
from connectors.s3.host import S3Host
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.media_hosting import MediaHosting
from storage import media_host
from storage.key_wrap import Keys
from tests.accounts_stage import MASTER, WORKSPACE
from tests.flows.test_media_hosting import Picture
from tests.pictures import scene
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio


async def nowhere(_account):
    return None


def hosting_of(stage):
    """The bucket's service of a stage; its account is none of practice data, so nothing else is its host."""
    made = MediaHosting(stage.database, Keys(MASTER), WORKSPACE, stage.clocks.now, nowhere)
    made.go_out_by(stage.connections.wire, stage.accounts.get)
    stage.connections._host_for = made.host_for
    return made


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    made.platforms.worlds[PlatformId.INSTAGRAM].now = made.clocks.now
    made.platforms.bucket._now = made.clocks.now
    async with serve("127.0.0.1", 0, made.platforms) as endpoints:
        base = endpoints["x"]["api"].split("/x/")[0]
        bucket = Bucket(
            endpoint=base + practice.PATH,
            region=practice.REGION,
            name=practice.NAME,
            access_key=practice.ACCESS_KEY,
            secret_key=practice.SECRET_KEY,
        )
        assert (await hosting_of(made).use(bucket)).failed is None
        done = await made.accounts.add(
            PlatformId.INSTAGRAM,
            client_id=made.ada.client_id,
            fields={"access_token": "practice-instagram-token"},
            endpoints=endpoints["instagram"],
        )
        made.people.insert(0, done.account)
        yield made
        await made.aclose()


async def scheduled(stage):
    content = io.BytesIO()
    scene().resize((640, 640)).save(content, "PNG")
    item = await stage.library.add_bytes("Ada at home.png", content.getvalue())
    return await stage.schedule("hello", media_ids=(item.id,))


def fetched(stage):
    return stage.platforms.worlds[PlatformId.INSTAGRAM].fetched


async def test_nothing_readable_lies_on_the_disk_while_a_file_is_on_its_way(stage, monkeypatch, tmp_path):
    """Metadata is removed and the form is made in memory or in files that are encrypted; nothing is put down in the clear."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "tmp").mkdir()
    seen = []
    put = S3Host.put

    async def watched(self, key, source):
        seen.append([one for one in tmp_path.rglob("*") if one.is_file() and b"\xff\xd8\xff" in one.read_bytes()[:16]])
        return await put(self, key, source)

    monkeypatch.setattr(S3Host, "put", watched)
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert seen == [[]]


async def test_instagram_fetches_the_picture_once_and_then_it_is_gone(stage):
    post = await scheduled(stage)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert [one[:2] for one in fetched(stage)] == [b"\xff\xd8"]  # as a JPEG, whatever the library holds
    assert stage.platforms.bucket.objects == {}
    assert stage.database.read_now(media_host.left) == []


async def test_what_a_death_left_is_taken_away_by_the_next_process(stage):
    """Dead between the file's arrival and its removal: the record was there before the file."""
    host = await hosting_of(stage).host_for(stage.ada)
    await host.place(Picture())
    follower = await stage.restarted()
    hosting = hosting_of(follower)
    assert await hosting.tick() == 0  # its link still works: somebody may be fetching it
    follower.clocks.pass_(LINK_LIFE)
    assert await hosting.tick() == 1
    assert stage.platforms.bucket.objects == {}
    await follower.aclose()
