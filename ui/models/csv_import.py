"""A file before it is entered: its lines by the fields they fill, each with what becomes of it; cells can be mended."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ofauto_desktop.domain.books import CheckedLine, CsvTable, Field, ImportForm, ImportPreview, LineState, Wrong
from ui import theme
from ui.language import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIXED = 2  # the line's number and its state


def field_words(field: Field) -> str:
    return {
        Field.DATE: tr("Date"),
        Field.GROSS: tr("Gross amount"),
        Field.FEE: tr("Fee"),
        Field.NET: tr("Net"),
        Field.TAX: tr("Tax"),
        Field.CURRENCY: tr("Currency"),
        Field.KIND: tr("Kind"),
        Field.PRODUCT: tr("What"),
        Field.FAN: tr("Buyer"),
        Field.REFERENCE: tr("Id"),
    }[field]


def wrong_words(wrong: Wrong) -> str:
    return {
        Wrong.MISSING: tr("is missing"),
        Wrong.NO_DATE: tr("is no date"),
        Wrong.NO_AMOUNT: tr("is no amount"),
        Wrong.TOO_FINE: tr("has more decimals than the currency"),
        Wrong.TOO_LARGE: tr("is too large"),
        Wrong.NO_CURRENCY: tr("is no currency"),
        Wrong.NO_KIND: tr("is no kind that is known"),
        Wrong.TOO_LONG: tr("is too long"),
        Wrong.DOES_NOT_ADD_UP: tr("is not gross less fee"),
        Wrong.IN_THE_FUTURE: tr("is still to come"),
    }[wrong]


def state_words(line: CheckedLine) -> str:
    """What becomes of a line, or what is wrong with it."""
    if line.state is LineState.WRONG:
        return ", ".join(f"{field_words(field)} {wrong_words(wrong)}" for field, wrong in line.problems.items())
    return {
        LineState.NEW: tr("New"),
        LineState.KNOWN: tr("In the ledger already"),
        LineState.LEFT_OUT: tr("Left out"),
    }[line.state]


_TONES = {LineState.WRONG: "danger", LineState.KNOWN: "text_muted", LineState.LEFT_OUT: "text_muted"}


class CsvImportModel(QAbstractTableModel):
    """`mended` comes after a cell was changed; `table` is the file as it is now."""

    mended = Signal()

    def __init__(self, table: CsvTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._fields: tuple[tuple[Field, int], ...] = ()
        self._lines: Sequence[CheckedLine] = ()
        self._shown: Sequence[int] = range(len(table.rows))
        self._only_wrong = False

    def show_form(self, form: ImportForm) -> None:
        """Columns are the fields that the file fills."""
        fields = tuple((field, form.columns[field]) for field in Field if field in form.columns)
        if fields != self._fields:
            self.beginResetModel()
            self._fields = fields
            self.endResetModel()

    def show_preview(self, preview: ImportPreview) -> None:
        self._lines = preview.lines
        self._narrow()

    def only_wrong(self, *, only: bool) -> None:
        self._only_wrong = only
        self._narrow()

    def _narrow(self) -> None:
        shown: Sequence[int] = range(len(self.table.rows))
        if self._only_wrong:
            shown = [line.number for line in self._lines if line.state is LineState.WRONG]
        if len(shown) != len(self._shown) or self._only_wrong:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else _FIXED + len(self._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIXED:
            return (tr("Line"), tr("State"))[section]
        return field_words(self._fields[section - _FIXED][0])

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return base | Qt.ItemFlag.ItemIsEditable if index.column() >= _FIXED else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        number = self._shown[index.row()]
        line = self._lines[number] if number < len(self._lines) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(number, index.column(), line)
        if role == Qt.ItemDataRole.ForegroundRole and line is not None:
            return self._colour(index.column(), line)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole) and line is not None:
            return self._problem(index.column(), line)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A cell is mended in the file as it is held here; the file on the disk stays as it is."""
        if role != Qt.ItemDataRole.EditRole or index.column() < _FIXED:
            return False
        number, at = self._shown[index.row()], self._fields[index.column() - _FIXED][1]
        cells = list(self.table.rows[number])
        cells[at] = str(value)
        rows = (*self.table.rows[:number], tuple(cells), *self.table.rows[number + 1 :])
        self.table = replace(self.table, rows=rows)
        self.dataChanged.emit(index, index)
        self.mended.emit()
        return True

    def _text(self, number: int, column: int, line: CheckedLine | None) -> str:
        if column == 0:
            return str(number + 2)  # as a spreadsheet counts, below the names of the columns
        if column == 1:
            return "…" if line is None else state_words(line)
        return self.table.rows[number][self._fields[column - _FIXED][1]]

    def _colour(self, column: int, line: CheckedLine) -> Any:
        if column >= _FIXED and self._fields[column - _FIXED][0] not in line.problems and line.state is LineState.WRONG:
            return None
        tone = _TONES.get(line.state)
        return None if tone is None else theme.current().colour(tone)

    def _problem(self, column: int, line: CheckedLine) -> str | None:
        if column < _FIXED:
            return state_words(line)
        wrong = line.problems.get(self._fields[column - _FIXED][0])
        return None if wrong is None else wrong_words(wrong)
