"""The notice centre: unread first, each opens its exact thing and offers what puts it right, all by keyboard."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.events import NoticesChanged
from ofauto_desktop.domain.notices import NoticeKind
from tests.gui.conftest import NOON
from tests.gui.notices_stage import A_FAILURE, A_LOGIN, SOME_MISSED, StubNotices, a_notice
from ui.dialogs.reminder import ReminderDialog
from ui.widgets.notice_panel import NoticePanel
from ui.widgets.states import ErrorState


class StubRight:
    """Writes down what it was asked to put right."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def __getattr__(self, name) -> object:
        return lambda *given: self.done.append((name, *given))


@pytest.fixture
def notices():
    return StubNotices()


@pytest.fixture
def right():
    return StubRight()


@pytest.fixture
def panel(qtbot, desk, notices, right):
    made = NoticePanel(notices, right, desk)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: len(made.lines) == len(notices.known))
    return made


def said(panel):
    return [one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel)]


def named(panel):
    return [line.words.accessibleName() for line in panel.lines]


def fix(line):
    return next(one for one in line.findChildren(QPushButton) if one is not line.words)


def test_unread_ones_come_first_and_are_named_for_readers(panel):
    assert named(panel)[:3] == [
        "Unread. A post failed. Lena X · “Beach set” · Too long. 5 min ago",
        "Unread. An account needs a new login. Mia Rose · The token has ended. 40 min ago",
        "Unread. 3 posts missed their time. Mia Rose. 50 min ago",
    ]
    assert named(panel)[3].startswith("A payout arrived. Shop · $150.00")
    assert named(panel)[4].startswith("1,000 followers reached")


def test_a_press_opens_the_exact_thing_and_reads_it(qtbot, panel, notices, shell):
    panel.lines[0].words.click()
    assert shell.opened == [("calendar", {"post_id": 7})]
    qtbot.waitUntil(lambda: notices.known[1].read)


def test_each_offers_what_puts_it_right(panel, right):
    assert [fix(line).text() for line in panel.lines[:3]] == ["Edit post", "Log in again", "Send the 3 that waited"]
    for line in panel.lines[:3]:
        fix(line).click()
    assert right.done[-3:] == [
        ("edit", A_FAILURE.post_id),
        ("log_in", A_LOGIN.account_id),
        ("send_waiting", SOME_MISSED.account_id),
    ]


def test_the_keyboard_walks_opens_and_marks(qtbot, panel, notices, shell):
    panel.lines[0].setFocus()
    qtbot.keyClick(panel.lines[0].words, Qt.Key.Key_Down)
    assert panel.lines[1].words.hasFocus()
    qtbot.keyClick(panel.lines[1].words, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: notices.known[2].read)
    qtbot.keyClick(panel.lines[1].words, Qt.Key.Key_Up)
    qtbot.keyClick(panel.lines[0].words, Qt.Key.Key_Space)
    assert shell.opened[-1] == ("calendar", {"post_id": 7})


def test_the_focus_stays_where_it_was_when_something_comes(qtbot, panel, notices, bus):
    panel.lines[2].setFocus()
    notices.known[6] = a_notice(6, NoticeKind.SYNC, 1, account_id=1, account="Lena X")
    bus.publish(NoticesChanged(at=NOON))
    qtbot.waitUntil(lambda: len(panel.lines) == 6)
    assert [line.notice.id for line in panel.lines if line.words.hasFocus()] == [3]


def test_all_are_read_at_once_and_undo_takes_it_back(qtbot, panel, notices, shell):
    panel.read_button.click()
    qtbot.waitUntil(lambda: shell.toasts == ["3 notices are read"])
    assert all(one.read for one in notices.known.values())
    shell.undo()
    qtbot.waitUntil(lambda: sum(not one.read for one in notices.known.values()) == 3)


def test_the_filter_narrows(qtbot, panel):
    panel.chips["good"].click()
    qtbot.waitUntil(lambda: [line.notice.kind for line in panel.lines] == [NoticeKind.PAYOUT, NoticeKind.MILESTONE])
    panel.chips["unread"].click()
    qtbot.waitUntil(lambda: len(panel.lines) == 3)
    panel.chips["reminders"].click()
    qtbot.waitUntil(lambda: "No reminders. “Remind me” keeps one." in said(panel))


def test_long_lists_come_by_the_page(qtbot, panel, notices, bus):
    for number in range(10, 70):
        notices.known[number] = a_notice(number, NoticeKind.SYNC, number, account_id=1, account="Lena X", read=True)
    bus.publish(NoticesChanged(at=NOON))
    qtbot.waitUntil(lambda: len(panel.lines) == 25)
    next(one for one in panel.findChildren(QPushButton) if one.text() == "Show older ones").click()
    qtbot.waitUntil(lambda: len(panel.lines) == 50)


def test_a_reminder_is_kept_put_off_and_deleted(qtbot, panel, notices, shell, bus):
    next(one for one in panel.findChildren(QPushButton) if one.text().startswith("Remind me")).click()
    dialog = panel.window().findChild(ReminderDialog)
    dialog.keep_button.click()
    assert dialog.isVisible()  # it needs words
    dialog.words.setText("  Ask Ada for  pictures ")
    dialog.keep_button.click()
    # 09:00 of the next day in Berlin
    qtbot.waitUntil(lambda: [call[:2] for call in notices.calls] == [("remind", "Ask Ada for pictures")])
    assert notices.calls[0][2] == NOON.replace(hour=7) + timedelta(days=1)
    notices.known = {7: a_notice(7, NoticeKind.REMINDER, 0, about="Ask Ada for pictures")}
    bus.publish(NoticesChanged(at=NOON))
    qtbot.waitUntil(lambda: [line.notice.id for line in panel.lines] == [7])
    assert named(panel) == ["Unread. Ask Ada for pictures. Reminder. just now"]
    fix(panel.lines[0]).click()
    qtbot.waitUntil(lambda: notices.calls[-1] == ("put_off", 7, NOON + timedelta(days=1)))


def test_a_reminder_for_the_past_is_refused_in_its_place(qtbot, panel, desk):
    dialog = ReminderDialog(desk, panel)
    qtbot.addWidget(dialog)
    dialog.words.setText("Too late")
    dialog.set_time(NOON.replace(tzinfo=None) - timedelta(days=1))
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.keep_button.click()


def test_an_error_is_said_in_its_place(qtbot, panel, notices):
    notices.failing = DiskProblem("the disk is full")
    panel.refresh()
    qtbot.waitUntil(lambda: panel.findChild(ErrorState) is not None)


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_phone(qtbot, panel, theme, percent):
    theme.use(percent=percent)
    panel.resize(390, 900)
    qtbot.waitUntil(lambda: panel.minimumSizeHint().width() <= 390)
