"""Tab reaches every control of every page once in a round, and what has the focus is in sight."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.gui.practice_stage import PLACES, Practice, practising, seen, told

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
MOST = 400
SIZES = {"wide": (1280, 840), "narrow": (390, 844)}


def stops(window: QWidget) -> list[QWidget]:
    """What Tab should reach: each that can be used and takes the focus itself, but for the others of a group."""
    return [
        one
        for one in seen(window)
        if one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not _reached_by_arrows(one)
    ]


def _reached_by_arrows(one: QWidget) -> bool:
    return isinstance(one, QAbstractButton) and one.group() is not None and one.group().exclusive()


def around(practice: Practice) -> tuple[list[QWidget], list[QWidget], QWidget | None]:
    """What has the focus one after the other, what of it is out of sight, and what comes again before the first does."""
    visited: list[QWidget] = []
    hidden: list[QWidget] = []
    for _ in range(MOST):
        QTest.keyClick(QApplication.focusWidget() or practice.window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in visited:
            return visited, hidden, now if visited and now is not visited[0] else None
        visited.append(now)
        if not in_sight(now):
            hidden.append(now)
    return visited, hidden, None


def in_sight(one: QWidget) -> bool:
    """Some of it, and its beginning: nothing scrolled away, nothing covered by its scroll area's edge."""
    whole = one.visibleRegion().boundingRect()
    needed = QRect(0, 0, min(one.width(), 12), min(one.height(), 12))
    return whole.contains(needed) or whole.height() >= min(one.height(), 48) * 0.6


@pytest.mark.parametrize("size", SIZES)
def test_tab_reaches_everything_on_a_page_once_and_shows_it(qapp, qtbot, loop, tmp_path, size):
    found: list[str] = []
    with practising(qapp, qtbot, loop, tmp_path) as practice:
        practice.window.activateWindow()
        qtbot.waitUntil(practice.window.isActiveWindow)
        practice.resize(*SIZES[size])
        for page_id, focus in PLACES:
            practice.open(page_id, **focus)
            where, wanted = f"{page_id} {focus or ''}", stops(practice.window)
            visited, hidden, again = around(practice)
            found += [f"{where}: Tab misses {told(one)}" for one in wanted if one not in visited and one.isVisible()]
            found += [f"{where}: out of sight {told(one)}" for one in hidden]
            if again is not None:
                found.append(f"{where}: Tab comes again to {told(again)}")
    assert not found, "\n".join(found)
