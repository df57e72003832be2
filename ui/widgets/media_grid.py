"""The view of the library's items: a grid that fills the width, a list where that is narrow."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from ui import theme
from ui.language import tr
from ui.models.library import LibraryModel, Role
from ui.thumbnails import Thumbnails
from ui.tokens import RADIUS
from ui.widgets.media_tiles import GAP, LineLook, TileLook

LIST_BELOW = 480  # pixels at 100 % text
_TILE = 168
_LINE = 64
_DRAGGED = 96


class MediaGrid(QListView):
    """Enter and Space open and preview the item that the keys are on; what is selected is dragged."""

    opened = Signal(int)  # a media id
    previewed = Signal(int)
    chosen = Signal()  # another selection

    def __init__(self, model: LibraryModel, pictures: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._pictures = model, pictures
        self._tiles, self._lines = TileLook(pictures, self), LineLook(pictures, self)
        self._as_list: bool | None = None
        self.setProperty("role", "grid")
        self.setAccessibleName(tr("Media"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the columns, and with them whether it is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setModel(model)
        pictures.arrived.connect(self.viewport().update)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.previewed.emit(index.data(Role.MEDIA_ID)))
        theme.current().changed.connect(self.fit)
        self.fit()

    @property
    def is_list(self) -> bool:
        return bool(self._as_list)

    def chosen_ids(self) -> tuple[int, ...]:
        """What is selected, in the order shown."""
        return self._model.ids_in(self.selectionModel().selection())

    def current_id(self) -> int | None:
        index = self.currentIndex()
        return index.data(Role.MEDIA_ID) if index.isValid() else None

    def go_to(self, media_id: int) -> bool:
        """Select an item and bring it into sight; False where it is not among them."""
        row = self._model.row_of(media_id)
        if row < 0:
            return False
        index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def step(self, by: int) -> None:
        """To the next item, or the one before."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self.go_to(self._model.ids[row])

    def keep_place(self, chosen: tuple[int, ...], current: int | None, scroll: int) -> None:
        """After the model was filled anew: what was selected is again, as far as it is still there."""
        keep = set(chosen)
        flags = QItemSelectionModel.SelectionFlag
        for row, media_id in enumerate(self._model.ids) if keep else ():
            if media_id in keep:
                self.selectionModel().select(self._model.index(row), flags.Select)
        if current is not None and (row := self._model.row_of(current)) >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row), flags.NoUpdate)
        self.verticalScrollBar().setValue(scroll)

    def fit(self) -> None:
        """Lay out for the width: as many columns as have room, or one line an item."""
        look = theme.current()
        wide = self.viewport().width()
        as_list = wide < look.scaled(LIST_BELOW)
        if as_list is not self._as_list:
            self._as_list = as_list
            self.setItemDelegate(self._lines if as_list else self._tiles)
            self.setFlow(QListView.Flow.TopToBottom if as_list else QListView.Flow.LeftToRight)
            self.setWrapping(not as_list)
        ratio = self.devicePixelRatioF()
        if as_list:
            edge = look.scaled(_LINE) - 16
            cell = QSize(wide, max(look.scaled(_LINE), look.target))
            self._lines.cell, self._lines.edge = cell, edge
        else:
            columns = max(2, wide // look.scaled(_TILE))
            cell = QSize(wide // columns, wide // columns)
            edge = cell.width() - GAP
            self._tiles.cell = cell
        self.setGridSize(cell)
        self.verticalScrollBar().setSingleStep(cell.height() // 2)
        self._pictures.use(round(edge * ratio), round(RADIUS * ratio))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        media_id = self.current_id()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if media_id is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(media_id)
        elif media_id is not None and plain and event.key() == Qt.Key.Key_Space:
            self.previewed.emit(media_id)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the search field finds names."""

    def startDrag(self, supported: Qt.DropAction) -> None:
        indexes = self.selectedIndexes()
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData(indexes))
        drag.setPixmap(self._dragged(indexes[0], len(indexes)))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)

    def _dragged(self, first: QModelIndex, many: int) -> QPixmap:
        """The first one, small, with how many come along."""
        look = theme.current()
        edge, ratio = look.scaled(_DRAGGED), self.devicePixelRatioF()
        made = QPixmap(round(edge * ratio), round(edge * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        picture = self._pictures.picture(first.data(Role.MEDIA_ID))
        room = QRect(0, 0, edge, edge)
        if picture is not None:
            painter.drawPixmap(room, picture)
        else:
            painter.fillRect(room, look.colour("skeleton"))
        if many > 1:
            from ui.widgets.media_tiles import mark

            mark(painter, room, str(many), "images", "text", top=False, left=True)
        painter.end()
        return made
