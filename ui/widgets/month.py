"""A month as weeks of days; a post dropped on a day keeps its time of day."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.format import clock
from ui.language import tr, tr_n
from ui.models.agenda import AgendaModel, Day
from ui.models.day_words import written
from ui.models.entries import Entry, week_of
from ui.models.mark_lanes import goes_on
from ui.models.picks import Picks
from ui.models.stretch import WEEK
from ui.tokens import RADIUS
from ui.widgets.board import Board
from ui.widgets.day_heads import paint_mark, paint_mark_title
from ui.widgets.placed_rows import Placed

_MOST_BANDS = 2  # lines of marks in a week of the month; the others are told in the day
_LEAST_LINES = 1  # entries in a day, where the window is low; then the month scrolls
_NEW_AT = time(12)  # a post without a time that is dropped on a day, where the day has no free slot
_NARROWEST = 104  # pixels at 100 %: a day in which a line can be read
_COMFORTABLE = 128


class MonthBoard(Board):
    """Days beside the month are there, and quieter: a week is whole."""

    def __init__(self, rows: AgendaModel, picks: Picks, parent: QWidget | None = None) -> None:
        super().__init__(rows, picks, tr("Month"), parent)
        self.days: tuple[date, ...] = ()
        self.anchor = date.min
        self._more: list[tuple[QRect, int]] = []
        self._scrolled_to: tuple[date, ...] = ()

    @staticmethod
    def fits(width: int) -> bool:
        """Whether a day is wide enough to read; else the list is shown instead."""
        return width / WEEK >= theme.current().scaled(_NARROWEST)

    @staticmethod
    def is_comfortable(width: int) -> bool:
        """Whether some words of each post can be read."""
        return width / WEEK >= theme.current().scaled(_COMFORTABLE)

    def show_days(self, days: Sequence[date], anchor: date, now: datetime) -> None:
        """Before the rows of these days are shown; `anchor` is a day of the month that is meant."""
        self.days, self.anchor, self.now = tuple(days), anchor, now
        self.forget_places()

    def placed(self, width: int, height: int) -> Placed:
        rects = [QRect()] * len(self.rows.rows)
        self._more = []
        weeks = max(1, len(self.days) // WEEK)
        tall = max(height // weeks, self._head() + (_LEAST_LINES + 1) * self._line() + 4)
        placed = Placed(rects=rects, height=tall * weeks)
        self._tall = tall
        for number, day in enumerate(self.days):
            at = self.rows.row_of_day(day)
            if at is not None:
                self._place_day(placed, self._cell(number, width), at)
        return placed

    def currentChanged(self, current: object, previous: object) -> None:
        """One that found no room comes into sight when it gets the focus."""
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        row = self.currentIndex().row()
        hidden = 0 <= row < len(self._placed.rects) and self._placed.rects[row].isEmpty()
        if self.isVisible() and (hidden or self._shifted):
            self.lay_out()

    _shifted = False

    def _place_day(self, placed: Placed, cell: QRect, at: int) -> None:
        day = self.rows.rows[at]
        if not isinstance(day, Day):
            return
        line = self._line()
        placed.rects[at] = cell
        bands = min(len(day.marks), _MOST_BANDS)
        top = cell.y() + self._head() + bands * self._band()
        lines = max(1, (cell.bottom() - 2 - top) // line)
        shown, first = day.count, 0
        if day.count > lines:
            shown = lines - 1
            focus = self.picks.focus - at - 1
            if 0 <= focus < day.count:
                first = max(0, min(focus - shown + 1, day.count - shown))
                self._shifted = self._shifted or first > 0
        for number in range(shown):
            room = QRect(cell.x() + 2, top + number * line, cell.width() - 4, line - 1)
            placed.rects[at + 1 + first + number] = room
        if shown < day.count:
            room = QRect(cell.x() + 2, top + shown * line, cell.width() - 4, line - 1)
            self._more.append((room, day.count - shown))
            placed.zones.append((room, lambda one=day.date: self.day_wanted.emit(one)))  # type: ignore[misc]
        if day.marks:
            band = QRect(cell.x(), cell.y() + self._head(), cell.width(), bands * self._band())
            placed.zones.append((band, lambda one=day.date: self.mark_pressed.emit(one)))  # type: ignore[misc]
        number_room = QRect(cell.x(), cell.y(), self._head() + 8, self._head())
        placed.zones.append((number_room, lambda one=day.date: self.day_wanted.emit(one)))  # type: ignore[misc]

    def lay_out(self) -> None:
        self._shifted = False
        super().lay_out()
        if self.days and self._scrolled_to != self.days and self.isVisible():
            self._scrolled_to = self.days
            row = self.rows.row_of_day(self.anchor)
            if row is not None:
                self.show_row(row)

    def row_at(self, point: QPoint) -> int | None:
        """A day's own row is below those of its posts, and around them."""
        self.lay_out_if_stale()
        at = self.rows.row_of_day(day) if (day := self._day_at(point)) is not None else None
        if at is None:
            return None
        row = at + 1
        while self.rows.entry(row) is not None:
            if self._placed.rects[row].contains(point):
                return row
            row += 1
        return at

    def rows_in(self, area: QRect) -> Sequence[int]:
        return [number for number, room in enumerate(self._placed.rects) if room.intersects(area)]

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        paint = self._paint
        width = self.viewport().width()
        for number, day in enumerate(self.days):
            cell = self._cell(number, width)
            if not cell.intersects(area):
                continue
            own = (day.year, day.month) == (self.anchor.year, self.anchor.month)
            if own:
                painter.fillRect(cell, paint.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(paint.colour("line"), 1))
        for week in range(1, len(self.days) // WEEK):
            painter.drawLine(0, week * self._tall, width, week * self._tall)
        for column in range(1, WEEK):
            left = self._cell(column, width).x() - 1
            painter.drawLine(left, area.y(), left, area.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.target is not None and self.target.date() in self.days:
            cell = self._cell(self.days.index(self.target.date()), width)
            painter.setPen(QPen(paint.colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(paint.colour("accent_soft"))
            painter.drawRoundedRect(cell.adjusted(2, 2, -3, -3), RADIUS, RADIUS)

    def paint_row(self, painter: QPainter, row: int, room: QRect) -> None:
        found = self.rows.rows[row]
        if isinstance(found, Day):
            self._paint_day(painter, row, room, found)
        else:
            self._paint.month_line(painter, room, found, self.dress(row, found))

    def paint_over(self, painter: QPainter, area: QRect) -> None:
        for number, day in enumerate(self.days):
            self._paint_titles(painter, number, day, area)
        for room, count in self._more:
            if room.intersects(area):
                words = tr_n("+{n} more", "+{n} more", count)
                self._paint.words(painter, room.adjusted(6, 0, 0, 0), words, self._paint.caption, "text_muted")
        if self.target is not None and self.target.date() in self.days:
            cell = self._cell(self.days.index(self.target.date()), self.viewport().width())
            room = QRect(cell.x() + 8, cell.bottom() - self._line() - 4, cell.width() - 16, self._line())
            align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            self._paint.words(painter, room, clock(self.target), self._paint.caption_strong, "accent", align)

    def time_at(self, point: QPoint, entry: Entry | None) -> datetime | None:
        """The day under the point, at the entry's own time of day."""
        day = self._day_at(point)
        if day is None:
            return None
        kept = entry.local.time() if entry is not None and entry.local is not None else _NEW_AT
        return datetime.combine(day, kept)

    def next_row(self, row: int, key: Qt.Key) -> int | None:
        """Up and down through a day's posts, then to the day below; left and right to the day beside."""
        day = self.rows.day(row)
        if day is None:
            return None
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = row + (1 if key == Qt.Key.Key_Down else -1)
            if self.rows.day(to) == day:
                return to
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}[key]
        first = self.rows.row_of_day(day + timedelta(days=by))
        if first is None:
            return None
        if key == Qt.Key.Key_Up:
            while self.rows.entry(first + 1) is not None:
                first += 1
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.rows.entry(row) is not None:
            first += 1 if self.rows.entry(first + 1) is not None else 0
        return first

    def point_of(self, at: datetime) -> QPoint:
        """The global position of a day's middle."""
        cell = self._cell(self.days.index(at.date()), self.viewport().width())
        return self.viewport().mapToGlobal(cell.center() - QPoint(0, self.verticalOffset()))

    def _paint_day(self, painter: QPainter, row: int, cell: QRect, day: Day) -> None:
        paint = self._paint
        own = (day.date.year, day.date.month) == (self.anchor.year, self.anchor.month)
        first = day.date.day == 1 or day.date == self.days[0]
        words = written(day.date, tr("d MMM") if first else "d")
        head = QRect(cell.x() + 6, cell.y() + 3, cell.width() - 10, self._head() - 4)
        if day.date == self.rows.today:
            wide = max(paint.metrics(paint.caption_strong).horizontalAdvance(words) + 12, head.height())
            pill = QRectF(head.x() - 3, head.y(), wide, head.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(paint.colour("accent"))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setFont(paint.caption_strong)
            painter.setPen(paint.colour("on_accent"))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
        else:
            paint.words(
                painter, head, words, paint.caption_strong if own else paint.caption, "text" if own else "text_muted"
            )
        for lane, mark in enumerate(day.marks[:_MOST_BANDS]):
            if mark is not None:
                top = cell.y() + self._head() + lane * self._band()
                room = QRect(cell.x() - 1, top, cell.width() + 2, self._band() - 3)
                paint_mark(painter, paint, room, mark)
        if row == self.currentIndex().row() and self.shows_focus:
            painter.setPen(QPen(paint.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -2, -2), RADIUS, RADIUS)

    def _paint_titles(self, painter: QPainter, number: int, day: date, area: QRect) -> None:
        """A mark's title where it begins, and again as a week begins, over the days of the week on which it goes on."""
        width = self.viewport().width()
        cell = self._cell(number, width)
        if not cell.intersects(area):
            return
        for lane, mark in enumerate(self.rows.marks_of(day)[:_MOST_BANDS]):
            if mark is None or not (mark.begins or day == week_of(day)):
                continue
            end = day
            last = week_of(day) + timedelta(days=WEEK - 1)
            while end < last and goes_on(self.rows.marks_of(end), lane):
                end += timedelta(days=1)
            right = self._cell(number + (end - day).days, width).right()
            top = cell.y() + self._head() + lane * self._band()
            paint_mark_title(painter, self._paint, QRect(cell.x(), top, right - cell.x(), self._band() - 3), mark)

    def _band(self) -> int:
        return self._paint.line + 4

    def _day_at(self, point: QPoint) -> date | None:
        width = self.viewport().width()
        column = min(WEEK - 1, max(0, point.x() * WEEK // max(1, width)))
        number = point.y() // max(1, self._tall) * WEEK + column
        inside = 0 <= point.x() < width and point.y() >= 0
        return self.days[number] if inside and 0 <= number < len(self.days) else None

    _tall = 1

    def _cell(self, number: int, width: int) -> QRect:
        week, column = divmod(number, WEEK)
        left, right = column * width // WEEK, (column + 1) * width // WEEK
        top = week * self._tall + (1 if week else 0)
        bottom = (week + 1) * self._tall
        if number >= len(self.days) - WEEK:  # what the division into weeks left over
            bottom = max(bottom, self.viewport().height())
        return QRect(left, top, right - left - 1, bottom - top)

    def _head(self) -> int:
        return self._paint.line + 10

    def _line(self) -> int:
        return self._paint.line_height


class WeekdayHeads(QWidget):
    """Mon to Sun above a month's columns."""

    def __init__(self, board: MonthBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.setAccessibleName(tr("Days of the week"))
        theme.current().changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(theme.current().px("caption") + 12)
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        paint = self._board._paint  # noqa: SLF001 - the same fonts, made once
        width = self._board.viewport().width()
        first = week_of(date(2024, 1, 1))
        for column in range(WEEK):
            room = QRect(column * width // WEEK + 6, 0, width // WEEK - 8, self.height() - 1)
            words = written(first + timedelta(days=column), "ddd")
            paint.words(painter, room, words, paint.caption, "text_muted")
        painter.setPen(QPen(paint.colour("line"), paint.look.tokens.line_width))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
