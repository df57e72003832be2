"""The legend of a chart: a button for each series that shows and hides it, and one for the period before."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.language import tr
from ui.models.charting import Content
from ui.widgets.badge import Chip
from ui.widgets.chart_look import on_screen, swatch, swatch_size
from ui.widgets.layouts import FlowLayout, clear

_LONGEST = 40  # characters


class ChartLegend(QWidget):
    """`changed` when other lines are wanted. One series without a period before it needs no legend."""

    changed = Signal()

    def __init__(self, *, bars: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = bars
        self._flow = FlowLayout(self, gap=6)
        self.buttons: list[Chip] = []
        self.before: Chip | None = None
        theme.current().changed.connect(self._dress)

    def put(self, content: Content) -> None:
        """Buttons for `content`; a series of the same name stays hidden if it was."""
        hidden = {made.toolTip() for made in self.buttons if not made.isChecked()}
        without = self.before is not None and not self.before.isChecked()
        clear(self._flow)
        self.buttons = [self._chip(line.name, on=line.name not in hidden) for line in content.lines]
        self.before = None
        if any(ghost is not None for ghost in content.ghosts):
            self.before = self._chip(tr("Before"), on=not without)
        if len(self.buttons) > 1 or self.before is not None:
            for made in (*self.buttons, *([self.before] if self.before else [])):
                self._flow.addWidget(made)
        self.setVisible(self._flow.count() > 0)
        self._dress()

    def shown(self) -> tuple[int, ...]:
        return tuple(index for index, made in enumerate(self.buttons) if made.isChecked())

    def ghosts(self) -> bool:
        return self.before is not None and self.before.isChecked()

    def _chip(self, name: str, *, on: bool) -> Chip:
        words = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        made = Chip(words, on=on)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.toggled.connect(lambda _: self.changed.emit())
        return made

    def _dress(self) -> None:
        look = on_screen()
        size = QSize(*swatch_size(look))
        chips: Sequence[Chip] = (*self.buttons, *([self.before] if self.before else []))
        for index, made in enumerate(chips):
            ghost = made is self.before
            picture = swatch(look, 0 if ghost else index, self.devicePixelRatioF(), ghost=ghost, bar=self._bars)
            made.setIcon(QIcon(picture))
            made.setIconSize(size)
