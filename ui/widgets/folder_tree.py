"""The places of the library beside its items: chosen with a click or the keys, and items are dropped into folders."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter
from PySide6.QtWidgets import (
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from ofauto_desktop.domain.library import Folder
from ui import theme
from ui.format import count
from ui.language import tr, tr_n
from ui.models.library import MIME, carried_ids
from ui.models.places import EVERYWHERE, Place, PlaceKind, tree

_FOLDER_MIME = "application/x-ofauto-folder"
_PLACE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1


class _WithCount(QStyledItemDelegate):
    """The name, and at the right how many items lie there."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        words = index.data(_COUNT)
        if words:
            look = theme.current()
            painter.save()
            painter.setPen(look.colour("text_muted"))
            room = option.rect.adjusted(0, 0, -8, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            painter.restore()


class FolderTree(QTreeWidget):
    """`chosen` says which place; the others ask for an act on a folder, None being the top."""

    chosen = Signal(object)  # Place
    items_dropped = Signal(tuple, object)  # ids, Folder or None
    folder_dropped = Signal(object, object)  # Folder, the id of where it goes or None
    add_wanted = Signal(object)  # the Folder to put it in, or None
    rename_wanted = Signal(object)
    move_wanted = Signal(object)
    remove_wanted = Signal(object)
    rule_shown = Signal(object)  # a smart Folder whose rule is to stand in the search field and the chips
    rule_changed = Signal(object)  # one that is to find what these find now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: dict[int, Folder] = {}
        self._lines: dict[Place, QTreeWidgetItem] = {}
        self.setProperty("role", "places")
        self.setAccessibleName(tr("Folders"))
        self.setItemDelegate(_WithCount(self))
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setIndentation(16)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QTreeWidget.DragDropMode.DragDrop)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        self.currentItemChanged.connect(self._go)
        theme.current().changed.connect(self._dress)

    def show_folders(self, folders: Sequence[Folder], chosen: Place) -> None:
        """Fill the tree; the place that is chosen stays so and nothing is emitted."""
        self.blockSignals(True)
        self.clear()
        self._folders = {one.id: one for one in folders}
        self._lines = {}
        for place in _fixed():
            self._add(place, place_name(place), None)
        for _, folder in tree(folders):
            above = self._lines.get(Place(PlaceKind.FOLDER, folder.parent_id))
            self._add(Place(PlaceKind.FOLDER, folder.id), folder.name, folder.count, above)
        self.expandAll()
        self.setCurrentItem(self._lines.get(chosen, self._lines[EVERYWHERE]))
        self.blockSignals(False)
        self._dress()

    def _go(self, line: QTreeWidgetItem | None) -> None:
        if line is not None:
            self.chosen.emit(line.data(0, _PLACE))

    def folder(self) -> Folder | None:
        """The folder that is chosen."""
        line = self.currentItem()
        return None if line is None else self._folder_of(line)

    def place(self) -> Place:
        line = self.currentItem()
        return EVERYWHERE if line is None else line.data(0, _PLACE)

    def mimeTypes(self) -> list[str]:
        return [MIME, _FOLDER_MIME]

    def mimeData(self, lines: Sequence[QTreeWidgetItem]) -> QMimeData:
        mime = QMimeData()
        folder = self._folder_of(lines[0]) if lines else None
        if folder is not None:
            mime.setData(_FOLDER_MIME, QByteArray(str(folder.id).encode()))
        return mime

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME) or event.mimeData().hasFormat(_FOLDER_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """What is under the pointer is marked, if it takes what is dragged."""
        line = self.itemAt(event.position().toPoint())
        takes = line is not None and self._takes(line, event.mimeData())
        self.setCurrentItemQuietly(line if takes else None)
        if takes:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        line = self.itemAt(event.position().toPoint())
        if line is None or not self._takes(line, event.mimeData()):
            event.ignore()
            return
        self.drop_on(line.data(0, _PLACE), event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)  # nothing is to be taken out of the list that it came from
        event.accept()

    def drop_on(self, place: Place, mime: QMimeData) -> None:
        """What a drop on a place does."""
        folder = self._folders.get(place.folder_id or 0)
        ids = carried_ids(mime)
        if ids:
            self.items_dropped.emit(ids, folder)
        elif (moved := self._moved(mime)) is not None:
            self.folder_dropped.emit(moved, None if folder is None else folder.id)

    def setCurrentItemQuietly(self, line: QTreeWidgetItem | None) -> None:
        """Mark the line under a drag without going there."""
        for one in self._lines.values():
            one.setSelected(one is line)

    def _takes(self, line: QTreeWidgetItem, mime: QMimeData) -> bool:
        place: Place = line.data(0, _PLACE)
        folder = self._folder_of(line)
        if folder is not None and folder.rule is not None:
            return False
        return place.kind in (PlaceKind.FOLDER, PlaceKind.UNFILED) or (
            place.kind is PlaceKind.ALL and self._moved(mime) is not None
        )

    def _moved(self, mime: QMimeData) -> Folder | None:
        raw = bytes(mime.data(_FOLDER_MIME).data()) if mime.hasFormat(_FOLDER_MIME) else b""
        return self._folders.get(int(raw)) if raw.isdigit() else None

    def _folder_of(self, line: QTreeWidgetItem) -> Folder | None:
        place: Place = line.data(0, _PLACE)
        return self._folders.get(place.folder_id or 0)

    def _add(self, place: Place, name: str, many: int | None, above: QTreeWidgetItem | None = None) -> None:
        line = QTreeWidgetItem([name])
        line.setData(0, _COUNT, count(many) if many else "")
        if many:
            line.setData(
                0, Qt.ItemDataRole.AccessibleTextRole, tr_n("{name}, {n} item", "{name}, {n} items", many, name=name)
            )
        line.setData(0, _PLACE, place)
        line.setToolTip(0, name)
        if above is None:
            self.addTopLevelItem(line)
        else:
            above.addChild(line)
        self._lines[place] = line

    def _dress(self) -> None:
        icons = theme.current().icons
        walk = QTreeWidgetItemIterator(self)
        while (line := walk.value()) is not None:
            line.setIcon(0, icons.icon(place_icon(line.data(0, _PLACE), self._folder_of(line))))
            walk += 1

    def _menu_at(self, at: QPoint) -> None:
        line = self.itemAt(at)
        menu = self.menu(None if line is None else self._folder_of(line))
        menu.popup(self.viewport().mapToGlobal(at))

    def menu(self, folder: Folder | None) -> QMenu:
        """What can be done with a folder, or at the top."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if folder is None or folder.rule is None:
            self._act(menu, tr("New folder…"), "folder-plus", lambda: self.add_wanted.emit(folder))
        if folder is not None:
            self._act(menu, tr("Rename…"), "pencil", lambda: self.rename_wanted.emit(folder))
            if folder.rule is not None:
                self._act(menu, tr("Show its rule"), "sliders-horizontal", lambda: self.rule_shown.emit(folder))
                words = tr("Let it find what is looked for now")
                self._act(menu, words, "folder-search", lambda: self.rule_changed.emit(folder))
            self._act(menu, tr("Move…"), "folder", lambda: self.move_wanted.emit(folder))
            self._act(menu, tr("Remove folder"), "trash-2", lambda: self.remove_wanted.emit(folder))
        return menu

    def _act(self, menu: QMenu, words: str, icon: str, act: object) -> None:
        made = QAction(theme.current().icons.icon(icon), words, menu)
        made.triggered.connect(act)
        menu.addAction(made)


def place_name(place: Place, folders: Sequence[Folder] = ()) -> str:
    """A place as it is called."""
    if place.kind is PlaceKind.FOLDER:
        return next((one.name for one in folders if one.id == place.folder_id), tr("Folder"))
    return {
        PlaceKind.ALL: tr("All media"),
        PlaceKind.UNFILED: tr("In no folder"),
        PlaceKind.ALIKE: tr("Look-alikes"),
        PlaceKind.BIN: tr("Bin"),
    }[place.kind]


def place_icon(place: Place, folder: Folder | None = None) -> str:
    if place.kind is PlaceKind.FOLDER:
        return "folder-search" if folder is not None and folder.rule is not None else "folder"
    return {
        PlaceKind.ALL: "images",
        PlaceKind.UNFILED: "inbox",
        PlaceKind.ALIKE: "copy",
        PlaceKind.BIN: "trash-2",
    }[place.kind]


def _fixed() -> tuple[Place, ...]:
    return (EVERYWHERE, Place(PlaceKind.UNFILED), Place(PlaceKind.ALIKE), Place(PlaceKind.BIN))
