"""New messages are counted on the buttons that lead to them, and in the names that are read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from ofauto_desktop.domain.events import MessagesChanged
from tests.gui.conftest import NOON
from tests.gui.posts_stage import StubMessages
from ui.unread import Unread


@pytest.fixture
def messages():
    return StubMessages()


@pytest.fixture
def button(qtbot, theme):
    made = QToolButton()
    made.setAccessibleName("Messages")
    made.setText("Messages")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.resize(200, 36)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def unread(qtbot, messages, button, desk):
    return Unread(messages, [button], desk, button)


def counted(button) -> str:
    found = button.findChild(QLabel)
    return found.text() if found.isVisible() else ""


def test_nothing_is_shown_where_nothing_is_new(qtbot, unread, button, desk):
    qtbot.waitUntil(lambda: not desk.tasks.busy())
    assert counted(button) == ""
    assert button.accessibleName() == "Messages"


def test_a_count_follows_what_comes_and_what_is_read(qtbot, unread, messages, button, bus):
    messages.new[None] = 3
    bus.publish(MessagesChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: counted(button) == "3")
    assert button.accessibleName() == "Messages, 3 new"
    label = button.findChild(QLabel)
    assert button.rect().contains(label.geometry())
    messages.new[None] = 250
    bus.publish(MessagesChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: counted(button) == "99+")
    messages.new[None] = 0
    bus.publish(MessagesChanged(at=NOON, account_ids=(1,)))
    qtbot.waitUntil(lambda: counted(button) == "")
    assert button.accessibleName() == "Messages"


def test_it_is_the_count_of_the_client_who_is_looked_at(qtbot, unread, messages, button, shell):
    messages.new[7] = 2
    shell.client_id = 7
    unread.look()
    qtbot.waitUntil(lambda: counted(button) == "2")


def test_over_a_bare_icon_it_lies_in_the_corner(qtbot, unread, messages, button, theme):
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.resize(44, 40)
    messages.new[None] = 12
    unread.look()
    qtbot.waitUntil(lambda: counted(button) == "12")
    theme.use(percent=200)
    label = button.findChild(QLabel)
    qtbot.waitUntil(lambda: label.geometry().height() == label.sizeHint().height())
    assert label.geometry().top() == 0
    assert label.geometry().right() <= button.width()
