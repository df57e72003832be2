"""What a mouse means on a board: a press on a post, a drag of it, a band around several."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from ui.models.entries import Entry

if TYPE_CHECKING:
    from ui.widgets.board import Board

_MANY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
_RANGE = Qt.KeyboardModifier.ShiftModifier


class Gestures:
    """Points are of the board's content, which scrolls below its viewport; only what leaves the board is global."""

    def __init__(self, board: "Board") -> None:
        self._board = board
        self._pressed_at: QPoint | None = None
        self._row: int | None = None
        self._before: set[int] = set()
        self._opens = False
        self.dragging: Entry | None = None
        self.band: QRect | None = None

    def press(self, event: QMouseEvent) -> None:
        at = self._board.content_point(event.position().toPoint())
        self._pressed_at = at
        self._row = self._board.row_at(at)
        self._opens = False
        if self._row is None or self._board.rows.entry(self._row) is None:
            self._press_on_ground(at, event)
        elif event.modifiers() & _MANY:
            self._board.picks.toggle(self._row)
        elif event.modifiers() & _RANGE:
            self._board.picks.reach(self._row)
        else:
            # One of several that are selected may be dragged with them: what a mere click means is known at its end.
            self._opens = True
            if self._row not in self._board.picks.rows:
                self._board.picks.only(self._row)

    def move(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        at = self._board.content_point(event.position().toPoint())
        far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self.dragging is None and self.band is None and far:
            self._begin(self._pressed_at)
        if self.dragging is not None:
            self._board.drag(self.dragging, event.globalPosition().toPoint(), copy=bool(event.modifiers() & _RANGE))
        elif self.band is not None:
            self.band = QRect(self._pressed_at, at).normalized()
            self._board.pick_within(self.band, self._before)

    def release(self, event: QMouseEvent) -> None:
        dragged, row = self.dragging, self._row
        opens = self._opens and dragged is None
        self.cancel()
        if dragged is not None:
            self._board.drop(dragged, event.globalPosition().toPoint(), copy=bool(event.modifiers() & _RANGE))
        elif opens and row is not None:
            self._board.picks.only(row)
            entry = self._board.rows.entry(row)
            if entry is not None:
                self._board.opened.emit(entry)

    def cancel(self) -> None:
        """Nothing is dragged or drawn around any more."""
        was_dragging = self.dragging is not None
        self._pressed_at, self._row, self.dragging = None, None, None
        if self.band is not None:
            self.band = None
            self._board.viewport().update()
        if was_dragging:
            self._board.end_drag()

    def _press_on_ground(self, at: QPoint, event: QMouseEvent) -> None:
        if self._board.press_zone(at):
            self._pressed_at = None
            return
        self._before = set(self._board.picks.rows) if event.modifiers() & (_MANY | _RANGE) else set()
        if not self._before:
            self._board.picks.nothing()
        self._board.focus_ground(at)

    def _begin(self, at: QPoint) -> None:
        entry = None if self._row is None else self._board.rows.entry(self._row)
        if entry is not None:
            self.dragging = entry
            self._board.begin_drag(entry)
        else:
            self.band = QRect(at, at)
