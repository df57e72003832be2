"""The list of posts: a line an entry where it is wide, two where it is narrow, each day under its heading."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, time

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.language import tr
from ui.models.agenda import AgendaModel, Day
from ui.models.day_words import day_heading
from ui.models.entries import Entry
from ui.models.picks import Picks
from ui.widgets.board import Board
from ui.widgets.placed_rows import Placed

_NARROW = 560  # pixels at 100 %
_AHEAD = 2  # screenfuls: then more is asked for
_NEW_AT = time(12)


def is_narrow(width: int) -> bool:
    return width < theme.current().scaled(_NARROW)


class AgendaBoard(Board):
    """Thousands of rows: places are numbers of a running sum, and only what is seen is drawn."""

    more_wanted = Signal()

    def __init__(self, rows: AgendaModel, picks: Picks, parent: QWidget | None = None) -> None:
        super().__init__(rows, picks, tr("Posts"), parent)
        self._tops: list[int] = []
        self.verticalScrollBar().valueChanged.connect(self._ask_for_more)

    def placed(self, width: int, height: int) -> Placed:
        entry_tall, day_tall = self._entry_height(width), self._paint.look.px("body") + 28
        self._tops, rects, top = [], [], 0
        for row in self.rows.rows:
            tall = day_tall if isinstance(row, Day) else entry_tall
            self._tops.append(top)
            rects.append(QRect(0, top, width, tall))
            top += tall
        return Placed(rects=rects, height=top)

    def lay_out(self) -> None:
        super().lay_out()
        self._ask_for_more()

    def row_at(self, point: QPoint) -> int | None:
        self.lay_out_if_stale()
        row = bisect_right(self._tops, point.y()) - 1
        return row if 0 <= row < len(self._placed.rects) and self._placed.rects[row].contains(point) else None

    def rows_in(self, area: QRect) -> Sequence[int]:
        first = max(0, bisect_right(self._tops, area.top()) - 1)
        return range(first, bisect_left(self._tops, area.bottom() + 1))

    def paint_row(self, painter: QPainter, row: int, room: QRect) -> None:
        found = self.rows.rows[row]
        if isinstance(found, Day):
            self._paint_heading(painter, row, room, found)
            return
        narrow = is_narrow(self.viewport().width())
        self._paint.row(painter, room, found, self.dress(row, found), narrow=narrow, viewer=self.viewer)

    def time_at(self, point: QPoint, entry: Entry | None) -> datetime | None:
        """The day under the point, at the entry's own time of day."""
        row = self.row_at(point)
        day = None if row is None else self.rows.day(row)
        if day is None:
            return None
        kept = entry.local.time() if entry is not None and entry.local is not None else _NEW_AT
        return datetime.combine(day, kept)

    def next_row(self, row: int, key: Qt.Key) -> int | None:
        """Up and down by rows, left and right by days."""
        by = 1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1
        to = row + by
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            while 0 <= to < len(self.rows.rows) and not isinstance(self.rows.rows[to], Day):
                to += by
        return to if 0 <= to < len(self.rows.rows) else None

    def _entry_height(self, width: int) -> int:
        look = self._paint.look
        lines = 2 if is_narrow(width) else 1
        return max(lines * (look.px("body") + 6) + 16, look.row_height)

    def _paint_heading(self, painter: QPainter, row: int, room: QRect, day: Day) -> None:
        paint = self._paint
        words = day_heading(day.date, self.rows.today)
        line = room.adjusted(12, 0, -12, -6)
        align = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
        paint.words(painter, line, words, paint.body_strong, "text", align)
        if day.marks:
            left = line.x() + paint.metrics(paint.body_strong).horizontalAdvance(words) + 12
            rest = QRect(left, line.y(), line.right() - left, line.height())
            paint.words(painter, rest, " · ".join(day.titles), paint.caption, "info", align)
        target = self.target is not None and self.target.date() == day.date
        if target or (row == self.currentIndex().row() and self.shows_focus):
            painter.setPen(QPen(paint.colour("accent" if target else "focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(2, 4, -2, -1), 6, 6)

    def _ask_for_more(self, *_: object) -> None:
        bar = self.verticalScrollBar()
        if self.isVisible() and bar.value() + _AHEAD * bar.pageStep() >= bar.maximum():
            self.more_wanted.emit()
