"""The tiles of Home, arranged by a person: moved by hand or keys, sized, removed, added, put back as they came."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.home_tiles import Tile, Tiles
from ui.desk import Desk
from ui.language import tr
from ui.models.home_words import tile_title
from ui.slices import Slices
from ui.widgets.buttons import button
from ui.widgets.home_tile import HomeTile
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label
from ui.widgets.tile_grid import TileGrid

Fill = Callable[[HomeTile], bool]


class TileBoard(QWidget):
    """`fill` puts a tile's content into it and says whether there was any. `changed` comes with every new order."""

    changed = Signal(object)  # Tiles
    added = Signal(str)
    arranging = Signal(bool)

    def __init__(self, order: Tiles, fill: Fill, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order, self._fill, self._desk = order, fill, desk
        self.editing = False
        self.tiles: dict[str, HomeTile] = {}
        self._slices = Slices(self)
        lines = column(self, gap=16)
        lines.addWidget(self._edit_bar())
        self._grid = TileGrid(gap=12)
        lines.addLayout(self._grid)
        begin = partial(self.arrange, editing=True)
        self.edit_button = button(tr("Arrange these tiles"), begin, kind="link", icon="layout-dashboard")
        lines.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignLeft)

    def arrange(self, *, editing: bool) -> None:
        """Begin to move, size, add and remove tiles, or end it."""
        self.editing = editing
        self.bar.setVisible(editing)
        self.edit_button.setVisible(not editing)
        self.lay_out()
        self.arranging.emit(editing)
        if editing:
            next(iter(self.tiles.values()), self).setFocus(Qt.FocusReason.OtherFocusReason)

    def lay_out(self) -> None:
        """Every tile in its place, filled anew."""
        for gone in set(self.tiles) - {tile.id for tile in self.order}:
            widget = self.tiles.pop(gone)
            widget.hide()
            self._grid.takeAt(self._grid.indexOf(widget))
            widget.deleteLater()
        for tile in self.order:
            self._grid.put(self.tiles.get(tile.id) or self._make(tile), tile.size)
            self._put_into(tile)
        self._in_order()

    def fill_anew(self) -> None:
        """Tile by tile, so that a page of them that changes holds nothing up."""
        self._slices.run(self._filling())

    def _filling(self) -> Iterator[None]:
        for tile in self.order:
            if tile.id in self.tiles:
                self._put_into(tile)
                yield
        self._in_order()

    def _put_into(self, tile: Tile) -> None:
        holder = self.tiles[tile.id]
        holder.empty()
        filled = self._fill(holder)
        holder.arrange(tile, editing=self.editing)
        holder.filled(filled=filled)

    def _in_order(self) -> None:
        """By Tab as they lie."""
        for before, holder in pairwise(
            (self.done_button, *(self.tiles[one.id] for one in self.order if one.id in self.tiles))
        ):
            QWidget.setTabOrder(before, holder)
        self._grid.invalidate()

    def fill_again(self, *tile_ids: str) -> None:
        """What these hold came later than the rest."""
        for tile_id in tile_ids:
            if (holder := self.tiles.get(tile_id)) is not None:
                holder.empty()
                holder.filled(filled=self._fill(holder))

    def has(self, tile_id: str) -> bool:
        return any(tile.id == tile_id for tile in self.order)

    def _edit_bar(self) -> QWidget:
        self.bar = QWidget()
        flow = FlowLayout(self.bar, gap=8)
        add = button(tr("Add a tile"), icon="plus")
        self.menu = QMenu(add)
        self.menu.aboutToShow.connect(self._fill_menu)
        add.setMenu(self.menu)
        flow.addWidget(add)
        flow.addWidget(button(tr("Reset"), self._reset, icon="undo-2"))
        self.done_button = button(tr("Done"), partial(self.arrange, editing=False), kind="primary")
        flow.addWidget(self.done_button)
        flow.addWidget(
            label(tr("Drag a tile, or move it with the arrow keys. S changes its size, Delete removes it."), "caption")
        )
        self.bar.hide()
        return self.bar

    def _make(self, tile: Tile) -> HomeTile:
        made = HomeTile(tile, tile_title(tile.id))
        made.stepped.connect(partial(self._step, tile.id))
        made.dragged.connect(partial(self._drag, tile.id))
        made.sized.connect(lambda: self.keep(home_tiles.resized(self.order, tile.id)))
        made.removed.connect(partial(self._remove, tile.id))
        self.tiles[tile.id] = made
        return made

    def _step(self, tile_id: str, by: int) -> None:
        at = next(number for number, tile in enumerate(self.order) if tile.id == tile_id)
        self.keep(home_tiles.moved(self.order, tile_id, at + by))
        self.tiles[tile_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def _drag(self, tile_id: str, at: QPoint) -> None:
        """To the place of the tile under the pointer."""
        for number, tile in enumerate(self.order):
            over = self.tiles[tile.id]
            if tile.id != tile_id and over.isVisible() and over.rect().contains(over.mapFromGlobal(at)):
                self.keep(home_tiles.moved(self.order, tile_id, number))
                return

    def _remove(self, tile_id: str) -> None:
        before = self.order
        self.keep(home_tiles.removed(before, tile_id))
        said = tr("{tile} is removed from Home", tile=tile_title(tile_id))
        self._desk.shell.toast(said, undo=partial(self.keep, before))

    def _reset(self) -> None:
        before = self.order
        self.keep(home_tiles.DEFAULT)
        self._desk.shell.toast(tr("Home is as it came"), undo=partial(self.keep, before))

    def _add(self, tile_id: str) -> None:
        self.keep(home_tiles.added(self.order, tile_id))
        self.added.emit(tile_id)

    def keep(self, tiles: Tiles) -> None:
        """Show this order at once; who listens stores it."""
        self.order = tiles
        self.lay_out()
        self.changed.emit(tiles)

    def _fill_menu(self) -> None:
        self.menu.clear()
        absent = home_tiles.missing(self.order)
        for tile_id in absent:
            self.menu.addAction(tile_title(tile_id), partial(self._add, tile_id))
        if not absent:
            self.menu.addAction(tr("Every tile is there")).setEnabled(False)
