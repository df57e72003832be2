"""Publishing on practice Instagram: each trap of platforms/instagram.md §4 by its name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.errors import OutcomeUnknown, RateLimited, Rejected
from connectors.instagram.containers import Kept
from connectors.practice.faults import Action
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import OutgoingPost, Part
from tests.contract.stage import a_file, a_photo, practised

pytestmark = pytest.mark.anyio

CREATE, PUBLISH = "POST /v25.0/me/media$", "POST /v25.0/me/media_publish"


@pytest.fixture
async def stage():
    made = practised(PlatformId.INSTAGRAM)
    yield made
    await made.close()


def a_post(text="hello", *, media=(), **options):
    return OutgoingPost(target_id=1, parts=(Part(text=text, media=media or (a_photo(),)),), options=options)


def film(number=1, **more):
    made = a_file(MediaKind.VIDEO, number=number)
    made.item = replace(made.item, **more)
    return made


def several(*more):
    return (a_photo(), a_photo(number=2), *more)


async def published(stage, post):
    client = stage.client()
    return await client.send(await client.prepare(post, {}), 0, None)


def containers(stage):
    return list(stage.world.containers.values())


async def test_the_answer_is_the_medias_id_and_not_the_containers(stage):
    made = await published(stage, a_post())
    (container,) = containers(stage)
    assert made.remote_id == container.published != container.id
    assert [one.remote_id for one in await stage.client().recent(stage.clock())] == [made.remote_id]


async def test_its_own_address_is_not_made_up(stage):
    made = await published(stage, a_post())
    assert made.remote_id not in made.url
    assert made.url.startswith("https://www.instagram.com/")


async def test_one_container_for_one_try(stage):
    client, kept = stage.client(), []

    async def keep(state):
        kept.append(state)

    prepared = await client.prepare(a_post(), {}, keep)
    again = await stage.client().prepare(a_post(), prepared.state)
    assert again.state == prepared.state
    assert len(containers(stage)) == 1
    # It was kept before anything else was done with it.
    assert [one["instagram"]["container"] for one in kept][:2] == ["", containers(stage)[0].id]


async def test_a_preparation_that_was_cut_off_goes_on_with_the_same_container(stage):
    stage.world.configure({"processing_checks": 1})
    kept = []

    async def keep(state):
        kept.append(state)

    stage.trouble("reset_before", "GET /v25.0/179")
    with pytest.raises(Exception, match="no answer"):
        await stage.client().prepare(a_post(), {}, keep)
    client = stage.client()
    made = await client.send(await client.prepare(a_post(), kept[-1]), 0, None)
    assert made.remote_id
    assert len(containers(stage)) == 1


async def test_other_words_or_pictures_are_another_container(stage):
    prepared = await stage.client().prepare(a_post("old"), {})
    client = stage.client()
    await client.send(await client.prepare(a_post("new"), prepared.state), 0, None)
    assert stage.world.report()["posts"] == {"new": 1}


async def test_what_is_published_is_never_published_again_but_found(stage):
    client = stage.client()
    prepared = await client.prepare(a_post(), {})
    stage.trouble(Action.ACCEPT_THEN_DROP, PUBLISH)
    with pytest.raises(OutcomeUnknown):
        await client.send(prepared, 0, None)
    later = stage.client()
    made = await later.send(await later.prepare(a_post(), prepared.state), 0, None)
    assert made.remote_id == containers(stage)[0].published
    assert stage.world.report()["accepted"] == 1
    assert stage.asked("POST /v25.0/me/media_publish") == 1


async def test_what_is_published_and_cannot_be_found_is_unknown(stage):
    client = stage.client()
    prepared = await client.prepare(a_post(), {})
    await client.send(prepared, 0, None)
    stage.world.accepted[0].deleted = True
    with pytest.raises(OutcomeUnknown):
        await client.send(await client.prepare(a_post(), prepared.state), 0, None)


async def test_too_early_waits_with_the_same_container(stage):
    client = stage.client()
    prepared = await client.prepare(a_post(), {})
    containers(stage)[0].checks_left = 1
    with pytest.raises(RateLimited) as caught:
        await client.send(prepared, 0, None)
    assert caught.value.retry_at > stage.clock()
    await client.send(await client.prepare(a_post(), prepared.state), 0, None)
    assert len(containers(stage)) == stage.world.report()["accepted"] == 1


async def test_after_a_day_a_container_has_ended_and_another_is_made(stage):
    prepared = await stage.client().prepare(a_post(), {})
    stage.clock.forward(hours=25)
    client = stage.client()
    await client.send(await client.prepare(a_post(), prepared.state), 0, None)
    assert len(containers(stage)) == 2
    assert stage.world.report()["accepted"] == 1


async def test_a_container_that_ended_between_is_refused_and_nothing_is_unknown(stage):
    prepared = await stage.client().prepare(a_post(), {})
    stage.clock.forward(hours=25)
    with pytest.raises(RateLimited):
        await stage.client().send(prepared, 0, None)


async def test_a_processing_error_without_documentation_gets_one_more_container(stage):
    stage.world.configure({"processing_error": "2207076"})
    with pytest.raises(Rejected):
        await stage.client().prepare(a_post(), {})
    assert len(containers(stage)) == 2


async def test_another_processing_error_is_final(stage):
    stage.world.configure({"processing_error": "2207026"})
    with pytest.raises(Rejected) as caught:
        await stage.client().prepare(a_post(), {})
    assert "2207026" in caught.value.reason
    assert len(containers(stage)) == 1


async def test_a_carousel_is_its_children_first_and_counts_as_one(stage):
    stage.world.configure({"processing_checks": 1})
    made = await published(stage, a_post("set", media=several(film(3))))
    *children, parent = containers(stage)
    assert [one.item for one in (*children, parent)] == [True, True, True, False]
    assert parent.children == [one.id for one in children]
    assert [one.caption for one in children] == ["", "", ""]
    assert stage.world.accepted[0].kind == "CAROUSEL_ALBUM"
    (listed,) = await stage.client().recent(stage.clock())
    assert (listed.remote_id, listed.media_count, listed.text) == (made.remote_id, 3, "set")
    answer = await stage.client()._reader.get("/me/content_publishing_limit", dict, fields="config,quota_usage")
    assert answer["data"][0]["quota_usage"] == 1


async def test_children_of_a_carousel_that_was_cut_off_are_not_made_again(stage):
    kept = []

    async def keep(state):
        kept.append(state)

    stage.trouble("status", CREATE, skip=1, status=500)
    with pytest.raises(Exception, match="500"):
        await stage.client().prepare(a_post(media=several()), {}, keep)
    client = stage.client()
    await client.send(await client.prepare(a_post(media=several()), kept[-1]), 0, None)
    assert len(containers(stage)) == 3
    assert stage.world.report()["accepted"] == 1


async def test_a_film_alone_is_a_reel(stage):
    await published(stage, a_post(media=(film(cover_ms=1500),), share_to_feed="no"))
    (container,) = containers(stage)
    assert (container.product, container.options["share_to_feed"]) == ("REELS", "false")


@pytest.mark.parametrize("media", [a_photo(360, 640), film()], ids=["picture", "film"])
async def test_a_story_is_found_among_stories(stage, media):
    made = await published(stage, a_post("", media=(media,), publish_as="story"))
    assert stage.world.accepted[0].product == "STORY"
    assert [one.remote_id for one in await stage.client().recent(stage.clock())] == [made.remote_id]


async def test_the_quota_is_read_and_not_assumed(stage):
    stage.world.configure({"quota": 2})
    for number in range(2):
        await published(stage, a_post(f"number {number}"))
    client = stage.client()
    with pytest.raises(RateLimited) as caught:
        await client.prepare(a_post("third"), {})
    assert caught.value.retry_at > stage.clock()
    assert stage.limiter.budgets["publishing"].limit == 2
    assert len(containers(stage)) == 2
    stage.clock.forward(hours=25)
    await published(stage, a_post("third"))


async def test_a_used_up_quota_at_the_last_step_is_no_doubt(stage):
    client = stage.client()
    prepared = await client.prepare(a_post(), {})
    stage.world.configure({"quota": 0})
    with pytest.raises(RateLimited):
        await client.send(prepared, 0, None)


async def test_files_are_fetched_from_the_media_host_and_taken_away_again(stage):
    await published(stage, a_post(media=several()))
    assert len(stage.world.placed) == len(stage.world.fetched) == 2
    assert all(len(key) >= 43 for key in stage.world.placed)
    assert stage.world.hosted == {}


async def test_without_a_media_host_it_says_so(stage):
    async def none():
        return None

    with pytest.raises(Rejected, match="set up a bucket"):
        await stage.client(host=none).prepare(a_post(), {})
    assert containers(stage) == []


@pytest.mark.parametrize(
    ("photo", "says"), [(a_photo(form="PNG"), "format"), (a_photo(640, 100), "ratio")], ids=["png", "wide"]
)
async def test_instagrams_own_words_are_shown_for_what_it_refuses(stage, photo, says):
    with pytest.raises(Rejected, match=says):
        await stage.client().prepare(a_post(media=(photo,)), {})


async def test_labels_and_descriptions_go_along(stage):
    photo = a_photo()
    photo.item = replace(photo.item, alt_text="A teal square")
    await published(stage, a_post(media=(photo,), is_ai_generated="yes"))
    assert containers(stage)[0].options == {"is_ai_generated": "true", "alt_text": "A teal square"}


async def test_the_list_of_own_posts_reaches_back_over_all_pages(stage):
    began = stage.clock()
    for number in range(5):
        await published(stage, a_post(f"number {number}"))
        stage.clock.forward(minutes=10)
    stage.world.configure({"page_size": 2})
    assert len(await stage.client().recent(began)) == 5
    assert len(await stage.client().recent(began + timedelta(minutes=25))) == 2


def test_what_is_kept_is_json_and_survives():
    kept = Kept(of="x", container="1", children={"7": "2"}, placed={"7": "key"}, renewed=1)
    post = a_post()
    assert Kept.read({"instagram": {**kept.state()["instagram"], "of": Kept.read({}, post).of}}, post).container == "1"
    assert Kept.read(kept.state(), post).container == ""
