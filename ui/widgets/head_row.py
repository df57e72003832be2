"""A page's head in two groups: side by side where there is room, one below the other where there is not."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ui.widgets.layouts import row


class HeadRow(QWidget):
    """`left` is what is looked at, `right` what is chosen; `right` wraps."""

    def __init__(self, left: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = left
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        self._line.addWidget(left, 1)
        self._holder = QWidget()
        self.right: QHBoxLayout = row(gap=4)
        self._holder.setLayout(self.right)
        self._line.addWidget(self._holder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Again after something was shown or hidden."""
        wanted = self._left.minimumSizeHint().width() + self._line.spacing() + self._holder.sizeHint().width()
        stacked = wanted > self.width()
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != direction:
            self._line.setDirection(direction)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height())
