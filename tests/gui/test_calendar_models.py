"""Stretches of days, filters, clients' marks and times elsewhere: what the calendar computes before it draws."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import to_utc, to_wall
from tests.gui.planning_stage import light
from tests.gui.posts_stage import ACCOUNTS, NOW, ZONE, a_full_week, a_post, a_target
from ui.models.client_marks import COLOURS, client_marks
from ui.models.entries import entries, light_entries
from ui.models.filters import Filters, Kind
from ui.models.picks import runs
from ui.models.stretch import Stretch, View, week_words
from ui.tokens import DARK, LIGHT
from ui.widgets.entry_paint import elsewhere_words

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
VIEWS = st.sampled_from(View)


@given(VIEWS, DAYS)
def test_a_stretch_holds_the_day_it_was_asked_for(view, day):
    stretch = Stretch(view=view, anchor=day)
    assert day in stretch.days
    assert stretch.holds(day)
    assert stretch.first == stretch.days[0]


@given(VIEWS, DAYS, st.integers(-30, 30))
def test_steps_forth_and_back_come_to_the_same_days(view, day, by):
    stretch = Stretch(view=view, anchor=day)
    there = stretch.stepped(by)
    assert there.stepped(-by).first == stretch.first
    if by and view is not View.LIST:
        assert not there.holds(day)


@given(DAYS)
def test_a_month_is_made_of_whole_weeks_and_has_all_its_days(day):
    days = Stretch(view=View.MONTH, anchor=day).days
    assert len(days) % 7 == 0
    assert days[0].weekday() == 0
    month = [one for one in days if (one.year, one.month) == (day.year, day.month)]
    assert len(month) == (month[-1] - month[0]).days + 1
    assert (month[-1] + timedelta(days=1)).month != day.month
    assert len(days) - len(month) < 14


@given(VIEWS, DAYS, st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata"]))
def test_a_stretch_begins_and_ends_at_midnight_of_the_viewer(view, day, zone):
    stretch = Stretch(view=view, anchor=day)
    start, end = stretch.span(zone)
    first = datetime(stretch.first.year, stretch.first.month, stretch.first.day)  # noqa: DTZ001 - wall time
    assert start == to_utc(first, zone)
    assert end == to_utc(first + timedelta(days=stretch.count), zone)


def test_what_a_stretch_is_called():
    today = date(2026, 11, 25)
    assert Stretch(view=View.MONTH, anchor=today).words(today) == "November 2026"
    assert Stretch(view=View.WEEK, anchor=today).words(today) == "23–29 Nov"
    assert Stretch(view=View.DAY, anchor=today).words(today) == "Wednesday 25 November"
    assert Stretch(view=View.DAY, anchor=today).words(today, short=True) == "Wed 25 Nov"
    assert Stretch(view=View.LIST, anchor=today).words(today) == "From today"
    assert week_words(date(2026, 12, 28), today) == "28 Dec–3 Jan 2027"


_FILTERS = st.builds(
    Filters,
    clients=st.lists(st.integers(1, 50), unique=True).map(tuple),
    accounts=st.lists(st.integers(1, 50), unique=True).map(tuple),
    platforms=st.lists(st.sampled_from([one.value for one in PlatformId]), unique=True).map(tuple),
    states=st.lists(st.sampled_from([one.value for one in PostState]), unique=True).map(tuple),
    tags=st.lists(st.text(max_size=5), unique=True).map(tuple),
    authors=st.lists(st.integers(1, 50), unique=True).map(tuple),
    text=st.text(max_size=10),
)


@given(_FILTERS)
def test_filters_come_back_from_what_a_view_keeps(filters):
    assert Filters.from_json(filters.as_json()) == filters


@given(_FILTERS, st.sampled_from(Kind), st.integers(1, 50))
def test_a_filter_toggled_twice_is_as_before(filters, kind, value):
    there = filters.toggled(kind, value)
    assert set(there.toggled(kind, value).of(kind)) == set(filters.of(kind))


def test_filters_of_a_newer_version_are_read_as_far_as_they_are_known():
    kept = {"states": ["draft", "dreaming"], "accounts": ["x", 3], "moods": [1], "text": "hi"}
    assert Filters.from_json(kept) == Filters(states=("draft",), accounts=(3,), text="hi")


def test_sending_is_one_word_for_both_states_on_the_way():
    wanted = Filters(states=("sending",)).wanted(client_id=None, start=None, end=None, limit=1)
    assert set(wanted.states) == {PostState.CLAIMED, PostState.SENDING}


@given(st.lists(st.integers(1, 500), unique=True, min_size=2, max_size=25))
def test_no_two_of_twenty_five_clients_look_alike(ids):
    marks = client_marks((one, f"client {one}", None) for one in ids)
    assert len({(mark.colour, mark.shape) for mark in marks.values()}) == len(ids)


def test_one_client_needs_no_mark():
    assert client_marks([(1, "Luna", None), (1, "Luna", None)]) == {}


@given(st.dictionaries(st.integers(1, 500), st.none() | st.integers(0, COLOURS - 1), min_size=2, max_size=25))
def test_a_client_has_the_colour_that_was_chosen_for_it(chosen):
    marks = client_marks((one, f"client {one}", colour) for one, colour in chosen.items())
    assert {one: marks[one].colour for one, colour in chosen.items() if colour is not None} == {
        one: colour for one, colour in chosen.items() if colour is not None
    }


def test_the_calendar_and_the_dot_beside_a_name_have_one_colour():
    assert len(LIGHT.series) == len(DARK.series) == COLOURS
    marks = client_marks([(3, "Luna", None), (4, "Mia", 6)])
    assert (marks[3].colour, marks[4].colour) == (3, 6)


def test_light_entries_are_those_of_whole_posts():
    posts = a_full_week()
    whole = entries(posts, ZONE)
    found = light_entries([light(post, target) for post in posts for target in post.targets], ZONE)
    told = [(one.post.id, one.local, one.status, one.accounts, one.headline, one.stuck) for one in whole]
    assert sorted(map(repr, told)) == sorted(
        repr((one.post.id, one.local, one.status, one.accounts, one.headline, one.stuck)) for one in found
    )


def test_the_accounts_own_time_is_named_where_it_differs():
    luna, dark, _ = ACCOUNTS
    here, there = (entries([a_post(targets=(a_target(1, one, due=NOW),))], ZONE)[0] for one in (luna, dark))
    assert elsewhere_words(here, ZONE) == ""
    assert elsewhere_words(there, ZONE) == f"{to_wall(NOW, dark.zone):%H:%M} New York"
    assert elsewhere_words(replace(there, due_at=None), ZONE) == ""


@given(st.lists(st.integers(0, 60), unique=True).map(sorted))
def test_runs_hold_every_row_once(rows):
    assert [row for first, last in runs(rows) for row in range(first, last + 1)] == rows
