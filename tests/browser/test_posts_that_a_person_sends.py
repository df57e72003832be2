"""On an account that is not unattended a due post is the person's: filled in for them, sent by them, known or looked for."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from starlette.responses import JSONResponse

from connectors.browser.sites import load
from connectors.errors import LoginExpired, OutcomeUnknown, RateLimited
from ofauto_desktop.cli import rows
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Outcome, PostState, RemotePost
from ofauto_desktop.domain.session_pace import ACTS_A_DAY
from ofauto_desktop.services.session_pace import SessionPace
from storage import home
from tests import browser_platform, publishing_stage
from tests.browser.test_session import logged_in
from tests.browser_platform import SiteClient
from tests.browser_site import FILE

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    monkeypatch.setattr(SiteClient, "window", False)
    monkeypatch.setattr(SiteClient, "pages", [])
    monkeypatch.setattr(SiteClient, "sent", [])
    monkeypatch.setattr(SiteClient, "found", [])
    with browser_platform.registered():
        yield


@pytest.fixture
async def stage(tmp_path, browser, monkeypatch):
    """On the browser of the module, which outlives a stage."""

    async def stays():
        """Closed with the module."""

    monkeypatch.setattr(browser, "aclose", stays)
    made = await publishing_stage.opened(tmp_path, browser=browser)
    yield made
    await made.aclose()


async def connected(stage, browser, site, **more):
    found = await stage.accounts.add(
        PlatformId.FANSLY,
        client_id=stage.ada.client_id,
        fields={"session": (await logged_in(browser, site)).field()},
        endpoints={"site": site.url},
        **more,
    )
    return found.account


async def due(stage, account, text="Hello there"):
    post = await stage.schedule(text, to=(account,), at=When.NOW)
    assert await stage.publishing.publish_due() == 0
    assert await stage.state(post) is PostState.BY_HAND
    return post


@asynccontextmanager
async def looking(stage, post, account):
    """The post lies filled in before the person, who is the test."""
    before = len(SiteClient.pages)
    filling = asyncio.create_task(stage.publishing.fill(post.id, account.id))
    try:
        async with asyncio.timeout(20):
            while len(SiteClient.pages) == before and not filling.done():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        page = SiteClient.pages[-1] if len(SiteClient.pages) > before else None
        if page is not None:
            await page.wait_for_selector(".b-post:not(.disabled)")
            await page.wait_for_function("document.querySelector('input').files[0]")
        yield page, filling
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)


async def test_a_due_post_is_filled_in_and_goes_out_by_the_persons_click(stage, browser, site):
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    assert not site.posts
    async with looking(stage, post, account) as (page, filling):
        assert await page.input_value(".b-text") == "Hello there"
        assert not site.posts
        await page.click(".b-post")
        assert await filling is PostState.POSTED
    target = await stage.target(post)
    assert (target.remote_id, [one.outcome for one in target.attempts]) == (
        "700124",
        [Outcome.HANDED, Outcome.POSTED],
    )
    assert len(site.posts) == 1
    with pytest.raises(BadInput):
        await stage.publishing.fill(post.id, account.id)


async def test_closing_the_window_sends_nothing_and_leaves_it_theirs(stage, browser, site):
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    async with looking(stage, post, account) as (page, filling):
        await page.close()
        assert await filling is PostState.BY_HAND
    assert (await stage.target(post)).attempts[-1].detail == "the window was closed before it was sent"
    async with looking(stage, post, account) as (page, filling):
        await page.click(".b-post")
        assert await filling is PostState.POSTED
    assert len(site.posts) == 1


async def test_what_was_sent_without_an_answer_is_unknown_and_found_again(stage, browser, site):
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    async with looking(stage, post, account) as (page, filling):
        await page.route("**/api/posts", lambda _: None)
        await page.click(".b-post")
        await page.close()
        assert await filling is PostState.UNKNOWN
    SiteClient.found.append(
        RemotePost(remote_id="9", text="Hello there", at=stage.clocks.now(), url="https://site.invalid/9")
    )
    assert await stage.publishing.probe_unknown() == 1
    assert (await stage.target(post)).remote_id == "9"


async def test_a_program_that_is_killed_while_they_look_never_sends_it_twice(stage, browser, site):
    """What the next process finds: it may have been sent. Not seen twice, it is the person's again, not sent by itself."""
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    async with looking(stage, post, account):
        assert await stage.state(post) is PostState.SENDING
        await stage.later(timedelta(minutes=1))
        assert await stage.state(post) is PostState.SENDING, "it is in hand, not left behind"
    follower = await stage.restarted()
    assert await follower.state(post) is PostState.UNKNOWN
    for _ in range(3):
        await follower.later(timedelta(minutes=11))
    assert await follower.state(post) is PostState.BY_HAND
    assert not site.posts
    await follower.aclose()


async def test_what_keeps_it_from_being_filled_in_is_said_and_leaves_it_theirs(stage, browser, site):
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    site.answers["/api/posts"] = JSONResponse({"error": {}}, status_code=400)
    async with looking(stage, post, account) as (page, filling):
        await page.click(".b-post")
        with pytest.raises(Exception, match="refused"):
            await filling
    assert await stage.state(post) is PostState.FAILED
    site.sessions.clear()
    await stage.accounts.check(account.id)
    with pytest.raises(LoginExpired):
        await stage.publishing.fill(post.id, account.id)


async def test_a_post_that_is_changed_while_it_is_prepared_is_not_shown(stage, browser, site, monkeypatch):
    account = await connected(stage, browser, site)
    post = await due(stage, account)
    plain = SiteClient.prepare

    async def changed(self, *given):
        await stage.publishing.cancel(post.id)
        return await plain(self, *given)

    monkeypatch.setattr(SiteClient, "prepare", changed)
    with pytest.raises(Conflict):
        await stage.publishing.fill(post.id, account.id)
    assert await stage.state(post) is PostState.CANCELLED
    assert SiteClient.pages == []


async def test_two_posts_of_an_account_are_looked_at_one_after_another(stage, browser, site):
    account = await connected(stage, browser, site)
    one, other = await due(stage, account, "One"), await due(stage, account, "Other")
    async with looking(stage, one, account) as (page, filling):
        second = asyncio.create_task(stage.publishing.fill(other.id, account.id))
        await page.click(".b-post")
        assert await filling is PostState.POSTED
        async with asyncio.timeout(20):
            while len(SiteClient.pages) < 2:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        another = SiteClient.pages[-1]
        await another.wait_for_function("document.querySelector('input')?.files[0]")
        assert await another.input_value(".b-text") == "Other"
        await another.click(".b-post:not(.disabled)")
        assert await second is PostState.POSTED
    assert [post["text"] for post in site.posts] == ["One", "Other"]


async def test_unattended_a_form_that_cannot_be_filled_in_has_sent_nothing_and_is_tried_again(
    stage, browser, site, monkeypatch
):
    """Only the last click publishes: until then it is no unknown outcome, whatever goes wrong."""
    monkeypatch.setattr(SiteClient, "by_person", False)
    changed = FILE.replace('text = [".b-text"]', 'text = [".b-text-of-next-year"]').replace(
        'element = "text", value = "text"', 'element = "text", value = "text", patience = 0.2'
    )
    monkeypatch.setattr(browser_platform, "SITE", load(changed))
    account = await connected(stage, browser, site, unattended=True)
    post = await stage.schedule("Hello there", to=(account,), at=When.NOW)
    assert await stage.publishing.publish_due() == 0
    assert await stage.state(post) is PostState.SCHEDULED
    assert "“text”" in (await stage.target(post)).attempts[-1].detail
    assert not site.posts


async def test_unattended_it_goes_out_without_anybody(stage, browser, site, monkeypatch):
    monkeypatch.setattr(SiteClient, "by_person", False)
    account = await connected(stage, browser, site, unattended=True)
    post = await stage.schedule("Hello there", to=(account,), at=When.NOW)
    assert await stage.publishing.publish_due() == 1
    assert await stage.state(post) is PostState.POSTED
    with pytest.raises(BadInput, match="not filled in"):
        await stage.publishing.fill(post.id, account.id)


async def in_the_sites_queue(stage, browser, site, monkeypatch):
    """A post of an unattended account for tomorrow."""
    monkeypatch.setattr(SiteClient, "by_person", False)
    account = await connected(stage, browser, site, unattended=True)
    at = stage.clocks.now() + timedelta(days=1)
    post = await stage.schedule("Hello there", to=(account,), at=at.isoformat())
    assert await stage.publishing.publish_due() == 1
    return account, post, at


async def test_unattended_a_later_post_is_handed_to_the_sites_own_queue_at_once(stage, browser, site, monkeypatch):
    _, post, at = await in_the_sites_queue(stage, browser, site, monkeypatch)
    assert [one.scheduled_for for one in SiteClient.sent] == [at]
    target = await stage.target(post)
    assert (target.state, target.remote_id, target.posted_at) == (PostState.AT_SITE, "700124", None)
    assert "site's own queue for 2026-06-16 12:00 UTC" in target.attempts[-1].detail
    assert await stage.database.read(home.next_due, None) == at, "Home and the clients tell of it"
    row = rows.target(target)
    assert (row["state"], row["at_site"]) == ("scheduled", True)
    await stage.later(timedelta(hours=1))
    assert len(site.posts) == 1, "it is never sent from here as well"
    for change in (stage.publishing.cancel(post.id), stage.publishing.move(post.id, "2026-06-20T10:00")):
        with pytest.raises(Conflict, match="change it there"):
            await change
    SiteClient.found.append(RemotePost(remote_id="81", text="Hello there", at=at, url="https://site.invalid/81"))
    await stage.later(timedelta(days=1))
    target = await stage.target(post)
    assert (target.state, target.remote_id, target.posted_at) == (PostState.POSTED, "81", at)
    assert len(site.posts) == 1


async def test_what_the_site_does_not_put_out_is_unknown_and_never_sent_again_by_itself(
    stage, browser, site, monkeypatch
):
    account, post, _ = await in_the_sites_queue(stage, browser, site, monkeypatch)
    await stage.later(timedelta(days=1, minutes=5))
    assert await stage.state(post) is PostState.AT_SITE, "it may come yet"
    await stage.later(timedelta(minutes=30))
    assert await stage.state(post) is PostState.UNKNOWN
    follower = await stage.restarted()
    for _ in range(4):
        await follower.later(timedelta(minutes=11))
    assert await follower.state(post) is PostState.UNKNOWN
    await follower.publishing.resolve(post.id, account.id, not_posted=True)
    assert await follower.state(post) is PostState.FAILED
    assert len(site.posts) == 1
    await follower.aclose()


async def test_what_a_person_took_out_of_the_sites_queue_is_cancelled_by_their_word(stage, browser, site, monkeypatch):
    account, post, _ = await in_the_sites_queue(stage, browser, site, monkeypatch)
    await stage.publishing.resolve(post.id, account.id, not_posted=True)
    assert await stage.state(post) is PostState.CANCELLED


async def test_assisted_a_later_post_waits_here(stage, browser, site):
    account = await connected(stage, browser, site)
    at = stage.clocks.now() + timedelta(days=1)
    post = await stage.schedule("Hello there", to=(account,), at=at.isoformat())
    await stage.publishing.publish_due()
    assert await stage.state(post) is PostState.SCHEDULED


async def test_unattended_what_the_day_does_not_hold_goes_out_the_day_after(stage, browser, site, monkeypatch):
    monkeypatch.setattr(SiteClient, "by_person", False)
    account = await connected(stage, browser, site, unattended=True)
    pace = SessionPace(stage.database, stage.preferences, stage.clocks.now, sleep=asyncio.sleep, draw=lambda *_: 0.0)
    stage.publishing._queue._pace = pace
    await stage.preferences.put(ACTS_A_DAY, 5)
    for number in range(6):
        post = await stage.schedule(f"Number {number}", to=(account,), at=When.NOW)
        await stage.publishing.publish_due()
    target = await stage.target(post)
    assert (target.state, len(site.posts)) == (PostState.SCHEDULED, 5)
    assert "the rest goes out tomorrow" in target.attempts[-1].detail
    await stage.later(timedelta(hours=12, minutes=1))
    assert (await stage.state(post), len(site.posts)) == (PostState.POSTED, 6)


async def laid_in_without_an_answer(stage, browser, site, monkeypatch):
    """A post for tomorrow that may lie in the site's queue; its process has ended."""
    plain = SiteClient.send

    async def lost(self, *given):
        await plain(self, *given)
        raise OutcomeUnknown("the line broke")

    with monkeypatch.context() as patch:
        patch.setattr(SiteClient, "by_person", False)
        patch.setattr(SiteClient, "send", lost)
        account = await connected(stage, browser, site, unattended=True)
        at = stage.clocks.now() + timedelta(days=1)
        post = await stage.schedule("Hello there", to=(account,), at=at.isoformat())
        assert await stage.publishing.publish_due() == 0
    monkeypatch.setattr(SiteClient, "by_person", False)
    assert await stage.state(post) is PostState.UNKNOWN
    return account, post, at


def in_queue(remote_id, at, text="Hello there"):
    return RemotePost(remote_id=remote_id, text=text, at=at, url=f"https://site.invalid/{remote_id}", scheduled_for=at)


def out(remote_id, at, text="Hello there"):
    return RemotePost(remote_id=remote_id, text=text, at=at, url=f"https://site.invalid/{remote_id}")


async def test_what_was_laid_in_without_an_answer_is_found_in_the_queue_and_never_laid_in_again(
    stage, browser, site, monkeypatch
):
    _, post, at = await laid_in_without_an_answer(stage, browser, site, monkeypatch)
    SiteClient.found.append(in_queue("31", at))
    follower = await stage.restarted()
    for _ in range(4):
        await follower.later(timedelta(minutes=11))
    target = await follower.target(post)
    assert (target.state, target.remote_id, len(site.posts)) == (PostState.AT_SITE, "31", 1)
    assert "site's own queue for 2026-06-16 12:00 UTC" in target.attempts[-1].detail
    SiteClient.found[:] = [out("99", at)]
    await follower.later(timedelta(days=1))
    target = await follower.target(post)
    assert (target.state, target.remote_id, len(site.posts)) == (PostState.POSTED, "99", 1)
    await follower.aclose()


async def test_another_post_of_the_same_words_in_the_queue_is_not_taken_for_it(stage, browser, site, monkeypatch):
    account, _, at = await in_the_sites_queue(stage, browser, site, monkeypatch)
    SiteClient.found.append(in_queue("700124", at))
    plain = SiteClient.send

    async def lost(self, *given):
        await plain(self, *given)
        raise OutcomeUnknown("the line broke")

    with monkeypatch.context() as patch:
        patch.setattr(SiteClient, "send", lost)
        post = await stage.schedule("Hello there", to=(account,), at=at.isoformat())
        await stage.publishing.publish_due()
    await stage.later(timedelta(minutes=11))
    assert await stage.state(post) is PostState.UNKNOWN


async def test_a_queue_that_is_late_is_waited_for(stage, browser, site, monkeypatch):
    _, post, at = await in_the_sites_queue(stage, browser, site, monkeypatch)
    SiteClient.found.append(in_queue("700124", at))
    await stage.later(timedelta(days=1, minutes=45))
    assert await stage.state(post) is PostState.AT_SITE
    SiteClient.found[:] = [in_queue("700124", at + timedelta(hours=3))]  # a person moved it there
    await stage.later(timedelta(minutes=6))
    looks = SiteClient.found
    await stage.later(timedelta(hours=2))
    assert await stage.state(post) is PostState.AT_SITE
    looks[:] = [out("81", at + timedelta(hours=3))]
    await stage.later(timedelta(hours=1))
    target = await stage.target(post)
    assert (target.state, target.remote_id, len(site.posts)) == (PostState.POSTED, "81", 1)


async def test_laid_in_anew_it_is_known_by_its_new_name(stage, browser, site, monkeypatch):
    account, post, _ = await in_the_sites_queue(stage, browser, site, monkeypatch)
    await stage.publishing.resolve(post.id, account.id, not_posted=True)
    assert (await stage.target(post)).remote_id is None
    await stage.publishing.restore(post.id)
    await stage.publishing.publish_due()
    target = await stage.target(post)
    assert (target.state, target.remote_id, len(site.posts)) == (PostState.AT_SITE, "700125", 2)
    await stage.later(timedelta(days=1, minutes=45))
    assert await stage.state(post) is PostState.UNKNOWN
    await stage.publishing.resolve(post.id, account.id, posted="https://site.invalid/4242")
    target = await stage.target(post)
    assert (target.state, target.remote_id) == (PostState.POSTED, "4242")


async def test_what_could_not_be_laid_in_ahead_is_not_late_at_its_time(stage, browser, site, monkeypatch):
    """It goes out from here then, and is no post that was missed by a day."""
    monkeypatch.setattr(SiteClient, "by_person", False)

    async def busy(self, *_given):
        raise RateLimited("too much", retry_at=stage.clocks.now() + timedelta(hours=1))

    account = await connected(stage, browser, site, unattended=True)
    with monkeypatch.context() as patch:
        patch.setattr(SiteClient, "send", busy)
        post = await stage.schedule(
            "Hello there", to=(account,), at=(stage.clocks.now() + timedelta(days=3)).isoformat()
        )
        await stage.publishing.publish_due()
        assert await stage.state(post) is PostState.SCHEDULED
        stage.clocks.pass_(timedelta(days=3))
    await stage.publishing.publish_due()
    assert (await stage.state(post), len(site.posts)) == (PostState.POSTED, 1)


async def test_an_account_that_is_its_persons_by_now_lays_nothing_in(stage, browser, site, monkeypatch):
    """Claimed ahead of its time, then asked for its turn: nothing is handed to anybody before that time."""
    monkeypatch.setattr(SiteClient, "by_person", False)
    account = await connected(stage, browser, site, unattended=True)
    at = stage.clocks.now() + timedelta(days=1)
    post = await stage.schedule("Hello there", to=(account,), at=at.isoformat())
    async with stage.connections.sending(account.id):
        going = asyncio.create_task(stage.publishing.publish_due())
        await stage.until(post, PostState.CLAIMED)
        await stage.accounts.set_unattended(account.id, unattended=False)
    await going
    assert (await stage.state(post), site.posts) == (PostState.SCHEDULED, [])


async def test_what_rests_ahead_of_its_time_leaves_no_tries(stage, browser, site, monkeypatch):
    """A hundred posts that are planned for next month are not put off anew every night."""
    monkeypatch.setattr(SiteClient, "by_person", False)
    account = await connected(stage, browser, site, unattended=True)
    pace = SessionPace(stage.database, stage.preferences, stage.clocks.now, sleep=asyncio.sleep, draw=lambda *_: 0.0)
    stage.publishing._queue._pace = pace
    monkeypatch.setattr(pace, "rests_until", lambda _account: until if stage.clocks.now() < until else None)
    until = stage.clocks.now() + timedelta(hours=8)
    post = await stage.schedule("Hello", to=(account,), at=(stage.clocks.now() + timedelta(days=30)).isoformat())
    await stage.publishing.publish_due()
    await stage.later(timedelta(hours=1))
    target = await stage.target(post)
    assert (target.state, target.attempts, site.posts) == (PostState.SCHEDULED, (), [])
    await stage.later(timedelta(hours=7, minutes=1))
    assert await stage.state(post) is PostState.AT_SITE
