"""Which posts of the calendar are selected, and which row has the focus. All views share it: it stays from one to the next."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from ui.models.agenda import AgendaModel
from ui.models.entries import Entry

_FLAG = QItemSelectionModel.SelectionFlag


class Picks(QObject):
    """`many`: the person is selecting several, so that moving the focus leaves the selection as it is.

    Otherwise the one with the focus is the one that is selected.
    """

    changed = Signal()

    def __init__(self, rows: AgendaModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.model = QItemSelectionModel(rows, self)
        self.many = False
        self._anchor = -1
        self._picked: frozenset[int] = frozenset()
        self._kept: tuple[tuple[int, ...], int | None, date | None] = ((), None, None)
        self.model.selectionChanged.connect(self._tell)
        rows.modelAboutToBeReset.connect(self._keep)

    @property
    def rows(self) -> frozenset[int]:
        """Those of posts that are selected."""
        return self._picked

    @property
    def focus(self) -> int:
        """The row that has the focus; -1 for none."""
        return self.model.currentIndex().row()

    def ids(self) -> tuple[int, ...]:
        """Selected posts, in the order of time."""
        return tuple(entry.post.id for entry in self.entries())

    def entries(self) -> tuple[Entry, ...]:
        """The first entry of each selected post, in the order of time."""
        found: dict[int, Entry] = {}
        for row in sorted(self._picked):
            entry = self._rows.entry(row)
            if entry is not None:
                found.setdefault(entry.post.id, entry)
        return tuple(found.values())

    def only(self, row: int) -> None:
        self.many, self._anchor = False, row
        if self.model.currentIndex().row() != row or self._picked != {row}:
            self.model.setCurrentIndex(self._rows.index(row, 0), _FLAG.ClearAndSelect)

    def toggle(self, row: int) -> None:
        self._begin()
        self._anchor = row
        self.model.setCurrentIndex(self._rows.index(row, 0), _FLAG.Toggle)

    def reach(self, row: int) -> None:
        """All from the one that was picked last to this."""
        self._begin()
        begin = self._anchor if 0 <= self._anchor < len(self._rows.rows) else row
        self.model.select(self._range(min(begin, row), max(begin, row)), _FLAG.ClearAndSelect)
        self.focus_only(row)

    def exactly(self, rows: Iterable[int]) -> None:
        self._begin()
        wanted = QItemSelection()
        for first, last in runs(sorted(rows)):
            wanted.merge(self._range(first, last), _FLAG.Select)
        self.model.select(wanted, _FLAG.ClearAndSelect)

    def everything(self) -> None:
        if self._rows.rows:
            self._begin()
            self.model.select(self._range(0, len(self._rows.rows) - 1), _FLAG.ClearAndSelect)

    def nothing(self) -> None:
        self.many = False
        self.model.clearSelection()

    def walk_to(self, row: int) -> None:
        """The focus goes there, and the selection with it unless several are being selected."""
        if self.many:
            self.focus_only(row)
        else:
            self.only(row)

    def focus_only(self, row: int) -> None:
        self.model.setCurrentIndex(self._rows.index(row, 0), _FLAG.NoUpdate)

    def put_back(self) -> None:
        """After the rows were read again: the same posts, as far as they are still there."""
        ids, post_id, day = self._kept
        rows = self._rows.rows_of(frozenset(ids)) if ids else []
        if self.many and rows:
            self.exactly(rows)
        self.many = self.many and bool(rows)
        row = self._rows.row_of(post_id) if post_id is not None else None
        if row is None and day is not None:
            row = self._rows.row_of_day(day)
        if row is not None:
            self.walk_to(row)
        self._tell()

    def _keep(self) -> None:
        entry = self._rows.entry(self.focus)
        self._kept = (self.ids(), None if entry is None else entry.post.id, self._rows.day(self.focus))
        self._anchor = -1

    def _begin(self) -> None:
        if not self.many:
            self.many = True
            self._anchor = self.focus

    def _range(self, first: int, last: int) -> QItemSelection:
        return QItemSelection(self._rows.index(first, 0), self._rows.index(last, 0))

    def _tell(self, *_: object) -> None:
        rows = (index.row() for index in self.model.selectedIndexes())
        self._picked = frozenset(row for row in rows if self._rows.entry(row) is not None)
        self.changed.emit()


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as stretches without gaps: first and last of each."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
