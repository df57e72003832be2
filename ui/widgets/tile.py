"""A button that holds more than one line: as tall as its lines need at its width."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.layouts import column


class Tile(QPushButton):
    """Add to `lines`. `least_width` is in pixels at 100 % text."""

    def __init__(self, *, least_width: int = 0, gap: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.setAutoDefault(False)
        self._least_width = least_width
        self.lines = column(self, gap=gap, margin=16)
        # A button's own policy would hold its height to one line.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        theme.current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return self.lines.sizeHint().expandedTo(QSize(theme.current().scaled(self._least_width), 0))

    def minimumSizeHint(self) -> QSize:
        return self.lines.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.lines.totalHeightForWidth(width)
