"""The names of days above their columns, and the thin bands of what is marked on them."""

from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.language import tr
from ui.models.day_words import short_day
from ui.models.mark_lanes import MarkCell, MarksOfDay, goes_on
from ui.widgets.entry_paint import EntryPaint
from ui.widgets.hours import GAP, HoursBoard, HoursGeometry


class DayHeads(QWidget):
    """The names of the days above their columns; today's in the accent. The focus of a day is drawn on the board."""

    def __init__(self, board: HoursBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._paint = EntryPaint(self.devicePixelRatioF())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Days"))
        theme.current().changed.connect(self._renew)
        board.rows.modelReset.connect(self._resize)
        board.days_changed.connect(self._resize)

    def sizeHint(self) -> QSize:
        return QSize(200, self._name_height() + self._marks() * self._mark_height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self._paint
        where = HoursGeometry(self._board.viewport().width(), len(self._board.days), paint)
        named: list[tuple[QRect, MarkCell, int, int]] = []
        for number, day in enumerate(self._board.days):
            room = QRect(where.left(number) + GAP, 0, int(where.column) - 2 * GAP, self._name_height())
            if len(self._board.days) > 1:
                paint_day_name(painter, paint, room, day, self._board.rows.today)
            for line, mark in enumerate(self._marks_of(number)):
                if mark is not None:
                    top = self._name_height() + line * self._mark_height()
                    cell = QRect(where.left(number), top, round(where.column), self._mark_height() - 2)
                    paint_mark(painter, paint, cell, mark)
                    if mark.begins or number == 0:
                        named.append((cell, mark, number, line))
        for cell, mark, number, line in named:  # over the days on which it goes on
            end = self._end_of(number, line)
            right = where.left(end) + round(where.column)
            paint_mark_title(painter, paint, QRect(cell.x(), cell.y(), right - cell.x(), cell.height()), mark)
        painter.setPen(QPen(look.colour("line"), look.tokens.line_width))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On a day's name: the day; on its marks: those."""
        where = HoursGeometry(self._board.viewport().width(), len(self._board.days), self._paint)
        day = where.day(int(event.position().x()))
        if day is None or day >= len(self._board.days):
            return
        if event.position().y() > self._name_height():
            self._board.mark_pressed.emit(self._board.days[day])
        else:
            self._board.day_wanted.emit(self._board.days[day])

    def _marks(self) -> int:
        """How many lanes of marks there are."""
        return max((len(self._marks_of(number)) for number in range(len(self._board.days))), default=0)

    def _end_of(self, number: int, lane: int) -> int:
        """The last of the days shown to which a mark goes on."""
        days = len(self._board.days)
        while number + 1 < days and goes_on(self._marks_of(number), lane):
            number += 1
        return number

    def _marks_of(self, number: int) -> MarksOfDay:
        return self._board.rows.marks_of(self._board.days[number])

    def _name_height(self) -> int:
        """A single day is named by the page's title."""
        return theme.current().px("body") + 16 if len(self._board.days) > 1 else 0

    def _mark_height(self) -> int:
        return theme.current().px("caption") + 8

    def _renew(self) -> None:
        self._paint = EntryPaint(self.devicePixelRatioF())
        self._resize()

    def _resize(self) -> None:
        self.updateGeometry()
        self.update()


def paint_day_name(painter: QPainter, paint: EntryPaint, room: QRect, day: date, today: date) -> None:
    """As in Wed 25; today's stands on the accent."""
    is_today = day == today
    words = short_day(day)
    font = paint.body_strong if is_today else paint.body
    wide = paint.metrics(font).horizontalAdvance(words)
    if is_today:
        pill = QRectF(room.x(), room.y() + 4, min(room.width(), wide + 16), room.height() - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint.colour("accent_soft"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    inner = room.adjusted(8 if is_today else 2, 0, 0, 0)
    paint.words(painter, inner, words, font, "accent" if is_today else "text_muted")


def paint_mark_title(painter: QPainter, paint: EntryPaint, band: QRect, mark: MarkCell) -> None:
    paint.words(painter, band.adjusted(9 + GAP, 0, -4 - GAP, 0), mark.title, paint.caption, "info")


def paint_mark(painter: QPainter, paint: EntryPaint, cell: QRect, mark: MarkCell) -> None:
    """A marked day's part of a thin band, which goes on to the days beside."""
    room = cell.adjusted(GAP if mark.begins else 0, 0, -GAP if mark.ends else 0, 0)
    painter.save()
    painter.setClipRect(room)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paint.colour("info_soft"))
    painter.drawRoundedRect(room.adjusted(0 if mark.begins else -8, 0, 0 if mark.ends else 8, 0), 4, 4)
    if mark.begins:
        painter.setBrush(paint.colour("info"))
        painter.drawRoundedRect(QRect(room.x() + 2, room.y() + 2, 3, room.height() - 4), 1.5, 1.5)
    painter.restore()
