"""Draws a chart: grid, days, lines or bars, marks, and what a cursor reads out. On screen and on paper alike."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from ui.models.charting import Content, runs, thinned
from ui.widgets.chart_frame import Frame
from ui.widgets.chart_look import Look

_MARKER_EVERY = 72  # pixels at 100 %
_ALL_MARKERS_FROM = 16
_BAR_SHARE = 0.78
_DENSE = 3  # pixels a day
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    """All but the cursor."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _gaps(painter, content, frame, look)
    _grid(painter, content, frame, look)
    painter.save()
    painter.setClipRect(frame.plot.adjusted(-look.scaled(5), -look.scaled(5), look.scaled(5), look.scaled(5)))
    if frame.view.bars:
        _bars(painter, content, frame, look)
    else:
        _lines(painter, content, frame, look)
    painter.restore()
    if frame.inside:
        _inside_words(painter, content, frame, look)
    _marks(painter, content, frame, look)


def _inside_words(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    """The values of the scale in the plot, on a piece of its ground, so that lines do not run through them."""
    painter.setFont(look.font())
    metrics = painter.fontMetrics()
    ground = look.colour("surface")
    ground.setAlphaF(0.82)
    for tick in frame.scale.ticks:
        words = content.said(tick)
        area = QRectF(
            frame.plot.left(), frame.y(tick) - metrics.height(), metrics.horizontalAdvance(words) + 4, metrics.height()
        )
        painter.fillRect(area, ground)
        painter.setPen(look.colour("text_muted"))
        painter.drawText(area, _LEFT, words)


def _grid(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    painter.setFont(look.font())
    line = painter.fontMetrics().height()
    for tick in frame.scale.ticks:
        y = round(frame.y(tick)) + 0.5
        base = tick == 0 or tick == frame.scale.ticks[0]
        painter.setPen(QPen(look.colour("edge") if base else look.grid(), 1))
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y))
        if not frame.inside:
            painter.setPen(look.colour("text_muted"))
            room = frame.plot.left() - look.scaled(8)
            painter.drawText(QRectF(0, y - line / 2, room, line), _RIGHT, content.said(tick))
    top = frame.plot.bottom() + look.scaled(5)
    for day in frame.ticks:
        x = frame.x(day.at)
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawLine(QPointF(x, frame.plot.bottom()), QPointF(x, frame.plot.bottom() + look.scaled(4)))
        painter.setPen(look.colour("text_muted"))
        wide = painter.fontMetrics().horizontalAdvance(day.words) + 2
        # Words at the edges lean inwards.
        left = min(max(x - wide / 2, 0.0), frame.plot.right() + look.scaled(6) - wide)
        painter.drawText(QRectF(left, top, wide, line), _CENTRE, day.words)


def _gaps(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    """Days that nobody knows are hatched: they are neither a fall nor a zero (G1)."""
    colour = look.colour("edge")
    colour.setAlphaF(0.35)
    for start, stop in content.unknown(frame.view.shown, frame.view.start, frame.view.stop):
        left, right = frame.x(start) - frame.day_width / 2, frame.x(stop - 1) + frame.day_width / 2
        area = QRectF(left, frame.plot.top(), right - left, frame.plot.height())
        painter.fillRect(area, QBrush(colour, Qt.BrushStyle.BDiagPattern))


def _lines(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    view = frame.view
    most = max(1, int(frame.plot.width()))
    dense = frame.day_width < _DENSE
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for index in reversed(view.shown):
        ghost = content.ghosts[index]
        if view.ghosts and ghost is not None:
            painter.setPen(look.pen(index, ghost=True, dense=dense))
            for run in runs(ghost.values, view.start, view.stop):
                _stroke(painter, frame.points(thinned(run, most)))
    for index in reversed(view.shown):
        for run in runs(content.lines[index].values, view.start, view.stop):
            painter.setPen(look.pen(index, dense=dense))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            _stroke(painter, frame.points(thinned(run, most)))
            if len(run) == 1:  # alone between gaps
                look.marker(painter, index, frame.point(*run[0]))
        if len(view.shown) > 1 or frame.day_width >= look.scaled(_ALL_MARKERS_FROM):
            _markers(painter, content, frame, look, index)


def _stroke(painter: QPainter, points: list[QPointF]) -> None:
    """Piece by piece where nothing runs on from one to the next: Qt takes 40 times as long for a jagged line in one."""
    if painter.pen().style() is Qt.PenStyle.SolidLine:
        painter.drawLines([QLineF(start, end) for start, end in pairwise(points)])
    elif len(points) > 1:
        painter.drawPolyline(QPolygonF(points))


def _markers(painter: QPainter, content: Content, frame: Frame, look: Look, index: int) -> None:
    """Signs along a line, so that lines are told apart without colour; of each series at other days."""
    step = 1
    if frame.day_width < look.scaled(_ALL_MARKERS_FROM):
        step = max(1, round(look.scaled(_MARKER_EVERY) / frame.day_width))
    offset = (frame.view.shown.index(index) * step) // max(1, len(frame.view.shown))
    values = content.lines[index].values
    for at in range(frame.view.start + offset, frame.view.stop, step):
        value = values[at]
        if value is not None:
            look.marker(painter, index, frame.point(at, value))


def _bars(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    view = frame.view
    if not view.shown:
        return
    zero = frame.y(max(frame.scale.low, min(0.0, frame.scale.high)))
    each = frame.day_width * _BAR_SHARE / len(view.shown)
    for place, index in enumerate(view.shown):
        ghost = content.ghosts[index] if view.ghosts else None
        for at in range(view.start, view.stop):
            left = frame.x(at) + (place - len(view.shown) / 2) * each
            if (value := content.lines[index].values[at]) is not None:
                wide = max(1.0, each - (1 if each > 4 else 0))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.series_colour(index))
                painter.drawRect(QRectF(left, min(zero, frame.y(value)), wide, abs(frame.y(value) - zero)))
            if ghost is not None and (before := ghost.values[at]) is not None:
                painter.setPen(QPen(look.colour("text"), look.scaled(1.5)))
                y = frame.y(before)
                painter.drawLine(QPointF(left, y), QPointF(left + max(2.0, each), y))


def _marks(painter: QPainter, content: Content, frame: Frame, look: Look) -> None:
    """What happened: a dotted line with a flag, and its words where they keep clear of the next."""
    painter.setFont(look.font())
    metrics = painter.fontMetrics()
    free = frame.plot.left()
    days = sorted(at for at in content.marks if frame.view.start <= at < frame.view.stop)
    for number, at in enumerate(days):
        x = frame.x(at)
        painter.setPen(QPen(look.colour("text_muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()))
        size = look.scaled(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("text_muted"))
        flag = [QPointF(x, 0), QPointF(x + size, size / 2), QPointF(x, size)]
        top = frame.plot.top() - metrics.height()
        middle = top + (metrics.height() - size) / 2
        painter.drawPolygon(QPolygonF([QPointF(one.x(), one.y() + middle) for one in flag]))
        if x < free:
            continue
        until = frame.x(days[number + 1]) if number + 1 < len(days) else frame.plot.right()
        room = until - x - size - look.scaled(10)
        words = ", ".join(mark.text for mark in content.marks[at])
        shown = metrics.elidedText(" ".join(words.split()), Qt.TextElideMode.ElideRight, int(room))
        if len(shown) > 3:
            left = x + size + look.scaled(4)
            painter.setPen(look.colour("text_muted"))
            painter.drawText(QRectF(left, top, room, metrics.height()), _LEFT, shown)
            free = left + metrics.horizontalAdvance(shown)
