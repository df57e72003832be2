"""Drafts without a time, beside the calendar: searched, opened, dragged out to a day, dropped back in."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui import theme
from ui.language import tr
from ui.models.agenda import AgendaModel
from ui.models.entries import Entry
from ui.models.picks import Picks
from ui.widgets.board import Board
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row
from ui.widgets.placed_rows import Placed
from ui.widgets.text import label

_WIDE = 232  # pixels at 100 %
_TYPED_MS = 250
_GAP = 6


class _Cards(Board):
    """One below the other."""

    def __init__(self, rows: AgendaModel, picks: Picks) -> None:
        super().__init__(rows, picks, tr("Drafts"))

    def placed(self, width: int, height: int) -> Placed:
        tall = self._paint.card_height
        rects = [QRect(0, number * (tall + _GAP), width - 2, tall) for number in range(len(self.rows.rows))]
        return Placed(rects=rects, height=len(rects) * (tall + _GAP))

    def paint_row(self, painter: QPainter, row_number: int, room: QRect) -> None:
        entry = self.rows.entry(row_number)
        if entry is not None:
            self._paint.card(painter, room, entry, self.dress(row_number, entry))

    def time_at(self, point: QPoint, entry: Entry | None) -> datetime | None:
        return None

    def next_row(self, row_number: int, key: Qt.Key) -> int | None:
        to = row_number + (1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)
        return to if 0 <= to < len(self.rows.rows) else None


class Drafts(QFrame):
    """The drawer. `search` tells what is looked for; the page reads, and shows."""

    search = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Drafts without a time"))
        self.rows = AgendaModel(self)
        self.picks = Picks(self.rows, self)
        self.board = _Cards(self.rows, self.picks)
        lines = column(self, gap=8)
        head = row(gap=4)
        self._title = label(tr("Drafts"), "strong", wrap=False)
        head.addWidget(self._title, 1)
        head.addWidget(icon_button("x", tr("Close the drafts"), self.closed.emit))
        lines.addLayout(head)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Find a draft"))
        self.text.setAccessibleName(tr("Find a draft"))
        self.text.setClearButtonEnabled(True)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(lambda: self.search.emit(self.text.text().strip()))
        self.text.textChanged.connect(lambda _: self._typed.start())
        lines.addWidget(self.text)
        self._hint = label("", "caption")
        lines.addWidget(self._hint)
        lines.addWidget(self.board, 1)
        self._target = False

    @staticmethod
    def wide() -> int:
        return theme.current().scaled(_WIDE)

    def sizeHint(self) -> QSize:
        return QSize(self.wide(), 200)

    def show_drafts(self, entries: Sequence[Entry], *, more: bool, beside: bool) -> None:
        """`more`: there are others, which a search finds. `beside`: they can be dragged into days."""
        self.rows.show_plain(entries)
        self.picks.put_back()
        if entries:
            told = tr("Drag one to a day.") if beside else ""
            self._hint.setText(f"{told} {tr('These are the latest; search for others.')}".strip() if more else told)
        else:
            nothing = tr("No draft says that.") if self.text.text().strip() else ""
            self._hint.setText(nothing or tr("Nothing waits for a time. What you save as a draft stands here."))
        self._hint.setVisible(bool(self._hint.text()))

    def takes(self, position: QPoint) -> bool:
        """Whether a post dropped at a global position is meant to lose its time."""
        return self.isVisible() and self.rect().contains(self.mapFromGlobal(position))
