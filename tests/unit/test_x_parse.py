"""X's payloads to domain values, in both vocabularies, with everything that may lack lacking."""

import html
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.x import parse
from connectors.x.wire import Entities, Link, Timeline, Tweet, UserMetrics
from ofauto_desktop.domain.metrics import Metric

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ID = "1963000000000000001"


def timeline(*tweets: dict, **more) -> Timeline:
    return msgspec.convert({"data": [{"id": ID, **tweet} for tweet in tweets], **more}, Timeline)


def test_an_id_carries_its_time() -> None:
    """The example of X's documentation of post fields."""
    assert parse.made_at("1212092628029698048").replace(microsecond=0) == datetime(2019, 12, 31, 19, 26, 16, tzinfo=UTC)


@pytest.mark.parametrize("remote_id", ["", "abc", "²", "-1", "1" * 20, "1.5", "١٢٣"])
def test_what_is_no_id_is_said_to_be_none(remote_id: str) -> None:
    assert not parse.is_id(remote_id)
    with pytest.raises(LayoutChanged):
        parse.made_at(remote_id)


_DIALECTS = [
    {
        "note": "note_tweet",
        "referenced": "referenced_tweets",
        "history": "edit_history_tweet_ids",
        "reposts": "retweet_count",
        "posts": "tweet_count",
        "included": "tweets",
    },
    {
        "note": "note_post",
        "referenced": "referenced_posts",
        "history": "edit_history_post_ids",
        "reposts": "repost_count",
        "posts": "post_count",
        "included": "posts",
    },
]


@pytest.mark.parametrize("words", _DIALECTS, ids=["legacy", "new"])
def test_every_word_is_understood_in_both_vocabularies(words: dict[str, str]) -> None:
    page = timeline(
        {
            "text": "cut…",
            words["note"]: {"text": "the whole"},
            words["referenced"]: [{"type": "replied_to", "id": "8"}],
            words["history"]: ["1962000000000000001", ID],
            "public_metrics": {words["reposts"]: 3},
        },
        includes={words["included"]: [{"id": "8"}], "media": []},
    )
    (post,) = parse.posts(page, "ada")
    assert (post.text, post.reply_to, post.earlier_ids) == ("the whole", "8", ("1962000000000000001",))
    assert [(one.metric, one.value) for one in parse.samples(page, AT)] == [(Metric.SHARES, 3)]
    (level,) = parse.audience(msgspec.convert({words["posts"]: 9}, UserMetrics), AT)
    assert (level.metric, level.value) == (Metric.POSTS, 9)


@pytest.mark.parametrize("words", _DIALECTS, ids=["legacy", "new"])
def test_a_field_that_is_null_is_one_that_is_missing(words: dict[str, str]) -> None:
    names = ("note", "referenced", "history")
    page = timeline({"text": "hi", "public_metrics": None, **{words[name]: None for name in names}}, includes=None)
    (post,) = parse.posts(page, "ada")
    assert (post.text, post.reply_to, post.earlier_ids) == ("hi", None, ())
    assert list(parse.samples(page, AT)) == []


def test_a_metric_in_both_vocabularies_counts_once_and_one_in_neither_is_unknown() -> None:
    page = timeline({"public_metrics": {"repost_count": 4, "retweet_count": 4}}, {"public_metrics": {}})
    assert [one.value for one in parse.samples(page, AT)] == [4]


@pytest.mark.parametrize("history", [[""], [], ["no number"], [ID], ["9" * 19]])
def test_a_history_that_says_nothing_is_no_edit(history: list[str]) -> None:
    (post,) = parse.posts(timeline({"text": "hi", "edit_history_tweet_ids": history}), "ada")
    assert post.earlier_ids == ()


def test_a_whole_post() -> None:
    page = timeline(
        {
            "text": "Tom &amp; Jerry https://t.co/abc https://t.co/pic",
            "created_at": "2026-11-20T13:00:00.000+01:00",
            "entities": {
                "urls": [
                    {"start": 16, "end": 32, "url": "https://t.co/abc", "expanded_url": "https://example.com/?a&b"},
                    {
                        "start": 33,
                        "end": 49,
                        "url": "https://t.co/pic",
                        "expanded_url": "https://x/1",
                        "media_key": "3_1",
                    },
                    {
                        "start": 33,
                        "end": 49,
                        "url": "https://t.co/pic",
                        "expanded_url": "https://x/2",
                        "media_key": "3_2",
                    },
                ]
            },
            "attachments": {"media_keys": ["3_1", "3_2"]},
            "referenced_tweets": [{"type": "quoted", "id": "7"}, {"type": "replied_to", "id": "8"}],
        },
        includes={"media": [{"media_key": "3_1", "type": "photo"}]},
    )
    (post,) = parse.posts(page, "ada")
    assert post.text == "Tom & Jerry https://example.com/?a&b"
    assert post.at == AT
    assert post.url == f"https://x.com/ada/status/{ID}"
    assert (post.media_count, post.media_kind, post.reply_to) == (2, "photo", "8")


def test_a_bare_post() -> None:
    (post,) = parse.posts(timeline({}), None)
    assert post.url == f"https://x.com/i/status/{ID}"
    assert post.at == parse.made_at(ID)
    assert (post.text, post.media_count, post.media_kind, post.reply_to) == ("", 0, None, None)
    assert parse.posts(Timeline(), None) == []


def test_a_time_without_its_zone_is_no_time() -> None:
    with pytest.raises(msgspec.ValidationError, match="timezone"):
        timeline({"created_at": "2026-11-20T12:00:00"})


def test_nulls_are_as_good_as_nothing() -> None:
    nothing = dict.fromkeys(
        ("entities", "attachments", "referenced_tweets", "public_metrics", "note_tweet", "created_at")
    )
    assert parse.posts(timeline(nothing), None) == parse.posts(timeline({}), None)
    assert list(parse.samples(timeline(nothing), AT)) == []
    hollow = {"entities": {"urls": None}, "attachments": {"media_keys": None}, "public_metrics": {"like_count": None}}
    assert parse.posts(timeline(hollow, includes={"media": None}), None) == parse.posts(timeline({}), None)
    assert list(parse.samples(timeline(hollow), AT)) == []


@pytest.mark.parametrize("note", ["note_tweet", "note_post"])
def test_a_long_post_is_whole_in_its_note(note: str) -> None:
    (post,) = parse.posts(timeline({"text": "the begin…", note: {"text": "the beginning &lt;3"}}), None)
    assert post.text == "the beginning <3"


@pytest.mark.parametrize("key", ["referenced_tweets", "referenced_posts"])
def test_both_vocabularies_name_the_parent(key: str) -> None:
    (post,) = parse.posts(timeline({key: [{"type": "replied_to", "id": "8"}]}), None)
    assert post.reply_to == "8"


def test_readings_come_in_both_vocabularies_and_what_lacks_has_none() -> None:
    page = timeline(
        {
            "public_metrics": {"repost_count": 0, "like_count": 5},
            "non_public_metrics": {"url_link_clicks": 1, "user_profile_clicks": 2, "engagements": 9},
            "attachments": {"media_keys": ["7_1", "7_2"]},
        },
        includes={"media": [{"media_key": "7_1", "type": "video", "public_metrics": {"view_count": 70}}]},
    )
    read = {sample.metric: sample.value for sample in parse.samples(page, AT)}
    assert read == {
        Metric.SHARES: 0,
        Metric.LIKES: 5,
        Metric.URL_CLICKS: 1,
        Metric.PROFILE_VISITS: 2,
        Metric.ENGAGEMENTS: 9,
        Metric.VIDEO_VIEWS: 70,
    }
    legacy = timeline({"public_metrics": {"retweet_count": 3}})
    assert [(one.metric, one.value) for one in parse.samples(legacy, AT)] == [(Metric.SHARES, 3)]


def test_only_what_is_gone_is_gone() -> None:
    errors = [
        {"title": "Not Found Error", "resource_id": "1"},
        {"title": "Not Found Error", "value": "2"},
        {"title": "Not Found Error"},
        {"title": "Authorization Error", "resource_id": "3"},
        {"title": "Field Authorization Error", "resource_id": "4"},
    ]
    assert parse.gone(msgspec.convert({"errors": errors}, Timeline)) == ["1", "2"]
    assert parse.gone(Timeline()) == []


def test_an_audience_in_either_vocabulary() -> None:
    new = parse.audience(UserMetrics(followers_count=10, post_count=0), AT)
    assert [(one.metric, one.value) for one in new] == [(Metric.FOLLOWERS, 10), (Metric.POSTS, 0)]
    old = parse.audience(UserMetrics(following_count=2, tweet_count=5), AT)
    assert [(one.metric, one.value) for one in old] == [(Metric.FOLLOWING, 2), (Metric.POSTS, 5)]


def test_links_outside_the_text_are_left_alone() -> None:
    for start, end in ((-1, 3), (5, 2), (0, 99)):
        entities = Entities(urls=[Link(start=start, end=end, url="u", expanded_url="https://example.com")])
        assert parse.readable("some text", entities) == "some text"
    assert parse.readable("some text", Entities(urls=[Link(start=0, end=4, url="u")])) == "some text"


@given(st.text(max_size=200))
def test_any_text_survives_x_s_escaping(text: str) -> None:
    assert parse.readable(html.escape(text, quote=False), None) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(Tweet.__struct_fields__), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from(Tweet.__struct_fields__), JSON, max_size=6), max_size=3))
def test_whatever_x_sends_is_read_or_refused(tweets: list[dict]) -> None:
    """No other error than the two that say that the form changed."""
    try:
        page = msgspec.json.decode(msgspec.json.encode({"data": tweets}), type=Timeline)
        parse.posts(page, None)
        list(parse.samples(page, AT))
    except (msgspec.DecodeError, LayoutChanged):
        return


def test_null_means_what_lacking_means() -> None:
    """X's specification marks most fields as nullable; one null must not cost the page."""
    whole = {
        "data": [{"id": ID, "text": None, "note_post": {"text": None}, "public_metrics": {"like_count": None}}],
        "includes": {"media": [{"media_key": "3_1", "type": None}]},
        "errors": [{"title": None, "resource_id": None}],
        "meta": None,
    }
    page = msgspec.convert(whole, Timeline)
    (post,) = parse.posts(page, None)
    assert (post.remote_id, post.text, page.newest_id, page.next_token) == (ID, "", None, None)
    assert list(parse.samples(page, AT)) == []
    assert parse.gone(page) == []


@pytest.mark.parametrize("count", [-1, 10**30])
def test_a_count_that_cannot_be_is_unknown(count: int) -> None:
    page = timeline({"public_metrics": {"like_count": count, "reply_count": 2}})
    assert {one.metric: one.value for one in parse.samples(page, AT)} == {Metric.COMMENTS: 2}
    assert parse.audience(UserMetrics(followers_count=count, following_count=1), AT)[0].metric is Metric.FOLLOWING
    assert parse.followers(UserMetrics(followers_count=count)) is None


def test_a_post_with_an_id_that_is_none_is_refused_whatever_else_it_says() -> None:
    page = timeline({"id": "a b", "created_at": "2026-11-20T10:00:00Z", "edit_history_tweet_ids": [ID]})
    with pytest.raises(LayoutChanged):
        parse.posts(page, "ada")
    assert list(parse.samples(timeline({"id": "", "public_metrics": {"like_count": 1}}), AT)) == []


def test_a_time_outside_the_calendar_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="outside the calendar"):
        parse.posts(timeline({"created_at": "9999-12-31T23:59:59-12:00"}), "ada")
