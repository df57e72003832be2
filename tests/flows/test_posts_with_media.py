"""Media go out once, are not uploaded twice, and a file that is gone or damaged is named."""

import pytest

from connectors.practice.faults import Action
from ofauto_desktop.domain.media import Crop
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.media_variants import MediaVariants
from tests.pictures import scene
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


async def picture(stage):
    import io

    content = io.BytesIO()
    scene().save(content, "PNG")
    return await stage.library.add_bytes("beach.png", content.getvalue())


async def test_a_picture_goes_out_with_its_post_and_is_found_by_its_count(stage):
    post = await stage.schedule(media_ids=((await picture(stage)).id,))
    stage.trouble(Action.ACCEPT_THEN_DROP)
    await stage.publishing.publish_due()
    await stage.publishing.probe_unknown()
    assert await stage.state(post) is PostState.POSTED
    assert [len(one.media) for one in stage.world.accepted] == [1]


async def test_an_upload_that_is_done_is_not_repeated(stage):
    post = await stage.schedule(media_ids=((await picture(stage)).id,))
    stage.trouble(Action.RESET_BEFORE)
    await stage.publishing.publish_due()
    uploads = len(stage.world.uploads)
    await stage.publishing.resolve(post.id, stage.ada.id, send_again=True)
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert len(stage.world.uploads) == uploads == 1


async def test_a_platforms_own_form_is_what_goes_out_there(stage):
    item = await picture(stage)
    variants = MediaVariants(stage.database, stage.library._files, stage.bus, stage.clocks.now)
    made = await variants.make(item.id, PlatformId.X, Crop(x=0, y=0, width=20, height=10))
    post = await stage.schedule(media_ids=(item.id,))
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.POSTED
    assert [one.total for one in stage.world.uploads.values()] == [made.size] != [item.size]


@pytest.mark.parametrize(("harm", "says"), [("remove", "missing"), ("damage", "damaged")])
async def test_a_file_that_is_gone_or_damaged_fails_the_post_in_words(stage, harm, says):
    post = await stage.schedule(media_ids=((await picture(stage)).id,))
    for file in (one for one in (stage.folder / "media").rglob("*") if one.is_file()):
        if harm == "remove":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-1] + b"\x00\x01")
    await stage.publishing.publish_due()
    target = await stage.target(post)
    assert target.state is PostState.FAILED
    assert says in target.attempts[-1].detail
    assert target.attempts[-1].detail.startswith("ada_practice, ")
    assert stage.on_x == {}
