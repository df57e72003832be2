"""The headline numbers of a period as tiles, each with its comparison and age; a press opens the rows behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ofauto_desktop.domain.measures import Headline, RateLine
from ui import theme
from ui.desk import Desk
from ui.format import count
from ui.language import tr
from ui.models.analytics_words import (
    fraction,
    headline_change,
    how_old,
    measure_meaning,
    measure_name,
    points_change,
    rate_name,
    rate_of,
)
from ui.widgets.buttons import button
from ui.widgets.card import StatTile
from ui.widgets.layouts import FlowLayout, clear, column

_FIRST = 5
_LEAST = 164  # pixels at 100 %: two stand side by side on a phone
# Fewer is neither better nor worse.
_NEUTRAL = frozenset({"following", "posts"})


class NumberTiles(QWidget):
    """The first few, and the rest when asked for. `open_one` with the headline that was pressed, `open_rate` for the rate."""

    def __init__(
        self,
        desk: Desk,
        open_one: Callable[[Headline], object],
        open_rate: Callable[[RateLine], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._open_one, self._open_rate = desk, open_one, open_rate
        self._all = False
        self._shown: tuple[Sequence[Headline], RateLine | None] = ((), None)
        lines = column(self, gap=8)
        self._flow = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._flow)
        self.more = button("", self._turn, kind="link")
        lines.addWidget(self.more)
        self._wait()

    def _wait(self) -> None:
        """Grey tiles of the height that the real ones have, so that nothing jumps."""
        height = StatTile("–").sizeHint().height()
        for _ in range(_FIRST + 1):
            made = _Grey(height)
            self._flow.addWidget(made)
        self.more.hide()

    def put(self, headlines: Sequence[Headline], rate: RateLine | None) -> None:
        self._shown = (headlines, rate)
        clear(self._flow)
        shown = headlines if self._all else headlines[:_FIRST]
        tiles = [self._tile(one) for one in shown]
        if rate is not None:
            tiles.insert(min(2, len(tiles)), self._rate_tile(rate))
        widest = max((made.minimumSizeHint().width() for made in tiles), default=0)
        for made in tiles:
            made.least = widest
            made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self._flow.addWidget(made)
        rest = len(headlines) - _FIRST
        self.more.setVisible(rest > 0)
        self.more.setText(tr("Fewer numbers") if self._all else tr("{n} more numbers", n=rest))

    def _turn(self) -> None:
        self._all = not self._all
        self.put(*self._shown)

    def _tile(self, one: Headline) -> "_Number":
        made = _Number(measure_name(one.measure.id), partial(self._open_one, one))
        change = headline_change(one)
        better = None
        if one.change is not None and one.change.fraction and one.measure.id not in _NEUTRAL:
            better = one.change.fraction > 0
        figure = count(one.value)
        if one.incomplete and not one.measure.level:
            change = ", ".join(part for part in (change, tr("incomplete")) if part)
        made.show_value(
            figure,
            change=change,
            age=how_old(one.as_of, one.source, self._desk.now()),
            better=better,
            source=measure_meaning(one.measure.id),
        )
        return made

    def _rate_tile(self, line: RateLine) -> "_Number":
        made = _Number(rate_name(line.rate), partial(self._open_rate, line))
        better = None
        if line.fraction is not None and line.previous is not None and line.fraction != line.previous:
            better = line.fraction > line.previous
        made.show_value(
            fraction(line.fraction),
            change=points_change(line),
            age=how_old(line.as_of, line.source, self._desk.now()),
            better=better,
            source=rate_of(line),
        )
        return made


class _Number(StatTile):
    """Asks for no more room than the widest figure needs, so that two stand side by side on a phone."""

    least = 0

    def sizeHint(self) -> QSize:
        return QSize(max(theme.current().scaled(_LEAST), self.least), super().sizeHint().height())


class _Grey(QFrame):
    def __init__(self, height: int) -> None:
        super().__init__()
        self.setProperty("role", "skeleton")
        self.setAccessibleName(tr("Loading"))
        self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_LEAST), self.minimumHeight())
