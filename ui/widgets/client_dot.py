"""A client's colour beside its name, as the calendar has it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.clients import Client
from ui import theme

_EDGE = 14


class ClientDot(QWidget):
    """Readers skip it: the name stands beside it."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = client.id if client.colour is None else client.colour
        theme.current().changed.connect(self._resize)
        self._resize()

    def sizeHint(self) -> QSize:
        edge = theme.current().scaled(_EDGE)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().tokens.client(self._place)[0]))
        painter.drawEllipse(self.rect())

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
