"""The frame of what stands before the workspace: one column in the middle of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.layouts import column, row, scrolled

_WIDTH = 440
_MARGIN, _SLIM_MARGIN = 32, 16


class Door(QWidget):
    """A page with one card. `body` takes the content; it scrolls where the window is too small for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        across = row(inner, margin=16)
        across.addStretch(1)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self.body: QVBoxLayout = column(self._card, gap=16, margin=_MARGIN)
        down = column()
        down.addStretch(1)
        down.addWidget(self._card)
        down.addStretch(2)
        across.addLayout(down, 100)
        across.addStretch(1)
        outer = column(self)
        outer.addWidget(scrolled(inner))
        theme.current().changed.connect(self._widen)
        self._widen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        wide = theme.current().scaled(_WIDTH)
        self._card.setMaximumWidth(wide)
        side = _MARGIN if self.width() > wide else _SLIM_MARGIN
        if self.body.contentsMargins().left() != side:
            self.body.setContentsMargins(side, _MARGIN, side, _MARGIN)
