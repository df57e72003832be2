"""A week as seven columns of hours, with drafts above. A card dropped on an hour is meant to go out then."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from ui import theme
from ui.models.entries import Entry, on_day, without_time
from ui.models.lanes import fitted, places, snapped
from ui.tokens import RADIUS
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.post_card import PostCard
from ui.widgets.text import label

DAYS = 7
_GAP = 3
_NARROWEST = 62  # pixels at 100 %: a card in which its time can be read
_DRAFTS_SHOWN = 6
_FIRST_HOUR = 8  # where a week without posts is opened


class _Geometry:
    """Columns and hours in pixels, for heads and hours alike. The gutter holds the hours' names."""

    def __init__(self, width: int) -> None:
        look = theme.current()
        self.gutter = look.scaled(48)
        self.hour = PostCard.height_wanted() + _GAP
        self.column = max(1.0, (width - self.gutter) / DAYS)

    def left(self, day: int) -> int:
        return self.gutter + round(day * self.column)

    def card(self, day: int, minutes: int, lane: int, lanes: int) -> QRect:
        wide = (self.column - 2 * _GAP) / lanes
        left = self.left(day) + _GAP + round(lane * wide)
        return QRect(
            left, round(minutes * self.hour / 60) + 1, max(1, round(wide) - (1 if lanes > 1 else 0)), self.hour - _GAP
        )

    def at(self, point: QPoint, week: date) -> datetime | None:
        """The time (naive, the viewer's zone) under a point of the hours; None beside the days."""
        day = int((point.x() - self.gutter) // self.column)
        if not (0 <= day < DAYS and 0 <= point.y() < 24 * self.hour):
            return None
        return snapped(datetime.combine(week, time()) + timedelta(days=day, minutes=point.y() * 60 / self.hour))


class _Heads(QWidget):
    """The names of the days; today's in the accent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.week, self.today, self.room = date.min, date.min, 0
        theme.current().changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(theme.current().px("body") + 20)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        where = _Geometry(self.room or self.width())
        for number in range(DAYS):
            day = self.week + timedelta(days=number)
            font = QFont(self.font())
            is_today = day == self.today
            if is_today:
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(look.colour("accent" if is_today else "text_muted"))
            room = QRect(where.left(number) + _GAP + 2, 0, int(where.column) - 4, self.height())
            words = f"{day:%a} {day.day}"
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(look.colour("line"), look.tokens.line_width))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class _Hours(QWidget):
    """The hours below the heads, on which the cards stand."""

    chosen = Signal(datetime)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.week = date.min
        self.now = datetime.combine(date.min, time())
        self.target: datetime | None = None
        self.setAccessibleName("Hours of the week")
        theme.current().changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = _Geometry(self.width()).at(event.position().toPoint(), self.week)
        if at is not None:
            self.chosen.emit(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        where = _Geometry(self.width())
        today = (self.now.date() - self.week).days
        if 0 <= today < DAYS:
            painter.fillRect(where.left(today), 0, round(where.column), self.height(), look.colour("surface"))
        font = QFont(self.font())
        font.setPixelSize(look.px("caption"))
        painter.setFont(font)
        for hour in range(24):
            top = hour * where.hour
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(where.gutter, top, self.width(), top)
            painter.setPen(look.colour("text_muted"))
            room = QRect(0, top + 1, where.gutter - 8, QFontMetrics(font).height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"{hour:02}:00")
        painter.setPen(QPen(look.colour("line"), 1))
        for number in range(1, DAYS):
            painter.drawLine(where.left(number), 0, where.left(number), self.height())
        if 0 <= today < DAYS:
            self._paint_now(painter, where, today)
        if self.target is not None:
            self._paint_target(painter, where, self.target)

    def _paint_now(self, painter: QPainter, where: _Geometry, today: int) -> None:
        top = round((self.now.hour * 60 + self.now.minute) * where.hour / 60)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("accent"), 2))
        painter.drawLine(where.left(today), top, where.left(today) + round(where.column), top)
        painter.setBrush(theme.current().colour("accent"))
        painter.drawEllipse(QPoint(where.left(today), top), 3, 3)

    def _paint_target(self, painter: QPainter, where: _Geometry, at: datetime) -> None:
        look = theme.current()
        room = where.card((at.date() - self.week).days, at.hour * 60 + at.minute, 0, 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2, Qt.PenStyle.DashLine))
        ground = QColor(look.tokens.accent_soft)
        painter.setBrush(ground)
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setPen(look.colour("accent"))
        painter.drawText(room.adjusted(8, 4, -4, -4), Qt.AlignmentFlag.AlignTop, f"{at:%H:%M}")


class WeekView(QWidget):
    """Shows what it is given, and tells what a person means; nothing moves before it has moved in the database."""

    opened = Signal(object)  # Entry
    moved = Signal(object, datetime, bool)  # Entry, when (naive, the viewer's zone), whether a copy is meant
    slot_chosen = Signal(datetime)
    all_wanted = Signal()  # the list shows what found no room here

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._cards: list[PostCard] = []
        self._rests: list[QPushButton] = []
        self._scrolled_to: date | None = None
        self._first = _FIRST_HOUR
        lines = column(self, gap=0)
        self._drafts = QWidget()
        self._drafts_flow = FlowLayout(gap=6)
        drafts = column(self._drafts, gap=6)
        drafts.setContentsMargins(0, 0, 0, 12)
        self._drafts_head = label("No time yet · drag a draft into the week", "caption")
        drafts.addWidget(self._drafts_head)
        drafts.addLayout(self._drafts_flow)
        lines.addWidget(self._drafts)
        self._heads = _Heads(self)
        lines.addWidget(self._heads)
        self._hours = _Hours()
        self._hours.chosen.connect(self.slot_chosen)
        # Their own width counts: they get it after this widget has got its own.
        self._hours.resized.connect(self._lay_out)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hours.setProperty("role", "scrolled")
        self._area.setWidget(self._hours)
        lines.addWidget(self._area, 1)
        theme.current().changed.connect(self._resized_text)

    @staticmethod
    def fits(width: int) -> bool:
        """Whether a day's column is wide enough to read; else the list is shown instead."""
        look = theme.current()
        return (width - look.scaled(48)) / DAYS >= look.scaled(80)

    def show_week(self, entries: Sequence[Entry], week: date, now: datetime) -> None:
        """`entries` of the week that begins on `week`, and drafts; `now` is naive, in the viewer's zone."""
        focused = self.current()
        self._entries = tuple(entries)
        self._heads.week = self._hours.week = week
        self._hours.now = now
        self._heads.today = now.date()
        self._heads.update()
        self._rebuild()
        if focused is not None:
            self.focus_post(focused.post.id)
        if self._scrolled_to != week:
            self._scrolled_to = week
            QTimer.singleShot(0, self, self._scroll_to_first)

    def current(self) -> Entry | None:
        """The entry whose card has the focus."""
        return next((card.entry for card in self._cards if card.hasFocus()), None)

    def card_of(self, post_id: int) -> PostCard | None:
        return next((card for card in self._cards if card.entry.post.id == post_id), None)

    def focus_post(self, post_id: int) -> None:
        if (card := self.card_of(post_id)) is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            if card.parent() is self._hours:
                self._area.ensureWidgetVisible(card, 0, 24)

    def step(self, by: int) -> None:
        """Focus the next or previous card, by time."""
        if not self._cards:
            return
        at = next((number for number, card in enumerate(self._cards) if card.hasFocus()), None)
        to = (0 if by > 0 else len(self._cards) - 1) if at is None else at + by
        if 0 <= to < len(self._cards):
            self.focus_post(self._cards[to].entry.post.id)

    def point_of(self, at: datetime) -> QPoint:
        """The global position of a time (naive, the viewer's zone) of this week."""
        where = _Geometry(self._hours.width())
        room = where.card((at.date() - self._hours.week).days, at.hour * 60 + at.minute, 0, 1)
        return self._hours.mapToGlobal(QPoint(room.center().x(), room.top() + 2))

    def _rebuild(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        planned = [entry for entry in self._entries if entry.local is not None]
        drafts = without_time(self._entries)
        clear(self._drafts_flow)
        # Made in the order in which Tab visits them: drafts stand above the hours.
        waiting = [self._card(entry, self._drafts) for entry in drafts[:_DRAFTS_SHOWN]]
        for card in waiting:
            self._drafts_flow.addWidget(card)
        self._cards = [self._card(entry, self._hours) for entry in planned] + waiting
        if len(drafts) > _DRAFTS_SHOWN:
            self._drafts_flow.addWidget(self._more(len(drafts) - _DRAFTS_SHOWN))
        self._drafts.setVisible(bool(drafts))
        for card in self._cards:
            card.show()
        self._lay_out()

    def _more(self, count: int) -> QPushButton:
        more = QPushButton(f"{count} more drafts")
        more.setProperty("kind", "link")
        more.clicked.connect(self.all_wanted)
        return more

    def _card(self, entry: Entry, parent: QWidget) -> PostCard:
        card = PostCard(entry, parent)
        card.clicked.connect(lambda: self.opened.emit(entry))
        card.dragged.connect(self._dragged)
        card.dropped.connect(self._dropped)
        card.drag_ended.connect(self._drag_ended)
        card.stepped.connect(self._stepped)
        return card

    def _lay_out(self) -> None:
        width = self._hours.width()
        where = _Geometry(width)
        self._hours.setMinimumHeight(24 * where.hour)
        self._heads.room = width
        self._heads.update()
        cards = {id(card.entry): card for card in self._cards}
        most = max(1, int(where.column // theme.current().scaled(_NARROWEST)))
        for rest in self._rests:
            rest.hide()
            rest.deleteLater()
        self._rests.clear()
        for number in range(DAYS):
            of_day = on_day(self._entries, self._hours.week + timedelta(days=number))
            starts = [entry.local.hour * 60 + entry.local.minute for entry in of_day if entry.local is not None]
            found = fitted(places(starts, 60), most)
            hidden = [start for start, place in zip(starts, found, strict=True) if place is None]
            for entry, start, place in zip(of_day, starts, found, strict=True):
                card = cards[id(entry)]
                card.setVisible(place is not None)
                if place is not None:
                    card.setGeometry(where.card(number, start, place.lane, place.lanes))
            for start, count in _together(hidden):
                self._say_more(where.card(number, start, most - 1, most), count)

    def _say_more(self, room: QRect, count: int) -> None:
        """Where more posts fall together than can be read: how many, and a way to see them."""
        more = QPushButton(f"+{count}", self._hours)
        more.setProperty("kind", "chip")
        more.setAccessibleName(f"{count} more posts at this time; show the list")
        more.setToolTip(more.accessibleName())
        more.clicked.connect(self.all_wanted)
        more.setGeometry(room)
        more.show()
        self._rests.append(more)

    def _resized_text(self) -> None:
        """Hours grew or shrank with the text: the same one stays on top."""
        self._lay_out()
        QTimer.singleShot(0, self, self._scroll)

    def _scroll_to_first(self) -> None:
        """The hour of the week's first post, or the working day where there is none."""
        hours = [entry.local.hour for entry in self._entries if entry.local is not None]
        self._first = min(hours) if hours else _FIRST_HOUR
        self._scroll()

    def _scroll(self) -> None:
        self._area.verticalScrollBar().setValue(self._first * _Geometry(self._hours.width()).hour)

    def _at(self, position: QPoint) -> datetime | None:
        if not self._area.viewport().rect().contains(self._area.viewport().mapFromGlobal(position)):
            return None
        return _Geometry(self._hours.width()).at(self._hours.mapFromGlobal(position), self._hours.week)

    def _dragged(self, card: PostCard, position: QPoint) -> None:
        inside = self._hours.mapFromGlobal(position)
        if self._at(position) is not None:
            self._area.ensureVisible(0, inside.y(), 0, 32)
        self._hours.target = None if card.entry.stuck else self._at(position)
        self._hours.update()

    def _drag_ended(self) -> None:
        self._hours.target = None
        self._hours.update()

    def _dropped(self, card: PostCard, position: QPoint, copy: bool) -> None:  # noqa: FBT001 - a signal's argument
        at = self._at(position)
        if at is not None and (copy or at != card.entry.local):
            self.moved.emit(card.entry, at, copy)

    def _stepped(self, card: PostCard, key: int) -> None:
        """Up and down within the day, left and right to the nearest card of the next day that has one."""
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) or card.entry.local is None:
            self.step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)
            return
        day = card.entry.local.date()
        away = [
            (other, (other.entry.local.date() - day).days) for other in self._cards if other.entry.local is not None
        ]
        ahead = [(other, days) for other, days in away if (days > 0 if key == Qt.Key.Key_Right else days < 0)]
        if ahead:
            nearest, _ = min(ahead, key=lambda found: (abs(found[1]), abs(found[0].y() - card.y())))
            self.focus_post(nearest.entry.post.id)


def _together(starts: Sequence[int]) -> list[tuple[int, int]]:
    """Minutes of the day, ascending, as groups that fall within an hour: the first of each, and how many."""
    groups: list[tuple[int, int]] = []
    for start in starts:
        if groups and start < groups[-1][0] + 60:
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((start, 1))
    return groups


def week_words(week: date, today: date) -> str:
    """As in 23–29 Nov; the year follows where it is not this one."""
    end = week + timedelta(days=DAYS - 1)
    begin = f"{week.day}" if week.month == end.month else f"{week.day} {week:%b}"
    words = f"{begin}–{end.day} {end:%b}"
    return words if week.year == today.year == end.year else f"{words} {end.year}"
