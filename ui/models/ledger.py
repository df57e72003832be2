"""The ledger as a table that fetches windows: all ids are known, lines come as they are scrolled to."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QTimer

from ui.models.figure_rows import FigureModel, Row
from ui.models.money_words import ledger_columns

WINDOW = 64
# Windows that are kept: what was just left is often returned to.
_KEPT = 90
_NOWHERE = QModelIndex()
Fetch = Callable[[int, Sequence[int]], None]


class LedgerModel(FigureModel):
    """`fetch` is asked for a window by its number and ids; `take` brings its rows, in any order, or too late."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(ledger_columns(), parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._windows: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._turn = 0
        # The longest figure that each column has met so far: none is ever cut.
        self._longest = [column.sample for column in self.columns]
        self._wanted: list[int] = []
        # What a flick passes over is not fetched: the last windows that were painted are.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    @property
    def turn(self) -> int:
        """Counts up with each set of ids: an answer of another turn is dropped."""
        return self._turn

    def show_ids(self, ids: "array[int]") -> None:
        self.beginResetModel()
        self._ids = ids
        self._windows.clear()
        self._asked.clear()
        self._wanted.clear()
        self._turn += 1
        self.endResetModel()

    def take(self, turn: int, window: int, rows: Sequence[Row]) -> None:
        if turn != self._turn:
            return
        self._asked.discard(window)
        self._windows[window] = rows
        self._measure(rows)
        self._windows.move_to_end(window)
        while len(self._windows) > _KEPT:
            self._windows.popitem(last=False)
        first = window * WINDOW
        last = min(first + WINDOW, len(self._ids)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def widest(self, column: int) -> Sequence[str]:
        """What the column was planned for, or the longest that it has met."""
        return (self.columns[column].sample, self._longest[column])

    def _measure(self, rows: Sequence[Row]) -> None:
        wider = False
        for at, column in enumerate(self.columns):
            if column.figures:
                longest = max((row.cells[at].text for row in rows), key=len, default="")
                if len(longest) > len(self._longest[at]):
                    self._longest[at], wider = longest, True
        if wider:
            self.widened.emit()

    def missed(self, turn: int, window: int) -> None:
        """It could not be read: it is asked for again when it is looked at."""
        if turn == self._turn:
            self._asked.discard(window)

    def row_of(self, line_id: int) -> int | None:
        """Where a line stands; None where it is not in sight."""
        try:
            return self._ids.index(line_id)
        except ValueError:
            return None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def row_at(self, number: int) -> Row | None:
        if not 0 <= number < len(self._ids):
            return None
        window, place = divmod(number, WINDOW)
        rows = self._windows.get(window)
        if rows is not None:
            return rows[place] if place < len(rows) else None
        if window not in self._asked and window not in self._wanted:
            self._wanted.append(window)
            self._soon.start()
        return None

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted[-3:], []
        for window in wanted:
            self._asked.add(window)
            self._fetch(window, self._ids[window * WINDOW : (window + 1) * WINDOW])
