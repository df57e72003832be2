"""Rows of a model at places of their own: where they stand, which are seen, what is drawn anew.

Qt's list view beneath it tells screen readers of every row, with its place and whether it is selected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui import theme
from ui.models.agenda import AgendaModel, Index
from ui.widgets.entry_paint import EntryPaint

_MANY = 40  # rows that are drawn anew one by one


@dataclass(slots=True, kw_only=True)
class Placed:
    """Where rows stand in the content; an empty rectangle is not shown. `zones` are places that do something when pressed."""

    rects: list[QRect]
    height: int
    zones: list[tuple[QRect, Callable[[], object]]] = field(default_factory=list)


class PlacedRows(QListView):
    """The kinds say where rows stand; places are found when they are first asked for."""

    def __init__(self, rows: AgendaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._placed = Placed(rects=[], height=0)
        self._stale = True
        self._paint = EntryPaint(self.devicePixelRatioF())
        self.setModel(rows)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        theme.current().changed.connect(self._look_changed)
        rows.modelReset.connect(self._rows_changed)
        rows.rowsInserted.connect(self._rows_changed)

    def placed(self, width: int, height: int) -> Placed:
        """Where every row stands in a viewport of this size."""
        raise NotImplementedError

    def content_point(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self.verticalOffset())

    def row_at(self, point: QPoint) -> int | None:
        """The row at a point of the content; the uppermost, which is the last that was painted."""
        self.lay_out_if_stale()
        for number in reversed(range(len(self._placed.rects))):
            if self._placed.rects[number].contains(point):
                return number
        return None

    def rows_in(self, area: QRect) -> Sequence[int]:
        """Rows that are seen in a part of the content."""
        return [number for number, room in enumerate(self._placed.rects) if room.intersects(area)]

    def show_row(self, row: int) -> None:
        """Scroll as little as it takes to see it."""
        self.lay_out_if_stale()
        if not 0 <= row < len(self._placed.rects) or self._placed.rects[row].isEmpty():
            return
        room, bar = self._placed.rects[row], self.verticalScrollBar()
        page, margin = self.viewport().height(), 8
        if room.top() - margin < bar.value():
            bar.setValue(room.top() - margin)
        elif room.bottom() + margin > bar.value() + page:
            bar.setValue(min(room.top() - margin, room.bottom() + margin - page))

    def lay_out(self) -> None:
        self._stale = False
        self._placed = self.placed(self.viewport().width(), self.viewport().height())
        self.updateGeometries()
        self.viewport().update()

    def forget_places(self) -> None:
        """They are found anew when they are next asked for."""
        self._stale = True
        self.viewport().update()

    def lay_out_if_stale(self) -> None:
        if self._stale:
            self.lay_out()

    # Qt asks these.

    def visualRect(self, index: Index) -> QRect:
        self.lay_out_if_stale()
        if not index.isValid() or index.row() >= len(self._placed.rects):
            return QRect()
        return self._placed.rects[index.row()].translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.row_at(self.content_point(point))
        return self.rows.index(-1 if row is None else row, 0)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if index.isValid() and self.isVisible():
            self.show_row(index.row())

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)
        self.lay_out()

    def updateGeometries(self) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._placed.height - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._paint.line * 2)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        for changed in (selected, deselected):
            for number in range(changed.count()):
                self._repaint(changed.at(number).top(), changed.at(number).bottom())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            self._repaint(index.row(), index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lay_out_if_stale()

    def _rows_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.lay_out()

    def _look_changed(self) -> None:
        self._paint = EntryPaint(self.devicePixelRatioF())
        self._stale = True
        if self.isVisible():
            self.lay_out()

    def _repaint(self, first: int, last: int) -> None:
        """Draw these rows anew, or all that is seen where they are many."""
        if self._stale or last - first > _MANY or not self.isVisible():
            self.viewport().update()
            return
        for row in range(first, last + 1):
            if 0 <= row < len(self._placed.rects):
                self.viewport().update(self.focus_room(row).translated(0, -self.verticalOffset()))

    def focus_room(self, row: int) -> QRect:
        """Where a row's look changes with the focus."""
        return self._placed.rects[row].adjusted(-1, -1, 1, 1)
