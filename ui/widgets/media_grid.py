"""The view of the library's items: a grid that fills the width, a list where that is narrow.

A QListView for readers, selection and drags; where items stand, how they are drawn and how the keys go is done here, by
arithmetic: Qt's own layout walks over every item with every change.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QHoverEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui import theme
from ui.language import tr
from ui.models.library import Index, LibraryModel, carried
from ui.thumbnails import Thumbnails
from ui.tokens import RADIUS
from ui.widgets.media_tiles import GAP, Shown, TilePainter
from ui.widgets.tile_layout import TileLayout

LIST_BELOW = 480  # pixels at 100 % text
_TILE = 168
_LINE = 64
_DRAGGED = 96
_HOVERS = (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave)


class MediaGrid(QListView):
    """Enter and Space open and preview the item that the keys are on; what is selected is dragged."""

    opened = Signal(int)  # a media id
    previewed = Signal(int)
    chosen = Signal()  # another selection
    menu_wanted = Signal(object)  # where, a QPoint of the screen

    def __init__(self, model: LibraryModel, pictures: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._pictures = model, pictures
        self._painter = TilePainter(self)
        self._layout = TileLayout()
        self._as_list = False
        self._edge = 1
        self._hovered = -1
        self._ranges: list[tuple[int, int]] = []
        self.setProperty("role", "grid")
        self.setAccessibleName(tr("Media"))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the columns, and with them whether it is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDragEnabled(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setModel(model)
        pictures.arrived.connect(self.viewport().update)
        self.selectionModel().selectionChanged.connect(lambda *_: self._note_selection())
        model.modelReset.connect(self._note_selection)
        theme.current().changed.connect(self.fit)
        self.fit()

    @property
    def is_list(self) -> bool:
        return self._as_list

    def chosen_ids(self) -> tuple[int, ...]:
        """What is selected, in the order shown."""
        ids = self._model.ids
        return tuple(media_id for first, last in self._ranges for media_id in ids[first : last + 1])

    def chosen_count(self) -> int:
        """How many are selected; cheap, for every change."""
        return sum(last - first + 1 for first, last in self._ranges)

    def current_id(self) -> int | None:
        row = self.currentIndex().row()
        return self._model.ids[row] if 0 <= row < len(self._model.ids) else None

    def go_to(self, media_id: int) -> bool:
        """Select an item and bring it into sight; False where it is not among them."""
        row = self._model.row_of(media_id)
        if row < 0:
            return False
        index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def choose(self, media_ids: Sequence[int]) -> None:
        """Select these alone."""
        self.keep_place(tuple(media_ids), self.current_id(), self.verticalOffset())

    def step(self, by: int) -> None:
        """To the next item, or the one before."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self.go_to(self._model.ids[row])

    def keep_place(self, chosen: tuple[int, ...], current: int | None, scroll: int) -> None:
        """After the model was filled anew: what was selected is again, as far as it is still there."""
        keep = set(chosen)
        flags = QItemSelectionModel.SelectionFlag
        rows = [row for row, media_id in enumerate(self._model.ids) if media_id in keep] if keep else []
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(self._model.index(first), self._model.index(last))
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if current is not None and (row := self._model.row_of(current)) >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row), flags.NoUpdate)
        self.updateGeometries()
        self.verticalScrollBar().setValue(scroll)

    def fit(self) -> None:
        """Lay out for the width: as many columns as have room, or one line an item."""
        look = theme.current()
        wide = max(1, self.viewport().width())
        first = self._layout.between(self.verticalOffset(), self.verticalOffset(), self._model.rowCount())
        current = self.currentIndex()
        in_sight = current.isValid() and self.viewport().rect().intersects(self.visualRect(current))
        self._as_list = wide < look.scaled(LIST_BELOW)
        if self._as_list:
            self._edge = look.scaled(_LINE) - 16
            self._layout = TileLayout(wide=wide, high=max(look.scaled(_LINE), look.target))
        else:
            columns = max(2, wide // look.scaled(_TILE))
            self._layout = TileLayout(columns=columns, wide=wide // columns, high=wide // columns)
            self._edge = self._layout.wide - GAP
        ratio = self.devicePixelRatioF()
        self._pictures.use(round(self._edge * ratio), round(RADIUS * ratio))
        self.updateGeometries()
        if first.start:  # what stood at the top stays there when columns come or go
            self.verticalScrollBar().setValue(self._layout.cell(first.start).top())
        if in_sight:
            self.scrollTo(current)
        self.viewport().update()

    def _note_selection(self) -> None:
        """Kept as ranges: asking Qt for each item and frame would ask the model back each time."""
        selection = self.selectionModel().selection()
        self._ranges = sorted((selection.at(at).top(), selection.at(at).bottom()) for at in range(selection.size()))
        self.viewport().update()
        self.chosen.emit()

    def _is_chosen(self, row: int) -> bool:
        at = bisect_right(self._ranges, (row, len(self._model.ids))) - 1
        return at >= 0 and self._ranges[at][0] <= row <= self._ranges[at][1]

    # --- what a view owes to Qt ---

    def visualRect(self, index: Index) -> QRect:
        return self._layout.cell(index.row()).translated(0, -self.verticalOffset()) if index.isValid() else QRect()

    def indexAt(self, at: QPoint) -> QModelIndex:
        row = self._layout.row_at(at + QPoint(0, self.verticalOffset()), len(self._model.ids))
        return self._model.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        room, bar = self.visualRect(index), self.verticalScrollBar()
        below = room.bottom() - self.viewport().height() + 1
        if room.top() < 0:
            bar.setValue(bar.value() + room.top())
        elif below > 0:
            bar.setValue(bar.value() + min(below, room.top()))

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._layout.height(len(self._model.ids)) - high))
        bar.setEnabled(bar.maximum() > 0)  # it keeps its room, and shows nothing
        bar.setPageStep(max(self._layout.high, high - self._layout.high // 2))
        bar.setSingleStep(max(24, self._layout.high // 3))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        many = len(self._model.ids)
        if not many:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self._model.index(0)
        actions, columns = QAbstractItemView.CursorAction, self._layout.columns
        screen = max(1, self.viewport().height() // self._layout.high) * columns
        steps = {
            actions.MoveLeft: -1,
            actions.MovePrevious: -1,
            actions.MoveRight: 1,
            actions.MoveNext: 1,
            actions.MoveUp: -columns,
            actions.MoveDown: columns,
            actions.MovePageUp: -screen,
            actions.MovePageDown: screen,
            actions.MoveHome: -many,
            actions.MoveEnd: many,
        }
        wanted = row + steps.get(action, 0)
        # Up from the first line, or down where nothing stands below, stays in its column.
        if action in (actions.MoveUp, actions.MoveDown) and not 0 <= wanted < many:
            return self.currentIndex()
        return self._model.index(min(max(wanted, 0), many - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """What a rectangle touches: a click, or a frame that is drawn."""
        area = rect.normalized().translated(0, self.verticalOffset())
        selection = QItemSelection()
        for first, last in self._layout.within(area, len(self._model.ids)):
            selection.select(self._model.index(first), self._model.index(last))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Only what is in sight is drawn again; the base class would lay out everything anew."""
        self.viewport().update()

    def scrollContentsBy(self, by_x: int, by_y: int) -> None:
        self.viewport().scroll(0, by_y)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _HOVERS:
            at = event.position().toPoint() if isinstance(event, QHoverEvent) else QPoint(-1, -1)
            row = -1 if event.type() is QEvent.Type.HoverLeave else self.indexAt(at).row()
            if row != self._hovered:
                for one in (self._hovered, row):
                    if 0 <= one < len(self._model.ids):
                        self.viewport().update(self.visualRect(self._model.index(one)))
                self._hovered = row
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, many = self.verticalOffset(), len(self._model.ids)
        current = self.currentIndex().row()
        keys_here = self.hasFocus()
        for row in self._layout.between(event.rect().top() + top, event.rect().bottom() + top, many):
            room = self._layout.cell(row).translated(0, -top)
            if not room.intersects(event.rect()):
                continue
            media_id = self._model.ids[row]
            of = Shown(
                tile=self._model.tile(row),
                picture=self._pictures.picture(media_id),
                group=self._model.group(media_id),
                selected=self._is_chosen(row),
                focused=keys_here and row == current,
                hovered=row == self._hovered,
            )
            if self._as_list:
                self._painter.line(painter, room, of, self._edge)
            else:
                self._painter.square(painter, room, of)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.fit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Previews what the first click chose: the view may have been laid out anew in between."""
        media_id = self.current_id()
        if event.button() is Qt.MouseButton.LeftButton and media_id is not None:
            self.previewed.emit(media_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        media_id = self.current_id()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if media_id is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(media_id)
        elif media_id is not None and plain and event.key() == Qt.Key.Key_Space:
            self.previewed.emit(media_id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selection; the key for menus asks for it too."""
        if self.chosen_count():
            self.menu_wanted.emit(event.globalPos())

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the search field finds names."""

    def startDrag(self, supported: Qt.DropAction) -> None:
        chosen = self.chosen_ids()
        if not chosen:
            return
        drag = QDrag(self)
        drag.setMimeData(carried(chosen))
        drag.setPixmap(self._dragged(chosen))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)  # Qt's drags have no other form

    def _dragged(self, chosen: tuple[int, ...]) -> QPixmap:
        """The first one, small, with how many come along."""
        look = theme.current()
        edge, ratio = look.scaled(_DRAGGED), self.devicePixelRatioF()
        made = QPixmap(round(edge * ratio), round(edge * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        picture = self._pictures.picture(chosen[0])
        room = QRect(0, 0, edge, edge)
        if picture is not None:
            painter.drawPixmap(room, picture)
        else:
            painter.fillRect(room, look.colour("skeleton"))
        if len(chosen) > 1:
            self._painter.mark(painter, room, str(len(chosen)), "images", "text", top=False, left=True)
        painter.end()
        return made


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow each other, as first and last: few, however many are selected."""
    start = None
    for at, row in enumerate(rows):
        start = row if start is None else start
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield start, row
            start = None
