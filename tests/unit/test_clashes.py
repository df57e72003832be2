"""What counts as the same hour, the same words and the same picture."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.clashes import WITHIN, ClashKind, Placed, bag_of, clashes, nearly
from ofauto_desktop.domain.looks import Look

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
WORDS = "A quiet Sunday at the beach with the new camera"
MINE = Placed(post_id=1, account_id=1, account="ada", due_at=NOON, text=WORDS)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def other(**changes):
    return replace(MINE, **{"post_id": 2, "due_at": NOON + 3 * DAY, "text": "something else", **changes})


def kinds(*others, of=MINE):
    return [one.kind.value for one in clashes(of, others)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (WORDS, ["same_text"]),
        ("a  QUIET Sunday\nat the beach with the néw camera ", ["same_text"]),
        ("A quiet Monday at the beach with the new camera!", ["near_text"]),
        ("A quiet Sunday at the beach", []),
        ("", []),
        ("something else altogether, of about the same length", []),
    ],
)
def test_words_are_compared_without_case_accents_and_space(text, found):
    assert kinds(other(text=text)) == found


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("今日は海辺で静かな日曜日を過ごしました", "今日は海辺で静かな月曜日を過ごしました", True),
        ("今日は海辺で静かな日曜日を過ごしました", "新しいカメラを買いました", False),
        ("new set tonight", "new set tonight 🎉", False),  # too short to tell
    ],
)
def test_other_scripts_and_short_texts(one, two, same):
    assert kinds(other(text=two), of=replace(MINE, text=one)) == (["near_text"] if same else [])


def test_signs_alone_can_be_the_same():
    assert kinds(other(text="🎉🎉"), of=replace(MINE, text="🎉🎉")) == ["same_text"]
    assert kinds(other(text=""), of=replace(MINE, text="")) == []


@pytest.mark.parametrize(
    ("after", "found"), [(timedelta(minutes=59), ["same_hour"]), (-timedelta(minutes=59), ["same_hour"]), (HOUR, [])]
)
def test_within_the_hour(after, found):
    assert kinds(other(due_at=NOON + after)) == found


def test_another_account_another_month_and_itself_do_not_count():
    assert kinds(other(text=WORDS, account_id=2), other(text=WORDS, due_at=NOON + WITHIN + HOUR), MINE) == []


def test_pictures_count_by_item_and_by_look():
    shape = 0x0F3C_5A96_0FF0_33CC
    beach, copy, room = Look(1, shape, 0x123), Look(2, shape ^ 1, 0x123), Look(3, ~shape & (1 << 64) - 1, 0x123)
    mine = replace(MINE, media_ids=(1,), looks=(beach,))
    assert kinds(other(media_ids=(1,)), of=mine) == ["same_picture"]
    assert kinds(other(media_ids=(2,), looks=(copy,)), of=mine) == ["same_picture"]
    assert kinds(other(media_ids=(3,), looks=(room,)), of=mine) == []


def test_occurrences_of_one_series_say_the_same_on_purpose():
    mine = replace(MINE, series_id=5, media_ids=(1,))
    assert kinds(other(text=WORDS, series_id=5, media_ids=(1,)), of=mine) == []
    assert kinds(other(text=WORDS, series_id=6, media_ids=(1,)), of=mine) == ["same_text", "same_picture"]
    assert kinds(other(text=WORDS, series_id=5, due_at=NOON), of=mine) == ["same_hour"]


def test_the_nearest_in_time_is_named():
    found = clashes(MINE, [other(text=WORDS), other(post_id=3, text=WORDS, due_at=NOON - DAY)])
    assert [(one.kind, one.other_id, one.at) for one in found] == [(ClashKind.SAME_TEXT, 3, NOON - DAY)]


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_has_no_direction_and_everything_is_like_itself(one, two):
    first, second = bag_of(one), bag_of(two)
    assert nearly(first, second) == nearly(second, first)
    assert nearly(first, first)
