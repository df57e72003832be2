"""A thin bar that shows a share of a whole, with a tick where it should be by now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.chart_look import on_screen

_HEIGHT = 8


class ShareBar(QWidget):
    """`share` of the width, 0 to 1, is filled; `tick` marks another place. The words beside it say the same."""

    def __init__(
        self, share: float, *, tick: float | None = None, quiet: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._share, self._tick, self._quiet = min(max(share, 0.0), 1.0), tick, quiet
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(80, round(on_screen().scaled(_HEIGHT)) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = on_screen()
        tall = look.scaled(_HEIGHT)
        bed = QRectF(0.5, (self.height() - tall) / 2, self.width() - 1, tall)
        painter.setPen(QPen(look.grid(), 1))
        painter.setBrush(look.colour("hover"))
        painter.drawRoundedRect(bed, tall / 2, tall / 2)
        if self._share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("edge" if self._quiet else "accent"))
            filled = QRectF(bed.left(), bed.top(), max(tall, bed.width() * self._share), tall)
            painter.drawRoundedRect(filled, tall / 2, tall / 2)
        if self._tick is not None:
            x = bed.left() + bed.width() * min(max(self._tick, 0.0), 1.0)
            painter.setPen(QPen(look.colour("text"), 2))
            painter.drawLine(round(x), round(bed.top() - 3), round(x), round(bed.bottom() + 3))
