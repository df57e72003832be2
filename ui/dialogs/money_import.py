"""A CSV file on its way into the ledger (F11): what its columns hold, what becomes of each line, all of them or none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QHeaderView, QTableView, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.books import CsvTable, DateOrder, ImportBatch, ImportForm, ImportPreview, LineState
from ofauto_desktop.domain.books import Field as Holds
from ofauto_desktop.domain.money import LedgerKind
from ui.desk import Desk
from ui.dialogs.money_entry import KINDS
from ui.entered import Entered
from ui.format import count
from ui.language import tr, tr_n
from ui.models.csv_import import CsvImportModel, field_words
from ui.models.money_words import kind_words, sums_words
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.fields import Check, Field, narrowed
from ui.widgets.layouts import FlowLayout, column, scrolled
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.books import Books

_LOOK_AFTER_MS = 200
_NEEDED = (Holds.DATE, Holds.GROSS)


class ImportDialog(QDialog):
    """Nothing is saved before “Enter”. A cell is mended by a double click, or F2; a line that is wrong can be left out."""

    def __init__(
        self,
        books: "Books",
        desk: Desk,
        parent: QWidget,
        *,
        table: CsvTable,
        accounts: Sequence[Account],
        currencies: Sequence[str],
    ) -> None:
        super().__init__(parent)
        self._books, self._desk = books, desk
        self._accounts = {one.id: one for one in accounts}
        self._turn = 0
        self._preview: ImportPreview | None = None
        self._left_out: set[int] = set()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Enter {file}", file=table.name))
        self.model = CsvImportModel(table, self)
        self.model.mended.connect(self._look_soon)
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._soon.timeout.connect(self.look)
        self._form = books.guess(table, accounts[0], currencies[0] if currencies else "USD")
        self._make_choices(accounts, currencies)
        self._lay_out()
        self.resize(min(980, parent.width() - 16), min(760, parent.height() - 16))
        self.look()

    def look(self) -> None:
        """What would become of each line, as things stand."""
        self._form = self._as_chosen()
        self.model.show_form(self._form)
        self._turn += 1
        turn = self._turn
        work = self._books.preview(self.model.table, self._form, frozenset(self._left_out))
        self._desk.tasks.run(
            work,
            owner=self,
            done=lambda found: self._show(found) if turn == self._turn else None,
            failed=self._desk.errors.show,
        )

    def enter(self) -> None:
        """All new lines, or none."""
        self.enter_button.setEnabled(False)
        work = self._books.accept(self.model.table, self._form, frozenset(self._left_out))
        self._desk.tasks.run(work, owner=self, done=self._entered, failed=self._refused)

    def leave_out(self) -> None:
        """The lines that are wrong are not entered; once more, and they are looked at again."""
        if self._left_out:
            self._left_out.clear()
        elif self._preview is not None:
            self._left_out = {line.number for line in self._preview.lines if line.state is LineState.WRONG}
        self.look()

    def _make_choices(self, accounts: Sequence[Account], currencies: Sequence[str]) -> None:
        self.account, self.dates, self.decimal = QComboBox(), QComboBox(), QComboBox()
        self.kind, self.currency = QComboBox(), QComboBox()
        for one in accounts:
            self.account.addItem(f"{one.name} · {one.client}", one.id)
        for order, words in (
            (DateOrder.YMD, tr("2026-12-31")),
            (DateOrder.DMY, tr("31.12.2026")),
            (DateOrder.MDY, tr("12/31/2026")),
        ):
            self.dates.addItem(words, order.value)
        self.decimal.addItem("1,234.50", False)
        self.decimal.addItem("1.234,50", True)
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), kind.value)
        self.currency.setEditable(True)
        self.currency.addItems(list(currencies))
        self.dates.setCurrentIndex(self.dates.findData(self._form.dates.value))
        self.decimal.setCurrentIndex(int(self._form.decimal_comma))
        self.columns: dict[Holds, QComboBox] = {}
        for field in Holds:
            choice = QComboBox()
            choice.addItem("–", -1)
            for at, name in enumerate(self.model.table.columns):
                choice.addItem(name, at)
            choice.setCurrentIndex(choice.findData(self._form.columns.get(field, -1)))
            self.columns[field] = choice
        for choice in (self.account, self.dates, self.decimal, self.kind, self.currency, *self.columns.values()):
            narrowed(choice)
            choice.activated.connect(self._look_soon)
        self.currency.editTextChanged.connect(self._look_soon)

    def _lay_out(self) -> None:
        content = QWidget()
        lines = column(content, gap=12)
        every = FlowLayout(gap=12, grow=True)
        for words, edit in (
            (tr("Account"), self.account),
            (tr("Dates are written"), self.dates),
            (tr("Amounts are written"), self.decimal),
            (tr("Default currency"), self.currency),
            (tr("Default kind"), self.kind),
        ):
            every.addWidget(Field(words, edit))
        lines.addLayout(every)
        lines.addWidget(label(tr("Which column holds what"), "strong"))
        columns = FlowLayout(gap=12, grow=True)
        for field, choice in self.columns.items():
            needed = f"{field_words(field)} *" if field in _NEEDED else field_words(field)
            columns.addWidget(Field(needed, choice))
        lines.addLayout(columns)
        self._state = column(gap=8)
        lines.addLayout(self._state)
        self._summary = label("", "strong")
        lines.addWidget(self._summary)
        self._sums = label("", "caption")
        lines.addWidget(self._sums)
        self.only_wrong = Check(tr("Show only lines that cannot be used"))
        self.only_wrong.toggled.connect(lambda on: self.model.only_wrong(only=on))
        lines.addWidget(self.only_wrong)
        lines.addWidget(self._table())
        whole = column(self, gap=16, margin=24)
        whole.addWidget(scrolled(content), 1)
        acts = FlowLayout(gap=8)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.leave_button = button(tr("Leave the wrong lines out"), self.leave_out)
        acts.addWidget(self.leave_button)
        self.enter_button = button(tr("Enter the lines"), self.enter, kind="primary")
        acts.addWidget(self.enter_button)
        whole.addLayout(acts)

    def _table(self) -> QTableView:
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Lines of the file"))
        self.view.verticalHeader().hide()
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setMinimumHeight(280)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        return self.view

    def _as_chosen(self) -> ImportForm:
        columns = {field: choice.currentData() for field, choice in self.columns.items() if choice.currentData() >= 0}
        return replace(
            self._form,
            account_id=self.account.currentData(),
            columns=columns,
            currency=self.currency.currentText().strip().upper(),
            kind=LedgerKind(self.kind.currentData()),
            dates=DateOrder(self.dates.currentData()),
            decimal_comma=bool(self.decimal.currentData()),
        )

    def _look_soon(self, *_: object) -> None:
        self._soon.start()

    def _show(self, found: ImportPreview) -> None:
        first = self._preview is None
        self._preview = found
        self.model.show_preview(found)
        if first:
            self.view.resizeColumnsToContents()
        new, known, wrong = (found.count(one) for one in (LineState.NEW, LineState.KNOWN, LineState.WRONG))
        parts = [
            tr("{n} new", n=count(new)),
            tr("{n} in the ledger already", n=count(known)) if known else "",
            tr("{n} cannot be used", n=count(wrong)) if wrong else "",
            tr("{n} left out", n=count(len(self._left_out))) if self._left_out else "",
        ]
        self._summary.setText(" · ".join(part for part in parts if part))
        self._sums.setText(sums_words(found.sums))
        self.leave_button.setVisible(bool(wrong or self._left_out))
        self.leave_button.setText(tr("Take them in again") if self._left_out else tr("Leave the wrong lines out"))
        self.enter_button.setEnabled(found.can_be_accepted)
        self.enter_button.setText(tr_n("Enter {n} line", "Enter {n} lines", new) if new else tr("Nothing new to enter"))

    def _entered(self, batch: ImportBatch) -> None:
        step = Entered(self._books, batch)
        words = tr_n("Entered {n} line", "Entered {n} lines", batch.rows)
        self._desk.shell.toast(words, undo=step.undo, redo=step.redo)
        self.accept()

    def _refused(self, error: Exception) -> None:
        words = self._desk.errors.present(error).words
        banner = Banner(f"{words.title}. {words.text}", Tone.DANGER, tr("Close"), lambda: banner.deleteLater())
        self._state.addWidget(banner)
        self.look()
