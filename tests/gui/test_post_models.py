"""Entries, the agenda and media as models: what they say, and that Qt's own tester accepts them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt

from ofauto_desktop.domain.home import Kpi, KpiCode, Need, NeedKind
from ofauto_desktop.domain.planning import CalendarMark, CalendarMarkKind
from ofauto_desktop.domain.posts import PostState
from tests.gui.posts_stage import ACCOUNTS, MEDIA, NOW, ZONE, a_full_week, a_medium, a_picture, a_post, a_target
from ui import needs
from ui.models.agenda import AgendaModel, Day
from ui.models.agenda import Role as AgendaRole
from ui.models.entries import LOOKS, Status, entries, on_day, status_of, together, week_of, without_time
from ui.models.home_words import figure
from ui.models.lanes import fitted, places, snapped
from ui.models.mark_lanes import MarkCell, mark_lanes
from ui.models.media import MediaModel

TODAY = NOW.date()


def test_every_state_has_a_look():
    assert {status_of(state) for state in PostState} <= set(LOOKS)
    assert set(LOOKS) == set(Status)
    assert len({look.word for look in LOOKS.values()}) == len(LOOKS)


def test_one_entry_for_each_time_at_which_a_post_goes_out():
    luna, dark, _ = ACCOUNTS
    post = a_post(targets=(a_target(1, luna, due=NOW), a_target(2, dark, due=NOW + timedelta(hours=6))))
    found = entries([post], ZONE)
    assert [entry.accounts for entry in found] == ["Luna Vale", "Luna after dark"]
    assert [f"{entry.local:%H:%M}" for entry in found] == ["10:20", "16:20"]


def test_accounts_that_differ_are_told_in_one_word():
    def of(*states):
        return together(a_target(number, state=state) for number, state in enumerate(states))

    assert of(PostState.POSTED, PostState.POSTED) is Status.POSTED
    assert of(PostState.POSTED, PostState.FAILED) is Status.PARTLY
    assert of(PostState.POSTED, PostState.UNKNOWN) is Status.UNKNOWN
    assert of(PostState.CLAIMED, PostState.SCHEDULED) is Status.SENDING
    assert of() is Status.DRAFT


def test_what_is_out_or_in_flight_or_unknown_cannot_be_moved():
    stuck = {state: entries([a_post(state=state)], ZONE)[0].stuck for state in PostState}
    free = {state for state, why in stuck.items() if why is None}
    assert free == {
        PostState.DRAFT,
        PostState.PENDING_APPROVAL,
        PostState.SCHEDULED,
        PostState.BY_HAND,
        PostState.FAILED,
        PostState.CANCELLED,
        PostState.MISSED,
    }


def test_an_entry_without_text_names_its_picture():
    assert entries([a_post(text="", media=MEDIA[:1])], ZONE)[0].headline == "beach-01.jpg"
    assert entries([a_post(text=" a\n b ")], ZONE)[0].headline == "a b"


def test_days_and_weeks():
    found = entries(a_full_week(), ZONE)
    assert week_of(TODAY) == date(2026, 11, 23)
    assert {entry.post.id for entry in on_day(found, TODAY)} == {5, 6, 7, 8, 9}
    assert {entry.post.id for entry in without_time(found)} == {15, 16}


def test_the_agenda_puts_entries_below_their_day(qtmodeltester):
    model = AgendaModel()
    qtmodeltester.check(model)
    model.show(entries(a_full_week(), ZONE), TODAY)
    qtmodeltester.check(model)
    headings = [
        model.index(row).data() for row in range(model.rowCount()) if model.index(row).data(AgendaRole.DAY) is not None
    ]
    assert headings[2].startswith("Today")
    first_heading, first_entry = model.index(0), model.index(1)
    assert not first_heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert first_heading.data(Qt.ItemDataRole.AccessibleTextRole).endswith("2 posts")
    assert first_entry.flags() & Qt.ItemFlag.ItemIsSelectable
    assert "Posted, Monday 23 November, 09:00, Luna Vale" in first_entry.data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.row_of(1) == 1
    assert model.row_of(999) is None


def test_days_without_posts_are_rows_where_all_days_are_asked_for(qtmodeltester):
    model = AgendaModel()
    days = [TODAY + timedelta(days=number) for number in range(30)]
    model.show(
        entries(a_full_week(), ZONE), TODAY, days=days, marks={days[9]: (MarkCell("Release", begins=True, ends=True),)}
    )
    qtmodeltester.check(model)
    assert model.row_of(1) is None  # before the first of them
    row = model.row_of_day(days[9])
    assert model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) == "Friday 4 December, Release, no posts"


def test_a_list_goes_on_below_the_same_day(qtmodeltester):
    model = AgendaModel()
    found = [entry for entry in entries(a_full_week(), ZONE) if entry.local is not None]
    whole = AgendaModel()
    whole.show(found, TODAY)
    model.show(found[:5], TODAY)
    model.extend(found[5:])
    qtmodeltester.check(model)
    assert model.rows == [
        replace(row, count=model.rows[n].count) if isinstance(row, Day) else row for n, row in enumerate(whole.rows)
    ]


def test_media_keep_their_order_and_their_thumbnails(qapp, qtmodeltester):
    model = MediaModel()
    qtmodeltester.check(model)
    model.show(MEDIA[:3])
    assert not model.append(MEDIA[0])
    assert model.append(a_medium(9, "ninth.jpg"))
    model.set_thumbnail(1, a_picture(200, 90, 90))
    assert model.move(0, 2) == 2
    assert [item.id for item in model.items] == [2, 3, 1, 9]
    assert model.move(3, 5) == 3
    model.move(3, -1)
    model.remove(0)
    assert [item.id for item in model.items] == [3, 9, 1]
    assert model.without_thumbnail() == (3, 9)
    assert not model.index(2).data(Qt.ItemDataRole.DecorationRole).isNull()
    model.replace(a_medium(9, "ninth.jpg", alt_text="A gull"))
    assert "A gull" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None
    qtmodeltester.check(model)


@given(st.lists(st.integers(0, 1439), max_size=40).map(sorted), st.integers(1, 180))
def test_cards_never_overlap(minutes, length):
    found = places(minutes, length)
    assert len(found) == len(minutes)
    placed = list(zip(minutes, found, strict=True))
    for number, (start, place) in enumerate(placed):
        assert 0 <= place.lane < place.lanes
        for other, its in placed[:number]:
            if start - other < length:
                assert place.lanes == its.lanes
                assert place.lane != its.lane


@given(st.lists(st.integers(0, 1439), max_size=12), st.integers(1, 4))
def test_what_does_not_fit_leaves_a_lane_for_its_number(minutes, most):
    wanted = places(sorted(minutes), 60)
    for before, after in zip(wanted, fitted(wanted, most), strict=True):
        if before.lanes <= most:
            assert after == before
        elif after is not None:
            assert (after.lanes, after.lane) == (most, before.lane)
            assert after.lane < most - 1


def test_a_dropped_post_stands_at_a_quarter():
    assert snapped(NOW.replace(minute=44, second=59)).minute == 30


def test_needs_name_the_post_and_its_reason():
    need = Need(
        kind=NeedKind.FAILED,
        detail="Luna Vale, post 4: X refused it.",
        account="Luna Vale",
        post_id=4,
        about="A very long beginning of a post that goes on and on and on",
    )
    assert needs.line(need) == "A post failed · Luna Vale"
    assert needs.detail(need) == "“A very long beginning of a post that goes on an…” · X refused it"
    assert needs.line(replace(need, count=3)) == "3 posts failed · Luna Vale"


def test_a_level_without_a_count_of_a_week_ago_says_so():
    kpi = Kpi(
        code=KpiCode.SUBSCRIBERS,
        value=90,
        previous=None,
        change=None,
        change_note="incomplete",
        currency=None,
        as_of=NOW,
        source="practice: Gumroad API",
    )
    told = figure(kpi, NOW, ZONE)
    assert (told.change, told.age) == ("No count of a week ago", "Just now · Gumroad API")


_A_MARK = st.tuples(st.integers(0, 30), st.integers(0, 12))


@given(st.lists(_A_MARK, max_size=12))
def test_a_mark_keeps_its_lane_and_shares_it_with_none(stretches):
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    marks = [
        CalendarMark(
            id=number,
            client_id=None,
            kind=CalendarMarkKind.EVENT,
            title=f"mark {number}",
            first=first + timedelta(days=begin - 5),
            last=first + timedelta(days=begin - 5 + long),
        )
        for number, (begin, long) in enumerate(stretches)
    ]
    found = mark_lanes(marks, first, last)
    for mark in marks:
        days = [day for day in found if mark.first <= day <= mark.last]
        lanes = {lane for day in days for lane, cell in enumerate(found[day]) if cell and cell.title == mark.title}
        inside = mark.last >= first and mark.first <= last
        assert len(lanes) == (1 if inside else 0)
    assert all(first <= day <= last for day in found)
