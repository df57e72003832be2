"""A screen reader counts what a widget holds and asks for it a moment later: what is gone by then is not there."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ui import spoken
from ui.widgets.layouts import scrolled


def test_a_scroll_bar_that_went_meanwhile_ends_nothing(qtbot, theme):
    spoken.begin()
    content = QWidget()
    content.setMinimumHeight(2000)
    area = scrolled(content)
    qtbot.addWidget(area)
    area.resize(200, 200)
    area.show()
    seen = QAccessible.queryAccessibleInterface(area)
    last = seen.childCount() - 1
    assert seen.child(last) is not None
    assert any(seen.child(place).object() is area.viewport() for place in range(last + 1))
    content.setMinimumHeight(10)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    for place in (last, last + 1, last + 9):
        one = seen.child(place)
        assert one is None or one.isValid()
