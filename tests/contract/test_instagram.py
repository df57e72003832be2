"""Instagram's connector reading its practice platform: each trap of platforms/instagram.md by its name."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from connectors.base import PullContext
from connectors.errors import Challenged, LayoutChanged, LoginExpired, MissingScope, RateLimited, Rejected, Temporary
from connectors.http import Reply
from connectors.instagram import parse
from connectors.instagram.refusals import Gone, budget, refusal
from connectors.instagram.wire import Media
from ofauto_desktop.domain.audience import AudienceBy
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from tests.contract.stage import NOW, practised

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage():
    made = practised(PlatformId.INSTAGRAM, year=True)
    yield made
    await made.close()


async def pulled(stage, kind, cursor=None, known=()):
    context = PullContext(now=stage.clock(), cursor=cursor, known_posts=tuple(known))
    return [batch async for batch in stage.client().pull(kind, context)]


async def posts(stage, cursor=None):
    return [post for batch in await pulled(stage, SyncKind.POSTS, cursor) for post in batch.posts]


async def numbers(stage, *known):
    batches = await pulled(stage, SyncKind.METRICS, known=known)
    return {(one.remote_post, one.metric): one.value for batch in batches for one in batch.metrics}


def one_of(stage, product):
    own = stage.world.accounts[next(iter(stage.world.accounts))].id
    return next(one for one in stage.world.media.values() if one.owner == own and one.product == product)


def refused(code, subcode=0, *, status=400, path="/me/media_publish", publishing=True, headers=None, **error):
    body = msgspec.json.encode({"error": {"message": "no", "code": code, "error_subcode": subcode, **error}})
    reply = Reply(status=status, headers=httpx.Headers(headers or {}), body=body)
    return refusal(reply, publishing=publishing, path=path, now=NOW)


_ODD_PAGE = msgspec.json.encode(
    {
        "data": [
            {"id": "1", "caption": "good", "timestamp": "2026-09-26T22:36:43+0000", "like_count": 3},
            {"id": "2", "caption": "no time", "like_count": 4},
            {"id": "3", "caption": ["no text"]},
            {"id": ""},
        ]
    }
).decode()


async def test_posts_that_cannot_be_read_are_a_gap_and_the_others_are_kept(stage):
    stage.trouble("status", "/media", status=200, body=_ODD_PAGE)
    batches = await pulled(stage, SyncKind.POSTS)
    assert [post.text for post in batches[-1].posts] == ["good"]
    assert [gap.reason for batch in batches for gap in batch.gaps] == ["3 posts could not be read"]


async def test_a_probe_finds_nothing_sure_where_a_post_cannot_be_read(stage):
    for body in (_ODD_PAGE, '{"data":[{"id":"2","caption":"no time"}]}'):
        stage.trouble("status", "/media", status=200, body=body)
        with pytest.raises(LayoutChanged):
            await stage.client().recent(NOW)


async def test_numbers_of_one_post_that_cannot_be_read_leave_those_of_the_others(stage):
    stage.trouble("status", "/media", status=200, body=_ODD_PAGE)
    batches = await pulled(stage, SyncKind.METRICS, known=["1", "2"])
    likes = {one.remote_post: one.value for batch in batches for one in batch.metrics if one.metric is Metric.LIKES}
    assert likes == {"1": 3, "2": 4}
    assert [gap.reason for batch in batches for gap in batch.gaps] == ["2 posts could not be read"]


async def test_user_id_is_the_account_and_id_is_not(stage):
    standing = await stage.client().check()
    account = stage.world.account_named("ada_practice")
    assert standing.remote_id == account.id != account.app_scoped
    assert standing.followers == account.followers_at(NOW)


async def test_the_account_may_come_in_a_list(stage):
    flat = await stage.client().check()
    stage.world.configure({"doc_shapes": True})
    assert await stage.client().check() == flat


async def test_an_account_without_a_number_is_another_layout(stage):
    stage.trouble("status", "/me", status=200, body='{"username":"ada"}')
    with pytest.raises(LayoutChanged):
        await stage.client().check()


async def test_the_live_check_names_what_a_pasted_token_was_not_granted(stage):
    stage.world.configure({"scopes": {"ada_practice": ["instagram_business_basic"]}})
    said = " ".join(one.message for one in (await stage.client().check()).warnings)
    assert "instagram_business_content_publish" in said
    assert "instagram_business_manage_insights" in said


async def test_a_time_has_an_offset_without_a_colon(stage):
    found = await posts(stage)
    assert max(one.at for one in found) <= NOW
    assert {one.remote_id for one in found} >= {one.id for one in stage.world.listed(one_of(stage, "FEED").owner)}
    for text in ("", "yesterday", "2026-09-26T22:36:43", None):
        with pytest.raises(LayoutChanged):
            parse.moment(text)


async def test_the_address_of_a_post_is_told_and_never_made_from_its_id(stage):
    found = {one.remote_id: one for one in await posts(stage)}
    media = one_of(stage, "REELS")
    assert found[media.id].url == f"https://www.instagram.com/p/{media.shortcode}/"
    assert (
        parse.post(Media(id="1", timestamp="2026-09-26T22:36:43+0000"), "ada").url == "https://www.instagram.com/ada/"
    )


async def test_a_carousel_counts_its_children_and_an_empty_caption_is_absent(stage):
    found = {one.remote_id: one for one in await posts(stage)}
    own = stage.world.listed(one_of(stage, "FEED").owner)
    carousel = next(one for one in own if one.kind == "CAROUSEL_ALBUM")
    assert (found[carousel.id].media_count, found[carousel.id].media_kind) == (len(carousel.children), "carousel")
    assert found[next(one for one in own if not one.caption).id].text == ""


async def test_an_empty_page_is_no_end(stage):
    whole = await posts(stage)
    stage.world.configure({"page_size": 10, "empty_pages": True})
    assert await posts(stage) == whole


async def test_pages_that_repeat_end_and_are_never_taken_for_the_whole(stage):
    stage.world.configure({"page_size": 10, "repeat_pages": True})
    assert len(await pulled(stage, SyncKind.POSTS)) < 6
    with pytest.raises(Temporary):
        await stage.client().recent(NOW - timedelta(days=400))


async def test_the_address_of_the_next_page_is_not_followed_elsewhere(stage):
    """Only its cursor is taken: a strange address would get the token."""
    page = '{"data":[],"paging":{"next":"https://evil.example/steal?after=at5"}}'
    stage.trouble("status", "/media$", status=200, body=page)
    await pulled(stage, SyncKind.POSTS)
    assert stage.asked("GET /v25.0/me/media") == 2


async def test_nothing_new_is_two_requests(stage):
    cursor = (await pulled(stage, SyncKind.POSTS))[-1].cursor
    stage.world.configure({"page_size": 10})
    stage.faults.seen.clear()
    await pulled(stage, SyncKind.POSTS, cursor)
    assert stage.asked("GET") == 2


async def test_stories_are_no_part_of_the_list_and_are_read_all_the_same(stage):
    stories = {one.id for one in stage.world.media.values() if one.product == "STORY"}
    found = {one.remote_id for one in await posts(stage)}
    assert found & stories
    stage.clock.forward(hours=25)
    assert not {one.remote_id for one in await posts(stage)} & stories


async def test_current_metric_names_only(stage):
    reel = one_of(stage, "REELS")
    found = await numbers(stage, reel.id)
    assert found[reel.id, Metric.VIEWS] == reel.views(NOW)
    assert Metric.IMPRESSIONS not in {metric for _, metric in found}
    asked = {name for names in parse.METRICS.values() for name in names}
    assert not asked & {"impressions", "plays", "video_views", "clips_replays_count"}


@pytest.mark.parametrize("product", ["FEED", "REELS", "STORY"])
async def test_each_kind_is_asked_for_its_own_metrics(stage, product):
    media = one_of(stage, product)
    stage.faults.seen.clear()
    found = await numbers(stage, media.id)
    assert stage.asked(f"GET /v25.0/{media.id}/insights") == 1
    assert {Metric.REACH, Metric.VIEWS, Metric.ENGAGEMENTS} <= {metric for _, metric in found}


async def test_one_bad_metric_never_spoils_the_rest(stage):
    stage.world.configure({"bad_metrics": ["saved"]})
    first, second = [one.id for one in stage.world.listed(one_of(stage, "FEED").owner) if one.product == "FEED"][:2]
    found = await numbers(stage, first, second)
    for media_id in (first, second):
        assert (media_id, Metric.SAVES) not in found
        assert (media_id, Metric.REACH) in found
    # It is remembered: the next of the same kind is asked once.
    assert (
        sum(stage.asked(f"GET /v25.0/{one}/insights") for one in (first, second)) == 1 + len(parse.METRICS["FEED"]) + 1
    )


async def test_insights_are_asked_for_now_and_then_and_counts_each_time(stage):
    media = one_of(stage, "FEED")
    batches = await pulled(stage, SyncKind.METRICS, known=(media.id,))
    cursor = next(batch.cursor for batch in reversed(batches) if batch.cursor)
    again = await pulled(stage, SyncKind.METRICS, cursor, known=(media.id,))
    assert {one.metric for batch in again for one in batch.metrics} == {Metric.LIKES, Metric.COMMENTS}
    stage.clock.forward(hours=4)
    later = await pulled(stage, SyncKind.METRICS, cursor, known=(media.id,))
    assert Metric.REACH in {one.metric for batch in later for one in batch.metrics}


async def test_an_empty_answer_is_not_available_and_not_zero(stage):
    media = one_of(stage, "FEED")
    stage.trouble("status", "/insights", status=200, body='{"data":[]}')
    found = await numbers(stage, media.id)
    assert {metric for _, metric in found} == {Metric.LIKES, Metric.COMMENTS}


async def test_hidden_likes_are_unknown(stage):
    media = one_of(stage, "STORY")
    stage.world.configure({"hide_likes": True})
    assert (media.id, Metric.LIKES) not in await numbers(stage, media.id)


async def test_a_story_with_few_viewers_tells_nothing_and_stops_nothing(stage):
    stage.world.configure({"few_viewers": True})
    story, post = one_of(stage, "STORY"), one_of(stage, "FEED")
    found = await numbers(stage, story.id, post.id)
    assert (story.id, Metric.REACH) not in found
    assert (post.id, Metric.REACH) in found


async def test_a_story_that_ended_is_not_deleted_but_a_post_that_is_gone_is(stage):
    story, post = one_of(stage, "STORY"), one_of(stage, "FEED")
    stage.clock.forward(hours=25)
    post.deleted = True
    batches = await pulled(stage, SyncKind.METRICS, known=(story.id, post.id))
    assert [one.remote_id for batch in batches for one in batch.posts if one.deleted] == [post.id]


async def test_insights_without_permission_name_the_scope(stage):
    stage.world.configure({"scopes": {"ada_practice": ["instagram_business_basic"]}})
    with pytest.raises(MissingScope) as caught:
        await numbers(stage, one_of(stage, "FEED").id)
    assert "instagram_business_manage_insights" in caught.value.reason


async def test_while_blocked_nothing_is_asked_that_would_prolong_it(stage):
    stage.world.configure({"blocked_minutes": 17})
    client = stage.client()
    with pytest.raises(RateLimited) as caught:
        await client.check()
    assert caught.value.retry_at == NOW + timedelta(minutes=17)
    seen = stage.asked("GET")
    with pytest.raises(RateLimited):
        await client.check()
    assert stage.asked("GET") == seen


async def test_usage_is_per_cent_and_its_absence_is_unknown(stage):
    client = stage.client()
    await client.check()
    assert stage.limiter.budgets["graph"].remaining == 93
    stage.world.configure({"usage": None})
    silent = stage.client()
    await silent.check()
    assert "graph" not in stage.limiter.budgets


def test_of_several_ids_in_the_usage_header_the_highest_counts():
    uses = {"1": [{"call_count": 3}], "2": [{"call_count": 12, "total_time": 88, "estimated_time_to_regain_access": 4}]}
    headers = httpx.Headers({"x-business-use-case-usage": msgspec.json.encode(uses).decode()})
    left = budget(Reply(status=200, headers=headers, body=b""), NOW)
    assert (left.remaining, left.resets_at) == (12, NOW + timedelta(minutes=4))
    odd_numbers = ('{"call_count":1e300}', '{"1":[{"total_time":-4}]}')
    for odd in ("", "no json", "[]", '{"1":7}', '{"call_count":"many"}', *odd_numbers):
        assert budget(Reply(status=200, headers=httpx.Headers({"x-app-usage": odd}), body=b""), NOW) is None


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (190, 463, LoginExpired),
        (190, 460, LoginExpired),
        (102, 0, LoginExpired),
        (4, 0, RateLimited),
        (613, 0, RateLimited),
        (80002, 0, RateLimited),
        (9, 2207042, RateLimited),
        (9007, 2207027, RateLimited),
        (24, 2207008, RateLimited),
        (-2, 2207020, RateLimited),
        (4, 2207051, Challenged),
        (25, 2207050, Challenged),
        (200, 0, MissingScope),
        (803, 0, MissingScope),
        (10, 0, MissingScope),
        (10, 2534022, Rejected),
        (100, 33, Gone),
        (36003, 2207009, Rejected),
        (36001, 2207005, Rejected),
        (1, 2207057, Rejected),
    ],
)
def test_errors_are_told_apart_by_code_and_subcode_and_not_by_status(code, subcode, kind):
    for status in (400, 403, 500):
        assert type(refused(code, subcode, status=status)) in {kind, *kind.__subclasses__()}


@pytest.mark.parametrize(("code", "subcode"), [(1, 0), (2, 0), (-1, 2207001), (-2, 2207003), (-1, 2207032)])
def test_what_passes_leaves_a_publishing_call_unknown_and_is_read_again(code, subcode):
    assert refused(code, subcode).kind == "outcome_unknown"
    assert type(refused(code, subcode, publishing=False)) is Temporary


def test_the_persons_own_words_are_shown_where_there_are_some():
    assert refused(36003, 2207009, error_user_msg="Choose another ratio.").reason == "Choose another ratio."


def test_without_a_word_about_it_the_wait_is_an_hour():
    assert refused(4).retry_at == NOW + timedelta(hours=1)


async def test_who_follows_is_read_by_age_gender_country_and_city(stage):
    shares = [one for batch in await pulled(stage, SyncKind.AUDIENCE) for one in batch.audience]
    assert {one.by for one in shares} == set(AudienceBy)
    followers = stage.world.account_named("ada_practice").followers_at(NOW)
    assert next(one.value for one in shares if one.name == "SE") == int(followers * 0.21)


async def test_of_a_group_the_last_dimension_counts(stage):
    plain = [batch.audience for batch in await pulled(stage, SyncKind.AUDIENCE)]
    stage.world.configure({"names_timeframe": True})
    assert [batch.audience for batch in await pulled(stage, SyncKind.AUDIENCE)] == plain


async def test_who_follows_is_asked_for_once_a_day(stage):
    cursor = (await pulled(stage, SyncKind.AUDIENCE))[-1].cursor
    stage.faults.seen.clear()
    assert not any(batch.audience for batch in await pulled(stage, SyncKind.AUDIENCE, cursor))
    stage.clock.forward(days=1)
    assert any(batch.audience for batch in await pulled(stage, SyncKind.AUDIENCE, cursor))


async def test_without_permission_or_followers_the_account_is_read_all_the_same(stage):
    stage.world.configure({"scopes": {"ada_practice": ["instagram_business_basic"]}})
    batches = await pulled(stage, SyncKind.AUDIENCE)
    assert Metric.FOLLOWERS in {one.metric for batch in batches for one in batch.metrics}
    assert not any(batch.audience for batch in batches)


async def test_comments_are_read_over_all_pages_and_only_of_own_posts(stage):
    media = max(stage.world.listed(one_of(stage, "FEED").owner), key=lambda one: one.appeal)
    whole = await stage.client().comments(media.id)
    assert len(whole) > 3
    assert [one.at for one in whole] == sorted((one.at for one in whole), reverse=True)
    assert (whole[-1].author, "<3" in {word for one in whole for word in one.text.split()}) == ("reader_0", True)
    stage.world.configure({"page_size": 2})
    assert len(await stage.client().comments(media.id)) == min(len(whole), 20)
    with pytest.raises(Gone):
        await stage.client().comments("1")
    assert whole[0].text not in repr(whole)


async def test_comments_without_permission_name_the_scope(stage):
    stage.world.configure({"scopes": {"ada_practice": ["instagram_business_basic"]}})
    with pytest.raises(MissingScope, match="instagram_business_manage_comments"):
        await stage.client().comments(one_of(stage, "FEED").id)
