"""One tile of Home: its content and, while Home is being arranged, a bar to move, size and remove it by hand or keys."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ofauto_desktop.domain.home_tiles import SIZES, Tile, TileSize
from ui.language import tr
from ui.widgets.badge import Picture
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import clear, column, row
from ui.widgets.text import ElidedLabel, label


class HomeTile(QFrame):
    """`stepped` asks for a place further on (1) or back (-1), `dragged` for the place under a point of the screen."""

    spoken_role = QAccessible.Role.Grouping
    stepped = Signal(int)
    dragged = Signal(QPoint)
    sized = Signal()
    removed = Signal()

    def __init__(self, tile: Tile, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id, self.title = tile.id, title
        self._grabbed: QPoint | None = None
        self._moving = False
        self._lines = lines = column(self, gap=4)
        self._bar = self._make_bar(tile)
        lines.addWidget(self._bar)
        self._inside = QWidget()
        self.body: QVBoxLayout = column(self._inside, gap=8)
        lines.addWidget(self._inside, 1)
        self._nothing = label(tr("Nothing to show here yet"), "caption")
        lines.addWidget(self._nothing)
        self._editing = self._filled = self._is_small = False
        self.arrange(tile, editing=False)

    def arrange(self, tile: Tile, *, editing: bool) -> None:
        """How it stands now; `editing`: the bar is there, and what is inside rests."""
        self._editing = editing
        self._bar.setVisible(editing)
        self._size.setVisible(len(SIZES[tile.id]) > 1)
        size = _size_words(tile.size)
        self._size.setToolTip(tr("Size: {size} (S)", size=size))
        self._size.setAccessibleName(tr("Size of {tile}: {size}", tile=self.title, size=size))
        self._is_small = tile.size is TileSize.SMALL
        self._inside.setEnabled(not editing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editing else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.title if editing else "")
        self.setProperty("role", "card" if editing else "")
        self.style().unpolish(self)
        self.style().polish(self)
        margin = 8 if editing else 0
        self._lines.setContentsMargins(margin, margin, margin, margin)
        self.filled(filled=self._filled)

    def filled(self, *, filled: bool) -> None:
        """Whether there is something to show; without, it takes no room unless Home is being arranged."""
        self._filled = filled
        self.setVisible(filled or self._editing)
        self._inside.setVisible(filled)
        self._name.setVisible(not (self._is_small and filled))  # there is no room; what is inside says it
        self._nothing.setVisible(self._editing and not filled)

    def empty(self) -> None:
        clear(self.body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it, S sizes it, Delete removes it."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        if not self._editing:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_S:
            self.sized.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._editing and event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.globalPosition().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        at = event.globalPosition().toPoint()
        if not self._moving and (at - self._grabbed).manhattanLength() >= QApplication.startDragDistance():
            self._moving = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.raise_()
        if self._moving:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed, self._moving = None, False
        self.unsetCursor()

    def _make_bar(self, tile: Tile) -> QWidget:
        bar = QWidget()
        line = row(bar, gap=2)
        line.addWidget(Picture("grip-vertical", "text_muted", 16))
        self._name = ElidedLabel(self.title, "strong")
        line.addWidget(self._name)
        line.addStretch(1)
        for icon, words, step in (
            ("arrow-left", tr("Move {tile} back", tile=self.title), -1),
            ("arrow-right", tr("Move {tile} on", tile=self.title), 1),
        ):
            made = icon_button(icon, words)
            made.clicked.connect(lambda _=False, by=step: self.stepped.emit(by))
            line.addWidget(made)
        self._size = icon_button("move-horizontal", "", self.sized.emit)
        line.addWidget(self._size)
        line.addWidget(icon_button("x", tr("Remove {tile}", tile=self.title), self.removed.emit))
        return bar


def _size_words(size: TileSize) -> str:
    return {TileSize.SMALL: tr("small"), TileSize.HALF: tr("half"), TileSize.WIDE: tr("whole width")}[size]
