"""Where no program may publish, a person puts the post up: reminded at its time, with text and files at hand."""

import io
import stat
from datetime import timedelta

import pytest

from ofauto_desktop.domain.by_hand import FILES_LIE_FOR
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.home import NeedKind
from ofauto_desktop.domain.notices import NoticeKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Outcome, PostState
from ofauto_desktop.services.by_hand import ByHand
from ofauto_desktop.services.home import Home
from ofauto_desktop.services.sync import Sync
from storage import noticing
from tests.pictures import scene
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
LINK = "https://www.patreon.com/posts/a-long-read-12345678?utm_medium=clipboard"


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
def by_hand(stage):
    folder = stage.folder / "by-hand"
    return ByHand(stage.database, stage.accounts, stage.library, folder, stage.clocks.now)


async def on_patreon(stage):
    found = await stage.accounts.add(
        PlatformId.PATREON,
        client_id=stage.ada.client_id,
        fields={"access_token": "practice-patreon-token"},
        practice=True,
        endpoints=stage.platforms.endpoints()["patreon"],
    )
    return found.account


async def on_kofi(stage):
    fields = {"verification_token": "practice-kofi-token"}
    return (await stage.accounts.add(PlatformId.KOFI, client_id=stage.ada.client_id, fields=fields)).account


async def picture(stage, name="beach/../day.png"):
    content = io.BytesIO()
    scene().save(content, "PNG")
    return await stage.library.add_bytes(name, content.getvalue())


async def handed(stage, account, **more):
    """A post whose time has come."""
    post = await stage.schedule("Early access", to=(account,), **more)
    assert await stage.publishing.publish_due() == 0
    return post


async def test_a_post_for_patreon_is_handed_to_the_person_and_never_sent(stage):
    patreon = await on_patreon(stage)
    asked = dict(stage.platforms.faults[PlatformId.PATREON].counts)
    post = await handed(stage, patreon)
    target = await stage.target(post)
    assert (target.state, target.posted_at, target.url) == (PostState.BY_HAND, None, None)
    assert [one.outcome for one in target.attempts] == [Outcome.HANDED]
    assert dict(stage.platforms.faults[PlatformId.PATREON].counts) == asked


async def test_one_minute_early_nothing_is_handed(stage):
    patreon = await on_patreon(stage)
    post = await handed(stage, patreon, at=NOON + timedelta(minutes=1))
    assert await stage.state(post) is PostState.SCHEDULED
    await stage.later(timedelta(minutes=1))
    assert await stage.state(post) is PostState.BY_HAND


async def test_it_is_handed_once_and_survives_a_restart(stage):
    post = await handed(stage, await on_patreon(stage))
    follower = await stage.restarted()
    await follower.later(timedelta(days=3))
    target = await follower.target(post)
    assert target.state is PostState.BY_HAND
    assert len(target.attempts) == 1
    await follower.aclose()


async def test_home_and_the_notices_say_that_it_is_the_persons_turn(stage):
    patreon = await on_patreon(stage)
    post = await handed(stage, patreon)
    needs = (await Home(stage.database, stage.clocks.now).summary()).needs
    assert [(one.kind, one.post_id) for one in needs] == [(NeedKind.BY_HAND, post.id)]
    told = await stage.database.write(noticing.collect, stage.clocks.now(), list(NoticeKind))
    assert len(told) == 1


async def test_posted_counts_with_its_link_and_only_then(stage):
    patreon = await on_patreon(stage)
    post = await handed(stage, patreon)
    for wrong in ("", "12345678", "http://www.patreon.com/posts/1", "https://www.patreon.com.evil.example/posts/12"):
        with pytest.raises(BadInput):
            await stage.publishing.resolve(post.id, patreon.id, posted=wrong)
    assert await stage.state(post) is PostState.BY_HAND
    await stage.publishing.resolve(post.id, patreon.id, posted=LINK)
    target = await stage.target(post)
    assert (target.state, target.remote_id) == (PostState.POSTED, "12345678")
    assert target.url == "https://www.patreon.com/posts/a-long-read-12345678"
    with pytest.raises(Conflict):
        await stage.publishing.resolve(post.id, patreon.id, posted=LINK)


async def test_not_posted_is_cancelled_and_can_be_planned_again(stage):
    patreon = await on_patreon(stage)
    post = await handed(stage, patreon)
    await stage.publishing.resolve(post.id, patreon.id, not_posted=True)
    assert await stage.state(post) is PostState.CANCELLED
    later = stage.clocks.now() + timedelta(hours=1)
    await stage.publishing.move(post.id, later)
    assert await stage.state(post) is PostState.SCHEDULED


async def test_it_can_be_put_off(stage):
    patreon = await on_patreon(stage)
    post = await handed(stage, patreon)
    await stage.publishing.move(post.id, stage.clocks.now() + timedelta(hours=1))
    await stage.later(timedelta(hours=1))
    assert await stage.state(post) is PostState.BY_HAND


async def test_a_kofi_post_is_put_up_by_hand_too(stage, by_hand):
    kofi = await on_kofi(stage)
    post = await handed(stage, kofi)
    assert (await by_hand.sheet(post.id, kofi.id)).site == "Ko-fi"
    await stage.publishing.resolve(post.id, kofi.id, posted="https://ko-fi.com/post/Early-access-W7W2100SMQ")
    assert (await stage.target(post)).remote_id == "W7W2100SMQ"


async def test_x_goes_out_while_patreon_waits_for_the_person(stage):
    patreon = await on_patreon(stage)
    post = await stage.schedule("Both", to=(stage.ada, patreon))
    assert await stage.publishing.publish_due() == 1
    states = {one.platform: one.state for one in (await stage.publishing.get(post.id)).targets}
    assert states == {PlatformId.X: PostState.POSTED, PlatformId.PATREON: PostState.BY_HAND}


async def test_files_lie_readable_for_the_person_only_and_go_by_themselves(stage, by_hand):
    patreon, item = await on_patreon(stage), await picture(stage)
    post = await handed(stage, patreon, media_ids=(item.id,))
    sheet = await by_hand.sheet(post.id, patreon.id)
    assert not (stage.folder / "by-hand").exists()
    laid = await by_hand.lay_out(post.id, patreon.id)
    assert tuple(file.name for file in laid.files) == sheet.files == ("01 day.png",)
    assert laid.files[0].read_bytes()[1:4] == b"PNG"
    for place in (laid.folder.parent, laid.folder):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(laid.files[0].stat().st_mode) == 0o600
    assert await by_hand.tick() == 0
    stage.clocks.pass_(FILES_LIE_FOR)
    assert await by_hand.tick() == 1
    assert not (stage.folder / "by-hand").exists()


async def test_files_go_once_the_person_said_that_it_is_posted(stage, by_hand):
    patreon, item = await on_patreon(stage), await picture(stage)
    post = await handed(stage, patreon, media_ids=(item.id,))
    laid = await by_hand.lay_out(post.id, patreon.id)
    await stage.publishing.resolve(post.id, patreon.id, posted=LINK)
    await by_hand.tick()
    assert not laid.folder.exists()


async def test_nothing_is_laid_out_before_its_time_or_for_what_goes_by_itself(stage, by_hand):
    patreon, item = await on_patreon(stage), await picture(stage)
    post = await stage.schedule("Both", to=(stage.ada, patreon), media_ids=(item.id,), at=NOON + timedelta(hours=1))
    for account in (stage.ada, patreon):
        with pytest.raises(BadInput):
            await by_hand.lay_out(post.id, account.id)
    assert not (stage.folder / "by-hand").exists()


async def test_what_no_site_takes_is_refused_before_it_is_saved(stage):
    patreon = await on_patreon(stage)
    for more in ({"text": ""}, {"text": "one", "thread": ("two",)}, {"text": "one", "reply_to": "1"}):
        with pytest.raises(BadInput):
            await stage.composing.save(Draft(account_ids=(patreon.id,), at=When.NOW, **more))


async def test_a_post_for_some_tiers_names_them_and_refuses_those_that_are_gone(stage, by_hand):
    patreon = await on_patreon(stage)
    sync = Sync(stage.database, stage.connections, stage.accounts, stage.bus, stage.clocks.now)
    stage.platforms.worlds[PlatformId.PATREON].configure(
        {"do": [{"creator": "ada_practice", "member": "m-1", "do": "join", "cents": 500}]}
    )
    await sync.run((patreon.id,))
    known = (await stage.composing.tiers([patreon.id]))[patreon.id]
    studio, atelier = known[-2:]
    own = {patreon.id: Override(options={"tiers": f"{studio.remote_id},{atelier.remote_id}"})}
    post = await handed(stage, patreon, overrides=own)
    assert (await by_hand.sheet(post.id, patreon.id)).tiers == ("Studio", "Atelier")
    for wrong in ("", "999", f"{studio.remote_id},999"):
        with pytest.raises(BadInput, match="no tier"):
            await stage.schedule("x", to=(patreon,), overrides={patreon.id: Override(options={"tiers": wrong})})
