"""Media items as a list with thumbnails: of the library, or of one post, where their order counts."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from ofauto_desktop.domain.media import MediaItem
from ui.language import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What views ask for besides name and picture."""

    ITEM = Qt.ItemDataRole.UserRole + 1


class MediaModel(QAbstractListModel):
    """Items in an order; a thumbnail comes later, when it has been read, and is kept for the item's id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[MediaItem] = []
        self._thumbnails: dict[int, QPixmap] = {}

    @property
    def items(self) -> tuple[MediaItem, ...]:
        return tuple(self._items)

    def show(self, items: Sequence[MediaItem]) -> None:
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def append(self, item: MediaItem) -> bool:
        """Add `item` at the end; False where it is there already."""
        if any(known.id == item.id for known in self._items):
            return False
        self.beginInsertRows(_NOWHERE, len(self._items), len(self._items))
        self._items.append(item)
        self.endInsertRows()
        return True

    def replace(self, item: MediaItem) -> None:
        """Show what is now known of an item, such as its new alternative text."""
        for row, known in enumerate(self._items):
            if known.id == item.id:
                self._items[row] = item
                self.dataChanged.emit(self.index(row), self.index(row))

    def remove(self, row: int) -> None:
        self.beginRemoveRows(_NOWHERE, row, row)
        del self._items[row]
        self.endRemoveRows()

    def move(self, row: int, by: int) -> int:
        """Move one item by so many places, as far as there are any; returns its row."""
        to = min(max(row + by, 0), len(self._items) - 1)
        if to == row:
            return row
        # Qt counts the place before which the row lands as if the row still stood where it was.
        self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, to + 1 if to > row else to)
        self._items.insert(to, self._items.pop(row))
        self.endMoveRows()
        return to

    def without_thumbnail(self) -> tuple[int, ...]:
        return tuple(item.id for item in self._items if item.id not in self._thumbnails)

    def thumbnail(self, media_id: int) -> QPixmap | None:
        return self._thumbnails.get(media_id)

    def set_thumbnail(self, media_id: int, content: bytes) -> None:
        """Take a picture's bytes, as the library keeps them; unreadable ones leave the item without a picture."""
        picture = QPixmap()
        picture.loadFromData(content)
        self._thumbnails[media_id] = picture
        for row, item in enumerate(self._items):
            if item.id == media_id:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Items can be dragged between each other, not onto one another."""
        if index.isValid():
            return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def moveRows(self, parent: Index, row: int, count: int, to_parent: Index, to: int) -> bool:
        """A view's own drag: `to` is the place before which the row lands."""
        if count != 1 or not 0 <= row < len(self._items):
            return False
        return self.move(row, (to - 1 if to > row else to) - row) != row

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.get(item.id)
        if role == Role.ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{item.kind.value.capitalize()} {item.name}: {item.alt_text or tr('no alternative text')}"
        return None
