"""The cursor of a chart: a line through the day, the points on it, and a small panel that reads their values out."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.models.chart_words import Said, notes, read_out, said_day
from ui.models.charting import Content
from ui.widgets.chart_frame import Frame
from ui.widgets.chart_look import Look

_PAD = 8
_SWATCH = 22
_MOST = 300  # pixels at 100 %
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_cursor(painter: QPainter, content: Content, frame: Frame, look: Look, at: int, chosen: int | None) -> None:
    """`chosen` is the series that Enter opens; its name is heavier."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = frame.x(at)
    painter.setPen(QPen(look.colour("text_muted"), 1))
    painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()))
    if not frame.view.bars:
        for index in frame.view.shown:
            value = content.lines[index].values[at]
            if value is not None:
                look.marker(painter, index, frame.point(at, value), large=True)
    _panel(painter, content, frame, look, at, chosen)


def paint_selection(painter: QPainter, frame: Frame, look: Look, start: int, stop: int) -> None:
    """The days that a drag is about to show larger."""
    first, last = sorted((start, stop))
    left, right = frame.x(first) - frame.day_width / 2, frame.x(last) + frame.day_width / 2
    colour = look.colour("accent")
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.15)
    painter.setBrush(colour)
    painter.drawRect(QRectF(left, frame.plot.top(), right - left, frame.plot.height()))


def _panel(painter: QPainter, content: Content, frame: Frame, look: Look, at: int, chosen: int | None) -> None:
    said = read_out(content, frame.view.shown, at, ghosts=frame.view.ghosts)
    told = notes(content, at)
    plain, strong = look.metrics(), look.metrics(strong=True)
    line, pad, sample = plain.height() * 1.25, look.scaled(_PAD), look.scaled(_SWATCH)
    most = min(look.scaled(_MOST), frame.plot.right())
    title = said_day(content, at)
    value = max((strong.horizontalAdvance(one.value) for one in said), default=0.0)
    name = max((plain.horizontalAdvance(one.name) for one in said), default=0.0) + sample + pad
    inner = max(name + value + pad, strong.horizontalAdvance(title))
    width = min(most, inner + 2 * pad)
    fits = max(1, int((frame.plot.bottom() - 2 * pad) / line) - 1 - len(told))
    shown = said[:fits]
    height = line * (1 + len(shown) + len(told)) + 2 * pad
    x = frame.x(at)
    left = x + pad * 1.5 if x + pad * 1.5 + width <= frame.plot.right() else x - pad * 1.5 - width
    box = QRectF(max(0.0, left), max(0.0, frame.plot.top()), width, height)
    painter.setPen(QPen(look.colour("edge"), look.tokens.line_width))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(box, 6, 6)
    area = QRectF(box.left() + pad, box.top() + pad, width - 2 * pad, line)
    painter.setFont(look.font(strong=True))
    painter.setPen(look.colour("text"))
    painter.drawText(area, _LEFT, title)
    for one in shown:
        area.translate(0, line)
        _line(painter, one, area, look, sample, heavy=one.index == chosen and not one.ghost, bar=frame.view.bars)
    painter.setFont(look.font())
    painter.setPen(look.colour("text_muted"))
    for words in told:
        area.translate(0, line)
        painter.drawText(area, _LEFT, plain.elidedText(words, Qt.TextElideMode.ElideRight, area.width()))


def _line(painter: QPainter, one: Said, area: QRectF, look: Look, sample: float, *, heavy: bool, bar: bool) -> None:
    look.sample(painter, one.index, QRectF(area.left(), area.top(), sample, area.height()), ghost=one.ghost, bar=bar)
    painter.setPen(look.colour("text"))
    painter.setFont(look.font(strong=True))
    taken = painter.fontMetrics().horizontalAdvance(one.value)
    painter.drawText(area, _RIGHT, one.value)
    painter.setPen(look.colour("text_muted" if one.ghost else "text"))
    painter.setFont(look.font(strong=heavy))
    room = area.width() - sample - taken - look.scaled(12)
    words = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(area.adjusted(sample + look.scaled(6), 0, 0, 0), _LEFT, words)
