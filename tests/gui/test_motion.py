"""Movements are short, show where a thing went, and are none where less of it is wanted."""

import pytest
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.preferences import Motion
from tests.gui.calendar_stage import a_calendar
from tests.gui.posts_stage import REMOTE, StubPublishing, a_full_week
from tests.gui.test_calendar import THURSDAY_18, drag
from ui.widgets.drag_ghost import DragGhost
from ui.widgets.toast import Toast


@pytest.fixture
def window(qtbot, theme):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def flights(monkeypatch):
    """Which posts were seen flying, in order."""
    seen = []
    fly = DragGhost.fly
    monkeypatch.setattr(
        DragGhost, "fly", lambda self, entry, *way: seen.append(entry.post.id) or fly(self, entry, *way)
    )
    return seen


@pytest.fixture
def publishing():
    return StubPublishing(a_full_week(), REMOTE)


@pytest.fixture
def page(qtbot, desk, publishing):
    return a_calendar(qtbot, desk, publishing, 1100, 1400)


def moved_and_back(qtbot, page, publishing, shell):
    """Dropped on Thursday at six, then undone; both are on the screen."""
    drag(qtbot, page, 8, THURSDAY_18)
    qtbot.waitUntil(lambda: bool(shell.toasts))
    page.refresh()
    qtbot.waitUntil(lambda: entry(page).local == THURSDAY_18)
    shell.undo()
    qtbot.waitUntil(lambda: len(publishing.called("move")) == 2)
    page.refresh()
    qtbot.waitUntil(lambda: entry(page).local != THURSDAY_18)


def entry(page):
    return page.rows.entry(page.rows.row_of(8))


def test_a_toast_rises_to_its_place(qtbot, window):
    toast = Toast(window)
    toast.say("Post moved")
    below = toast.y()
    toast._place()
    place = toast.y()
    toast.hide()
    toast.say("Post moved")
    assert below > place
    qtbot.waitUntil(lambda: toast.y() == place)


def test_a_toast_follows_a_window_that_shrinks_while_it_rises(qtbot, window):
    toast = Toast(window)
    toast.say("Post moved")
    window.resize(500, 300)
    qtbot.waitUntil(lambda: toast.geometry().bottom() < 300)
    assert window.rect().contains(toast.geometry())
    assert toast._rising.state() == QAbstractAnimation.State.Stopped


def test_nothing_moves_where_less_of_it_is_wanted(qtbot, window, theme):
    theme.use(motion=Motion.REDUCED)
    toast = Toast(window)
    toast.say("Post moved")
    stands = toast.pos()
    toast._place()
    assert toast.pos() == stands


def test_a_post_that_is_moved_back_is_seen_going_there_and_one_that_was_dropped_is_not(
    qtbot, page, publishing, shell, flights
):
    moved_and_back(qtbot, page, publishing, shell)
    assert flights == [8]
    qtbot.waitUntil(lambda: not [one for one in page.findChildren(DragGhost) if one.isVisible()])


def test_no_post_flies_where_less_movement_is_wanted(qtbot, page, publishing, shell, flights, theme):
    theme.use(motion=Motion.REDUCED)
    moved_and_back(qtbot, page, publishing, shell)
    assert flights == []
