"""A chart of series by day, with its legend, its numbers as a table, and itself on paper.

chart = Chart("Followers")
chart.show_series(series, write=lambda value: count(round(value)), marks=marks, previous=before)
chart.say_source("Read today, 12:04 (Berlin) from X API")
chart.chosen.connect(lambda index, day: …)          # a press on a day, or Enter: the rows behind it
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from ui import theme
from ui.language import tr
from ui.models.charting import ChartMark, Content, Series, Steps, content, stepped
from ui.widgets.buttons import icon_button
from ui.widgets.chart_canvas import ChartCanvas
from ui.widgets.chart_export import rendered
from ui.widgets.chart_frame import View
from ui.widgets.chart_legend import ChartLegend
from ui.widgets.chart_table import ChartTable
from ui.widgets.layouts import column, row
from ui.widgets.text import label

__all__ = ["Chart", "ChartMark", "Series", "Steps"]


class Chart(QWidget):
    """`title` is said to screen readers and stands on exports; on screen the card around it has it."""

    chosen = Signal(int, date)

    def __init__(self, title: str, *, kind: Literal["line", "bar"] = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._source = ""
        self._content = Content()
        bars = kind == "bar"
        self.canvas = ChartCanvas(title, bars=bars)
        self.legend = ChartLegend(bars=bars)
        self.legend.changed.connect(self._show_lines)
        self.canvas.zoomed.connect(self._say_zoom)
        self.canvas.chosen.connect(self._choose)
        self._table: ChartTable | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        lines = column(self, gap=8)
        lines.addLayout(self._head())
        lines.addWidget(self._stack, 1)
        self._foot = label("", "caption")
        self._foot.hide()
        lines.addWidget(self._foot)

    @property
    def title(self) -> str:
        return self._title

    def set_title(self, title: str) -> None:
        """What the chart is of now."""
        self._title = title
        self.canvas.set_title(title)
        if self._table is not None:
            self._table.set_title(title)

    def show_series(
        self,
        series: Sequence[Series],
        *,
        write: Callable[[float], str],
        marks: Sequence[ChartMark] = (),
        previous: Sequence[Series] = (),
    ) -> None:
        """Show `series` from its first day to its last. `previous`: the period before, under the same names or in order."""
        self._show(content(series, write, marks, previous))

    def show_steps(
        self,
        series: Sequence[Series],
        *,
        steps: Steps,
        write: Callable[[float], str],
        marks: Sequence[ChartMark] = (),
    ) -> None:
        """Show `series` by weeks or months: each point stands on the first day of one of `steps`."""
        self._show(stepped(series, write, steps, marks))

    def _show(self, shown: Content) -> None:
        self._content = shown
        self.legend.put(self._content)
        self.canvas.show_content(self._content, self.legend.shown(), ghosts=self.legend.ghosts())
        if self._table is not None:
            self._table.put(self._content)
        self._say_zoom()

    def say_source(self, words: str) -> None:
        """Where the numbers are from and how old they are; below the chart and on its exports (E11)."""
        self._source = words
        self._foot.setText(words)
        self._foot.setVisible(bool(words))

    def table(self) -> QWidget:
        """The same numbers as a table; made when first asked for."""
        if self._table is None:
            self._table = ChartTable(self._title)
            self._table.chosen.connect(self._choose)
            self._table.put(self._content)
            self._stack.addWidget(self._table)
        return self._table

    def rendered(self, kind: str) -> bytes:
        """What is in sight as the content of a file: "png", "svg", "pdf" or "csv"."""
        return rendered(kind, self._title, self._source, self._content, self._view())

    def export(self, path: Path) -> None:
        """Write it at once, by the suffix of `path`. Pages use chart_saving.SaveChart, which leaves the disk to a service."""
        path.write_bytes(self.rendered(path.suffix.removeprefix(".").lower()))

    def add_tool(self, made: QWidget) -> None:
        """A further button at the end of the chart's own."""
        self._tools.addWidget(made, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def show_table(self, *, table: bool) -> None:
        self._stack.setCurrentWidget(self.table() if table else self.canvas)
        name = tr("Show as a chart") if table else tr("Show as a table")
        self.table_button.setToolTip(name)
        self.table_button.setAccessibleName(name)
        theme.current().icons.put(self.table_button, "chart-line" if table else "table")

    def _head(self) -> QBoxLayout:
        self._tools = row(gap=4)
        self._tools.addStretch(1)
        self.reset_button = icon_button("zoom-out", tr("Show all days (0)"), self.canvas.reset_zoom)
        self.reset_button.hide()
        self.table_button = icon_button("table", tr("Show as a table"), self._turn)
        self.add_tool(self.reset_button)
        self.add_tool(self.table_button)
        self._heading = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._heading.setSpacing(4)
        self._heading.addWidget(self.legend, 1)
        self._heading.addLayout(self._tools)
        return self._heading

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand below the legend where they have no room beside it."""
        super().resizeEvent(event)
        legend = 0 if self.legend.isHidden() else self.legend.minimumSizeHint().width()
        narrow = legend + self._tools.sizeHint().width() > event.size().width()
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._heading.direction() != wanted:
            self._heading.setDirection(wanted)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of legend and buttons; the layout would ask for both side by side."""
        legend = 0 if self.legend.isHidden() else self.legend.minimumSizeHint().width()
        return QSize(max(legend, self._tools.minimumSize().width()), super().minimumSizeHint().height())

    def _turn(self) -> None:
        self.show_table(table=self._stack.currentWidget() is self.canvas)

    def _view(self) -> View:
        return self.canvas.view

    def _show_lines(self) -> None:
        self.canvas.show_lines(self.legend.shown(), ghosts=self.legend.ghosts())

    def _say_zoom(self) -> None:
        self.reset_button.setVisible(self.canvas.is_zoomed)

    def _choose(self, index: int, at: int) -> None:
        self.chosen.emit(index, self._content.day(at))
