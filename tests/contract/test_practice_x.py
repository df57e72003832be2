"""The practice X itself: it must refuse what X refuses, or its tests prove nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from msgspec import structs

from connectors.practice.platforms import PracticePlatforms
from connectors.practice.x import curves, world
from connectors.practice.x.weight import weight
from connectors.x.text import weighted
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.stage import NOW, Clock

pytestmark = pytest.mark.anyio
ME = "1800000000000000001"


class Bare:
    """X by bare requests, without our client."""

    def __init__(self, made: world.XWorld) -> None:
        platforms = PracticePlatforms({PlatformId.X: made})
        self.world = made
        login = {"authorization": "Bearer practice-x-token"}
        self._client = httpx.AsyncClient(
            transport=platforms.transport(), base_url=platforms.endpoints()["x"]["api"], headers=login
        )

    async def __call__(self, method: str, path: str, **more) -> httpx.Response:
        return await self._client.request(method, path, **more)

    async def post(self, **body) -> httpx.Response:
        return await self("POST", "/tweets", json=body)

    async def aclose(self) -> None:
        await self._client.aclose()


@pytest.fixture
async def bare() -> AsyncIterator[Bare]:
    made = Bare(world.empty(Clock()))
    yield made
    await made.aclose()


@pytest.fixture
async def bare_year() -> AsyncIterator[Bare]:
    made = Bare(world.year(7, NOW, Clock()))
    yield made
    await made.aclose()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": "  "}, 400),
        ({"text": 7}, 400),
        ({"words": "x"}, 400),
        ({"text": "x", "quote_tweet_id": "1"}, 403),
        ({"text": "x", "poll": {"options": ["a", "b"], "duration_minutes": 60}}, 201),
        ({"text": "x", "poll": {"options": ["a"], "duration_minutes": 60}}, 400),
        ({"text": "x", "poll": {"options": ["a", "b" * 26], "duration_minutes": 60}}, 400),
        ({"text": "x", "poll": {"options": ["a", "b"], "duration_minutes": 1}}, 400),
        ({"text": "x", "poll": {"options": ["a", "b"], "duration_minutes": 60}, "media": {"media_ids": ["1"]}}, 400),
        ({"text": "x", "media": {"media_ids": []}}, 400),
        ({"text": "x", "media": {"media_ids": ["1"]}}, 400),
        ({"text": "x", "reply_settings": "verified"}, 201),
        ({"text": "x", "reply_settings": "friends"}, 400),
        ({"text": "x", "reply": {"in_reply_to_tweet_id": "1"}}, 403),
        ({"text": "$ABC $DEF"}, 400),
        ({"text": "x" * 281}, 400),
    ],
)
async def test_a_post_must_be_well_formed(bare: Bare, body: dict, status: int) -> None:
    reply = await bare("POST", "/tweets", json=body)
    assert reply.status_code == status, reply.text
    assert reply.headers["x-rate-limit-limit"] == "100"
    assert bare.world.report()["accepted"] == (status == 201)


async def test_a_body_that_is_no_json_is_refused(bare: Bare) -> None:
    assert (await bare("POST", "/tweets", content=b"text=x")).status_code == 400


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nobody", "Basic practice-x-token"])
async def test_nobody_is_unauthorized(bare: Bare, header: str) -> None:
    reply = await bare("GET", "/users/me", headers={"authorization": header})
    assert reply.status_code == 401
    assert reply.json()["title"] == "Unauthorized"
    assert reply.headers["content-type"] == "application/problem+json"


async def _upload(bare: Bare, category: str, size: int = 10) -> str:
    begun = {"media_type": "video/mp4", "total_bytes": size, "media_category": category}
    made = (await bare("POST", "/media/upload/initialize", json=begun)).json()["data"]["id"]
    await bare("POST", f"/media/upload/{made}/append", data={"segment_index": "0"}, files={"media": ("c", bytes(size))})
    await bare("POST", f"/media/upload/{made}/finalize", json={})
    return made


async def test_four_images_or_one_film(bare: Bare) -> None:
    images = [await _upload(bare, "tweet_image") for _ in range(5)]
    film = await _upload(bare, "tweet_video")
    assert (await bare.post(text="too early", media={"media_ids": [film]})).status_code == 400
    while (await bare("GET", f"/media/upload?command=STATUS&media_id={film}")).json()["data"]["processing_info"][
        "state"
    ] != "succeeded":
        pass
    assert (await bare.post(text="film", media={"media_ids": [film]})).status_code == 201
    assert (await bare.post(text="mixed", media={"media_ids": [film, images[0]]})).status_code == 400
    assert (await bare.post(text="five", media={"media_ids": images})).status_code == 400
    assert (await bare.post(text="twice", media={"media_ids": [images[0], images[0]]})).status_code == 400
    assert (await bare.post(media={"media_ids": images[:4]})).status_code == 201
    bare.world.now.forward(hours=25)
    assert (await bare.post(text="too late", media={"media_ids": [film]})).status_code == 400


async def test_finalize_insists_on_an_object(bare: Bare) -> None:
    begun = {"media_type": "video/mp4", "total_bytes": 3, "media_category": "tweet_video"}
    made = (await bare("POST", "/media/upload/initialize", json=begun)).json()["data"]["id"]
    for body in (b"", b"[]", b"null"):
        reply = await bare("POST", f"/media/upload/{made}/finalize", content=body)
        assert reply.json()["errors"][0]["message"] == "Request body must be a JSON object."
    short = await bare("POST", f"/media/upload/{made}/finalize", json={})
    assert "add up" in short.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/media/upload?command=INIT", {"data": {"total_bytes": "3"}}, 400),
        ("POST", "/media/upload", {"data": {"media_category": "tweet_image"}, "files": {"media": b"plain"}}, 400),
        ("POST", "/media/upload", {"data": {"media_category": "tweet_video"}, "files": {"media": b"GIF8"}}, 400),
        ("POST", "/media/upload", {"data": {"media_category": "tweet_image"}, "files": {"other": b"GIF8"}}, 400),
        ("POST", "/media/upload/initialize", {"json": {"media_type": "x"}}, 400),
        (
            "POST",
            "/media/upload/initialize",
            {"json": {"media_type": "x", "total_bytes": 1, "media_category": "y"}},
            400,
        ),
        ("POST", "/media/upload/1/append", {"data": {"segment_index": "0"}, "files": {"media": b"x"}}, 404),
        ("POST", "/media/upload/1/finalize", {"json": {}}, 404),
        ("GET", "/media/upload?command=STATUS&media_id=1", {}, 404),
        ("POST", "/media/metadata", {"json": {"id": "1", "metadata": {"alt_text": {"text": "x"}}}}, 404),
        ("GET", "/tweets?ids=a,b", {}, 400),
        ("GET", "/tweets/x", {}, 400),
        ("GET", f"/users/{ME}/tweets?max_results=4", {}, 400),
        ("GET", f"/users/{ME}/tweets?pagination_token=mine", {}, 400),
        ("GET", f"/users/{ME}/tweets?start_time=yesterday", {}, 400),
        ("GET", f"/users/{ME}/tweets?start_time=2026-01-01T00:00:00", {}, 400),
        ("GET", "/tweets/analytics?ids=1", {}, 400),
        ("GET", "/nowhere", {}, 404),
    ],
)
async def test_other_requests_must_be_well_formed(bare: Bare, method: str, path: str, more: dict, status: int) -> None:
    assert (await bare(method, path, **more)).status_code == status


async def test_an_image_has_no_status_and_a_description_an_end(bare: Bare) -> None:
    made = await _upload(bare, "tweet_image")
    assert (await bare("GET", f"/media/upload?command=STATUS&media_id={made}")).status_code == 400
    text = {"alt_text": {"text": "x" * 1001}}
    assert (await bare("POST", "/media/metadata", json={"id": made, "metadata": text})).status_code == 400
    bad_index = await bare("POST", f"/media/upload/{made}/append", data={"segment_index": "x"}, files={"media": b"x"})
    assert bad_index.status_code == 400


async def test_deleting_may_be_repeated_and_concerns_own_posts(bare: Bare) -> None:
    made = (await bare.post(text="short-lived")).json()["data"]["id"]
    other = {"authorization": "Bearer practice-x-token-2"}
    assert (await bare("DELETE", f"/tweets/{made}", headers=other)).status_code == 403
    for _ in range(2):
        assert (await bare("DELETE", f"/tweets/{made}")).json() == {"data": {"deleted": True}}
    assert (await bare("GET", f"/tweets/{made}")).json().keys() == {"errors"}
    assert (await bare.post(text="short-lived")).status_code == 201


async def test_an_edit_takes_premium_an_hour_at_most_and_five_times(bare: Bare) -> None:
    clock, first = bare.world.now, (await bare.post(text="a")).json()["data"]["id"]
    change = {"text": "b", "edit_options": {"previous_post_id": first}}
    assert (await bare.post(**change)).status_code == 403
    bare.world.users[ME] = structs.replace(bare.world.users[ME], premium=True)
    newest = first
    for number in range(5):
        made = await bare.post(text=f"b{number}", edit_options={"previous_post_id": newest})
        assert made.status_code == 201
        assert (await bare.post(text="c", edit_options={"previous_post_id": newest})).status_code == 403
        newest = made.json()["data"]["id"]
    assert len(made.json()["data"]["edit_history_tweet_ids"]) == 6
    assert (await bare.post(text="d", edit_options={"previous_post_id": newest})).status_code == 403
    listed = (await bare("GET", f"/users/{ME}/tweets")).json()["data"]
    assert [one["id"] for one in listed] == [newest]
    assert (await bare("GET", f"/tweets/{first}")).json()["data"]["edit_history_tweet_ids"][-1] == newest
    other = (await bare.post(text="late")).json()["data"]["id"]
    clock.forward(minutes=61)
    assert (await bare.post(text="later", edit_options={"previous_post_id": other})).status_code == 403


async def test_a_new_dialect_is_answered_in_its_words_and_the_other_s_are_dropped(bare: Bare) -> None:
    first = (await bare.post(text="first")).json()["data"]["id"]
    await bare.post(text="second", reply={"in_reply_to_tweet_id": first})
    asked = "post.fields=public_metrics,referenced_tweets&expansions=referenced_posts,author_id,edit_history_post_ids"
    post = (await bare("GET", f"/users/{ME}/tweets?{asked}")).json()["data"][0]
    assert post["referenced_posts"] == [{"type": "replied_to", "id": first}]
    assert post["author_id"] == ME
    assert post["edit_history_post_ids"] == [post["id"]]
    assert "repost_count" in post["public_metrics"]
    fields = "post.fields=referenced_posts,author_id,nonsense"
    post = (await bare("GET", f"/users/{ME}/tweets?{fields}")).json()["data"][0]
    assert post.keys() == {"id", "text"}
    post = (await bare("GET", f"/users/{ME}/tweets?tweet.fields=referenced_posts,author_id")).json()["data"][0]
    assert post.keys() == {"id", "text", "author_id", "edit_history_tweet_ids"}


async def test_a_timeline_can_be_narrowed(bare_year: Bare) -> None:
    path = f"/users/{ME}/tweets"
    page = (await bare_year("GET", f"{path}?max_results=100")).json()
    ids = [post["id"] for post in page["data"]]
    assert ids == sorted(ids, key=int, reverse=True)
    assert page["meta"]["newest_id"] == ids[0]
    newer = (await bare_year("GET", f"{path}?since_id={ids[7]}&max_results=100")).json()
    assert [post["id"] for post in newer["data"]] == ids[:7]
    older = (await bare_year("GET", f"{path}?until_id={ids[7]}&max_results=5")).json()
    assert [post["id"] for post in older["data"]] == ids[8:13]
    at = curves.reading(bare_year.world.posts[ids[0]], NOW)
    assert at.engagements >= at.likes
    week = (await bare_year("GET", f"{path}?start_time=2026-11-13T12:00:00Z&end_time=2026-11-20T12:00:00Z")).json()
    assert {post["id"] for post in week["data"]} <= set(ids)
    stranger = (await bare_year("GET", "/users/1/tweets")).json()
    assert stranger.keys() == {"errors"}


async def test_daily_numbers_add_up_to_the_whole(bare_year: Bare) -> None:
    post = bare_year.world.timelines[ME][-20]
    start = (post.at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    query = f"ids={post.id},1&start_time={start}&end_time=2027-11-20T12:00:00Z&granularity=daily"
    (series,) = (await bare_year("GET", f"/tweets/analytics?{query}")).json()["data"]
    total = sum(day["metrics"]["likes"] for day in series["timestamped_metrics"])
    assert total == curves.reading(post, NOW + timedelta(days=400)).likes > 0


async def test_metrics_of_old_posts_are_kept_back_with_an_error_each(bare_year: Bare) -> None:
    old, young = bare_year.world.timelines[ME][0], bare_year.world.timelines[ME][-1]
    reply = (await bare_year("GET", f"/tweets?ids={old.id},{young.id}&tweet.fields=non_public_metrics")).json()
    assert ["non_public_metrics" in post for post in reply["data"]] == [False, True]
    assert [(error["title"], error["resource_id"]) for error in reply["errors"]] == [
        ("Field Authorization Error", old.id)
    ]


def test_a_year_is_the_same_for_the_same_seed() -> None:
    first, again, other = (world.year(seed, NOW) for seed in (7, 7, 8))
    assert list(first.posts) == list(again.posts)
    assert list(first.posts) != list(other.posts)


def test_a_year_has_growth_weekends_and_a_bad_day() -> None:
    made = world.year(7, NOW)
    ada = made.users[ME]
    assert curves.followers(ada, NOW) > curves.followers(ada, NOW - timedelta(days=300)) > 0
    assert curves.followers(ada, ada.bad_day) < curves.followers(ada, ada.bad_day - timedelta(minutes=1)) - 200
    posts = made.timelines[ME]
    weekend = [post.appeal for post in posts if post.at.weekday() >= 5 and not post.reply_to]
    weekday = [post.appeal for post in posts if post.at.weekday() < 5 and not post.reply_to]
    assert sum(weekend) / len(weekend) > sum(weekday) / len(weekday)
    assert all(post.at < NOW for post in posts)
    assert {bool(post.media) for post in posts} == {True, False}


def test_a_reading_only_grows() -> None:
    post = world.year(7, NOW).timelines[ME][0]
    readings = [curves.reading(post, post.at + timedelta(hours=hours)) for hours in range(0, 400, 10)]
    likes = [reading.likes for reading in readings]
    assert likes == sorted(likes)
    assert likes[0] == 0 < likes[-1]


@pytest.mark.parametrize(
    "text", ["😷👾😡🔥💩", "H🐱☺👨‍👩‍👧‍👦", "Hi http://test.co", "の" * 140, "café ☀️", "© 2026 ™️", "see example.com"]
)
def test_two_counters_agree(text: str) -> None:
    assert weight(text) == weighted(text)[0]
