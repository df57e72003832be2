"""Where things stand in a chart: the plot within its rectangle, its window of days and its scale of values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from ui.models.chart_scale import DayTick, Scale, day_ticks, scale, step_ticks
from ui.models.charting import Content
from ui.widgets.chart_look import Look

_INSIDE_FROM = 0.24  # where words beside the plot would take more of its width, they stand in it


@dataclass(frozen=True, slots=True)
class View:
    """What of a chart's content is in sight: the lines by number, the previous period, days [start, stop)."""

    shown: tuple[int, ...]
    start: int
    stop: int
    ghosts: bool = True
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Translates days and values into places."""

    plot: QRectF
    view: View
    scale: Scale
    ticks: tuple[DayTick, ...]
    inside: bool

    @property
    def day_width(self) -> float:
        return self.plot.width() / max(1, self.view.stop - self.view.start)

    def x(self, at: int) -> float:
        """The middle of a day."""
        return self.plot.left() + (at - self.view.start + 0.5) * self.day_width

    def y(self, value: float) -> float:
        span = self.scale.high - self.scale.low
        return self.plot.bottom() - (value - self.scale.low) / span * self.plot.height()

    def point(self, at: int, value: float) -> QPointF:
        return QPointF(self.x(at), self.y(value))

    def points(self, run: Sequence[tuple[int, float]]) -> list[QPointF]:
        """Places of many points; what is the same for all of them is reckoned once."""
        wide = self.day_width
        left = self.plot.left() + (0.5 - self.view.start) * wide
        tall = self.plot.height() / (self.scale.high - self.scale.low)
        base = self.plot.bottom() + self.scale.low * tall
        return [QPointF(left + at * wide, base - value * tall) for at, value in run]

    def day_at(self, x: float) -> int:
        """The day at a place, or the nearest one."""
        at = self.view.start + int((x - self.plot.left()) // self.day_width)
        return min(max(at, self.view.start), self.view.stop - 1)


def frame(content: Content, rect: QRectF, view: View, look: Look) -> Frame:
    """Lay a chart out in `rect`: as many round values as its height holds, days whose words keep clear of each other."""
    metrics = look.metrics()
    line = metrics.height()
    foot, head = line * 1.5, line * 1.1
    height = max(1.0, rect.height() - foot - head)
    low, high = content.reach(view.shown, view.start, view.stop, ghosts=view.ghosts)
    whole = all(content.lines[index].unit != "rate" for index in view.shown)
    values = scale(low, high, most=max(1, int(height / (line * 2.1))), whole=whole, from_zero=view.bars)
    widest = max((metrics.horizontalAdvance(content.said(tick)) for tick in values.ticks), default=0.0)
    inside = widest + look.scaled(8) > rect.width() * _INSIDE_FROM
    side = look.scaled(2) if inside else widest + look.scaled(8)
    # The words of the last day are centred below it and may reach over the edge by half.
    plot = QRectF(rect.left() + side, rect.top() + head, max(1.0, rect.width() - side - look.scaled(6)), height)
    ticks: tuple[DayTick, ...] = ()
    if view.stop > view.start:
        ticks = tuple(
            DayTick(tick.at + view.start, tick.words) for tick in _ticks(content, view, plot, metrics.horizontalAdvance)
        )
    return Frame(plot, view, values, ticks, inside)


def _ticks(content: Content, view: View, plot: QRectF, width_of: Callable[[str], float]) -> tuple[DayTick, ...]:
    if content.steps is not None:
        steps = content.steps
        return step_ticks(steps.starts[view.start : view.stop], steps.short, plot.width(), width_of)
    return day_ticks(content.day(view.start), content.day(view.stop - 1), plot.width(), width_of)
