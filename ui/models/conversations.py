"""The list of conversations: rows by key, further pages as they are scrolled to."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ofauto_desktop.domain.messages import Conversation, Place
from ui.models import message_words as words

CONVERSATION = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class ConversationModel(QAbstractListModel):
    """`more` is asked for the page behind a place; `add` brings it. `show` replaces everything."""

    def __init__(
        self, zone: str, now: Callable[[], datetime], more: Callable[[Place], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._zone, self._now, self._more = zone, now, more
        self._rows: list[Conversation] = []
        self._complete, self._asked = True, False

    def show(self, rows: Sequence[Conversation], *, complete: bool) -> None:
        """What is there now. Rows that only changed stay where they are, so that the cursor and the place do too."""
        self._complete, self._asked = complete, False
        if [one.id for one in rows] == [one.id for one in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def add(self, rows: Sequence[Conversation], *, complete: bool) -> None:
        """The page that was asked for; what stands there already is left out."""
        self._complete, self._asked = complete, False
        there = {one.id for one in self._rows}
        fresh = [one for one in rows if one.id not in there]
        if fresh:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def missed(self) -> None:
        """A page could not be read: it is asked for again when it is scrolled to."""
        self._asked = False

    def at(self, row: int) -> Conversation | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, conversation_id: int | None) -> int | None:
        return next((at for at, one in enumerate(self._rows) if one.id == conversation_id), None)

    def spoken_when(self, of: Conversation) -> str:
        return words.short_when(of.last_at, self._zone, self._now())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.at(index.row())
        if one is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title(one)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(one, self._zone, self._now())
        return one if role == CONVERSATION else None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._asked and bool(self._rows)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self._more(self._rows[-1].place)
