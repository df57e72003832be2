"""A post on its way: beside the pointer while it is dragged, or from its old place to the new one once it was moved."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui import theme
from ui.models.entries import Entry
from ui.motion import travel
from ui.widgets.layouts import row
from ui.widgets.text import ElidedLabel, label

_WIDE = 200
_AWAY = QPoint(14, 12)


class DragGhost(QFrame):
    """A child of the page that lets the pointer through; readers are told by the toast what came of the drag."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = row(self, gap=8)
        line.setContentsMargins(10, 6, 10, 6)
        self._words = ElidedLabel()
        self._more = label("", "caption", wrap=False)
        line.addWidget(self._words, 1)
        line.addWidget(self._more)
        self.hide()

    def follow(self, entry: Entry, others: int, position: QPoint, note: str) -> None:
        """`position` is global; `note` says what a drop would do beyond moving."""
        self._words.setText(entry.headline)
        parts = [f"+{others}"] if others else []
        self._more.setText(" · ".join([*parts, note] if note else parts))
        self._more.setVisible(bool(self._more.text()))
        page = self._page
        self.setFixedWidth(min(theme.current().scaled(_WIDE), page.width()))
        self.adjustSize()
        at = page.mapFromGlobal(position) + _AWAY
        self.move(min(at.x(), page.width() - self.width()), min(at.y(), page.height() - self.height()))
        self.show()
        self.raise_()

    def fly(self, entry: Entry, start: QRect, end: QRect) -> None:
        """Go once from `start` to `end`, places in the page, and be gone."""
        self._words.setText(entry.headline)
        self._more.hide()
        self.setFixedSize(end.size())
        self.show()
        self.raise_()
        flight = travel(self, start.topLeft(), end.topLeft())
        if flight is None:
            self.deleteLater()
        else:
            flight.finished.connect(self.deleteLater)
