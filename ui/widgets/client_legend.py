"""Which mark is whose, in one line below the days; the clients that find no room are counted."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.language import tr, tr_n
from ui.models.client_marks import ClientMark
from ui.widgets.paint_kit import PaintKit

_GAP = 16
_MARK = 14


class ClientLegend(QWidget):
    """Painted with the marks that the posts carry. Readers hear each post's accounts, and all the names here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[ClientMark, ...] = ()
        self._paint = PaintKit(self.devicePixelRatioF())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._renew)
        self.hide()

    def show_marks(self, marks: Mapping[int, ClientMark]) -> None:
        """None where there is only one client."""
        self._marks = tuple(sorted(marks.values(), key=lambda mark: mark.name.casefold()))
        names = ", ".join(mark.name for mark in self._marks)
        self.setAccessibleName(tr("Clients shown: {names}", names=names))
        self.setToolTip(names)
        self.setVisible(bool(self._marks))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._paint.line + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._paint.line + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint, left = self._paint, 0
        metrics = paint.metrics(paint.caption)
        gap = paint.look.scaled(_GAP)
        for number, mark in enumerate(self._marks):
            wide = paint.look.scaled(_MARK) + metrics.horizontalAdvance(mark.name)
            rest = tr_n("+{n} more", "+{n} more", len(self._marks) - number)
            last = number == len(self._marks) - 1
            if left + wide + (0 if last else gap + metrics.horizontalAdvance(rest)) > self.width():
                paint.words(
                    painter, QRect(left, 0, self.width() - left, self.height()), rest, paint.caption, "text_muted"
                )
                return
            paint.mark(painter, QPointF(left + paint.look.scaled(4), self.height() / 2), mark)
            room = QRect(left + paint.look.scaled(_MARK), 0, wide, self.height())
            paint.words(painter, room, mark.name, paint.caption, "text_muted")
            left += wide + gap

    def _renew(self) -> None:
        self._paint = PaintKit(self.devicePixelRatioF())
        self.updateGeometry()
        self.update()
