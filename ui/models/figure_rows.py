"""Rows of figures for a table: what stands in each cell, and how a row reads as two lines where there is no room for columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MEASURED = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `figures` stand at the right; `sample` is the widest text that it must hold.

    `grow` shares what room is left; the column with the highest `drop` goes first where there is none, 0 never goes.
    `sort` names what it is sorted by, "" for none.
    """

    title: str
    figures: bool = False
    sample: str = ""
    grow: int = 0
    drop: int = 0
    sort: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `tone` is a token of the theme, "" for plain text; what a tone says, the text says too."""

    text: str
    tip: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the same in two lines: `lead` and `figure` above, `caption` and `note` below. `key` is what it is of."""

    cells: tuple[Cell, ...]
    lead: str
    figure: str = ""
    caption: str = ""
    note: str = ""
    key: object = None
    strong: bool = False

    @property
    def spoken(self) -> str:
        """For screen readers, in one breath."""
        return ", ".join(part for part in (self.lead, self.figure, self.caption, self.note) if part)


class FigureModel(QAbstractTableModel):
    """Rows that are all there. A model that fetches overrides `rowCount`, `row_at` and `widest`.

    `widened` comes when a column met a text that is wider than all before.
    """

    widened = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row], columns: Sequence[Column] | None = None) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def row_at(self, number: int) -> Row | None:
        """The row, None where it is still being fetched."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def widest(self, column: int) -> Sequence[str]:
        """The longest texts of a column, for its width; none where they are not all there."""
        texts = {row.cells[column].text for row in self._rows if column < len(row.cells)}
        return sorted(texts, key=len)[-_MEASURED:]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None or index.column() >= len(row.cells):
            return None
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken if index.column() == 0 else f"{self.columns[index.column()].title}: {cell.text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(figures=self.columns[index.column()].figures)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(figures=column.figures)
        return None


def _side(*, figures: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
