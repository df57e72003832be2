"""A grid of cells shaded by how much they bring, read by arrow keys and pointer; what rests on too little is hatched."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.chart_look import on_screen

_GAP = 2
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """`strength` from −1 to 1 shades it, None leaves it plain. `words` say all of it; `text` and `detail` stand in it."""

    words: str
    text: str = ""
    detail: str = ""
    strength: float | None = None
    thin: bool = False
    marked: bool = False


class HeatGrid(QWidget):
    """`told` with the words of the cell under the pointer or the cursor; "" when there is none."""

    spoken_role = QAccessible.Role.Chart
    told = Signal(str)

    def __init__(self, title: str, *, row_height: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._row_height = title, row_height
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[HeatCell]] = ()
        self.at: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        theme.current().changed.connect(self._restyle)

    def put(self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[HeatCell]]) -> None:
        """`cells` by row and column."""
        self._rows, self._columns, self._cells = rows, columns, cells
        self.at = None
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = on_screen()
        head = look.metrics().height() * 1.6
        return QSize(self.minimumSizeHint().width(), round(head + len(self._rows) * look.scaled(self._row_height)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = on_screen()
        painter.setFont(look.font())
        painter.setPen(look.colour("text_muted"))
        metrics = QFontMetricsF(painter.font())
        for row, words in enumerate(self._rows):
            area = self._place(row, 0)
            painter.drawText(QRectF(0, area.top(), area.left() - 4, area.height()), _LEFT, words)
        self._paint_heads(painter, metrics)
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                self._paint_cell(painter, cell, self._place(row, column))
        if self.at is not None and (self.hasFocus() or self.underMouse()):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus" if self.hasFocus() else "edge"), 2))
            painter.drawRoundedRect(self._place(*self.at).adjusted(-1, -1, 1, 1), 4, 4)

    def _paint_heads(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        """Words end in … where a column is narrower; hours that would run into each other are left out."""
        free = -1.0
        for column, words in enumerate(self._columns):
            area = self._place(0, column)
            wide = metrics.horizontalAdvance(words)
            room = area.width() - on_screen().scaled(4)
            if wide > room and not words.isdigit():
                words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)  # noqa: PLW2901 - its short form
                wide = metrics.horizontalAdvance(words)
            left = area.center().x() - wide / 2
            if left > free:
                painter.drawText(QRectF(left, 0, wide + 1, area.top() - 2), _LEFT, words)
                free = left + wide + on_screen().scaled(4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(self._cell_at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(self._cell_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: object) -> None:
        if not self.hasFocus():
            self._go(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at is None and self._cells:
            self._go((0, 0))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Home: (0, -len(self._columns)),
            Qt.Key.Key_End: (0, len(self._columns)),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._cells:
            super().keyPressEvent(event)
            return
        row, column = self.at or (0, 0)
        row = min(max(row + step[0], 0), len(self._cells) - 1)
        self._go((row, min(max(column + step[1], 0), len(self._columns) - 1)))

    def _go(self, at: tuple[int, int] | None) -> None:
        if at == self.at:
            return
        self.at = at
        words = "" if at is None else self._cells[at[0]][at[1]].words
        self.setAccessibleName(f"{self._title}. {words}" if words else self._title)
        if words and self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.told.emit(words)
        self.update()

    def _side(self) -> float:
        metrics = on_screen().metrics()
        return max((metrics.horizontalAdvance(words) for words in self._rows), default=0.0) + 8

    def _place(self, row: int, column: int) -> QRectF:
        look = on_screen()
        head, side = look.metrics().height() * 1.6, self._side()
        wide = max(1.0, (self.width() - side - 2) / max(1, len(self._columns)))
        tall = look.scaled(self._row_height)
        return QRectF(side + column * wide + 1, head + row * tall + 1, wide - _GAP, tall - _GAP)

    def _cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        for row in range(len(self._cells)):
            for column in range(len(self._columns)):
                if self._place(row, column).contains(x, y):
                    return row, column
        return None

    def _paint_cell(self, painter: QPainter, cell: HeatCell, area: QRectF) -> None:
        look = on_screen()
        painter.setPen(QPen(look.grid(), 1))
        painter.setBrush(self._shade(cell))
        painter.drawRoundedRect(area, 3, 3)
        if cell.thin:
            colour = look.colour("edge")
            colour.setAlphaF(0.4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(area, 3, 3)
        if cell.marked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)
        self._write(painter, cell, area)

    def _write(self, painter: QPainter, cell: HeatCell, area: QRectF) -> None:
        """As many of the cell's words as fit."""
        look = on_screen()
        strong, plain = look.metrics(strong=True), look.metrics()
        text, detail = strong.horizontalAdvance(cell.text), plain.horizontalAdvance(cell.detail)
        if not cell.text or text > area.width() or strong.height() > area.height() + 2:
            return
        both = bool(cell.detail) and text + detail + 20 <= area.width()
        painter.setPen(look.colour("text_muted" if cell.thin else "text"))
        painter.setFont(look.font(strong=True))
        painter.drawText(area.adjusted(8, 0, -8, 0) if both else area, _LEFT if both else _CENTRE, cell.text)
        if both:
            painter.setPen(look.colour("text_muted" if cell.strength is None or cell.thin else "text"))
            painter.setFont(look.font())
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(8, 0, -8, 0), end, cell.detail)

    def _shade(self, cell: HeatCell) -> QColor:
        """More than the average in the accent, less in grey: never so deep that words on it cannot be read."""
        look = on_screen()
        if cell.strength is None or cell.thin:
            return look.colour("surface")
        colour = look.colour("accent") if cell.strength > 0 else look.colour("text_muted")
        base = look.colour("surface")
        share = min(1.0, abs(cell.strength)) * (0.42 if cell.strength > 0 else 0.22)
        return _mixed(base, colour, share)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _mixed(base: QColor, other: QColor, share: float) -> QColor:
    pairs = ((base.redF(), other.redF()), (base.greenF(), other.greenF()), (base.blueF(), other.blueF()))
    red, green, blue = (one * (1 - share) + two * share for one, two in pairs)
    return QColor.fromRgbF(red, green, blue)
