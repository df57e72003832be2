"""What a view of the calendar shows, as one list of rows: each day, and below it the entries of that day.

The views draw from it, and screen readers read it: they hear the same days and posts in the same order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.language import tr, tr_n
from ui.models.day_words import day_heading
from ui.models.entries import Entry
from ui.models.mark_lanes import MarksOfDay, titles

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What views ask a row for, besides its text: one of the two is None."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    DAY = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's own row. `marks` are the lanes of what is marked on it."""

    date: date
    count: int
    marks: MarksOfDay = ()

    @property
    def titles(self) -> tuple[str, ...]:
        return titles(self.marks)


Row = Day | Entry


class AgendaModel(QAbstractListModel):
    """Days can have the focus but are never selected: what is done to a selection is done to posts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.today = date.min
        self._first_of: dict[int, int] = {}
        self._day_rows: dict[date, int] = {}

    def show(
        self,
        entries: Sequence[Entry],
        today: date,
        *,
        days: Sequence[date] | None = None,
        marks: dict[date, MarksOfDay] | None = None,
    ) -> None:
        """`entries` in the order of time. `days`: all of these have a row; None: only those with entries, as in a list."""
        self.beginResetModel()
        self.today = today
        self.rows = []
        self._index((), ())
        self._add(entries, days, marks or {})
        self.endResetModel()

    def show_plain(self, entries: Sequence[Entry]) -> None:
        """`entries` without days: drafts that have no time."""
        self.beginResetModel()
        self.rows = list(entries)
        self._index((), ())
        self._index(self.rows, range(len(self.rows)))
        self.endResetModel()

    def extend(self, entries: Sequence[Entry], marks: dict[date, MarksOfDay] | None = None) -> None:
        """More of a list, later than all that is there."""
        before = len(self.rows)
        known = (
            self.rows[-1].local.date() if before and isinstance(self.rows[-1], Entry) and self.rows[-1].local else None
        )
        made = [row for row in _rows(entries, None, marks or {}) if not (isinstance(row, Day) and row.date == known)]
        if not made:
            return
        self.beginInsertRows(_NOWHERE, before, before + len(made) - 1)
        self.rows += made
        self._index(made, range(before, len(self.rows)))
        self.endInsertRows()

    def entry(self, row: int) -> Entry | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Entry) else None

    def day(self, row: int) -> date | None:
        """The day on which a row stands."""
        if not 0 <= row < len(self.rows):
            return None
        found = self.rows[row]
        if isinstance(found, Day):
            return found.date
        return found.local.date() if found.local is not None else None

    def entries(self) -> list[Entry]:
        return [row for row in self.rows if isinstance(row, Entry)]

    def row_of(self, post_id: int) -> int | None:
        """The first row of a post; None where it is not shown."""
        return self._first_of.get(post_id)

    def row_of_day(self, day: date) -> int | None:
        return self._day_rows.get(day)

    def marks_of(self, day: date) -> MarksOfDay:
        """The lanes of a day that has a row."""
        row = self._day_rows.get(day)
        found = None if row is None else self.rows[row]
        return found.marks if isinstance(found, Day) else ()

    def rows_of(self, post_ids: Collection[int]) -> list[int]:
        """Every row of these posts."""
        return [number for number, row in enumerate(self.rows) if isinstance(row, Entry) and row.post.id in post_ids]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        return _day_data(row, role, self.today) if isinstance(row, Day) else _entry_data(row, role, self.today)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or index.row() >= len(self.rows):
            return Qt.ItemFlag.NoItemFlags
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if isinstance(self.rows[index.row()], Day):
            return known
        return known | Qt.ItemFlag.ItemIsSelectable

    def _add(self, entries: Sequence[Entry], days: Sequence[date] | None, marks: dict[date, MarksOfDay]) -> None:
        self.rows = _rows(entries, days, marks)
        self._index(self.rows, range(len(self.rows)))

    def _index(self, rows: Sequence[Row], numbers: Sequence[int]) -> None:
        if not rows:
            self._first_of, self._day_rows = {}, {}
        for number, row in zip(numbers, rows, strict=True):
            if isinstance(row, Day):
                self._day_rows.setdefault(row.date, number)
            else:
                self._first_of.setdefault(row.post.id, number)


def _rows(entries: Sequence[Entry], days: Sequence[date] | None, marks: dict[date, MarksOfDay]) -> list[Row]:
    """Entries below their days; without `days` only those with entries are named."""
    planned = [entry for entry in entries if entry.local is not None]
    of_day = {day: list(group) for day, group in groupby(planned, key=_day_of)}
    rows: list[Row] = []
    for day in days if days is not None else of_day:
        mine = of_day.get(day, [])
        rows += [Day(date=day, count=len(mine), marks=marks.get(day, ())), *mine]
    return rows


def _day_of(entry: Entry) -> date:
    return entry.local.date() if entry.local is not None else date.min


def spoken(entry: Entry, today: date | None = None) -> str:
    """One entry as a screen reader says it, with its day where `today` is told."""
    at = entry.clock or tr("no time yet")
    if today is not None and entry.local is not None:
        at = f"{day_heading(entry.local.date(), today)}, {at}"
    parts = [entry.look.word, at, entry.accounts or tr("no account")]
    return f"{', '.join(parts)}: {entry.headline}"


def _entry_data(entry: Entry, role: int, today: date) -> Any:
    if role == Role.ENTRY:
        return entry
    if role == Qt.ItemDataRole.DisplayRole:
        return entry.headline
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        return spoken(entry, today if role == Qt.ItemDataRole.AccessibleTextRole else None)
    if role == Qt.ItemDataRole.AccessibleDescriptionRole:
        return entry.stuck or ""
    return None


def _day_data(day: Day, role: int, today: date) -> Any:
    if role == Role.DAY:
        return day
    if role == Qt.ItemDataRole.DisplayRole:
        return day_heading(day.date, today)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        posts = tr_n("{n} post", "{n} posts", day.count) if day.count else tr("no posts")
        return ", ".join((day_heading(day.date, today), *day.titles, posts))
    return None
