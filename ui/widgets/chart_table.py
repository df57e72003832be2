"""The numbers of a chart as a table: for screen readers, and for whoever would rather read."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.language import tr
from ui.models.chart_words import full_day, notes, said_day
from ui.models.charting import Content, Line

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DaysModel(QAbstractTableModel):
    """A row a day, newest first; a column a series, and after each the period before it."""

    def __init__(self) -> None:
        super().__init__()
        self._content = Content()
        self.columns: list[tuple[int, Line]] = []
        self._noted = False

    def put(self, content: Content) -> None:
        self.beginResetModel()
        self._content = content
        self.columns = []
        for index, line in enumerate(content.lines):
            self.columns.append((index, line))
            if (ghost := content.ghosts[index]) is not None:
                self.columns.append((index, ghost))
        self._noted = bool(content.marks)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._content.days

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self.columns) + self._noted

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and 0 < section <= len(self.columns):
            return int(_RIGHT)
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        if section == 0:
            return tr("Day")
        if section > len(self.columns):
            return tr("What happened")
        _, line = self.columns[section - 1]
        return tr("{name}, before", name=line.name) if line.shift else line.name

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and 0 < index.column() <= len(self.columns):
            return int(_RIGHT)
        if role == Qt.ItemDataRole.ToolTipRole and 0 < index.column() <= len(self.columns):
            _, line = self.columns[index.column() - 1]
            then = self._content.day(self.at(index.row())) - timedelta(days=line.shift)
            return full_day(then) if line.shift else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.text(self.at(index.row()), index.column())

    def at(self, row: int) -> int:
        """The day's number of a row."""
        return self._content.days - 1 - row

    def text(self, at: int, column: int) -> str:
        if column == 0:
            return said_day(self._content, at)
        if column > len(self.columns):
            return ", ".join(notes(self._content, at))
        _, line = self.columns[column - 1]
        return self._content.said(line.values[at])


class ChartTable(QTableView):
    """`chosen` with a series and a day's number, as the chart itself does."""

    chosen = Signal(int, int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = DaysModel()
        self.setModel(self.days)
        self.set_title(title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.setWordWrap(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # Looks at a screenful of rows, not at three years of them.
        self.horizontalHeader().setResizeContentsPrecision(30)
        self.horizontalHeader().setStretchLastSection(True)
        self.activated.connect(self._choose)

    def set_title(self, title: str) -> None:
        self.setAccessibleName(tr("{title} as a table", title=title))

    def put(self, content: Content) -> None:
        self.days.put(content)

    def _choose(self, index: QModelIndex) -> None:
        column = min(max(index.column(), 1), len(self.days.columns))
        if column:
            self.chosen.emit(self.days.columns[column - 1][0], self.days.at(index.row()))
