"""An estimate with the interval it may lie in, on one line, with zero marked: what is known and how well."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.format import UNKNOWN
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS

_HIGH, _WIDE = 56, 220  # pixels at 100 %
_BAND, _DOT = 8, 6


@dataclass(frozen=True, slots=True)
class Interval:
    """`value` lies between `low` and `high` as sure as the interval says; all in the same unit."""

    low: float
    value: float
    high: float

    @property
    def side(self) -> int:
        """1: all of it is above zero. -1: all of it below. 0: it may be either."""
        return (self.low > 0) - (self.high < 0)


class IntervalBar(QWidget):
    """`name` says what is estimated. Several under each other get the same `scale`, so that they can be compared."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._interval: Interval | None = None
        self._scale = (-1.0, 1.0)
        self._write: Callable[[float], str] = str
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)
        self.show_interval(None)

    def show_interval(
        self,
        interval: Interval | None,
        *,
        write: Callable[[float], str] = str,
        scale: tuple[float, float] | None = None,
    ) -> None:
        """None: nothing is known yet. `write` words a number; `scale` is the least and the greatest that is drawn."""
        self._interval, self._write = interval, write
        if interval is not None:
            low, high = scale or (min(interval.low, 0), max(interval.high, 0))
            room = (high - low) * 0.08 or 1.0
            self._scale = (low - room, high + room)
        self.setAccessibleName(self._spoken())
        self.setToolTip(self._spoken())
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.scaled(_WIDE), look.scaled(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.current()
        middle = look.scaled(_BAND + _DOT)
        painter.setPen(QPen(look.colour("edge"), look.tokens.line_width))
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.setPen(look.colour("text_muted"))
        if self._interval is None:
            painter.drawText(self._foot(), Qt.AlignmentFlag.AlignLeft, tr("Not known yet"))
            return
        self._draw_zero(painter, middle)
        self._draw_interval(painter, self._interval, middle)
        painter.setPen(look.colour("text_muted"))
        words = self._words(self._interval)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self._foot(), Qt.AlignmentFlag.AlignLeft, shown)

    def _draw_zero(self, painter: QPainter, middle: float) -> None:
        if self._scale[0] < 0 < self._scale[1]:
            look = theme.current()
            zero, tall = self._x(0), look.scaled(_BAND + 4)
            painter.setPen(QPen(look.colour("text_muted"), look.tokens.line_width))
            painter.drawLine(QPointF(zero, middle - tall), QPointF(zero, middle + tall))

    def _draw_interval(self, painter: QPainter, one: Interval, middle: float) -> None:
        """The band, its ends, and the estimate: a filled dot where the sign is known, a ring where it is not."""
        look = theme.current()
        tone = {1: Tone.SUCCESS, -1: Tone.DANGER, 0: Tone.NEUTRAL}[one.side]
        colour = look.colour(TONE_COLOURS[tone])
        half = look.scaled(_BAND) / 2
        band = QRectF(QPointF(self._x(one.low), middle - half), QPointF(self._x(one.high), middle + half))
        painter.setPen(QPen(colour, look.tokens.line_width))
        painter.setBrush(look.colour("hover") if tone is Tone.NEUTRAL else look.colour(f"{tone.value}_soft"))
        painter.drawRoundedRect(band, half, half)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if one.side else look.colour("surface"))
        radius = look.scaled(_DOT)
        painter.drawEllipse(QPointF(self._x(one.value), middle), radius, radius)

    def _x(self, value: float) -> float:
        low, high = self._scale
        return (min(max(value, low), high) - low) / (high - low) * self.width()

    def _foot(self) -> QRectF:
        top = theme.current().scaled(2 * (_BAND + _DOT))
        return QRectF(0, top, self.width(), self.height() - top)

    def _words(self, one: Interval) -> str:
        verdict = {1: tr("above zero"), -1: tr("below zero"), 0: tr("it may be either")}[one.side]
        value, low, high = (self._write(each) for each in (one.value, one.low, one.high))
        return tr("{value}, between {low} and {high}: {verdict}", value=value, low=low, high=high, verdict=verdict)

    def _spoken(self) -> str:
        return f"{self._name}: {self._words(self._interval) if self._interval else UNKNOWN}"
