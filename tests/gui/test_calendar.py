"""The calendar: one query, two views, posts moved by drag and by key, what is unknown settled."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.events import PostsChanged
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import to_utc
from tests.gui.calendar_stage import a_calendar
from tests.gui.planning_stage import StubPlanning
from tests.gui.posts_stage import (
    NOW,
    REMOTE,
    ZONE,
    StubAccounts,
    StubComposing,
    StubPublishing,
    a_full_week,
    a_post,
    an_account,
)
from ui.dialogs.copy_posted import CopyPosted
from ui.models.entries import Entry
from ui.models.filters import Kind
from ui.models.stretch import View
from ui.pages.calendar import CalendarPage
from ui.tokens import Tone
from ui.widgets.settle import Settle
from ui.widgets.states import EmptyState, ErrorState

THURSDAY_18 = datetime(2026, 11, 26, 18, 0)  # noqa: DTZ001 - wall time


@pytest.fixture
def publishing():
    return StubPublishing(a_full_week(), REMOTE)


@pytest.fixture
def page(qtbot, desk, publishing):
    return a_calendar(qtbot, desk, publishing, 1100, 800)


def _on_wednesday(desk):
    return replace(desk, now=lambda: NOW, zone=ZONE)


def drag(qtbot, page, post_id, to, modifier=Qt.KeyboardModifier.NoModifier, board=None, onto=None):
    """From a post to a time, as a hand does it: press, move, let go."""
    board, onto = board or page.week, onto or page.week
    if onto is page.week:
        onto.show_time(to)
    view = board.viewport()
    start = board.rect_of(post_id).topLeft() + QPoint(20, 10)
    end = view.mapFromGlobal(onto.point_of(to))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(20, 20))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, end)


def press(qtbot, board, post_id, modifier=Qt.KeyboardModifier.NoModifier):
    board.show_row(board.rows.row_of(post_id))
    at = board.rect_of(post_id).topLeft() + QPoint(20, 10)
    qtbot.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_every_view_shows_the_same_posts(qtbot, page):
    planned = {post.id for post in a_full_week()} - {15, 16}
    assert set(page.week.shown_ids()) == planned
    page.views.open_drafts(on=True)
    assert set(page.views.drafts.board.shown_ids()) == {15, 16}
    page.choose(View.MONTH)
    qtbot.waitUntil(page.month.isVisible)
    shown = {entry.post.id for entry in page.rows.entries()}
    assert shown == planned
    page.go(date(2026, 11, 23), View.LIST)
    qtbot.waitUntil(lambda: set(page.list.shown_ids()) == planned)
    page.go(NOW.date(), View.DAY)
    qtbot.waitUntil(lambda: set(page.day.shown_ids()) == {5, 6, 7, 8, 9})


def test_a_post_is_dropped_on_thursday_at_six_and_moved_back(qtbot, page, publishing, shell):
    drag(qtbot, page, 8, THURSDAY_18)
    qtbot.waitUntil(lambda: bool(publishing.called("move")))
    assert publishing.called("move") == [(8, "2026-11-26T17:00:00+00:00")]
    qtbot.waitUntil(lambda: shell.toasts == ["Moved to tomorrow, 18:00"])
    shell.undo()
    qtbot.waitUntil(lambda: len(publishing.called("move")) == 2)
    assert publishing.called("move")[1] == (8, "2026-11-25T17:00:00+00:00")


def test_shift_copies(qtbot, page, publishing, shell):
    drag(qtbot, page, 8, THURSDAY_18, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shell.toasts == ["Copied to tomorrow, 18:00"])
    assert publishing.called("move") == []
    ((draft, post_id),) = page.acts._composing.saved
    assert (draft.account_ids, draft.media_ids, draft.at, post_id) == (
        (1, 2),
        (4, 1),
        "2026-11-26T17:00:00+00:00",
        None,
    )


def test_a_draft_dragged_into_the_week_gets_a_time_and_loses_it_by_undo(qtbot, page, publishing, shell):
    page.views.open_drafts(on=True)
    drag(qtbot, page, 15, THURSDAY_18, board=page.views.drafts.board)
    qtbot.waitUntil(lambda: bool(shell.toasts))
    shell.undo()
    qtbot.waitUntil(lambda: publishing.called("unplan") == [(15,)])


@pytest.mark.parametrize(("post_id", "said"), [(7, "being sent"), (5, "Settle first")])
def test_what_is_in_flight_or_unknown_stays(qtbot, page, publishing, shell, post_id, said):
    drag(qtbot, page, post_id, THURSDAY_18)
    assert said in shell.toasts[0]
    assert publishing.called("move") == []


def test_a_posted_entry_is_never_sent_again_but_offers_a_copy(qtbot, page, publishing, shell):
    drag(qtbot, page, 1, THURSDAY_18)
    asked = page.window().findChild(CopyPosted)
    assert "out already" in asked.text()
    assert "Luna Vale" in asked.informativeText()
    assert publishing.called("move") == []
    assert page.acts._composing.saved == []
    next(one for one in asked.buttons() if one.text() == "Plan a copy").click()
    qtbot.waitUntil(lambda: len(page.acts._composing.saved) == 1)
    assert publishing.called("move") == []
    qtbot.waitUntil(lambda: shell.toasts == ["Copied to tomorrow, 18:00"])


def test_return_on_the_question_copies_nothing(qtbot, page, publishing):
    drag(qtbot, page, 1, THURSDAY_18)
    asked = page.window().findChild(CopyPosted)
    assert asked.defaultButton().text() == "Leave it"
    asked.defaultButton().click()
    assert page.acts._composing.saved == []


def test_nothing_is_moved_into_the_past(qtbot, page, publishing, shell):
    drag(qtbot, page, 8, THURSDAY_18 - timedelta(days=1, hours=9))
    assert "has passed already" in shell.toasts[0]
    assert publishing.called("move") == []


def test_alt_right_moves_a_day_and_keeps_the_focus(qtbot, page, publishing):
    page.week.focus_post(10)
    qtbot.keyClick(page.week, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: publishing.called("shift") == [((10,), timedelta(days=1))])
    qtbot.waitUntil(lambda: page.current() is not None and page.current().local.day == 27)
    assert page.current().post.id == 10


def test_arrows_and_j_k_go_from_card_to_card(qtbot, page):
    page.week.setFocus()
    page.week.focus_post(6)
    qtbot.keyClick(page.week, Qt.Key.Key_Down)
    assert page.current().post.id == 5
    qtbot.keyClick(page.week, Qt.Key.Key_Right)
    assert page.current().local.day == 26
    qtbot.keyClick(page.week, Qt.Key.Key_Left)
    assert page.current().local.day == 25
    before = page.current().post.id
    qtbot.keyClick(page, Qt.Key.Key_J)
    qtbot.keyClick(page, Qt.Key.Key_K)
    assert page.current().post.id == before


def test_m_w_d_l_and_t_change_what_is_shown(qtbot, page):
    for key, board in (
        (Qt.Key.Key_L, page.list),
        (Qt.Key.Key_M, page.month),
        (Qt.Key.Key_D, page.day),
        (Qt.Key.Key_W, page.week),
    ):
        qtbot.keyClick(page, key)
        assert board.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert "30 Nov" in page.head.title.text()
    qtbot.keyClick(page, Qt.Key.Key_T)
    assert page.head.title.text() == "23–29 Nov"


def test_a_narrow_window_shows_the_list(qtbot, page):
    page.resize(390, 800)
    qtbot.waitUntil(page.list.isVisible)
    page.resize(1100, 800)
    qtbot.waitUntil(page.week.isVisible)


def test_large_text_turns_a_middling_window_into_a_list(qtbot, page, theme):
    theme.use(percent=200)
    page.resize(1000, 800)
    qtbot.waitUntil(page.list.isVisible)


def test_accounts_are_filters(qtbot, page, publishing):
    qtbot.waitUntil(lambda: len(page.filters.choices.of(Kind.ACCOUNT)) == 3)
    page.filters.add_button.menu().aboutToShow.emit()
    accounts = next(one.menu() for one in page.filters.add_button.menu().actions() if one.text() == "Account")
    next(one for one in accounts.actions() if one.text() == "Mia Rose").trigger()
    qtbot.waitUntil(lambda: set(page.week.shown_ids()) == {6, 9})
    chip = next(one for one in page.filters.findChildren(QPushButton) if one.text() == "Account: Mia Rose")
    chip.click()
    qtbot.waitUntil(lambda: 8 in page.week.shown_ids())


def test_the_chosen_client_narrows_everything(qtbot, page, publishing, shell):
    publishing.posts[9] = replace(publishing.posts[9], client_id=2)
    shell.client_id = 2
    page.refresh()
    qtbot.waitUntil(lambda: set(page.week.shown_ids()) == {9})
    qtbot.waitUntil(lambda: not page.filters.choices.of(Kind.ACCOUNT))


def test_the_page_hears_of_changes(qtbot, page, publishing, bus):
    publishing.posts[99] = a_post(99, "New from elsewhere", due=NOW + timedelta(hours=1))
    bus.publish(PostsChanged(at=NOW, post_ids=(99,)))
    qtbot.waitUntil(lambda: 99 in page.week.shown_ids())


def test_a_failed_query_is_said_and_tried_again(qtbot, page, publishing):
    publishing.failing = DiskProblem("the disk is full")
    page.refresh()
    qtbot.waitUntil(lambda: page.findChild(ErrorState) is not None)
    publishing.failing = None
    page.refresh()
    qtbot.waitUntil(page.week.isVisible)


def test_an_empty_list_teaches(qtbot, page, publishing, shell):
    publishing.posts.clear()
    page.choose(View.LIST)
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None)


def test_double_click_on_an_hour_begins_a_post_there(qtbot, page, shell):
    page.week.show_time(THURSDAY_18)
    view = page.week.viewport()
    at = view.mapFromGlobal(page.week.point_of(THURSDAY_18 + timedelta(hours=2)))
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert shell.composed == [{"at": datetime.fromisoformat("2026-11-26T19:00:00+00:00")}]


def test_focus_opens_a_post_of_another_week(qtbot, page, publishing, shell):
    publishing.posts[50] = a_post(50, "Far away", due=NOW + timedelta(days=40))
    page.focus(post_id=50)
    qtbot.waitUntil(lambda: page.current() is not None and page.current().post.id == 50)
    assert shell.inspected[-1].post.id == 50
    shell.inspected[-1].deleteLater()


def opened(qtbot, page, shell, post_id):
    press(qtbot, page.week, post_id)
    qtbot.waitUntil(lambda: bool(shell.inspected))
    inspector = shell.inspected[-1]
    qtbot.addWidget(inspector)
    inspector.show()
    return inspector


def texts(widget):
    return [
        one.text() for kind in (QLabel, QPushButton) for one in widget.findChildren(kind) if one.isVisibleTo(widget)
    ]


def test_the_inspector_tells_zone_attempts_and_address(qtbot, page, shell):
    inspector = opened(qtbot, page, shell, 2)
    said = texts(inspector)
    assert "Went out Mon 23 Nov, 18:00" in said
    assert any(text.startswith("Went out Mon 23 Nov, 12:00 (New York)") for text in said)
    assert any("Posted · accepted by X" in text for text in said)
    assert said.count("Open the post") == 2
    assert "Edit" not in said


def test_an_unknown_post_is_settled_beside_the_accounts_last_posts(qtbot, page, publishing, shell):
    inspector = opened(qtbot, page, shell, 5)
    settle = inspector.findChild(Settle)
    assert not settle.again.isEnabled() or publishing.called("recent_remote")
    qtbot.waitUntil(settle.again.isEnabled)
    this = next(b for b in settle.findChildren(type(settle.again)) if b.text() == "It is out: this one")
    this.click()
    qtbot.waitUntil(lambda: publishing.called("resolve") == [(5, 1, REMOTE[0].remote_id, False, False)])
    qtbot.waitUntil(lambda: inspector.post.targets[0].state is PostState.POSTED)


def test_it_is_not_out(qtbot, page, publishing, shell):
    settle = opened(qtbot, page, shell, 5).findChild(Settle)
    settle.not_out.click()
    qtbot.waitUntil(lambda: publishing.called("resolve") == [(5, 1, None, True, False)])


def test_sending_again_asks_by_name(qtbot, page, publishing, shell):
    settle = opened(qtbot, page, shell, 5).findChild(Settle)
    qtbot.waitUntil(settle.again.isEnabled)
    settle.again.click()
    box = settle.findChild(QMessageBox)
    assert "twice" in box.informativeText()
    assert publishing.called("resolve") == []
    next(one for one in box.buttons() if one.text() == "Send again to Luna Vale").click()
    qtbot.waitUntil(lambda: publishing.called("resolve") == [(5, 1, None, False, True)])


def test_a_missed_post_goes_to_the_next_slot(qtbot, page, publishing, shell):
    inspector = opened(qtbot, page, shell, 6)
    next(b for b in _buttons(inspector) if b.text() == "Send at the next slot").click()
    qtbot.waitUntil(lambda: bool(shell.toasts))
    qtbot.waitUntil(lambda: shell.toasts == ["Goes out today, 13:20"])


def test_cancel_is_undone(qtbot, page, publishing, shell):
    inspector = opened(qtbot, page, shell, 10)
    next(b for b in _buttons(inspector) if b.text() == "Cancel post").click()
    qtbot.waitUntil(lambda: shell.toasts == ["Cancelled"])
    shell.undo()
    qtbot.waitUntil(lambda: publishing.called("restore") == [(10,)])


def _buttons(widget):
    return widget.findChildren(QPushButton)


def test_every_state_is_said_by_word_and_icon(page):
    for row, entry in enumerate(page.rows.rows):
        if isinstance(entry, Entry):
            assert entry.look.word in page.rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
            assert entry.look.tone in Tone


def test_one_account_needs_no_filter(qtbot, desk, publishing):
    alone = CalendarPage(
        publishing=publishing,
        composing=StubComposing(),
        accounts=StubAccounts([an_account()]),
        planning=StubPlanning(publishing),
        desk=_on_wednesday(desk),
    )
    qtbot.addWidget(alone)
    alone.show()
    qtbot.waitUntil(lambda: bool(alone.filters.choices.accounts))
    assert not alone.filters.choices.of(Kind.ACCOUNT)


def test_posts_of_one_hour_stay_readable(qtbot, page, publishing):
    due = to_utc(THURSDAY_18, ZONE)
    crowd = tuple(a_post(100 + n, f"Number {n}", due=due + timedelta(minutes=7 * n)) for n in range(5))
    publishing.posts = {post.id: post for post in crowd}
    page.refresh()
    qtbot.waitUntil(lambda: 100 in page.week.shown_ids())
    shown = page.week.shown_ids()
    ((room, count),) = page.week._rests
    assert count == 5 - len(shown)
    assert all(page.week.rect_of(one).width() >= 55 for one in shown)
    page.week.show_time(THURSDAY_18)
    at = room.center() - QPoint(0, page.week.verticalOffset())
    qtbot.mouseClick(page.week.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(page.day.isVisible)
    assert page.stretch.anchor == THURSDAY_18.date()
