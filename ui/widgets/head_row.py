"""A page's head: what is looked at and what can be chosen, side by side where there is room, else one below the other."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui.widgets.layouts import FlowLayout

_GAP = 12


class _Group(QWidget):
    """Widgets that wrap; wide enough for all of them where there is room."""

    def __init__(self, widgets: Sequence[QWidget], gap: int) -> None:
        super().__init__()
        self._widgets = widgets
        self._gap = gap
        flow = FlowLayout(self, gap=gap)
        for widget in widgets:
            flow.addWidget(widget)

    def whole(self) -> int:
        """Its width on one line."""
        shown = [one.sizeHint().width() for one in self._widgets if one.isVisibleTo(self)]
        return sum(shown) + self._gap * max(0, len(shown) - 1)


class HeadRow(QWidget):
    """`left` begins the line, `right` ends it. Call `arrange` after something in them was shown, hidden or renamed."""

    def __init__(self, left: Sequence[QWidget], right: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = _Group(left, _GAP), _Group(right, 4)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._left, 1)
        self._line.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        beside = self._left.whole() + _GAP + self._right.whole() <= self.width()
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._right.setFixedWidth(self._right.whole() if beside else max(1, self.width()))
        self._left.setMinimumWidth(0)
        tall = self._height()
        if tall != self.minimumHeight():
            self.setFixedHeight(tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._height())

    def sizeHint(self) -> QSize:
        return QSize(self._left.whole() + self._right.whole(), self._height())

    def _height(self) -> int:
        width = max(1, self.width())
        if self._line.direction() == QBoxLayout.Direction.LeftToRight:
            left = max(1, width - self._right.whole() - self._line.spacing())
            return max(self._left.heightForWidth(left), self._right.heightForWidth(self._right.whole()))
        return self._left.heightForWidth(width) + self._line.spacing() + self._right.heightForWidth(width)
