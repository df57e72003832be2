"""What is being written: kept and read back, compared, and as X shows it."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ui.models.composition import Difference, Mark, Unfinished, as_x_shows, differences, unfinished_from

walls = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - wall times
times = st.one_of(st.sampled_from(When), walls)
some_ids = st.lists(st.integers(1, 9), unique=True).map(tuple)
overrides = st.builds(
    Override,
    text=st.none() | st.text(),
    thread=st.none() | st.lists(st.text()).map(tuple),
    media_ids=st.none() | some_ids,
    options=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2),
    at=st.none() | walls,
)
drafts = st.builds(
    Draft,
    account_ids=st.lists(st.integers(1, 9), unique=True).map(tuple),
    text=st.text(),
    thread=st.lists(st.text()).map(tuple),
    overrides=st.dictionaries(st.integers(1, 9), overrides),
    media_ids=st.lists(st.integers(1, 9), unique=True).map(tuple),
    reply_to=st.none() | st.text(),
    at=times,
    delays=st.lists(st.integers(0, 1440)).map(tuple),
    tags=st.lists(st.text()).map(tuple),
)


@given(drafts, st.none() | st.integers(1, 99))
def test_what_is_unfinished_comes_back_as_it_was(draft, post_id):
    rule = Recurrence(every=Every.MONTH, nth=-1, weekdays=(post_id % 7,), until=date(2030, 1, 1)) if post_id else None
    kept = Unfinished(draft=draft, post_id=post_id, rule=rule, queue_id=post_id)
    assert unfinished_from(kept.as_json()) == kept


def test_what_the_version_before_kept_is_not_lost():
    kept = {"version": 1, "post": None, "accounts": [2], "text": "For all", "thread": [], "media": []}
    kept |= {"overrides": {"2": "For one"}, "reply_to": None, "at": "next"}
    read = unfinished_from(kept)
    assert read is not None
    assert read.draft.overrides == {2: Override(text="For one")}


def test_nothing_and_another_version_are_none():
    assert unfinished_from(None) is None
    assert unfinished_from({"version": 99}) is None


def test_accounts_and_a_time_alone_are_nothing_to_miss():
    assert Unfinished(draft=Draft(account_ids=(1,), text="  ", thread=("",))).is_empty
    assert not Unfinished(draft=Draft(account_ids=(), media_ids=(1,))).is_empty


def test_only_what_differs_is_told_apart():
    assert differences("See you tonight at nine", "See you tomorrow at nine") == [
        (Difference.SAME, "See you"),
        (Difference.REMOVED, "tonight"),
        (Difference.ADDED, "tomorrow"),
        (Difference.SAME, "at nine"),
    ]


def test_x_shortens_links_and_links_names():
    shown = list(as_x_shows("Hi @luna https://www.example.org/a/very/long/path/indeed #set", None))
    assert shown == [
        (Mark.PLAIN, "Hi "),
        (Mark.LINKED, "@luna"),
        (Mark.PLAIN, " "),
        (Mark.LINKED, "example.org/a/very/long/pat…"),
        (Mark.PLAIN, " "),
        (Mark.LINKED, "#set"),
    ]


def test_what_passes_the_limit_stands_apart():
    assert list(as_x_shows("a" * 7, 5)) == [(Mark.PLAIN, "aaaaa"), (Mark.OVER, "aa")]


@given(st.text(), st.none() | st.integers(0, 20))
def test_no_text_breaks_the_preview(text, cut):
    assert "".join(part for mark, part in as_x_shows(text, cut) if mark is Mark.OVER) is not None
