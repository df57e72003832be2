"""Exchange rates: what is stored, from whom, and three ways to more of them (F7, M2)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from ofauto_desktop.domain.preferences import FETCH_RATES
from ofauto_desktop.domain.rates import DayRate
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.dialogs.days import date_edit, day_in
from ui.format import age, count
from ui.language import tr, tr_n
from ui.models.figure_rows import Cell, Column, FigureModel, Row
from ui.models.money_words import short_day
from ui.pages.money_asked import Section
from ui.tasks import ignore
from ui.widgets.buttons import button
from ui.widgets.fields import Check, Field
from ui.widgets.figure_table import FigureTable
from ui.widgets.layouts import FlowLayout, column, row, scrolled
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.rates import Rates, RatesState, Taken

_MOST = 500
_ROWS_SHOWN = 16


@dataclass(frozen=True, slots=True)
class _Read:
    state: "RatesState"
    rows: Sequence[Row]


class RatesSection(Section):
    """The newest days first. A rate is taken away by Delete, and that can be undone."""

    def __init__(self, rates: "Rates", preferences: "Preferences", desk: Desk) -> None:
        content = QWidget()
        super().__init__(desk, scrolled(content), rows=8, row_height=36)
        self._rates, self._preferences = rates, preferences
        self.rows = FigureModel(_columns(), self)
        self.table = FigureTable(self.rows, tr("Exchange rates"))
        self.table.fit_rows(_ROWS_SHOWN)
        lines = column(content, gap=12)
        acts = FlowLayout(gap=8)
        self.fetch_button = button(tr("Fetch from the ECB"), self.fetch, icon="download")
        acts.addWidget(self.fetch_button)
        acts.addWidget(button(tr("Read a file …"), self._choose_file, icon="upload"))
        acts.addWidget(button(tr("Enter a rate …"), self._ask, icon="pencil"))
        lines.addLayout(acts)
        self.daily = Check(
            tr("Fetch the European Central Bank's rates each day"),
            tr("One public file is asked for, from this computer. Nothing about you or your money is sent."),
        )
        self.daily.box.setChecked(preferences.get(FETCH_RATES))
        self.daily.toggled.connect(self._put)
        lines.addWidget(self.daily)
        self._stored = label("", "caption")
        lines.addWidget(self._stored)
        lines.addWidget(self.table)
        lines.addStretch(1)
        self.table.opened.connect(self._open)

    def refresh(self) -> None:
        if self.asked is not None:
            self.read(self._read(), self._show)

    def fetch(self) -> None:
        """Ask the bank now."""
        self.fetch_button.setEnabled(False)
        self.fetch_button.setText(tr("Fetching …"))
        self.desk.tasks.run(self._rates.fetch(), owner=self, done=self._taken, failed=self._failed)

    def read_file(self, file: str) -> None:
        """Take in a file of the bank's form."""
        self.desk.tasks.run(
            self._rates.import_file(Path(file)), owner=self, done=self._taken, failed=self.desk.errors.show
        )

    async def _read(self) -> _Read:
        found = await self._rates.list(limit=_MOST)
        now = self.desk.now()
        rows = await asyncio.to_thread(lambda: [_row(one, age(one.as_of, now)) for one in found])
        return _Read(await self._rates.state(), rows)

    def _show(self, found: _Read) -> None:
        state = found.state
        with QSignalBlocker(self.daily.box):
            self.daily.box.setChecked(state.by_clock)
        self.rows.show_rows(found.rows)
        if state.first is None or state.last is None:
            self._stored.setText(
                tr("No rates yet. Totals over several currencies need those of each day; they stay unknown until then.")
            )
            self.table.hide()
            self.states.content()
            return
        self.table.show()
        words = tr(
            "{n} rates, {first} to {last}",
            n=count(state.count),
            first=short_day(state.first),
            last=short_day(state.last),
        )
        asked = "" if state.fetched_at is None else tr("fetched {age}", age=age(state.fetched_at, self.desk.now()))
        newest = tr("the newest {n} are shown", n=count(_MOST)) if state.count > _MOST else ""
        self._stored.setText(" · ".join(part for part in (words, asked, newest) if part))
        self.states.content()

    def _taken(self, taken: "Taken") -> None:
        self._rest()
        if taken.added or taken.changed:
            self.desk.shell.toast(tr_n("{n} rate stored", "{n} rates stored", taken.added + taken.changed))
        else:
            self.desk.shell.toast(tr("All of these rates were here already"))
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._rest()
        self.desk.errors.show(error)

    def _rest(self) -> None:
        self.fetch_button.setEnabled(True)
        self.fetch_button.setText(tr("Fetch from the ECB"))

    def _put(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.desk.tasks.run(
            self._preferences.put(FETCH_RATES, on), owner=self, done=ignore, failed=self.desk.errors.show
        )

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("A file of rates"), "", tr("Rates (*.csv *.zip)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.read_file)
        dialog.open()

    def _ask(self) -> None:
        RateDialog(self._rates, self.desk, self.window()).open()

    def _open(self, key: object) -> None:
        """A rate beside the page, with a way to take it away."""
        if not isinstance(key, DayRate):
            return
        made = QWidget()
        lines = column(made, gap=12, margin=16)
        lines.addWidget(label(format(key.rate, "f"), "figure"))
        lines.addWidget(label(tr("{to} for one {currency}", to=key.reporting, currency=key.currency), "lead"))
        lines.addWidget(label(tr("On {day}, {source}", day=short_day(key.day), source=key.source)))
        lines.addWidget(label(tr("Stored {age}", age=age(key.as_of, self.desk.now())), "caption"))
        lines.addWidget(button(tr("Take it away"), lambda: self._remove(key), icon="trash-2"))
        lines.addStretch(1)
        self.desk.shell.inspect(tr("Exchange rate"), made)

    def _remove(self, one: DayRate) -> None:
        def done(gone: tuple[DayRate, ...]) -> None:
            self.desk.shell.close_inspector()
            self.desk.shell.toast(tr("Rate taken away"), undo=lambda: self._rates.restore(gone))

        self.desk.tasks.run(self._rates.remove([one]), owner=self, done=done, failed=self.desk.errors.show)


class RateDialog(QDialog):
    """One rate for one day, or for several."""

    def __init__(self, rates: "Rates", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._rates, self._desk = rates, desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Enter a rate"))
        today = to_wall(desk.now(), desk.zone).date()
        self.currency, self.to, self.rate = QLineEdit("EUR"), QLineEdit("USD"), QLineEdit()
        self.first, self.last = date_edit(today), date_edit(today)
        self.first.dateChanged.connect(lambda day: self.last.setDate(max(day, self.last.date())))
        lines = column(self, gap=12, margin=24)
        lines.addWidget(Field(tr("One"), self.currency, tr("Three letters, such as EUR")))
        self.rate_field = Field(tr("was worth"), self.rate, tr("A number such as 1.0712"))
        lines.addWidget(self.rate_field)
        lines.addWidget(Field(tr("of"), self.to))
        days = FlowLayout(gap=12)
        days.addWidget(Field(tr("from"), self.first))
        days.addWidget(Field(tr("to"), self.last))
        lines.addLayout(days)
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        keep = button(tr("Keep the rate"), self.keep, kind="primary")
        keep.setDefault(True)
        acts.addWidget(keep)
        lines.addLayout(acts)

    def keep(self) -> None:
        """Store it, or say what is wrong with it."""
        self._desk.tasks.run(self._entered(), owner=self, done=self._kept, failed=self._refused)

    async def _entered(self) -> tuple[tuple[DayRate, ...], tuple[DayRate, ...]]:
        """What stood there before, and what stands there now."""
        pair = (self.currency.text(), self.to.text())
        days = (day_in(self.first), day_in(self.last))
        before = await self._rates.stored(*pair, *days)
        await self._rates.add(*pair, days[0], self.rate.text(), days[1])
        return before, await self._rates.stored(*pair, *days)

    def _kept(self, change: tuple[tuple[DayRate, ...], tuple[DayRate, ...]]) -> None:
        before, now = change
        rates = self._rates
        self._desk.shell.toast(
            tr_n("Entered {n} rate", "Entered {n} rates", len(now)),
            undo=lambda: rates.exchange(now, before),
            redo=lambda: rates.exchange(before, now),
        )
        self.accept()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        self.rate_field.wrong(f"{words.title}. {words.text}")


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Day"), sample=tr("28 Sep 2026")),
        Column(tr("One"), sample="WWW"),
        Column(tr("was worth"), figures=True, sample="1,000,000.123456"),
        Column(tr("of"), sample="WWW"),
        Column(tr("Source"), grow=1, drop=1),
        Column(tr("Stored"), sample=tr("a long time ago"), drop=2),
    )


def _row(one: DayRate, stored: str) -> Row:
    worth, day = format(one.rate, "f"), short_day(one.day)
    return Row(
        cells=(
            Cell(day),
            Cell(one.currency),
            Cell(worth),
            Cell(one.reporting),
            Cell(one.source),
            Cell(stored, tone="text_muted"),
        ),
        lead=f"{one.currency} → {one.reporting}",
        figure=worth,
        caption=f"{day} · {one.source}",
        key=one,
    )
