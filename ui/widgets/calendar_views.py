"""Month, week, day and list over one set of rows and one selection, with the drafts beside them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui import theme
from ui.language import tr
from ui.models.agenda import AgendaModel
from ui.models.entries import Entry
from ui.models.mark_lanes import MarksOfDay
from ui.models.picks import Picks
from ui.models.stretch import WEEK, Stretch, View
from ui.widgets.agenda import AgendaBoard
from ui.widgets.board import Board, Signs
from ui.widgets.day_heads import DayHeads
from ui.widgets.drafts import Drafts
from ui.widgets.drag_ghost import DragGhost
from ui.widgets.hours import HoursBoard
from ui.widgets.layouts import column
from ui.widgets.month import MonthBoard, WeekdayHeads

_DAY_WIDE = 80  # pixels at 100 %: a day's column that can be read
_DAY_COMFORTABLE = 128  # … and one in which two posts of one hour stand side by side
_GUTTER = 48
_LIST_WIDE = 440
_BESIDE = 16
_FLIGHTS = 3  # posts that are seen to move at once; of more, only that they are elsewhere


class CalendarViews(QWidget):
    """Shows what it is given, and tells what a person means; nothing moves before it has moved in the database."""

    opened = Signal(object)  # Entry
    moved = Signal(object, object, bool)  # Entry, when (naive, the viewer's zone), whether a copy is meant
    made_draft = Signal(object)  # Entry: dropped among the drafts
    slot_chosen = Signal(object)  # datetime, naive, the viewer's zone
    day_wanted = Signal(object)  # date
    edge = Signal(int)
    mark_pressed = Signal(object)  # date
    more_wanted = Signal()
    menu_wanted = Signal(QPoint)
    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = AgendaModel(self)
        self.picks = Picks(self.rows, self)
        self.month = MonthBoard(self.rows, self.picks)
        self.week = HoursBoard(self.rows, self.picks, tr("Week"))
        self.day = HoursBoard(self.rows, self.picks, tr("Day"))
        self.list = AgendaBoard(self.rows, self.picks)
        self.drafts = Drafts()
        self._boards: dict[View, Board] = {
            View.MONTH: self.month,
            View.WEEK: self.week,
            View.DAY: self.day,
            View.LIST: self.list,
        }
        self._panes: dict[View, QWidget] = {
            View.MONTH: _pane(WeekdayHeads(self.month), self.month),
            View.WEEK: _pane(DayHeads(self.week), self.week),
            View.DAY: _pane(DayHeads(self.day), self.day),
            View.LIST: self.list,
        }
        self._stack = QStackedWidget()
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(_BESIDE)
        self._across.addWidget(self._stack, 1)
        self._across.addWidget(self.drafts)
        self._ghost = DragGhost(self)
        self.wanted = View.WEEK
        self.shown = View.WEEK
        # None: the person has not said, and the drafts stand there where they leave enough room.
        self._open_beside: bool | None = None
        self._open_over = False
        self._turning = False
        self._last: Stretch | None = None
        self._by_hand = False
        self.viewer = ""
        for board in self._boards.values():
            self._listen(board)
        self._listen(self.drafts.board)
        self.list.more_wanted.connect(self.more_wanted)
        self.drafts.closed.connect(lambda: self.open_drafts(on=False))

    def board(self, view: View | None = None) -> Board:
        """That of a view; by default the one in sight."""
        return self._boards[view or self.shown]

    def focused(self) -> Board:
        """The one that keys are meant for."""
        return self.drafts.board if self.drafts.board.hasFocus() else self.board()

    def fitting(self, view: View) -> View:
        """`view`, or the list where it would be too narrow to read."""
        width = self.width() - (self._drafts_room() if self._beside(view) else 0)
        fits = {
            View.MONTH: MonthBoard.fits(width),
            View.WEEK: _week_fits(width),
        }.get(view, True)
        return view if fits else View.LIST

    def turn(self, wanted: View) -> None:
        """Show a view, and the drafts beside it where there is room; elsewhere they take its place while they are open."""
        self.wanted = wanted
        if self._turning:  # showing one view resizes another: in the midst of it Qt would leave both in sight
            return
        self._turning = True
        before = (self.shown, self.drafts.isVisibleTo(self))
        self.shown = self.fitting(wanted)
        beside = self._beside(wanted)
        over = self._open_over and not self._has_room(wanted)
        self._stack.setCurrentWidget(self._panes[self.shown])
        self._stack.setVisible(not over)
        self.drafts.setVisible(beside or over)
        self.drafts.setMinimumWidth(self.drafts.wide() if beside else 0)
        self.drafts.setMaximumWidth(self.drafts.wide() if beside else 16_777_215)
        self._turning = False
        if self.fitting(self.wanted) != self.shown:
            self.turn(self.wanted)
        elif before != (self.shown, beside or over):
            self.turned.emit()

    @property
    def drafts_shown(self) -> bool:
        return self.drafts.isVisibleTo(self)

    @property
    def drafts_beside(self) -> bool:
        return self._beside(self.wanted)

    def open_drafts(self, *, on: bool) -> None:
        if self._has_room(self.wanted):
            self._open_beside = on
        else:
            self._open_over = on
        self.turn(self.wanted)
        if on:
            self.drafts.board.setFocus()
        elif self.drafts.isAncestorOf(self.focusWidget() or self):
            self.board().setFocus()

    def show_stretch(
        self,
        entries: Sequence[Entry],
        stretch: Stretch,
        now: datetime,
        *,
        marks: Mapping[date, MarksOfDay],
    ) -> None:
        """`entries` by time; `now` is naive, in the viewer's zone."""
        before = self._in_sight() if stretch == self._last and not self._by_hand else {}
        self._last, self._by_hand = stretch, False
        self.prepare(stretch, now)
        listed = stretch.view is View.LIST
        self.rows.show(entries, now.date(), days=None if listed else stretch.days, marks=dict(marks))
        self.picks.put_back()
        self._show_moves(before)

    def prepare(self, stretch: Stretch, now: datetime) -> None:
        """The days of the board in sight, before they have been read: what is known of them is there at once."""
        board = self.board(stretch.view)
        if isinstance(board, MonthBoard):
            board.show_days(stretch.days, stretch.anchor, now)
        elif isinstance(board, HoursBoard):
            board.show_days(stretch.days, now)

    def tick(self, now: datetime) -> None:
        """Time went on; `now` is naive, in the viewer's zone."""
        board = self.board()
        board.now = now
        board.refresh_look()

    def show_signs(self, signs: Signs) -> None:
        for board in (*self._boards.values(), self.drafts.board):
            board.signs = signs
            board.viewer = self.viewer
            board.refresh_look()

    def current(self) -> Entry | None:
        return self.focused().current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn(self.wanted)

    def _listen(self, board: Board) -> None:
        board.opened.connect(self.opened)
        board.dragged.connect(self._dragged)
        board.dropped.connect(self._dropped)
        board.drag_ended.connect(self._drag_ended)
        board.slot_chosen.connect(self.slot_chosen)
        board.day_wanted.connect(self.day_wanted)
        board.edge.connect(self.edge)
        board.mark_pressed.connect(self.mark_pressed)
        board.menu_wanted.connect(self.menu_wanted)

    def _dragged(self, entry: Entry, position: QPoint, copy: bool) -> None:  # noqa: FBT001 - a signal's argument
        if entry.is_locked:
            return
        self.board().aim(entry, position)
        others = max(0, len(self.picks.ids()) - 1) if entry.post.id in self.picks.ids() else 0
        if copy or entry.is_out:
            note = tr("copy")
        elif self.drafts.takes(position) and entry.local is not None:
            note = tr("make it a draft")
        else:
            note = ""
        self._ghost.follow(entry, others, position, note)

    def _dropped(self, entry: Entry, position: QPoint, copy: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._by_hand = True  # the pointer has shown already where it went
        at = self.board().landing(entry, position) if self.board().isVisible() else None
        if at is not None and (copy or at != entry.local):
            self.moved.emit(entry, at, copy)
        elif at is None and entry.local is not None and self.drafts.takes(position):
            self.made_draft.emit(entry)

    def _drag_ended(self) -> None:
        self.board().stop_aiming()
        self._ghost.hide()

    def _in_sight(self) -> dict[int, tuple[Entry, QRect]]:
        """Posts that can be seen, with their places in this widget; none where nothing is to move."""
        board = self.board()
        if not theme.current().motion_ms or not board.isVisible():
            return {}
        corner = board.viewport().mapTo(self, QPoint())
        return {entry.post.id: (entry, room.translated(corner)) for entry, room in board.in_sight()}

    def _show_moves(self, before: Mapping[int, tuple[Entry, QRect]]) -> None:
        """Let posts that have another time now be seen going there."""
        after = self._in_sight() if before else {}
        moved = [one for one, (entry, _) in after.items() if one in before and before[one][0].local != entry.local]
        for post_id in moved if len(moved) <= _FLIGHTS else ():
            entry, end = after[post_id]
            DragGhost(self).fly(entry, before[post_id][1], end)

    def _beside(self, view: View) -> bool:
        room = self.width() - self._drafts_room()
        if self._open_beside is None and view is View.MONTH:
            return MonthBoard.is_comfortable(room)
        if self._open_beside is None and view is View.WEEK:
            return _week_fits(room, _DAY_COMFORTABLE)
        return self._open_beside is not False and self._has_room(view)

    def _has_room(self, view: View) -> bool:
        """Whether the drafts have room beside `view`."""
        room = self.width() - self._drafts_room()
        if view is View.MONTH:
            return MonthBoard.fits(room)
        if view is View.WEEK:
            return _week_fits(room)
        return room >= theme.current().scaled(_LIST_WIDE)

    def _drafts_room(self) -> int:
        return self.drafts.wide() + _BESIDE


def _week_fits(width: int, day: int = _DAY_WIDE) -> bool:
    look = theme.current()
    return (width - look.scaled(_GUTTER)) / WEEK >= look.scaled(day)


def _pane(head: QWidget, board: Board) -> QWidget:
    made = QWidget()
    lines = column(made, gap=0)
    lines.addWidget(head)
    lines.addWidget(board, 1)
    return made
