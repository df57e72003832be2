"""The two charts of the Analytics page: one number over time, and platforms, accounts or clients on the same axes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.measures import DayLine, Lines, SplitBy
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.trend import Trend
from ui.desk import Desk
from ui.format import count
from ui.language import tr
from ui.models.analytics_indexed import indexed
from ui.models.analytics_words import days_in, measure_name, read, trend
from ui.widgets.badge import Chip
from ui.widgets.chart import Chart, ChartMark, Series
from ui.widgets.chart_saving import SaveChart
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.section import Section
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.exports import Exports

MOST_LINES = 8


class SeriesSection(Section):
    """`chosen` with a day whose rows are wanted."""

    chosen = Signal(date)

    def __init__(self, exports: "Exports", desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("Over time"), content, desk, rows=1, row_height=280)
        lines = column(content, gap=4)
        self.trend = label("", "muted")
        lines.addWidget(self.trend)
        self.chart = Chart(tr("Over time"))
        self.chart.chosen.connect(lambda _, day: self.chosen.emit(day))
        self.saving = SaveChart(self.chart, exports, desk)
        lines.addWidget(self.chart, 1)

    def put(self, now: Lines, before: Lines | None, marks: Sequence[ChartMark]) -> None:
        name = measure_name(now.measure.id)
        self.chart.set_title(name)
        self.retitle(name)
        if not now.lines:
            self.states.empty(tr("Nothing is known of this number in these days yet."))
            return
        (line,) = now.lines
        previous = [_series(one, name) for one in (before.lines if before is not None else ())]
        self.chart.show_series((_series(line, name),), write=_whole, marks=marks, previous=previous)
        self.chart.say_source(source_of(now, line.as_of, self.desk))
        self.states.content()

    def put_trend(self, found: Trend) -> None:
        self.trend.setText(trend(found))


class ComparisonSection(Section):
    """E7. `changed` with how to part, and whether each line begins at 100; `chosen` with a line and a day."""

    changed = Signal(object, bool)
    chosen = Signal(object, date)

    def __init__(self, exports: "Exports", desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("Side by side"), content, desk, rows=1, row_height=280, least_width=420)
        lines = column(content, gap=8)
        self.split = QComboBox()
        name_choice(self.split, tr("What is set side by side"))
        self.split.setToolTip(tr("What is set side by side"))
        for split, words in (
            (SplitBy.PLATFORM, tr("Platforms")),
            (SplitBy.ACCOUNT, tr("Accounts")),
            (SplitBy.CLIENT, tr("Clients")),
        ):
            self.split.addItem(words, split)
        self.indexed = Chip(tr("Each from 100"))
        self.split.activated.connect(self._tell)
        self.indexed.toggled.connect(lambda _: self._tell())
        choices = FlowLayout(gap=8)
        choices.addWidget(self.split)
        choices.addWidget(self.indexed)
        lines.addLayout(choices)
        self.words = label("", "caption")
        lines.addWidget(self.words)
        self.chart = Chart(tr("Side by side"))
        self.chart.chosen.connect(self._choose)
        self.saving = SaveChart(self.chart, exports, desk)
        lines.addWidget(self.chart, 1)
        self._lines: Sequence[DayLine] = ()
        self._own_choice = False

    def show_choice(self, split: SplitBy, *, is_indexed: bool) -> None:
        for edit in (self.split, self.indexed):
            edit.blockSignals(True)
        self.split.setCurrentIndex(max(0, self.split.findData(split)))
        self.indexed.setChecked(is_indexed)
        for edit in (self.split, self.indexed):
            edit.blockSignals(False)

    def put(self, found: Lines, *, is_indexed: bool) -> None:
        name = measure_name(found.measure.id)
        self.chart.set_title(tr("{number} side by side", number=name))
        if not found.lines:
            self.states.empty(tr("Nothing is known of this number in these days yet."))
            return
        alone = len(found.lines) == 1 and len(found.lines[0].account_ids) > 1
        if alone and not self._own_choice and SplitBy(self.split.currentData()) is SplitBy.PLATFORM:
            # One platform by itself is no comparison; its accounts may be.
            self.changed.emit(SplitBy.ACCOUNT, is_indexed)
            return
        level = found.measure.level
        self._lines = found.lines
        rest = found.in_all - len(self._lines)
        shown = [_series(line, _name(line, SplitBy(self.split.currentData()))) for line in self._lines]
        write: Callable[[float], str] = _whole
        words = tr("All on one scale: {number} of each day.", number=name)
        if is_indexed:
            shown, write = [indexed(one, level=level) for one in shown], _index
            words = (
                tr("100 is the first known day of each line: what matters is the direction.")
                if level
                else tr("100 is the average day of each line in this period: what matters is the shape.")
            )
        if rest:
            words = tr("{words} The {n} largest of {all}.", words=words, n=len(shown), all=found.in_all)
        self.words.setText(words)
        self.chart.show_series(shown, write=write)
        oldest = min((line.as_of for line in self._lines if line.as_of is not None), default=None)
        self.chart.say_source(source_of(found, oldest, self.desk))
        self.states.content()

    def _tell(self) -> None:
        self._own_choice = True
        self.changed.emit(SplitBy(self.split.currentData()), self.indexed.isChecked())

    def _choose(self, index: int, day: date) -> None:
        self.chosen.emit(self._lines[index], day)


def source_of(found: Lines, as_of: datetime | None, desk: Desk) -> str:
    """Age, source and whose days, below a chart (E11, E12)."""
    sources = ", ".join(sorted({line.source for line in found.lines if line.source}))
    return " · ".join(part for part in (read(as_of, sources, desk.zone, desk.now()), days_in(found.zones)) if part)


def _series(line: DayLine, name: str) -> Series:
    return Series(name, line.points)


def _name(line: DayLine, split: SplitBy) -> str:
    return PlatformId(line.name).label if split is SplitBy.PLATFORM else line.name


def _whole(value: float) -> str:
    return count(round(value))


def _index(value: float) -> str:
    return f"{value:,.0f}"
