"""X's traps (platforms/x.md), each against the practice platform: publishing, reading, limits and credit."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from msgspec import structs

from connectors.base import PullContext
from connectors.errors import (
    Duplicate,
    LayoutChanged,
    LoginExpired,
    MissingScope,
    OutcomeUnknown,
    OutOfCredit,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.practice.x import curves
from connectors.practice.x.state import first_id
from connectors.x.text import LIMIT
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import RemotePost, matching
from tests.contract.stage import Stage, a_file, a_post

pytestmark = pytest.mark.anyio


async def publish(client, *texts: str, media=(), reply_to: str | None = None) -> list[RemotePost]:
    """A whole thread, part by part."""
    prepared = await client.prepare(a_post(*texts, media=media, reply_to=reply_to), {})
    made: list[RemotePost] = []
    for part in range(len(texts)):
        made.append(await client.send(prepared, part, made[-1].remote_id if made else None))
    return made


async def all_of(pull) -> list:
    return [batch async for batch in pull]


async def edit(x: Stage, remote_id: str, text: str) -> str:
    """As its author does at X, which takes Premium; the id of the new version."""
    x.world.users = {key: structs.replace(user, premium=True) for key, user in x.world.users.items()}
    http = httpx.AsyncClient(transport=x.transport(), headers={"authorization": f"Bearer {x.fields['access_token']}"})
    body = {"text": text, "edit_options": {"previous_post_id": remote_id}}
    async with http:
        reply = await http.post(f"{x.endpoints['api']}/tweets", json=body)
    assert reply.status_code == 201, reply.text
    return reply.json()["data"]["id"]


# Credit and limits


async def test_credit_that_is_used_up_is_not_a_rate_limit(x: Stage) -> None:
    x.world.configure({"credit": 0.0})
    with pytest.raises(OutOfCredit) as caught:
        await publish(x.client(), "no money")
    assert not isinstance(caught.value, RateLimited)
    assert x.limiter.budgets["posts_create"].remaining > 90
    assert x.world.report()["accepted"] == 0


async def test_a_402_with_an_account_number_beyond_2_53_and_no_status_is_read(x: Stage) -> None:
    body = '{"account_id":1234567890123456789,"title":"CreditsDepleted","type":"https://api.x.com/2/problems/credits-depleted"}'
    x.trouble("status", "POST /2/tweets", status=402, body=body)
    with pytest.raises(OutOfCredit):
        await publish(x.client(), "no money")


async def test_a_link_costs_more_and_a_resource_is_billed_once_a_day(x: Stage) -> None:
    client = x.client(remote_id="1800000000000000001")
    await publish(client, "look https://example.com/a")
    assert x.world.settings.credit == pytest.approx(1000 - 0.20)
    for _ in range(3):
        await client.recent(x.clock())
    assert x.world.settings.credit == pytest.approx(1000 - 0.20 - 0.001)
    x.clock.forward(days=1)
    await client.recent(x.clock() - timedelta(days=2))
    assert x.world.settings.credit == pytest.approx(1000 - 0.20 - 0.002)


async def test_low_credit_is_a_hint_at_the_live_check(x: Stage) -> None:
    x.world.configure({"credit": 0.5})
    assert [warning.kind for warning in (await x.client().check()).warnings] == ["credit_low"]


async def test_a_plan_with_a_cap_is_warned_of_by_its_posts_in_texts_and_numbers(x: Stage) -> None:
    x.world.configure({"monthly_posts": 10_000})
    assert (await x.client().check()).warnings == ()
    x.world.read_posts = 9_100
    (warning,) = (await x.client().check()).warnings
    assert warning.kind == "credit_low"
    assert "9100" in warning.message


@pytest.mark.parametrize("body", ['{"data":{"project_cap":"many","project_usage":1}}', '{"data":{}}', "{}"])
async def test_a_cap_that_cannot_be_read_is_no_hint(x: Stage, body: str) -> None:
    x.world.configure({"monthly_posts": 10_000})
    x.trouble("status", "usage/tweets", status=200, body=body)
    (batch,) = await all_of(x.client().pull(SyncKind.AUDIENCE, PullContext(now=x.clock())))
    assert batch.cautions is None


async def test_credit_that_runs_low_is_told_by_a_pull_before_it_ends(x: Stage) -> None:
    client, context = x.client(), PullContext(now=x.clock())
    for credit, kinds in ((5.0, []), (0.4, ["credit_low"]), (-1.0, ["credit_low"])):
        x.world.configure({"credit": credit})
        (batch,) = await all_of(client.pull(SyncKind.AUDIENCE, context))
        assert batch.cautions is not None
        assert [one.kind for one in batch.cautions] == kinds


@pytest.mark.parametrize("status", [401, 403, 429, 500])
async def test_asking_for_credit_neither_fails_a_check_nor_spends_a_renewal(x: Stage, status: int) -> None:
    x.trouble("status", "usage/credits", status=status)
    assert (await x.client().check()).warnings == ()
    assert x.asked("POST /2/oauth2/token") == 0


async def test_the_quarter_hour_is_waited_for_until_its_reset(x: Stage) -> None:
    x.world.configure({"limits": {"posts_create": 2}})
    client = x.client()
    await publish(client, "one", "two")
    with pytest.raises(RateLimited) as caught:
        await publish(client, "three")
    assert timedelta(minutes=14) < caught.value.retry_at - x.clock() <= timedelta(minutes=15, seconds=1)
    assert x.asked("POST /2/tweets") == 2  # the third was not even asked
    x.clock.forward(minutes=16)
    await publish(client, "three")


async def test_the_24_hour_limit_counts_though_the_quarter_hour_has_room(x: Stage) -> None:
    x.world.configure({"limits": {"app_24hour": 1}})
    await publish(x.client(), "one")
    with pytest.raises(RateLimited) as caught:
        await publish(x.client(), "two")
    assert caught.value.retry_at - x.clock() > timedelta(hours=23)


async def test_a_usage_cap_is_no_pause_that_ends_by_itself(x: Stage) -> None:
    body = '{"title":"UsageCapExceeded","type":"https://api.x.com/2/problems/usage-capped","period":"Monthly","scope":"Product"}'
    for status in (429, 403):
        x.trouble("status", "POST /2/tweets", status=status, body=body)
        with pytest.raises(OutOfCredit):
            await publish(x.client(), "capped")


# Publishing


async def test_a_thread_hangs_together_and_goes_on_after_its_parts(x: Stage) -> None:
    client = x.client(handle="ada_practice")
    post = a_post("first", "second", "third")
    prepared = await client.prepare(post, {})
    first = await client.send(prepared, 0, None)
    x.trouble("accept_then_500", "POST /2/tweets")
    with pytest.raises(OutcomeUnknown):
        await client.send(prepared, 1, first.remote_id)

    # Another process finds the second part and goes on with the third.
    later = x.client(handle="ada_practice")
    (second,) = matching("second", 0, await later.recent(x.clock()), x.clock())
    assert second.reply_to == first.remote_id
    third = await later.send(await later.prepare(post, prepared.state), 2, second.remote_id)
    assert third.reply_to == second.remote_id
    assert third.url == f"https://x.com/ada_practice/status/{third.remote_id}"
    assert x.world.report()["posts"] == {"first": 1, "second": 1, "third": 1}


async def test_the_same_text_again_is_a_duplicate(x: Stage) -> None:
    await publish(x.client(), "again")
    with pytest.raises(Duplicate):
        await publish(x.client(), "again")
    x.clock.forward(hours=25)
    await publish(x.client(), "again")


async def test_a_reply_to_strangers_is_refused_in_x_s_words(x: Stage) -> None:
    x.fields = {"access_token": "practice-x-token-2"}
    (other,) = await publish(x.client(), "by Bo")
    x.fields = {"access_token": "practice-x-token"}
    with pytest.raises(Rejected, match="not been mentioned"):
        await publish(x.client(), "hello", reply_to=other.remote_id)


@pytest.mark.parametrize("text", ["a" * (LIMIT + 1), "の" * 141, "$ABC and $DEF", "odd \ufffe"])
async def test_what_the_rules_refuse_x_refuses_too(x: Stage, text: str) -> None:
    assert any(problem.blocking for problem in x.parts.rules.problems([text], []))
    with pytest.raises(Rejected):
        await publish(x.client(), text)


@pytest.mark.parametrize(
    "text", ["a" * LIMIT, "の" * 140, "👨‍👩‍👧‍👦" * 140, "x" * 256 + " https://example.com/" + "y" * 60]
)
async def test_what_the_rules_accept_x_accepts_too(x: Stage, text: str) -> None:
    assert not any(problem.blocking for problem in x.parts.rules.problems([text], []))
    await publish(x.client(), text)


async def test_a_premium_account_may_write_25_000(x: Stage) -> None:
    x.fields = {"access_token": "practice-x-token-3"}
    client = x.client()
    standing = await client.check()
    assert standing.text_limit == 25_000
    text = "long " * 900 + "end"
    await publish(client, text)
    (post,) = await client.recent(x.clock())
    assert post.text == text  # cut in `text`, whole in `note_tweet`


async def test_a_video_that_is_too_long_is_refused_at_the_post(x: Stage) -> None:
    detail = "This user is not allowed to post a video longer than 20 minutes"
    x.trouble("status", "POST /2/tweets", status=403, body=json.dumps({"detail": detail, "status": 403}))
    with pytest.raises(Rejected, match="longer than 20 minutes"):
        await publish(x.client(), "film")


@pytest.mark.parametrize("status", [302, 408, 500, 502, 503, 504])
async def test_an_answer_that_says_nothing_leaves_the_outcome_open(x: Stage, status: int) -> None:
    x.trouble("status", "POST /2/tweets", status=status, body="Service Unavailable")
    with pytest.raises(OutcomeUnknown):
        await publish(x.client(), "gone?")


async def test_a_made_post_whose_edit_history_is_empty_is_made(x: Stage) -> None:
    body = '{"data":{"id":"1963000000000000001","text":"x","edit_history_tweet_ids":[""]}}'
    x.trouble("status", "POST /2/tweets", status=201, body=body)
    (made,) = await publish(x.client(), "x")
    assert made.remote_id == "1963000000000000001"


# Media


async def test_an_image_goes_in_one_piece_with_its_description(x: Stage) -> None:
    media = (a_file(alt_text="A red coat"), a_file(number=2))
    (made,) = await publish(x.client(), "pictures", media=media)
    assert made.media_count == 2
    first, second = x.world.uploads.values()
    assert (first.alt_text, second.alt_text) == ("A red coat", "")
    assert list(x.world.pictures) == [file.content for file in media]
    (found,) = matching("pictures", 2, await x.client().recent(x.clock()), x.clock())
    assert found.media_kind == "photo"


async def test_a_description_changed_after_the_upload_is_sent_before_the_post(x: Stage) -> None:
    client = x.client()
    prepared = await client.prepare(a_post("one", media=(a_file(alt_text="old"),)), {})
    again = await client.prepare(a_post("one", media=(a_file(alt_text="new"),)), prepared.state)
    await client.send(again, 0, None)
    (upload,) = x.world.uploads.values()
    assert upload.alt_text == "new"


async def test_a_film_goes_in_chunks_and_waits_until_it_is_processed(x: Stage) -> None:
    x.world.configure({"processing_checks": 3, "check_after_secs": 0})
    await publish(x.client(), "film", media=(a_file(MediaKind.VIDEO, size=9 * 1024 * 1024),))
    (upload,) = x.world.uploads.values()
    assert upload.segments == {0: 4 * 1024 * 1024, 1: 4 * 1024 * 1024, 2: 1024 * 1024}
    assert x.asked("GET /2/media/upload") == 3
    assert x.world.report()["accepted"] == 1


async def test_finalize_is_sent_an_empty_object(x: Stage) -> None:
    """Without it X answers 400 "Request body must be a JSON object."; the practice platform insists as well."""
    x.world.configure({"check_after_secs": 0})
    await publish(x.client(), "gif", media=(a_file(MediaKind.GIF),))
    assert x.asked("POST /2/media/upload/initialize") == 1


async def test_a_chunk_whose_answer_is_lost_is_sent_once_more(x: Stage) -> None:
    x.world.configure({"check_after_secs": 0})
    x.trouble("accept_then_drop", "append")
    await publish(x.client(), "film", media=(a_file(MediaKind.VIDEO),))
    assert x.world.report()["accepted"] == 1


async def test_a_film_that_x_cannot_use_is_refused_with_its_reason(x: Stage) -> None:
    x.world.configure({"check_after_secs": 0, "processing_error": "file is invalid"})
    with pytest.raises(Rejected, match="file is invalid"):
        await publish(x.client(), "film", media=(a_file(MediaKind.VIDEO),))


async def test_an_upload_is_used_again_while_it_lasts(x: Stage) -> None:
    client, post = x.client(), a_post("later", media=(a_file(),))
    prepared = await client.prepare(post, {})
    assert json.loads(json.dumps(prepared.state)) == prepared.state
    await client.prepare(post, prepared.state)
    assert len(x.world.uploads) == 1
    x.clock.forward(hours=23, minutes=30)
    await client.send(await client.prepare(post, prepared.state), 0, None)
    assert len(x.world.uploads) == 2


async def test_a_login_without_media_write_names_the_scope(x: Stage) -> None:
    _grant(x, "tweet.read", "tweet.write", "users.read")
    with pytest.raises(MissingScope, match=r"media\.write"):
        await publish(x.client(), "picture", media=(a_file(),))


async def test_a_login_without_tweet_write_names_the_scope(x: Stage) -> None:
    _grant(x, "tweet.read", "users.read")
    with pytest.raises(MissingScope, match=r"tweet\.write"):
        await publish(x.client(), "words")


def _grant(x: Stage, *scopes: str) -> None:
    import msgspec

    rights = x.world.access["practice-x-token"]
    x.world.access["practice-x-token"] = msgspec.structs.replace(rights, scopes=scopes)


# Reading


async def test_an_empty_page_has_no_data_key(x: Stage) -> None:
    client = x.client()
    assert await client.recent(x.clock()) == []
    (batch,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock())))
    assert batch.posts == ()


async def test_a_timeline_with_nothing_but_errors_is_not_an_empty_one(x: Stage) -> None:
    body = '{"errors":[{"title":"Authorization Error","detail":"Suspended","resource_type":"user"}]}'
    x.trouble("status", "/tweets", status=200, body=body, times=2)
    with pytest.raises(Rejected):
        await x.client(remote_id="1").recent(x.clock())
    with pytest.raises(Rejected):
        await all_of(x.client(remote_id="1").pull(SyncKind.POSTS, PullContext(now=x.clock())))


_ODD_PAGE = (
    '{"data":[{"id":"1790000000000000001","text":"good"},{"id":7,"text":"no text id"},{"id":"odd","text":"no number"},'
    '{"id":"1790000000000000002","text":["no"]}],"includes":{"media":[{"media_key":1}]},'
    '"meta":{"newest_id":"1790000000000000002"}}'
)


async def test_posts_that_cannot_be_read_are_a_gap_and_the_others_are_kept(x: Stage) -> None:
    x.trouble("status", "/tweets", status=200, body=_ODD_PAGE)
    (batch,) = await all_of(x.client(remote_id="1").pull(SyncKind.POSTS, PullContext(now=x.clock())))
    assert [post.text for post in batch.posts] == ["good"]
    assert [gap.reason for gap in batch.gaps] == ["3 posts could not be read"]


async def test_a_probe_finds_nothing_sure_where_a_post_cannot_be_read(x: Stage) -> None:
    x.trouble("status", "/tweets", status=200, body=_ODD_PAGE)
    with pytest.raises(LayoutChanged):
        await x.client(remote_id="1").recent(x.clock())


async def test_a_page_of_nothing_that_can_be_read_is_an_error(x: Stage) -> None:
    x.trouble("status", "/tweets", status=200, body='{"data":[{"id":7}]}')
    with pytest.raises(LayoutChanged):
        await all_of(x.client(remote_id="1").pull(SyncKind.POSTS, PullContext(now=x.clock())))


async def test_numbers_of_one_post_that_cannot_be_read_leave_those_of_the_others(x: Stage) -> None:
    await publish(x.client(), "one")
    (remote_id,) = [post.remote_id for post in await x.client().recent(x.clock())]
    body = json.dumps({"data": [{"id": remote_id, "public_metrics": {"like_count": 3}}, {"id": 7}]})
    x.trouble("status", "/tweets", status=200, body=body)
    batches = await all_of(
        x.client().pull(SyncKind.METRICS, PullContext(now=x.clock(), known_posts=(remote_id, "123")))
    )
    assert {(one.metric, one.value) for batch in batches for one in batch.metrics} >= {(Metric.LIKES, 3)}
    assert "1 posts could not be read" in {gap.reason for batch in batches for gap in batch.gaps}


async def test_a_page_without_posts_in_between_is_no_end(x_year: Stage) -> None:
    hole = '{"meta":{"result_count":0,"next_token":"7140dibdnow9c7btw100"}}'
    everything = await all_of(x_year.client().pull(SyncKind.POSTS, PullContext(now=x_year.clock())))
    x_year.trouble("status", "GET /2/users/[0-9]+/tweets", status=200, body=hole, skip=0)
    rest = await all_of(x_year.client().pull(SyncKind.POSTS, PullContext(now=x_year.clock())))
    assert sum(len(batch.posts) for batch in rest) == sum(len(batch.posts) for batch in everything) - 100


async def test_pages_that_repeat_for_ever_end_a_pull_and_spoil_a_probe(x: Stage) -> None:
    client = x.client()
    await publish(client, "only one")
    x.world.configure({"repeat_pages": True})
    batches = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock())))
    assert len(batches) <= 4
    assert "token" not in json.loads(batches[-1].cursor)
    with pytest.raises(Temporary):
        await client.recent(x.clock())


async def test_a_page_of_an_old_pull_that_x_forgot_starts_again(x: Stage) -> None:
    await publish(x.client(), "one", "two")
    cursor = json.dumps({"newest": None, "pending": "1", "token": "forgotten"})
    batches = await all_of(x.client().pull(SyncKind.POSTS, PullContext(now=x.clock(), cursor=cursor)))
    assert {post.text for batch in batches for post in batch.posts} == {"one", "two"}


async def test_a_second_pull_asks_only_for_what_is_new(x: Stage) -> None:
    client = x.client()
    await publish(client, "old")
    (first,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock())))
    await publish(client, "new")
    (second,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock(), cursor=first.cursor)))
    assert [post.text for post in second.posts] == ["new"]
    (third,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock(), cursor=second.cursor)))
    assert third.posts == ()
    assert third.cursor == second.cursor


@pytest.mark.parametrize("dialect", ["legacy", "new"])
async def test_both_dialects_read_the_same(x_year: Stage, dialect: str) -> None:
    asked = await _everything(x_year)
    x_year.world.configure({"dialect": dialect})
    answered = await _everything(x_year)
    assert answered == asked
    assert any(sample.metric is Metric.SHARES for sample in answered[1])
    assert any(post.reply_to for post in answered[0])


async def _everything(stage: Stage):
    client, now = stage.client(), stage.clock()
    posts = [p for b in await all_of(client.pull(SyncKind.POSTS, PullContext(now=now))) for p in b.posts]
    known = tuple(post.remote_id for post in posts[:150])
    context = PullContext(now=now, known_posts=known)
    metrics = [m for b in await all_of(client.pull(SyncKind.METRICS, context)) for m in b.metrics]
    return posts, metrics, await client.check(), await all_of(client.pull(SyncKind.AUDIENCE, context))


async def test_private_metrics_are_asked_only_while_x_gives_them(x_year: Stage) -> None:
    """Posts older than thirty days keep theirs to themselves; asking would bring an error for each."""
    _, metrics, _, _ = await _everything(x_year)
    with_clicks = {sample.remote_post for sample in metrics if sample.metric is Metric.PROFILE_VISITS}
    with_likes = {sample.remote_post for sample in metrics if sample.metric is Metric.LIKES}
    assert with_clicks
    assert with_clicks < with_likes


@pytest.mark.parametrize("dialect", ["legacy", "new"])
async def test_daily_numbers_fill_the_days_before_the_first_reading(x_year: Stage, dialect: str) -> None:
    """The sum of a day's gains up to its end is what a reading then would have said; clicks and film views too."""
    x_year.world.configure({"dialect": dialect})
    client, now = x_year.client(), x_year.clock()
    timeline = x_year.world.timelines["1800000000000000001"]
    young = [post for post in timeline if not post.deleted and now - post.at < timedelta(days=20)]
    with_link = next(post for post in young if "http" in post.text)
    context = PullContext(now=now, known_posts=tuple(post.id for post in young))
    *_, daily, last = await all_of(client.pull(SyncKind.METRICS, context))
    assert last.cursor == "2026-11-19"
    found = {(one.remote_post, one.as_of.date(), one.metric): one for one in daily.metrics}
    day = with_link.at.date() + timedelta(days=1)
    truth = curves.reading(with_link, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1))
    for metric, value in (
        (Metric.URL_CLICKS, truth.link_clicks),
        (Metric.LIKES, truth.likes),
        (Metric.SHARES, truth.reposts),
        (Metric.PROFILE_VISITS, truth.profile_clicks),
    ):
        one = found[with_link.id, day, metric]
        assert (one.value, one.as_of.hour, one.as_of.date()) == (value, 23, day)
    assert all(one.as_of < datetime(2026, 11, 20, tzinfo=UTC) for one in daily.metrics)


async def test_daily_numbers_are_asked_for_once_a_day(x_year: Stage) -> None:
    client = x_year.client()
    known = tuple(post.id for post in x_year.world.timelines["1800000000000000001"][-30:])
    first = await all_of(client.pull(SyncKind.METRICS, PullContext(now=x_year.clock(), known_posts=known)))
    again = PullContext(now=x_year.clock(), known_posts=known, cursor=first[-1].cursor)
    await all_of(client.pull(SyncKind.METRICS, again))
    assert x_year.asked("GET /2/tweets/analytics") == 1
    x_year.clock.forward(days=1)
    tomorrow = PullContext(now=x_year.clock(), known_posts=known, cursor=first[-1].cursor)
    daily = (await all_of(client.pull(SyncKind.METRICS, tomorrow)))[-2]
    assert {one.as_of.date().isoformat() for one in daily.metrics} == {"2026-11-20"}


async def test_an_app_that_is_not_granted_analytics_reads_all_the_rest(x_year: Stage) -> None:
    x_year.world.configure({"analytics": False})
    known = tuple(post.id for post in x_year.world.timelines["1800000000000000001"][-30:])
    batches = await all_of(x_year.client().pull(SyncKind.METRICS, PullContext(now=x_year.clock(), known_posts=known)))
    assert batches[0].metrics
    assert batches[-1].cursor == "2026-11-19"


async def test_days_that_begin_after_the_post_was_made_have_no_sum(x: Stage) -> None:
    x.clock.forward(days=3)
    made = str(first_id(x.clock() - timedelta(days=3)))
    x.trouble("status", "GET /2/tweets$", status=200, body="{}")
    days = [
        {"timestamp": f"2026-11-2{number}T00:00:00Z", "metrics": {"likes": 2, "url_clicks": None}} for number in (1, 2)
    ]
    body = json.dumps({"data": [{"id": made, "timestamped_metrics": days}, {"id": made}]})
    x.trouble("status", "GET /2/tweets/analytics", status=200, body=body)
    batches = await all_of(x.client().pull(SyncKind.METRICS, PullContext(now=x.clock(), known_posts=(made,))))
    assert [one for batch in batches for one in batch.metrics] == []


async def test_partial_success_keeps_what_is_there_and_marks_what_is_gone(x: Stage) -> None:
    client = x.client()
    kept, deleted = await publish(client, "kept", "deleted")
    x.world.delete(x.world.posts[deleted.remote_id])
    known = (deleted.remote_id, kept.remote_id, "1500000000000000000", "no number", "²")
    batches = await all_of(client.pull(SyncKind.METRICS, PullContext(now=x.clock(), known_posts=known)))
    assert {sample.remote_post for batch in batches for sample in batch.metrics} == {kept.remote_id}
    assert {post.remote_id for batch in batches for post in batch.posts if post.deleted} == {
        deleted.remote_id,
        "1500000000000000000",
    }


@pytest.mark.parametrize("dialect", ["legacy", "new"])
async def test_an_edited_post_has_a_new_id_and_is_the_same_post(x: Stage, dialect: str) -> None:
    x.world.configure({"dialect": dialect})
    client = x.client()
    (first,) = await publish(client, "befor")
    (batch,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock())))
    assert batch.posts[0].earlier_ids == ()
    x.clock.forward(minutes=20)
    edited = await edit(x, first.remote_id, "before")
    (batch,) = await all_of(client.pull(SyncKind.POSTS, PullContext(now=x.clock(), cursor=batch.cursor)))
    (found,) = batch.posts
    assert (found.remote_id, found.text, found.earlier_ids) == (edited, "before", (first.remote_id,))
    assert abs(found.at - first.at) < timedelta(seconds=1)


async def test_a_list_of_nothing_but_deleted_posts_has_no_data_and_marks_them_all(x: Stage) -> None:
    client = x.client()
    made = await publish(client, "one", "two")
    for one in made:
        x.world.delete(x.world.posts[one.remote_id])
    known = tuple(one.remote_id for one in made)
    (batch,) = await all_of(client.pull(SyncKind.METRICS, PullContext(now=x.clock(), known_posts=known)))
    assert {post.remote_id for post in batch.posts if post.deleted} == set(known)


async def test_a_protected_post_is_not_a_deleted_one(x: Stage) -> None:
    body = '{"errors":[{"title":"Authorization Error","resource_id":"2100000000000000000","resource_type":"tweet"}]}'
    x.trouble("status", "GET /2/tweets", status=200, body=body)
    context = PullContext(now=x.clock(), known_posts=("2100000000000000000",))
    (batch,) = await all_of(x.client().pull(SyncKind.METRICS, context))
    assert batch.posts == ()


async def test_a_refused_metric_is_unknown_and_not_zero(x: Stage) -> None:
    body = (
        '{"data":[{"id":"2100000000000000000","public_metrics":{"like_count":3}}],"errors":[{"title":'
        '"Field Authorization Error","field":"non_public_metrics","resource_id":"2100000000000000000","section":"data"}]}'
    )
    x.trouble("status", "GET /2/tweets", status=200, body=body)
    context = PullContext(now=x.clock(), known_posts=("2100000000000000000",))
    (batch,) = await all_of(x.client().pull(SyncKind.METRICS, context))
    assert [(sample.metric, sample.value) for sample in batch.metrics] == [(Metric.LIKES, 3)]
    assert batch.posts == ()


async def test_texts_come_back_as_they_were_written(x: Stage) -> None:
    """Escaped, with t.co links and the post's own media link; a link typed without scheme gets one."""
    texts = ("Tom & Jerry <3 &amp;", "see https://example.com/a?b=1&c=2 and example.org now", "café ☀️ 👩‍👩‍👧")
    client = x.client()
    await publish(client, *texts, media=tuple(a_file(number=number) for number in range(1, 5)))
    listed = await client.recent(x.clock())
    assert len(matching(texts[0], 4, listed, x.clock())) == 1
    assert len(matching(texts[1], 0, listed, x.clock())) == 1
    assert len(matching(texts[2], 0, listed, x.clock())) == 1
    assert listed[-1].text == texts[0]
    assert "t.co" not in "".join(post.text for post in listed)


async def test_a_probe_sees_replies_and_not_what_was_before(x: Stage) -> None:
    client = x.client()
    await publish(client, "before")
    x.clock.forward(minutes=10)
    since = x.clock()
    await publish(client, "parent", "child")
    assert {post.text for post in await client.recent(since)} == {"parent", "child"}
    assert all(post.at.tzinfo is UTC for post in await client.recent(since))


async def test_a_pull_that_x_does_not_have_is_refused(x: Stage) -> None:
    with pytest.raises(Rejected):
        await all_of(x.client().pull(SyncKind.MONEY, PullContext(now=x.clock())))


async def test_followers_are_a_level_of_today(x_year: Stage) -> None:
    client = x_year.client()
    (batch,) = await all_of(client.pull(SyncKind.AUDIENCE, PullContext(now=x_year.clock())))
    read = {sample.metric: sample.value for sample in batch.metrics}
    assert read[Metric.FOLLOWERS] == (await client.check()).followers
    assert read[Metric.POSTS] > 500


async def test_a_suspended_account_says_nothing_about_itself(x: Stage) -> None:
    x.trouble("status", "users/me", status=200, body='{"errors":[{"title":"Not Found Error"}]}')
    with pytest.raises(LoginExpired):
        await x.client().check()


async def test_a_film_that_is_never_ready_may_be_tried_later(x: Stage) -> None:
    x.world.configure({"check_after_secs": 0, "processing_checks": 1000})
    with pytest.raises(Temporary, match="not finished"):
        await publish(x.client(), "film", media=(a_file(MediaKind.VIDEO),))
    assert x.world.report()["accepted"] == 0


async def test_a_chunk_that_fails_twice_is_given_up_for_now(x: Stage) -> None:
    x.trouble("reset_before", "append", times=2)
    with pytest.raises(Temporary):
        await publish(x.client(), "film", media=(a_file(MediaKind.VIDEO),))


async def test_a_status_without_processing_info_means_ready(x: Stage) -> None:
    x.world.configure({"check_after_secs": 0})
    client = x.client()
    x.trouble("status", "GET /2/media/upload", status=200, body='{"data":{"id":"1"}}')
    prepared = await client.prepare(a_post("film", media=(a_file(MediaKind.VIDEO),)), {})
    (media,) = prepared.state["media"].values()
    assert media["id"] in x.world.uploads


@pytest.mark.parametrize("body", ["{}", '{"data":{}}', '{"data":{"total_balance":"much"}}', "<html>"])
async def test_a_credit_that_cannot_be_read_is_no_hint(x: Stage, body: str) -> None:
    x.trouble("status", "usage/credits", status=200, body=body)
    assert (await x.client().check()).warnings == ()


async def test_a_login_without_an_access_token_has_ended(x: Stage) -> None:
    x.fields = {"client_id": "practice-client"}
    with pytest.raises(LoginExpired):
        await x.client().check()


async def test_a_thread_carries_its_media_at_the_top(x: Stage) -> None:
    first, second = await publish(x.client(), "top", "below", media=(a_file(),))
    assert (first.media_count, second.media_count) == (1, 0)
    listed = await x.client().recent(x.clock())
    assert {(post.text, post.media_count) for post in listed} == {("top", 1), ("below", 0)}


async def test_an_image_that_x_cannot_use_is_refused_before_the_post(x: Stage) -> None:
    body = '{"data":{"id":"1","processing_info":{"state":"failed","error":{"code":1,"message":"file is invalid"}}}}'
    x.trouble("status", "POST /2/media/upload", status=200, body=body)
    with pytest.raises(Rejected, match="file is invalid"):
        await publish(x.client(), "one", media=(a_file(),))
    assert x.asked("POST /2/tweets") == 0


async def test_an_upload_of_which_x_says_no_more_than_its_id_is_used_for_a_day(x: Stage) -> None:
    body = '{"data":{"id":"1","expires_after_secs":null,"processing_info":null}}'
    x.trouble("status", "POST /2/media/upload", status=200, body=body)
    prepared = await x.client().prepare(a_post("one", media=(a_file(),)), {})
    (upload,) = prepared.state["media"].values()
    assert upload["expires_at"] == (x.clock() + timedelta(days=1)).isoformat()
