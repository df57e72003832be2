"""One or seven days as columns of hours. A card dropped on an hour is meant to go out then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.format import clock
from ui.models.agenda import AgendaModel
from ui.models.entries import Entry
from ui.models.lanes import fitted, places, snapped
from ui.models.picks import Picks
from ui.tokens import RADIUS
from ui.widgets.board import Board
from ui.widgets.entry_paint import EntryPaint
from ui.widgets.placed_rows import Placed

GAP = 3
_NARROWEST = 62  # pixels at 100 %: a card in which its time can be read
_WIDEST = 260
_FIRST_HOUR = 8  # where days without posts are opened
_EARLY = 6  # what goes out before is the night's
_NEAR_SLOT = 10  # pixels at 100 %: a drop so near a slot means the slot
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A slot of an account on one day: when (naive, the viewer's zone), and whose."""

    at: datetime
    words: str


class HoursGeometry:
    """Columns and hours in pixels. The gutter holds the hours' names; a day's own row stands above the hours."""

    def __init__(self, width: int, days: int, paint: EntryPaint) -> None:
        look = theme.current()
        self.days = max(1, days)
        self.gutter = look.scaled(48)
        self.hour = paint.card_height + GAP
        self.column = max(1.0, (width - self.gutter) / self.days)

    def left(self, day: int) -> int:
        return self.gutter + round(day * self.column)

    def card(self, day: int, minutes: int, lane: int = 0, lanes: int = 1) -> QRect:
        room = self.column - 2 * GAP
        wide = min(room / lanes, theme.current().scaled(_WIDEST)) if self.days == 1 else room / lanes
        left = self.left(day) + GAP + round(lane * wide)
        top = self.top(minutes) + 1
        return QRect(left, top, max(1, round(wide) - (1 if lanes > 1 else 0)), self.hour - GAP)

    def top(self, minutes: float) -> int:
        return round(minutes * self.hour / 60)

    def minutes(self, y: int) -> float:
        return y * 60 / self.hour

    def day(self, x: int) -> int | None:
        day = int((x - self.gutter) // self.column)
        return day if 0 <= day < self.days else None


class HoursBoard(Board):
    """`show_days` says which days the columns are; the heads are a widget of their own that stays while this scrolls."""

    days_changed = Signal()

    def __init__(self, rows: AgendaModel, picks: Picks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(rows, picks, name, parent)
        self.days: tuple[date, ...] = ()
        self.slots: tuple[SlotLine, ...] = ()
        self._scrolled_to: tuple[date, ...] = ()
        self._percent = theme.current().percent
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_days(self, days: Sequence[date], now: datetime) -> None:
        """Before the rows of these days are shown; `now` is naive, in the viewer's zone."""
        self.now = now
        if self.days != tuple(days):
            self.days, self.slots = tuple(days), ()
            self.days_changed.emit()
        self.forget_places()

    def show_slots(self, slots: Sequence[SlotLine]) -> None:
        """Free slots of these days; a drop near one means it."""
        self.slots = tuple(slots)
        self.viewport().update()

    def placed(self, width: int, height: int) -> Placed:
        where = self.geometry_of(width)
        rects = [QRect()] * len(self.rows.rows)
        placed = Placed(rects=rects, height=_DAY_MINUTES // 60 * where.hour)
        most = max(1, int(where.column // theme.current().scaled(_NARROWEST)))
        for number, day in enumerate(self.days):
            at = self.rows.row_of_day(day)
            if at is None:
                continue
            # The row of a day has no height of its own here, but a place: where the focus is drawn, readers point.
            rects[at] = QRect(where.left(number), 0, round(where.column), 2)
            self._place_day(placed, where, number, at + 1, most)
        return placed

    def _place_day(self, placed: Placed, where: HoursGeometry, number: int, first: int, most: int) -> None:
        starts: list[int] = []
        while (entry := self.rows.entry(first + len(starts))) is not None and entry.local is not None:
            starts.append(entry.local.hour * 60 + entry.local.minute)
        found = fitted(places(starts, 60), most)
        hidden = []
        for offset, (start, place) in enumerate(zip(starts, found, strict=True)):
            if place is None:
                hidden.append(start)
            else:
                placed.rects[first + offset] = where.card(number, start, place.lane, place.lanes)
        for start, count in _together(hidden):
            room = where.card(number, start, most - 1, most)
            day = self.days[number]
            placed.zones.append((room, lambda day=day: self.day_wanted.emit(day)))  # type: ignore[misc]
            self._rests.append((room, count))

    def lay_out(self) -> None:
        self._rests: list[tuple[QRect, int]] = []
        bar, percent = self.verticalScrollBar(), theme.current().percent
        share = bar.value() / max(1, bar.maximum())
        super().lay_out()
        if percent != self._percent:  # hours grew or shrank with the text: the same one stays on top
            self._percent = percent
            bar.setValue(round(share * bar.maximum()))
        if self.days and self._scrolled_to != self.days and self.viewport().height() > self._paint.card_height:
            self._scrolled_to = self.days
            self._scroll_to_first()

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        where = self.geometry_of()
        paint = self._paint
        today = self._today()
        if today is not None:
            painter.fillRect(where.left(today), area.y(), round(where.column), area.height(), paint.colour("surface"))
        line = QPen(paint.colour("line"), 1)
        for hour in range(max(0, area.y() // where.hour - 1), min(24, area.bottom() // where.hour + 2)):
            top = where.top(hour * 60)
            painter.setPen(line)
            painter.drawLine(where.gutter, top, self.viewport().width(), top)
            room = QRect(0, top + 2, where.gutter - 8, paint.line)
            painter.setFont(paint.caption)
            painter.setPen(paint.colour("text_muted"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), f"{hour:02}:00")
        painter.setPen(line)
        for number in range(1, len(self.days)):
            painter.drawLine(where.left(number), area.y(), where.left(number), area.bottom())
        for slot in self.slots:
            self._paint_slot(painter, where, slot)

    def paint_row(self, painter: QPainter, row: int, room: QRect) -> None:
        entry = self.rows.entry(row)
        if entry is not None:
            self._paint.card(painter, room, entry, self.dress(row, entry), self.viewer)

    def paint_over(self, painter: QPainter, area: QRect) -> None:
        paint = self._paint
        where = self.geometry_of()
        for room, count in self._rests:
            painter.setPen(QPen(paint.colour("edge"), paint.look.tokens.line_width))
            painter.setBrush(paint.colour("surface"))
            painter.drawRoundedRect(room.adjusted(0, 0, -1, -1), RADIUS, RADIUS)
            painter.setFont(paint.caption_strong)
            painter.setPen(paint.colour("text"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), f"+{count}")
        self._paint_focus(painter, where)
        if (today := self._today()) is not None:
            self._paint_now(painter, where, today)
        if self.target is not None:
            self._paint_target(painter, where, self.target)

    def time_at(self, point: QPoint, entry: Entry | None) -> datetime | None:
        where = self.geometry_of()
        day = where.day(point.x())
        if day is None or not 0 <= point.y() < _DAY_MINUTES // 60 * where.hour or day >= len(self.days):
            return None
        near = theme.current().scaled(_NEAR_SLOT)
        for slot in self.slots:
            minutes = slot.at.hour * 60 + slot.at.minute
            if slot.at.date() == self.days[day] and abs(where.top(minutes) - point.y()) <= near:
                return slot.at
        return snapped(datetime.combine(self.days[day], time()) + timedelta(minutes=where.minutes(point.y())))

    def next_row(self, row: int, key: Qt.Key) -> int | None:
        """Up and down within the day; left and right to the nearest time of the day beside."""
        day = self.rows.day(row)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = row + (1 if key == Qt.Key.Key_Down else -1)
            if self.rows.day(to) == day:
                return to
            return row  # the ends of a day: further is the day beside
        beside = None if day is None else day + timedelta(days=1 if key == Qt.Key.Key_Right else -1)
        first = None if beside is None else self.rows.row_of_day(beside)
        if first is None:
            return None
        return self._nearest(first, self.rows.entry(row))

    def point_of(self, at: datetime) -> QPoint:
        """The global position of a time (naive, the viewer's zone) of these days."""
        where = self.geometry_of()
        room = where.card((at.date() - self.days[0]).days, at.hour * 60 + at.minute)
        return self.viewport().mapToGlobal(QPoint(room.center().x(), room.top() + 2 - self.verticalOffset()))

    def focus_room(self, row: int) -> QRect:
        if self.rows.entry(row) is None:  # the ring around a day's whole column
            return QRect(0, self.verticalOffset(), self.viewport().width(), self.viewport().height())
        return super().focus_room(row)

    def show_row(self, row: int) -> None:
        """A day's own row is its whole column: there is nothing to scroll to."""
        if self.rows.entry(row) is not None:
            super().show_row(row)

    def show_time(self, at: datetime) -> None:
        """Scroll so that a time of day stands well inside."""
        top = self.geometry_of().top(at.hour * 60 + at.minute)
        self.verticalScrollBar().setValue(top - self.viewport().height() // 3)

    def _nearest(self, first: int, entry: Entry | None) -> int:
        """Of the day whose own row is `first`: the entry nearest in time, or the day itself where it has none."""
        rows: list[int] = []
        while self.rows.entry(first + 1 + len(rows)) is not None:
            rows.append(first + 1 + len(rows))
        if not rows or entry is None or entry.local is None:
            return rows[0] if rows and entry is not None else first
        wanted = entry.local.hour * 60 + entry.local.minute
        return min(rows, key=lambda row: abs(_minutes(self.rows.entry(row)) - wanted))

    def geometry_of(self, width: int | None = None) -> HoursGeometry:
        return HoursGeometry(self.viewport().width() if width is None else width, len(self.days), self._paint)

    def _today(self) -> int | None:
        today = self.now.date()
        return self.days.index(today) if today in self.days else None

    def _scroll_to_first(self) -> None:
        """Now, where today is among the days; elsewhere the first post of the waking hours, or where those begin."""
        if self._today() is not None:
            self.show_time(self.now)
            return
        hours = [entry.local.hour for entry in self.rows.entries() if entry.local is not None]
        first = min((hour for hour in hours if hour >= _EARLY), default=_FIRST_HOUR)
        self.verticalScrollBar().setValue(first * self.geometry_of().hour)

    def _paint_slot(self, painter: QPainter, where: HoursGeometry, slot: SlotLine) -> None:
        if slot.at.date() not in self.days:
            return
        paint = self._paint
        number = self.days.index(slot.at.date())
        top = where.top(slot.at.hour * 60 + slot.at.minute)
        left, right = where.left(number) + GAP, where.left(number) + round(where.column) - GAP
        painter.setPen(QPen(paint.colour("edge"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(left, top, right, top)
        room = QRect(left, top + 1, right - left, paint.line)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        paint.words(painter, room, f"{clock(slot.at)} {slot.words}", paint.caption, "text_muted", align)

    def _paint_focus(self, painter: QPainter, where: HoursGeometry) -> None:
        """A day without a post in focus: a line along its column."""
        row = self.currentIndex().row()
        day = self.rows.day(row)
        if not self.shows_focus or self.rows.entry(row) is not None or day not in self.days:
            return
        number = self.days.index(day)
        painter.setPen(QPen(self._paint.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left, wide = where.left(number) + 1, round(where.column) - 2
        painter.drawRoundedRect(
            QRect(left, self.verticalOffset() + 1, wide, self.viewport().height() - 2), RADIUS, RADIUS
        )

    def _paint_now(self, painter: QPainter, where: HoursGeometry, today: int) -> None:
        top = where.top(self.now.hour * 60 + self.now.minute)
        painter.setPen(QPen(self._paint.colour("accent"), 2))
        painter.drawLine(where.left(today), top, where.left(today) + round(where.column), top)
        painter.setBrush(self._paint.colour("accent"))
        painter.drawEllipse(QPoint(where.left(today), top), 3, 3)

    def _paint_target(self, painter: QPainter, where: HoursGeometry, at: datetime) -> None:
        paint = self._paint
        if at.date() not in self.days:
            return
        room = where.card(self.days.index(at.date()), at.hour * 60 + at.minute)
        painter.setPen(QPen(paint.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(paint.colour("accent_soft"))
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setPen(paint.colour("accent"))
        painter.setFont(paint.caption_strong)
        painter.drawText(room.adjusted(8, 4, -4, -4), int(Qt.AlignmentFlag.AlignTop), clock(at))


def _minutes(entry: Entry | None) -> int:
    return entry.local.hour * 60 + entry.local.minute if entry is not None and entry.local is not None else 0


def _together(starts: Sequence[int]) -> list[tuple[int, int]]:
    """Minutes of the day, ascending, as groups that fall within an hour: the first of each, and how many."""
    groups: list[tuple[int, int]] = []
    for start in starts:
        if groups and start < groups[-1][0] + 60:
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((start, 1))
    return groups
