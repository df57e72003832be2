"""The calendar: one query, two views, posts moved by drag and by key, what is unknown settled."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.events import PostsChanged
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import to_utc
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
from ui.models.agenda import Role
from ui.pages.calendar import CalendarPage
from ui.tokens import Tone
from ui.widgets.badge import Chip
from ui.widgets.settle import Settle
from ui.widgets.states import EmptyState, ErrorState

THURSDAY_18 = datetime(2026, 11, 26, 18, 0)  # noqa: DTZ001 - wall time


@pytest.fixture
def publishing():
    return StubPublishing(a_full_week(), REMOTE)


@pytest.fixture
def page(qtbot, desk, publishing):
    made = CalendarPage(
        publishing=publishing,
        composing=StubComposing(publishing),
        accounts=StubAccounts(),
        desk=_on_wednesday(desk),
    )
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.week.card_of(8) is not None)
    return made


def _on_wednesday(desk):
    return replace(desk, now=lambda: NOW, zone=ZONE)


def drag(qtbot, page, post_id, to, modifier=Qt.KeyboardModifier.NoModifier):
    page.week.focus_post(11 if to.hour > 12 else 10)  # brings the hour into sight
    card = page.week.card_of(post_id)
    end = card.mapFromGlobal(page.week.point_of(to))
    qtbot.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    qtbot.mouseMove(card, QPoint(40, 30))
    qtbot.mouseMove(card, end)
    qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, modifier, end)


def test_week_and_list_show_the_same_posts(page):
    in_week = {card.entry.post.id for card in page.week._cards}
    in_list = {
        page.agenda.index(row).data(Role.ENTRY).post.id
        for row in range(page.agenda.rowCount())
        if page.agenda.index(row).data(Role.ENTRY) is not None
    }
    assert in_week == in_list == {post.id for post in a_full_week()}


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
    drag(qtbot, page, 15, THURSDAY_18)
    qtbot.waitUntil(lambda: bool(shell.toasts))
    shell.undo()
    qtbot.waitUntil(lambda: publishing.called("unplan") == [(15,)])


@pytest.mark.parametrize(("post_id", "said"), [(7, "being sent"), (1, "out already"), (5, "Settle first")])
def test_what_is_in_flight_out_or_unknown_stays(qtbot, page, publishing, shell, post_id, said):
    drag(qtbot, page, post_id, THURSDAY_18)
    assert said in shell.toasts[0]
    assert publishing.called("move") == []


def test_nothing_is_moved_into_the_past(qtbot, page, publishing, shell):
    drag(qtbot, page, 8, THURSDAY_18 - timedelta(days=1, hours=9))
    assert "has passed already" in shell.toasts[0]
    assert publishing.called("move") == []


def test_alt_right_moves_a_day_and_keeps_the_focus(qtbot, page, publishing):
    page.activateWindow()
    page.week.focus_post(10)
    qtbot.keyClick(page.week.card_of(10), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: publishing.called("move") == [(10, "2026-11-27T08:00:00+00:00")])
    qtbot.waitUntil(lambda: page.current() is not None and page.current().local.day == 27)
    assert page.current().post.id == 10


def test_arrows_and_j_k_go_from_card_to_card(qtbot, page):
    page.week.focus_post(6)
    qtbot.keyClick(page.week.card_of(6), Qt.Key.Key_Down)
    assert page.current().post.id == 5
    qtbot.keyClick(page.week.card_of(5), Qt.Key.Key_Right)
    assert page.current().local.day == 26
    qtbot.keyClick(page.week.card_of(page.current().post.id), Qt.Key.Key_Left)
    assert page.current().local.day == 25
    before = page.current().post.id
    qtbot.keyClick(page, Qt.Key.Key_J)
    qtbot.keyClick(page, Qt.Key.Key_K)
    assert page.current().post.id == before


def test_w_l_and_t_change_what_is_shown(qtbot, page, publishing):
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert page.list.isVisible()
    qtbot.waitUntil(
        lambda: publishing.called("list")[-2][0].end - publishing.called("list")[-2][0].start == timedelta(days=28)
    )
    qtbot.keyClick(page, Qt.Key.Key_W)
    assert page.week.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert "30 Nov" in page._title.text()
    qtbot.keyClick(page, Qt.Key.Key_T)
    assert page._title.text() == "23–29 Nov"


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
    qtbot.waitUntil(lambda: len(page._filters.findChildren(Chip)) == 3)
    chip = next(chip for chip in page._filters.findChildren(Chip) if chip.text() == "Mia Rose")
    chip.click()
    qtbot.waitUntil(lambda: {card.entry.post.id for card in page.week._cards} == {6, 9})


def test_the_chosen_client_narrows_everything(qtbot, page, publishing, shell):
    publishing.posts[9] = replace(publishing.posts[9], client_id=2)
    shell.client_id = 2
    page.refresh()
    qtbot.waitUntil(lambda: {card.entry.post.id for card in page.week._cards} == {9})
    qtbot.waitUntil(lambda: not page._filters.isVisible())


def test_the_page_hears_of_changes(qtbot, page, publishing, bus):
    publishing.posts[99] = a_post(99, "New from elsewhere", due=NOW + timedelta(hours=1))
    bus.publish(PostsChanged(at=NOW, post_ids=(99,)))
    qtbot.waitUntil(lambda: page.week.card_of(99) is not None)


def test_a_failed_query_is_said_and_tried_again(qtbot, page, publishing):
    publishing.failing = DiskProblem("the disk is full")
    page.refresh()
    qtbot.waitUntil(lambda: page.findChild(ErrorState) is not None)
    publishing.failing = None
    page.refresh()
    qtbot.waitUntil(page.week.isVisible)


def test_an_empty_list_teaches(qtbot, page, publishing, shell):
    publishing.posts.clear()
    page.choose(listed=True)
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None)


def test_double_click_on_an_hour_begins_a_post_there(qtbot, page, shell):
    hours = page.week._hours
    at = hours.mapFromGlobal(page.week.point_of(THURSDAY_18 + timedelta(hours=2)))
    qtbot.mouseDClick(hours, Qt.MouseButton.LeftButton, pos=at)
    assert shell.composed == [{"at": datetime.fromisoformat("2026-11-26T19:00:00+00:00")}]


def test_focus_opens_a_post_of_another_week(qtbot, page, publishing, shell):
    publishing.posts[50] = a_post(50, "Far away", due=NOW + timedelta(days=40))
    page.focus(post_id=50)
    qtbot.waitUntil(lambda: page.current() is not None and page.current().post.id == 50)
    assert shell.inspected[-1].post.id == 50
    shell.inspected[-1].deleteLater()


def opened(qtbot, page, shell, post_id):
    page.week.card_of(post_id).click()
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
    assert shell.toasts == ["Goes out today, 13:20"]


def test_cancel_is_undone(qtbot, page, publishing, shell):
    inspector = opened(qtbot, page, shell, 10)
    next(b for b in _buttons(inspector) if b.text() == "Cancel post").click()
    qtbot.waitUntil(lambda: shell.toasts == ["Cancelled"])
    shell.undo()
    qtbot.waitUntil(lambda: publishing.called("restore") == [(10,)])


def _buttons(widget):
    return widget.findChildren(QPushButton)


def test_every_state_is_said_by_word_and_icon(page):
    for card in page.week._cards:
        assert card.entry.look.word in card.accessibleName()
        assert card.entry.look.tone in Tone


def test_one_account_needs_no_filter(qtbot, desk, publishing):
    alone = CalendarPage(
        publishing=publishing,
        composing=StubComposing(),
        accounts=StubAccounts([an_account()]),
        desk=_on_wednesday(desk),
    )
    qtbot.addWidget(alone)
    alone.show()
    assert not alone._filters.isVisible()


def test_posts_of_one_hour_stay_readable(qtbot, page, publishing):
    due = to_utc(THURSDAY_18, ZONE)
    crowd = tuple(a_post(100 + n, f"Number {n}", due=due + timedelta(minutes=7 * n)) for n in range(5))
    publishing.posts = {post.id: post for post in crowd}
    page.refresh()
    qtbot.waitUntil(lambda: page.week.card_of(100) is not None)
    shown = [card for card in page.week._cards if card.isVisible()]
    (rest,) = [one for one in page.week.findChildren(QPushButton) if one.text().startswith("+") and one.isVisible()]
    assert rest.text() == f"+{5 - len(shown)}"
    assert all(card.width() >= 55 for card in shown)
    rest.click()
    assert page.list_button.isChecked()
