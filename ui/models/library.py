"""The library as a list of any length: ids, of which the items in sight are read, a window at a time."""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from ofauto_desktop.domain.library import MediaUse, Tile
from ofauto_desktop.domain.media import MediaKind
from ui.desk import Desk
from ui.format import playing
from ui.language import tr

if TYPE_CHECKING:
    from ofauto_desktop.services.media_finding import MediaFinding

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-ofauto-media"
PAGE = 60
_PAGES_KEPT = 40
_RUNNING = 2
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What views ask for."""

    TILE = Qt.ItemDataRole.UserRole + 1
    MEDIA_ID = Qt.ItemDataRole.UserRole + 2
    GROUP = Qt.ItemDataRole.UserRole + 3


class LibraryModel(QAbstractListModel):
    """`show` takes ids; items come when a view looks at them. Those that were looked at last are kept."""

    def __init__(self, finding: "MediaFinding", desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finding, self._desk = finding, desk
        self.ids: array[int] = array("q")
        self._groups: dict[int, int] = {}
        self._pages: OrderedDict[int, dict[int, Tile]] = OrderedDict()
        self._stale: set[int] = set()
        self._missing: OrderedDict[int, None] = OrderedDict()
        self._running: set[int] = set()
        self._turn = 0  # answers to an earlier question are not shown
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)

    def show(self, ids: "array[int]", groups: dict[int, int] | None = None) -> bool:
        """Show these; the same ids as before are read anew and nothing moves. `groups`: which look alike, by id."""
        self._groups = groups or {}
        if ids == self.ids:
            self._stale = set(self._pages)
            if ids:
                self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
            return False
        self.beginResetModel()
        self._turn += 1
        self.ids = ids
        for pages in (self._pages, self._missing):
            pages.clear()
        self._stale.clear()
        self._running.clear()
        self.endResetModel()
        return True

    def tile(self, row: int) -> Tile | None:
        """The item of a row; where it is not there yet, it is asked for."""
        page = row // PAGE
        found = self._pages.get(page)
        if found is None or page in self._stale:
            self._want(page)
        if found is None:
            return None
        self._pages.move_to_end(page)
        return found.get(self.ids[row])

    def group(self, media_id: int) -> int | None:
        """Which look-alikes it belongs to, where those are shown."""
        return self._groups.get(media_id)

    def row_of(self, media_id: int) -> int:
        """Where it stands, -1 where it is not among them."""
        try:
            return self.ids.index(media_id)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        match role:
            case Role.TILE:
                return self.tile(index.row())
            case Role.MEDIA_ID:
                return self.ids[index.row()]
            case Role.GROUP:
                return self._groups.get(self.ids[index.row()])
            case Qt.ItemDataRole.DisplayRole:
                tile = self.tile(index.row())
                return "" if tile is None else tile.item.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                tile = self.tile(index.row())
                return tr("Loading") if tile is None else described(tile, self._groups.get(tile.item.id))
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return carried([self.ids[one.row()] for one in indexes])

    def _want(self, page: int) -> None:
        if page in self._running:
            return
        self._missing[page] = None
        self._missing.move_to_end(page)
        while len(self._missing) > _PAGES_KEPT:
            self._missing.popitem(last=False)
        if not self._soon.isActive():
            self._soon.start()

    def _read(self) -> None:
        while self._missing and len(self._running) < _RUNNING:
            page, _ = self._missing.popitem()
            self._running.add(page)
            turn = self._turn
            work = self._finding.tiles(self.ids[page * PAGE : (page + 1) * PAGE])
            self._desk.tasks.run(
                work,
                owner=self,
                done=partial(self._take, page, turn),
                failed=partial(self._failed, page, turn),
            )

    def _take(self, page: int, turn: int, tiles: Sequence[Tile]) -> None:
        if turn != self._turn:
            return
        self._running.discard(page)
        self._stale.discard(page)
        self._pages[page] = {tile.item.id: tile for tile in tiles}
        while len(self._pages) > _PAGES_KEPT:
            gone, _ = self._pages.popitem(last=False)
            self._stale.discard(gone)
        last = min((page + 1) * PAGE, len(self.ids)) - 1
        self.dataChanged.emit(self.index(page * PAGE), self.index(last))
        self._read()

    def _failed(self, page: int, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self._running.discard(page)
            self._pages[page] = {}  # asked for again with the next refresh
            self._desk.errors.show(error)


def carried(media_ids: Sequence[int]) -> QMimeData:
    """Items on their way to a folder, or wherever they are dropped."""
    mime = QMimeData()
    mime.setData(MIME, QByteArray(",".join(map(str, media_ids)).encode()))
    return mime


def carried_ids(mime: QMimeData) -> tuple[int, ...]:
    """The ids that `carried` put in; empty for anything else."""
    raw = bytes(mime.data(MIME).data()) if mime.hasFormat(MIME) else b""
    return tuple(int(one) for one in raw.split(b",") if one.isdigit())


def kind_word(kind: MediaKind) -> str:
    return {MediaKind.IMAGE: tr("Picture"), MediaKind.GIF: tr("GIF"), MediaKind.VIDEO: tr("Film")}[kind]


def use_word(use: MediaUse) -> str:
    return {MediaUse.UNUSED: tr("Not used"), MediaUse.PLANNED: tr("Planned"), MediaUse.OUT: tr("Posted")}[use]


def described(tile: Tile, group: int | None = None) -> str:
    """A tile in words: for screen readers and tooltips."""
    item = tile.item
    length = [playing(item.duration_ms)] if item.duration_ms is not None else []
    alike = [tr("look-alikes {number}", number=group)] if group is not None else []
    alt = item.alt_text or tr("no alternative text")
    facts = ", ".join((kind_word(item.kind), *length, use_word(tile.use).lower(), *alike))
    return f"{item.name}: {facts}. {alt}"
