"""The drawn part of a chart, and how it is read: hover or arrow keys for values, drag or keys to look closer."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.language import tr
from ui.models.chart_words import aloud, said_day
from ui.models.charting import Content
from ui.widgets.chart_cursor import paint_cursor, paint_selection
from ui.widgets.chart_frame import Frame, View, frame
from ui.widgets.chart_look import on_screen
from ui.widgets.chart_paint import paint

_HEIGHT = 240  # pixels at 100 %
_LEAST_DAYS = 7
_DRAG_FROM = 6  # pixels; less is a press
_WEEK = 7
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_LEAPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -4 * _WEEK,
    Qt.Key.Key_PageDown: 4 * _WEEK,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class ChartCanvas(QWidget):
    """`chosen` with a series and a day's number: the rows behind it are wanted. `zoomed` when other days are in sight.

    All but the cursor is drawn into a picture once, so that following the pointer costs a copy of it.
    """

    spoken_role = QAccessible.Role.Chart
    chosen = Signal(int, int)
    zoomed = Signal()

    def __init__(self, title: str, *, bars: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._bars = title, bars
        self._content = Content()
        self._view = View((), 0, 0, bars=bars)
        self._picture: QPixmap | None = None
        self._frame: Frame | None = None
        self.at: int | None = None
        self.series: int | None = None
        self._pressed: int | None = None
        self._pressed_x = 0.0
        self._dragged: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        theme.current().changed.connect(self._restyle)

    def set_title(self, title: str) -> None:
        self._title = title
        self.setAccessibleName(title)

    @property
    def view(self) -> View:
        return self._view

    @property
    def is_zoomed(self) -> bool:
        return self._view.stop - self._view.start < self._content.days

    def show_content(self, content: Content, shown: tuple[int, ...], *, ghosts: bool) -> None:
        """Other content: all of its days, no cursor."""
        self._content = content
        self.at = self.series = None
        self._look_at(View(shown, 0, content.days, ghosts, self._bars))

    def show_lines(self, shown: tuple[int, ...], *, ghosts: bool) -> None:
        """The same content with other lines of it."""
        if self.series not in shown:
            self.series = None
        self._look_at(View(shown, self._view.start, self._view.stop, ghosts, self._bars))

    def zoom(self, start: int, stop: int) -> None:
        """Show days [start, stop), or as few as can be told apart."""
        least = min(_LEAST_DAYS, self._content.days)
        missing = max(0, least - (stop - start))
        start = max(0, min(start - missing // 2, self._content.days - least))
        stop = min(self._content.days, max(stop, start + least))
        self._look_at(View(self._view.shown, start, stop, self._view.ghosts, self._bars))

    def reset_zoom(self) -> None:
        self.zoom(0, self._content.days)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), theme.current().scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme.current().scaled(_HEIGHT) * 2 // 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = on_screen()
        picture, placed = self._drawn()
        painter.drawPixmap(0, 0, picture)
        if self._dragged is not None and self._pressed is not None:
            paint_selection(painter, placed, look, self._pressed, self._dragged)
        elif self.at is not None and self._view.start <= self.at < self._view.stop:
            paint_cursor(painter, self._content, placed, look, self.at, self.series)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._frame is not None and self._content.days:
            self._pressed_x = event.position().x()
            self._pressed = self._frame.day_at(self._pressed_x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._frame is None or not self._content.days:
            return
        at = self._frame.day_at(event.position().x())
        if self._pressed is not None:
            far = abs(event.position().x() - self._pressed_x) >= _DRAG_FROM
            self._dragged = at if far or self._dragged is not None else None
        self.at = at
        self.series = self._nearest(event.position())
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        if pressed is None:
            return
        if dragged is not None and dragged != pressed:
            self.zoom(min(pressed, dragged), max(pressed, dragged) + 1)
        elif dragged is None:
            self.at, self.series = pressed, self._nearest(event.position())
            self._choose()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_zoom()

    def leaveEvent(self, event: object) -> None:
        if not self.hasFocus():
            self.at = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it looks closer; without, the page scrolls."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._frame is None:
            event.ignore()
            return
        self._closer(self._frame.day_at(event.position().x()), closer=event.angleDelta().y() > 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at is None and self._content.days and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._go(self._view.stop - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.at = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._content.days or not self._move(event):
            super().keyPressEvent(event)

    def _move(self, event: QKeyEvent) -> bool:
        """Do what a key is for; False for keys that are for others."""
        at = self._view.stop - 1 if self.at is None else self.at
        far = _WEEK if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        key = Qt.Key(event.key())
        if key in _LEAPS:
            self._go(at + _LEAPS[key] * (far if key in _ARROWS else 1))
            return True
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Return: self._choose,
            Qt.Key.Key_Enter: self._choose,
            Qt.Key.Key_Plus: lambda: self._closer(at, closer=True),
            Qt.Key.Key_Equal: lambda: self._closer(at, closer=True),
            Qt.Key.Key_Minus: lambda: self._closer(at, closer=False),
            Qt.Key.Key_0: self.reset_zoom,
        }
        if self.is_zoomed:
            acts[Qt.Key.Key_Escape] = self.reset_zoom
        if key not in acts:
            return False
        acts[key]()
        return True

    def _go(self, at: int) -> None:
        """The cursor on a day; the window moves along where it would leave it."""
        self.at = min(max(at, 0), self._content.days - 1)
        wide = self._view.stop - self._view.start
        if self.at < self._view.start:
            self.zoom(self.at, self.at + wide)
        elif self.at >= self._view.stop:
            self.zoom(self.at + 1 - wide, self.at + 1)
        self._tell()

    def _step(self, by: int) -> None:
        """The next of the lines in sight."""
        shown = self._view.shown
        if not shown:
            return
        place = shown.index(self.series) + by if self.series in shown else 0
        self.series = shown[place % len(shown)]
        self._tell()

    def _closer(self, at: int, *, closer: bool) -> None:
        wide = self._view.stop - self._view.start
        wanted = max(_LEAST_DAYS, wide // 2) if closer else min(self._content.days, wide * 2)
        start = min(max(0, at - wanted // 2), self._content.days - wanted)
        self.zoom(start, start + wanted)

    def _choose(self) -> None:
        shown = self._view.shown
        if self.at is not None and shown:
            self.chosen.emit(self.series if self.series in shown else shown[0], self.at)

    def _nearest(self, place: QPointF) -> int | None:
        """The line that is closest to a place, on its day."""
        if self._frame is None:
            return None
        at = self._frame.day_at(place.x())
        away = {
            index: abs(self._frame.y(value) - place.y())
            for index in self._view.shown
            if (value := self._content.lines[index].values[at]) is not None
        }
        return min(away, key=lambda index: away[index], default=None)

    def _look_at(self, view: View) -> None:
        changed = (view.start, view.stop) != (self._view.start, self._view.stop)
        self._view = view
        self._picture = None
        self.setAccessibleDescription(self._described())
        if changed:
            self.zoomed.emit()
        self.update()

    def _described(self) -> str:
        if not self._view.shown or self._view.stop <= self._view.start:
            return tr("Nothing is known yet.")
        names = ", ".join(self._content.lines[index].name for index in self._view.shown)
        return tr(
            "{names}, {first} to {last}. Arrow keys read out days, Enter shows what is behind one, plus and minus look closer.",
            names=names,
            first=said_day(self._content, self._view.start),
            last=said_day(self._content, self._view.stop - 1),
        )

    def _tell(self) -> None:
        """Say the day under the cursor to a screen reader."""
        self.update()
        if self.at is None:
            return
        shown = self._view.shown if self.series is None else (self.series,)
        words = aloud(self._content, shown, self.at, ghosts=self._view.ghosts)
        self.setAccessibleName(f"{self._title}. {words}")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _drawn(self) -> tuple[QPixmap, Frame]:
        """The picture without the cursor, as it was made for this size, content and theme."""
        if self._picture is not None and self._frame is not None:
            return self._picture, self._frame
        ratio = self.devicePixelRatioF()
        self._picture = picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        look = on_screen()
        self._frame = frame(self._content, QRectF(self.rect()).adjusted(4, 4, -4, -2), self._view, look)
        painter = QPainter(picture)
        paint(painter, self._content, self._frame, look)
        painter.end()
        return picture, self._frame

    def _restyle(self) -> None:
        self._picture = None
        self.updateGeometry()
        self.update()
