"""Files lie in the person's bucket while a platform fetches them, and no longer."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest

from connectors.errors import NetworkDown, RateLimited, Rejected, Temporary
from connectors.practice import bucket as practice
from connectors.practice.server import serve
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket, Step
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.media_hosting import MediaHosting
from storage import media_host
from storage.key_wrap import Keys
from tests.accounts_stage import MASTER, WORKSPACE, X_TOKENS, opened

pytestmark = pytest.mark.anyio


async def nowhere(_account):
    return None


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    made.platforms.bucket._now = made.clock
    yield made
    await made.aclose()


@pytest.fixture
async def endpoints(stage):
    """The practice platforms and the practice bucket on a socket."""
    async with serve("127.0.0.1", 0, stage.platforms) as told:
        yield told


@pytest.fixture
async def served(endpoints):
    """The practice bucket, and what opens it."""
    base = endpoints["x"]["api"].split("/x/")[0]
    return Bucket(
        endpoint=base + practice.PATH,
        region=practice.REGION,
        name=practice.NAME,
        access_key=practice.ACCESS_KEY,
        secret_key=practice.SECRET_KEY,
        prefix="ofauto/",
    )


@pytest.fixture
def hosting(stage):
    made = MediaHosting(stage.database, Keys(MASTER), WORKSPACE, stage.clock, nowhere)
    made.go_out_by(stage.connections.wire, stage.accounts.get)
    return made


@pytest.fixture
async def account(stage, endpoints):
    """One that goes over the network, as none of practice data does."""
    found = await stage.accounts.add(PlatformId.X, client_id=stage.client_id, fields=X_TOKENS, endpoints=endpoints["x"])
    return found.account


class Picture:
    """An UploadSource of bytes; `meanwhile` runs between two pieces."""

    content = b"jpeg" * 100_000

    def __init__(self) -> None:
        self.item = SimpleNamespace(size=len(self.content), mime="image/jpeg", name="Ada private.jpg")
        self.meanwhile = None

    async def read(self, offset, length):
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.content[offset : offset + length]


@pytest.fixture
def picture():
    return Picture()


def lying(stage):
    return stage.platforms.bucket.objects


def left(stage):
    return [key for key, _ in stage.database.read_now(media_host.left)]


async def test_a_file_can_be_fetched_by_whoever_has_the_link_until_it_is_removed(
    stage, hosting, served, account, picture
):
    assert (await hosting.use(served)).failed is None
    host = await hosting.host_for(account)
    placed = await host.place(picture)
    assert placed.until == stage.clock() + LINK_LIFE
    assert placed.key.startswith("ofauto/")
    assert "Ada" not in placed.url
    async with httpx.AsyncClient() as anybody:
        found = await anybody.get(placed.url)
        assert (found.content, found.headers["content-type"]) == (picture.content, "image/jpeg")
        assert left(stage) == [placed.key]
        await host.remove(placed.key)
        assert (await anybody.get(placed.url)).status_code == 404
    await host.remove(placed.key)  # once more is no error
    assert (left(stage), lying(stage)) == ([], {})


async def test_the_bucket_is_kept_sealed_and_shown_without_its_secret(stage, hosting, served):
    await hosting.use(served)
    shown = await hosting.shown()
    assert (shown.name, shown.access_key, shown.waiting) == (practice.NAME, practice.ACCESS_KEY, 0)
    assert not hasattr(shown, "secret_key")
    row = json.dumps(stage.database.read_now(lambda session: media_host.settings.get(session, "media_host")))
    assert practice.SECRET_KEY not in row
    assert practice.ACCESS_KEY not in row


@pytest.mark.parametrize(
    ("change", "step", "says"),
    [
        ({"secret_key": "another"}, Step.WRITE, "secret key"),
        ({"access_key": "another"}, Step.WRITE, "access key"),
        ({"name": "no-such-bucket"}, Step.WRITE, "no bucket"),
        ({"region": "elsewhere-1"}, Step.WRITE, "region"),
    ],
)
async def test_a_bucket_that_does_not_work_is_not_kept_and_the_step_is_named(hosting, served, change, step, says):
    checked = await hosting.use(replace(served, **change))
    assert checked.failed is step
    assert says in checked.reason
    assert await hosting.shown() is None


@pytest.mark.parametrize(("denied", "step"), [("GET", Step.FETCH), ("DELETE", Step.DELETE)])
async def test_a_key_that_may_not_do_all_is_told_by_what_it_may_not(stage, hosting, served, denied, step):
    stage.platforms.bucket.denied.add(denied)
    checked = await hosting.use(served)
    assert (checked.failed, "may not" in checked.reason) == (step, True)
    assert bool(lying(stage)) is (step is Step.DELETE)


async def test_a_clock_that_is_wrong_is_told(stage, hosting, served):
    real = stage.clock()
    stage.platforms.bucket._now = lambda: real - timedelta(hours=2)
    checked = await hosting.use(served)
    assert "clock" in checked.reason


async def test_nothing_leaves_before_it_is_on_record_and_what_failed_is_swept_once_its_link_ended(
    stage, hosting, served, account, picture
):
    await hosting.use(served)
    stage.platforms.bucket.faults.append("InternalError")
    host = await hosting.host_for(account)
    with pytest.raises(Temporary):
        await host.place(picture)
    await host.place(picture)  # and nobody removes it: the program died
    assert len(left(stage)) == 2
    assert await hosting.tick() == 0
    stage.clock.forward(seconds=LINK_LIFE.total_seconds())
    assert await hosting.tick() == 2
    assert (left(stage), lying(stage)) == ([], {})


async def test_an_outage_while_sweeping_loses_no_record(stage, hosting, served, account, picture):
    await hosting.use(served)
    await (await hosting.host_for(account)).place(picture)
    stage.clock.forward(seconds=LINK_LIFE.total_seconds())
    stage.platforms.bucket.faults.append("InternalError")
    assert await hosting.tick() == 0
    assert len(left(stage)) == 1
    assert await hosting.tick() == 1


async def test_a_bucket_that_asks_to_wait_is_waited_for(stage, hosting, served, account, picture):
    await hosting.use(served)
    stage.platforms.bucket.faults.append("SlowDown")
    with pytest.raises(RateLimited):
        await (await hosting.host_for(account)).place(picture)


async def test_an_unknown_refusal_is_named_and_nothing_else_of_the_answer(stage, hosting, served, account, picture):
    await hosting.use(served)
    stage.platforms.bucket.faults.append("StrangeThing")
    with pytest.raises(Rejected, match=r"refused \(403, StrangeThing\)$"):
        await (await hosting.host_for(account)).place(picture)


async def test_without_a_bucket_there_is_no_host_and_nothing_to_check(hosting, account):
    assert await hosting.host_for(account) is None
    with pytest.raises(BadInput, match="no bucket"):
        await hosting.check()


async def test_a_bucket_that_is_given_up_is_emptied_first_and_stays_where_that_fails(
    stage, hosting, served, account, picture
):
    await hosting.use(served)
    await (await hosting.host_for(account)).place(picture)
    stage.platforms.bucket.faults.append("InternalError")
    with pytest.raises(Temporary):
        await hosting.stop_using()
    assert (await hosting.shown()).waiting == 1
    await hosting.stop_using()
    assert (await hosting.shown(), lying(stage)) == (None, {})


async def test_a_bucket_that_cannot_be_reached_is_an_outage(hosting, served):
    with pytest.raises(NetworkDown):
        await asyncio.wait_for(hosting.use(replace(served, endpoint="http://127.0.0.1:9/bucket")), 20)


async def test_a_bucket_whose_key_is_dead_can_be_given_up_and_says_how_many_files_stay(
    stage, hosting, served, account, picture
):
    await hosting.use(served)
    await (await hosting.host_for(account)).place(picture)
    stage.platforms.bucket.denied.add("DELETE")
    assert await hosting.stop_using() == 1
    assert (await hosting.shown(), left(stage)) == (None, [])


async def test_a_new_key_of_the_same_bucket_takes_over_what_lies_there(stage, hosting, served, account, picture):
    await hosting.use(served)
    await (await hosting.host_for(account)).place(picture)
    assert (await hosting.use(replace(served, prefix="other/"))).failed is None
    assert len(left(stage)) == len(lying(stage)) == 1


async def test_a_bucket_is_not_given_up_while_a_file_is_on_its_way(stage, hosting, served, account, picture):
    await hosting.use(served)
    refused = []

    async def give_up():
        with pytest.raises(BadInput, match="on its way"):
            await hosting.stop_using()
        refused.append(1)

    picture.meanwhile = give_up
    placed = await (await hosting.host_for(account)).place(picture)
    assert refused
    assert left(stage) == [placed.key]
    assert await hosting.stop_using() == 0
    assert lying(stage) == {}


async def test_a_host_that_was_given_up_meanwhile_takes_nothing(stage, hosting, served, account, picture):
    await hosting.use(served)
    host = await hosting.host_for(account)
    await hosting.stop_using()
    with pytest.raises(Rejected, match="given up"):
        await host.place(picture)
    assert left(stage) == []
