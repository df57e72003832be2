"""Nothing that belongs into a page or a dialog stands on the desktop for a moment, taking the focus with it."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

from tests.gui.practice_stage import OVER, PLACES, practising, told

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
# Windows that are meant to be: dialogs, menus, what Qt folds out.
MEANT = (QDialog, QMainWindow, QMenu)
QTS_OWN = {"QComboBoxPrivateContainer", "QTipLabel", "QBalloonTip"}


class Watch(QObject):
    """Writes down what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow():
            name = thing.metaObject().className()
            if not isinstance(thing, MEANT) and name not in QTS_OWN:
                self.strays.append(told(thing))
        return False


def test_no_part_of_a_page_or_dialog_is_a_window_for_a_moment(qapp, qtbot, loop, tmp_path):
    watch = Watch()
    with practising(qapp, qtbot, loop, tmp_path) as practice:
        QApplication.instance().installEventFilter(watch)
        try:
            for page_id, focus in PLACES:
                practice.open(page_id, **focus)
            for page_id, command in OVER:
                practice.over(page_id, command)
                practice.leave()
        finally:
            QApplication.instance().removeEventFilter(watch)
    assert watch.strays == []
