"""A painted view of days and posts, on which a person points, drags, draws a band and walks by keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui import theme
from ui.models.agenda import AgendaModel
from ui.models.client_marks import ClientMark
from ui.models.entries import Entry
from ui.models.picks import Picks
from ui.widgets.entry_paint import Dress
from ui.widgets.gestures import Gestures
from ui.widgets.placed_rows import PlacedRows

_SCROLL_EDGE = 28  # so near an edge a drag scrolls; pixels at 100 %
_SCROLL_EVERY_MS = 30
_SCROLL_BY = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known of posts beside themselves: marks by client id, ids of those with a warning or of a series."""

    clients: dict[int, ClientMark] = field(default_factory=dict)
    warned: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()


class Board(PlacedRows):
    """The kinds say what lies where; what a person does there is the same for month, week, day and list."""

    opened = Signal(object)  # Entry: shown beside the page
    dragged = Signal(object, QPoint, bool)  # Entry, global position, whether a copy is meant
    dropped = Signal(object, QPoint, bool)
    drag_ended = Signal()
    slot_chosen = Signal(object)  # datetime (naive, the viewer's zone) or date: a post is to begin there
    day_wanted = Signal(object)  # date: show it whole
    edge = Signal(int)  # the focus would leave at the end (1) or the beginning (-1)
    menu_wanted = Signal(QPoint)
    mark_pressed = Signal(object)  # date: what is marked on it is meant

    def __init__(self, rows: AgendaModel, picks: Picks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(rows, parent)
        self.picks = picks
        self.viewer = ""  # the viewer's zone
        self.signs = Signs()
        self.now = datetime.min  # noqa: DTZ901 - wall time of the viewer; nothing is compared with it before it is set
        self._hovered: int | None = None
        self._by_keys = False
        self._aimed: tuple[Entry, QPoint] | None = None
        self.target: datetime | None = None
        self.gestures = Gestures(self)
        own = self.selectionModel()
        self.setSelectionModel(picks.model)
        own.deleteLater()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.setProperty("role", "grid")
        # It fills its ground itself: what lies below need not be drawn for each line that is scrolled into sight.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._creep = QTimer(self, interval=_SCROLL_EVERY_MS)
        self._creep.timeout.connect(self._scroll_on)

    # What a kind of board must say.

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        """What lies below the posts."""

    def paint_row(self, painter: QPainter, row: int, room: QRect) -> None:
        """One row, a day's or a post's."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, area: QRect) -> None:
        """What lies above the posts."""

    def time_at(self, point: QPoint, entry: Entry | None) -> datetime | None:
        """What a place means for `entry`, naive in the viewer's zone; without one, for a new post. None beside the days."""
        raise NotImplementedError

    def next_row(self, row: int, key: Qt.Key) -> int | None:
        """Where an arrow key leads from a row; None over the edge."""
        raise NotImplementedError

    # What the page asks.

    def current(self) -> Entry | None:
        """The entry that has the focus."""
        return self.rows.entry(self.currentIndex().row())

    def current_day(self) -> date | None:
        return self.rows.day(self.currentIndex().row())

    def focus_post(self, post_id: int) -> None:
        row = self.rows.row_of(post_id)
        if row is not None:
            self.picks.only(row)
            self.show_row(row)

    def focus_day(self, day: date) -> None:
        row = self.rows.row_of_day(day)
        if row is not None:
            self.picks.only(row)
            self.show_row(row)

    def step(self, by: int) -> None:
        """To the next or previous post, over days."""
        row = self.currentIndex().row() + by
        while 0 <= row < len(self.rows.rows):
            if self.rows.entry(row) is not None:
                self.walk_to(row)
                return
            row += by

    def walk(self, key: Qt.Key, *, extend: bool = False) -> None:
        """As an arrow key does; `extend` selects what is passed."""
        self._by_keys = True
        at = self.currentIndex().row()
        to = self.next_row(at, key) if at >= 0 else self._first_row()
        if to is not None:
            self.walk_to(to, extend=extend)
        elif at >= 0:
            self.edge.emit(1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1)

    def walk_to(self, row: int, *, extend: bool = False) -> None:
        if extend:
            self.picks.reach(row)
        else:
            self.picks.walk_to(row)
        self.show_row(row)

    def rect_of(self, post_id: int) -> QRect:
        """Where a post stands in the viewport; empty where it is not shown."""
        row = self.rows.row_of(post_id)
        return QRect() if row is None else self.visualRect(self.rows.index(row, 0))

    def in_sight(self) -> list[tuple[Entry, QRect]]:
        """Posts that are seen whole, with their places in the viewport."""
        self.lay_out_if_stale()
        seen = self.viewport().rect()
        places = [(self.rows.entry(row), row) for row in self.rows_in(seen.translated(0, self.verticalOffset()))]
        found = [(entry, self.visualRect(self.rows.index(row, 0))) for entry, row in places if entry is not None]
        return [(entry, room) for entry, room in found if seen.contains(room)]

    def shown_ids(self) -> list[int]:
        """Posts that have a place here, whether scrolled into sight or not."""
        self.lay_out_if_stale()
        return [
            entry.post.id
            for number, room in enumerate(self._placed.rects)
            if not room.isEmpty() and (entry := self.rows.entry(number)) is not None
        ]

    def aim(self, entry: Entry, position: QPoint) -> None:
        """Show where a post that is dragged over this board would land."""
        self._aimed = (entry, position)
        self._set_target(self.landing(entry, position))
        if not self._creep.isActive():
            self._creep.start()

    def landing(self, entry: Entry, position: QPoint) -> datetime | None:
        """Where it would go out if it was dropped at a global position (naive, the viewer's zone)."""
        inside = self.viewport().mapFromGlobal(position)
        if not self.viewport().rect().contains(inside):
            return None
        return self.time_at(self.content_point(inside), entry)

    def stop_aiming(self) -> None:
        self._creep.stop()
        self._aimed = None
        self._set_target(None)

    def pick_within(self, band: QRect, before: Iterable[int] = ()) -> None:
        """Select what a band touches, and what was selected before it was drawn."""
        touched = (number for number, room in enumerate(self._placed.rects) if room.intersects(band))
        self.picks.exactly({*(row for row in touched if self.rows.entry(row) is not None), *before})
        self.viewport().update()

    def _first_row(self) -> int | None:
        """Where keys begin: today, or the first row."""
        today = self.rows.row_of_day(self.rows.today)
        return today if today is not None else 0 if self.rows.rows else None

    # Gestures call these.

    def press_zone(self, point: QPoint) -> bool:
        for room, act in self._placed.zones:
            if room.contains(point):
                act()
                return True
        return False

    def focus_ground(self, point: QPoint) -> None:
        """A press beside the posts: the day there gets the focus."""
        at = self.time_at(point, None)
        row = None if at is None else self.rows.row_of_day(at.date())
        if row is not None:
            self.picks.focus_only(row)

    def begin_drag(self, entry: Entry) -> None:
        self.setCursor(Qt.CursorShape.ForbiddenCursor if entry.is_locked else Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def drag(self, entry: Entry, position: QPoint, *, copy: bool) -> None:
        self.dragged.emit(entry, position, copy)

    def drop(self, entry: Entry, position: QPoint, *, copy: bool) -> None:
        self.dropped.emit(entry, position, copy)

    def end_drag(self) -> None:
        self.unsetCursor()
        self.viewport().update()
        self.drag_ended.emit()

    # Qt asks these.

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()  # keys are the page's commands

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Not used: the gestures select."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion()  # `selectionChanged` says what is drawn anew

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keys = False
        if event.button() == Qt.MouseButton.LeftButton:
            self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.gestures.move(event)
        else:
            self._hover(self.row_at(self.content_point(event.position().toPoint())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On free ground a post begins there."""
        point = self.content_point(event.position().toPoint())
        row = self.row_at(point)
        if row is None or self.rows.entry(row) is None:
            at = self.time_at(point, None)
            if at is not None:
                self.slot_chosen.emit(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self.row_at(self.content_point(self.viewport().mapFromGlobal(event.globalPos())))
            if row is not None and row not in self.picks.rows:
                self.picks.only(row)
            self.menu_wanted.emit(event.globalPos())
        else:
            room = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(room.center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.gestures.dragging is not None:
            self.gestures.cancel()
        elif event.key() == Qt.Key.Key_Escape and self.picks.many:
            self.picks.nothing()
        else:
            event.ignore()  # letters are commands here, and no search

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first time there is something to stand on."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._by_keys = True
        if not self.currentIndex().isValid() and (row := self._first_row()) is not None:
            self.picks.focus_only(row)

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.lay_out_if_stale()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._paint.colour("ground"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = event.rect().translated(0, self.verticalOffset())
        painter.translate(0, -self.verticalOffset())
        self.paint_ground(painter, area)
        for row in self.rows_in(area):
            self.paint_row(painter, row, self._placed.rects[row])
        self.paint_over(painter, area)
        if self.gestures.band is not None:
            self._paint_band(painter, self.gestures.band)

    # For the kinds.

    def dress(self, row: int, entry: Entry) -> Dress:
        dragged = self.gestures.dragging
        return Dress(
            selected=row in self.picks.rows,
            focused=row == self.currentIndex().row() and self.hasFocus(),
            hovered=row == self._hovered,
            dragged=dragged is not None and (entry is dragged or row in self.picks.rows),
            mark=self.signs.clients.get(entry.post.client_id),
            warning=entry.post.id in self.signs.warned,
            series=entry.post.id in self.signs.series,
        )

    @property
    def shows_focus(self) -> bool:
        """Whether a day's focus is drawn: where keys are used, not after a press of the mouse."""
        return self.hasFocus() and self._by_keys

    def refresh_look(self) -> None:
        """Signs or the time have changed; the places have not."""
        self.viewport().update()

    def _rows_changed(self) -> None:
        self._hovered = None
        super()._rows_changed()

    def _hover(self, row: int | None) -> None:
        if row == self._hovered:
            return
        for one in (self._hovered, row):
            if one is not None and one < len(self._placed.rects):
                self.viewport().update(self._placed.rects[one].translated(0, -self.verticalOffset()))
        self._hovered = row
        over = row is not None and self.rows.entry(row) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _set_target(self, at: datetime | None) -> None:
        if at != self.target:
            self.target = at
            self.viewport().update()

    def _scroll_on(self) -> None:
        """A drag that rests near an edge goes on scrolling."""
        if self._aimed is None:
            return
        entry, position = self._aimed
        y = self.viewport().mapFromGlobal(position).y()
        margin, bar = theme.current().scaled(_SCROLL_EDGE), self.verticalScrollBar()
        if 0 <= y < margin:
            bar.setValue(bar.value() - _SCROLL_BY)
        elif self.viewport().height() - margin < y <= self.viewport().height():
            bar.setValue(bar.value() + _SCROLL_BY)
        self._set_target(self.landing(entry, position))

    def _paint_band(self, painter: QPainter, band: QRect) -> None:
        ground = theme.current().colour("accent")
        painter.setPen(QPen(ground, 1))
        ground.setAlpha(40)
        painter.setBrush(ground)
        painter.drawRect(band)
