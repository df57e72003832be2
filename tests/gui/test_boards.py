"""The calendar's boards: picking, walking, dragging and dropping in each view, and what readers are told of them."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from ofauto_desktop.domain.schedule import to_utc
from tests.gui.calendar_stage import a_calendar
from tests.gui.posts_stage import NOW, REMOTE, ZONE, StubPublishing, a_full_week, a_post
from ui.models.stretch import View

TODAY = NOW.date()
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def publishing():
    return StubPublishing(a_full_week(), REMOTE)


@pytest.fixture
def page(qtbot, desk, publishing):
    made = a_calendar(qtbot, desk, publishing, 1240, 860)
    made.week.setFocus()
    return made


def show(qtbot, page, view, day=TODAY):
    page.go(day, view)
    qtbot.waitUntil(lambda: page.views.shown is view and page.rows.row_of_day(day) is not None)
    qtbot.waitUntil(lambda: page._asked and page.views.board().isVisible() and not page.views.board()._stale)
    page.views.board().setFocus()
    return page.views.board()


def press(qtbot, board, post_id, modifier=Qt.KeyboardModifier.NoModifier):
    board.show_row(board.rows.row_of(post_id))
    at = board.rect_of(post_id).topLeft() + QPoint(20, 8)
    qtbot.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def drag(qtbot, board, post_id, to, modifier=Qt.KeyboardModifier.NoModifier):
    start = board.rect_of(post_id).topLeft() + QPoint(20, 8)
    end = board.viewport().mapFromGlobal(board.point_of(to))
    qtbot.mousePress(board.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(board.viewport(), start + QPoint(15, 15))
    qtbot.mouseMove(board.viewport(), end)
    qtbot.mouseRelease(board.viewport(), Qt.MouseButton.LeftButton, modifier, end)


def test_a_day_of_the_month_keeps_the_time_of_day(qtbot, page, publishing):
    month = show(qtbot, page, View.MONTH)
    drag(qtbot, month, 11, datetime(2026, 11, 28, 3, 0))  # noqa: DTZ001 - wall time
    qtbot.waitUntil(lambda: publishing.called("move") == [(11, "2026-11-28T17:00:00+00:00")])


def test_a_full_day_of_the_month_says_how_many_more_and_opens(qtbot, page, publishing):
    due = to_utc(datetime(2026, 11, 27, 8, 0), ZONE)  # noqa: DTZ001 - wall time
    crowd = [a_post(100 + n, f"Number {n}", due=due + timedelta(minutes=20 * n)) for n in range(20)]
    publishing.posts = {post.id: post for post in crowd}
    month = show(qtbot, page, View.MONTH)
    qtbot.waitUntil(lambda: page.rows.row_of(100) is not None)
    ((room, more),) = month._more
    assert more == 20 - len(month.shown_ids()) > 0
    at = room.center() - QPoint(0, month.verticalOffset())
    qtbot.mouseClick(month.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(page.day.isVisible)
    assert page.stretch.anchor == date(2026, 11, 27)


def test_one_that_found_no_room_in_its_day_comes_into_sight_with_the_focus(qtbot, page, publishing):
    due = to_utc(datetime(2026, 11, 27, 8, 0), ZONE)  # noqa: DTZ001 - wall time
    crowd = [a_post(100 + n, f"Number {n}", due=due + timedelta(minutes=20 * n)) for n in range(20)]
    publishing.posts = {post.id: post for post in crowd}
    month = show(qtbot, page, View.MONTH)
    qtbot.waitUntil(lambda: page.rows.row_of(119) is not None)
    assert 119 not in month.shown_ids()
    month.focus_post(119)
    assert 119 in month.shown_ids()


def test_arrows_walk_through_posts_and_days_of_a_month(qtbot, page):
    month = show(qtbot, page, View.MONTH)
    month.focus_day(date(2026, 11, 25))
    for key, day, post_id in (
        (Qt.Key.Key_Down, 25, 6),
        (Qt.Key.Key_Down, 25, 5),
        (Qt.Key.Key_Right, 26, 10),
        (Qt.Key.Key_Left, 25, 6),
        (Qt.Key.Key_Up, 25, None),
        (Qt.Key.Key_Up, 18, None),
        (Qt.Key.Key_Left, 17, None),
    ):
        qtbot.keyClick(month, key)
        assert month.current_day().day == day
        assert (month.current() and month.current().post.id) == post_id


def test_an_arrow_over_the_edge_goes_on_in_the_next_week(qtbot, page):
    page.week.focus_day(date(2026, 11, 29))
    qtbot.keyClick(page.week, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.week.current_day() == date(2026, 11, 30))
    qtbot.keyClick(page.week, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page.week.current_day() == date(2026, 11, 29))


def test_clicks_with_ctrl_and_shift_select(qtbot, page):
    press(qtbot, page.week, 10)
    assert not page.selection.isVisible()
    press(qtbot, page.week, 14, CTRL)
    assert set(page.picks.ids()) == {10, 14}
    assert page.selection.isVisible()
    assert page.selection.count_words() == "2 posts selected"
    press(qtbot, page.week, 10)
    press(qtbot, page.week, 13, SHIFT)
    assert page.picks.ids() == (10, 11, 12, 13)
    qtbot.keyClick(page.week, Qt.Key.Key_Escape)
    assert page.picks.ids() == ()
    assert not page.selection.isVisible()


def test_keys_select(qtbot, page):
    page.week.focus_post(10)
    qtbot.keyClick(page.week, Qt.Key.Key_Down, SHIFT)
    assert page.picks.ids() == (10, 11)
    qtbot.keyClick(page.week, Qt.Key.Key_Right)  # the selection stays
    qtbot.keyClick(page.week, Qt.Key.Key_X)
    assert page.picks.ids() == (10, 11, 12)
    qtbot.keyClick(page.week, Qt.Key.Key_A, CTRL)
    assert len(page.picks.ids()) == 14


def test_a_band_selects_what_it_touches(qtbot, page):
    month = show(qtbot, page, View.MONTH)
    first, last = month.rect_of(10), month.rect_of(12)
    view = month.viewport()
    cell = month.visualRect(page.rows.index(page.rows.row_of_day(date(2026, 11, 26)), 0))
    start = QPoint(cell.x() + 4, cell.bottom() - 3)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start - QPoint(0, 20))
    qtbot.mouseMove(view, QPoint(last.x() + 20, first.y() - 6))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(last.x() + 20, first.y() - 6))
    assert set(page.picks.ids()) == {10, 11, 12}


def test_several_move_by_days_as_one_step_and_back(qtbot, page, publishing, shell):
    press(qtbot, page.week, 10)
    press(qtbot, page.week, 11, CTRL)
    qtbot.keyClick(page.week, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: shell.toasts == ["Moved 2 posts by 1 day"])
    assert page.planning.many.called("shift") == [((10, 11), 1)]
    qtbot.waitUntil(lambda: page.rows.entry(page.rows.row_of(10)).local.day == 27)
    assert set(page.picks.ids()) == {10, 11}  # still selected where they went
    shell.undo()
    qtbot.waitUntil(lambda: page.planning.called("take_back") == [((10, 11),)])
    page.refresh()
    qtbot.waitUntil(lambda: page.rows.entry(page.rows.row_of(10)).local.day == 26)
    shell.redo()
    qtbot.waitUntil(lambda: len(page.planning.called("take_back")) == 2)
    page.refresh()
    qtbot.waitUntil(lambda: page.rows.entry(page.rows.row_of(10)).local.day == 27)


def test_several_dragged_to_another_hour_keep_their_distance(qtbot, page, shell):
    page.week.show_time(datetime(2026, 11, 26, 9, 0))  # noqa: DTZ001 - wall time
    press(qtbot, page.week, 10)
    press(qtbot, page.week, 11, CTRL)
    page.week.show_time(datetime(2026, 11, 26, 11, 0))  # noqa: DTZ001 - wall time
    drag(qtbot, page.week, 10, datetime(2026, 11, 27, 10, 30))  # noqa: DTZ001 - wall time
    qtbot.waitUntil(lambda: shell.toasts == ["Moved 2 posts by 1 day 1 h 30 min"])
    ((plan,),) = page.planning.many.called("move")
    assert {one: f"{at:%d %H:%M}" for one, at in plan.items()} == {10: "27 09:30", 11: "27 18:30"}


def test_delete_is_undone(qtbot, page, publishing, shell):
    press(qtbot, page.week, 10)
    press(qtbot, page.week, 11, CTRL)
    qtbot.keyClick(page.week, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shell.toasts == ["Deleted 2 posts"])
    assert not {10, 11} & set(publishing.posts)
    shell.undo()
    qtbot.waitUntil(lambda: {10, 11} <= set(publishing.posts))


def test_what_is_dragged_takes_the_selected_ones_along(qtbot, page, publishing, shell):
    month = show(qtbot, page, View.MONTH)
    press(qtbot, month, 10)
    press(qtbot, month, 12, CTRL)
    drag(qtbot, month, 10, datetime(2026, 12, 2, 0, 0))  # noqa: DTZ001 - wall time
    qtbot.waitUntil(lambda: page.planning.many.called("shift") == [((10, 12), 6)])


def test_those_that_are_out_stay_and_that_is_said(qtbot, page, publishing, shell):
    press(qtbot, page.week, 10)
    press(qtbot, page.week, 1, CTRL)
    press(qtbot, page.week, 11, CTRL)
    qtbot.keyClick(page.week, Qt.Key.Key_Right, ALT | SHIFT)
    qtbot.waitUntil(lambda: bool(shell.toasts))
    qtbot.waitUntil(lambda: shell.toasts == ["Moved 2 posts by 7 days. 1 is out or on its way and stayed"])


def test_escape_ends_a_drag(qtbot, page, publishing):
    board = page.week
    board.show_row(board.rows.row_of(10))
    start = board.rect_of(10).topLeft() + QPoint(20, 8)
    qtbot.mousePress(board.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(board.viewport(), start + QPoint(40, 40))
    assert board.target is not None
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    qtbot.mouseRelease(board.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 40))
    assert board.target is None
    assert publishing.called("move") == []


def test_a_drop_near_a_slot_of_the_day_means_the_slot(qtbot, page, publishing):
    day = show(qtbot, page, View.DAY, date(2026, 11, 26))
    qtbot.waitUntil(lambda: bool(day.slots))
    slot = next(one.at for one in day.slots if one.words.startswith("Luna Vale"))
    day.show_time(slot)
    where = day.mapFromGlobal(day.point_of(slot))
    near = day.viewport().mapFromGlobal(day.mapToGlobal(where)) + QPoint(0, 6)
    assert day.time_at(day.content_point(near), None) == slot


def test_enter_opens_space_shows_and_shows_no_more(qtbot, page, shell):
    page.week.focus_post(10)
    qtbot.keyClick(page.week, Qt.Key.Key_Return)
    assert shell.composed == [{"post_id": 10}]
    page.week.focus_post(1)
    qtbot.keyClick(page.week, Qt.Key.Key_Return)  # it is out: it is shown
    qtbot.waitUntil(lambda: [one.post.id for one in shell.inspected] == [1])
    shell.inspected.pop().deleteLater()
    page.week.focus_post(11)
    qtbot.keyClick(page.week, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [one.post.id for one in shell.inspected] == [11])
    qtbot.addWidget(shell.inspected[0])
    shell.inspected[0].show()
    qtbot.keyClick(page.week, Qt.Key.Key_Space)
    assert shell.inspected == []


def test_the_list_reads_on_as_it_is_scrolled(qtbot, page, publishing, monkeypatch):
    monkeypatch.setattr("ui.pages.calendar_reading._LIST_WINDOW", 40)
    due = to_utc(datetime(2026, 11, 25, 12, 0), ZONE)  # noqa: DTZ001 - wall time
    crowd = [a_post(1000 + n, f"Number {n}", due=due + timedelta(hours=5 * n)) for n in range(150)]
    publishing.posts = {post.id: post for post in crowd}
    listed = show(qtbot, page, View.LIST)
    qtbot.waitUntil(lambda: page.rows.row_of(1000) is not None)
    assert page.rows.row_of(1149) is None
    while page.rows.row_of(1149) is None:
        before = len(page.rows.rows)
        listed.verticalScrollBar().setValue(listed.verticalScrollBar().maximum())
        qtbot.waitUntil(lambda before=before: len(page.rows.rows) > before)
    assert [entry.post.id for entry in page.rows.entries()] == [post.id for post in crowd]


def test_posts_can_be_heard_with_day_state_and_selection(qtbot, page):
    press(qtbot, page.week, 10)
    heard = QAccessible.queryAccessibleInterface(page.week)
    row = page.rows.row_of(10)
    names = [heard.child(n).text(QAccessible.Text.Name) for n in range(heard.childCount())]
    said = "Scheduled, Tomorrow · Thursday 26 November, 09:00, Luna Vale: Throwback to the lighthouse"
    assert names[row] == said
    assert heard.child(row).state().selected
    assert not heard.child(row).rect().isEmpty()
    assert names[0] == "Monday 23 November, 2 posts"


def test_filters_hold_together_and_are_taken_off_by_their_chips(qtbot, page):
    from ui.models.filters import Kind

    page.filters.toggle(Kind.STATE, "scheduled")
    page.filters.toggle(Kind.ACCOUNT, 1)
    qtbot.waitUntil(lambda: set(page.week.shown_ids()) == {8, 10, 11, 14})
    page.filters.text.setText("lamp")
    qtbot.waitUntil(lambda: set(page.week.shown_ids()) == {11})
    page.filters.clear()
    qtbot.waitUntil(lambda: len(page.week.shown_ids()) == 14)


def test_every_command_has_a_name_and_keys_meet_nobody_elses(page):
    seen: dict[str, str] = {}
    for command in page.desk.commands.all():
        assert command.text
        for key in command.keys:
            assert key not in seen, (command.id, seen[key])
            seen[key] = command.id


def test_only_one_view_is_in_sight_whatever_was_resized_in_between(qtbot, page):
    from PySide6.QtWidgets import QWidget

    for width in (1240, 700, 1240, 500, 900, 1240):
        page.resize(width, 860)
        for view in View:
            page.choose(view)
            stack = page.views._stack
            in_sight = [stack.widget(n) for n in range(stack.count()) if stack.widget(n).isVisible()]
            assert in_sight == [stack.currentWidget()]
            assert isinstance(in_sight[0], QWidget)
