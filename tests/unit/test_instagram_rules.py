"""What Instagram accepts (platforms/instagram.md §4), at its limits."""

from dataclasses import replace

import pytest

from connectors.instagram.rules import InstagramRules
from ofauto_desktop.domain.media import MediaKind
from tests.contract.stage import a_file

RULES = InstagramRules()
PHOTO = replace(a_file().item, mime="image/jpeg", width=1080, height=1080)
FILM = replace(a_file(MediaKind.VIDEO).item, duration_ms=30_000, width=1080, height=1920)
STORY = {"publish_as": "story"}
MIB = 1024 * 1024


def refusals(text="hello", media=(PHOTO,), **more):
    return [one.text for one in RULES.problems([text], list(media), **more) if one.blocking]


def test_a_photo_with_a_caption_is_fine():
    assert refusals() == []
    assert RULES.problems(["hello"], [PHOTO]) == []


def test_a_post_without_media_is_none():
    assert refusals(media=()) == ["Instagram takes no post without a picture or a film"]


def test_a_caption_of_2200_characters():
    assert refusals("a" * 2200) == []
    assert refusals("a" * 2201) == ["the text is 1 over Instagram's limit of 2200"]
    assert RULES.measure("a" * 2201).cut == 2200


@pytest.mark.parametrize(("mark", "most"), [("#", 30), ("@", 20)])
def test_hashtags_and_mentions_are_counted(mark, most):
    assert refusals(" ".join(f"{mark}w{number}" for number in range(most))) == []
    assert len(refusals(" ".join(f"{mark}w{number}" for number in range(most + 1)))) == 1


def test_an_address_of_mail_is_no_mention():
    assert refusals(" ".join(f"a{number}@example.com" for number in range(25))) == []


def test_ten_items_a_post():
    ten = [replace(PHOTO, id=number) for number in range(10)]
    assert refusals(media=ten) == []
    assert len(refusals(media=[*ten, FILM])) == 1


@pytest.mark.parametrize(
    ("wide", "high", "good"), [(1080, 1350, True), (1910, 1000, True), (1080, 1400, False), (2000, 1000, False)]
)
def test_ratios_from_4_5_to_1_91(wide, high, good):
    photo = replace(PHOTO, width=wide, height=high)
    assert (refusals(media=[photo]) == []) is good
    assert refusals("", [photo], options=STORY) == []


def test_what_is_no_jpeg_or_too_large_goes_out_changed_and_that_is_said():
    for item in (replace(PHOTO, mime="image/png"), replace(PHOTO, size=8 * MIB + 1)):
        (hint,) = RULES.problems(["hello"], [item])
        assert not hint.blocking
        assert "the original stays" in hint.text


def test_a_narrow_picture_and_a_gif_are_refused():
    assert len(refusals(media=[replace(PHOTO, width=300, height=300)])) == 1
    assert len(refusals(media=[a_file(MediaKind.GIF).item])) == 1


@pytest.mark.parametrize(
    ("options", "milliseconds", "good"),
    [
        ({}, 3_000, True),
        ({}, 2_999, False),
        ({}, 900_000, True),
        ({}, 900_001, False),
        (STORY, 60_000, True),
        (STORY, 60_001, False),
    ],
)
def test_films_of_reels_and_stories_have_their_lengths(options, milliseconds, good):
    assert (refusals("", [replace(FILM, duration_ms=milliseconds)], options=options) == []) is good


@pytest.mark.parametrize(("options", "most"), [({}, 300), (STORY, 100)])
def test_films_of_reels_and_stories_have_their_sizes(options, most):
    assert refusals("", [replace(FILM, size=most * MIB)], options=options) == []
    assert len(refusals("", [replace(FILM, size=most * MIB + 1)], options=options)) == 1


def test_a_story_is_one_item_without_text():
    assert len(refusals("words", [PHOTO], options=STORY)) == 1
    assert len(refusals("", [PHOTO, FILM], options=STORY)) == 1


def test_there_are_no_replies():
    assert len(refusals(reply_to="18000000000000001")) == 1
