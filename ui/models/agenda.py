"""Posts as a list: a heading for each day, its entries below, drafts without a time at the end."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.entries import Entry, without_time

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What the delegate and the page ask a row for, besides its text. `ENTRY` is None on a heading."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    HEADING = Qt.ItemDataRole.UserRole + 2


def day_heading(day: date, today: date) -> str:
    """Today, Tomorrow or Yesterday before the date, in the person's own language."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days)
    written = QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM")
    return f"{near} · {written}" if near else written


def spoken(entry: Entry) -> str:
    """One entry as a screen reader says it."""
    at = "no time yet" if entry.local is None else f"{entry.local:%H:%M}"
    return f"{entry.look.word}, {at}, {entry.accounts or 'no account'}: {entry.headline}"


class AgendaModel(QAbstractListModel):
    """Headings and entries as rows; a heading cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | Entry] = []

    def show(self, entries: Sequence[Entry], today: date) -> None:
        """Put `entries`, in their order, below the heading of each day."""
        self.beginResetModel()
        self._rows = []
        planned = [entry for entry in entries if entry.local is not None]
        for day, of_day in groupby(planned, key=lambda entry: entry.local.date() if entry.local else today):
            self._rows += [day_heading(day, today), *of_day]
        if drafts := without_time(entries):
            self._rows += ["No time yet", *drafts]
        self.endResetModel()

    def row_of(self, post_id: int) -> int | None:
        """The first row of a post; None where it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Entry) and row.post.id == post_id:
                return number
        return None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in (Qt.ItemDataRole.DisplayRole, Role.HEADING) else None
        return _entry_data(row, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


def _entry_data(entry: Entry, role: int) -> Any:
    if role == Role.ENTRY:
        return entry
    if role == Qt.ItemDataRole.DisplayRole:
        return entry.headline
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        return spoken(entry)
    return None
