"""A short list that hangs below the cursor of a text field while something is typed, and takes its keys."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui import theme
from ui.language import tr
from ui.widgets.text_part import TextField

_WIDE, _MOST = 300, 7  # pixels at 100 %; lines in sight
_KEY = Qt.ItemDataRole.UserRole


class Suggestions(QListWidget):
    """The focus stays in the field: arrows choose, Enter or Tab takes, Esc closes. `taken` gives the key of a line."""

    taken = Signal(int)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._field: TextField | None = None
        self.setProperty("role", "toast")
        self.setAccessibleName(tr("Saved texts"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(lambda _: self._take())
        self.currentRowChanged.connect(lambda _: self._tell())
        self.hide()

    def offer(self, field: TextField, lines: Sequence[tuple[int, str, str]]) -> None:
        """Show lines (key, words, tooltip) at the cursor of `field`; none closes the list."""
        if field is not self._field:
            if self._field is not None and shiboken6.isValid(self._field):
                self._field.removeEventFilter(self)
            self._field = field
            field.installEventFilter(self)
        self.setVisible(bool(lines))
        if not lines:
            return
        self.blockSignals(True)
        self.clear()
        for key, words, more in lines:
            item = QListWidgetItem(words)
            item.setData(_KEY, key)
            item.setToolTip(more)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)
        self._place(field)
        self.raise_()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field or self.isHidden():
            return False
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._handled(event)

    def _handled(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self.setCurrentRow((self.currentRow() + by) % self.count())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self._take()
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True

    def _take(self) -> None:
        item = self.currentItem()
        self.hide()
        if item is not None:
            self.taken.emit(item.data(_KEY))

    def _tell(self) -> None:
        """Readers follow the focus, which is in the field."""
        item = self.currentItem()
        if item is not None and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, item.text()))

    def _place(self, field: TextField) -> None:
        """Below the cursor, above it where there is no room; never past the edges of the sheet."""
        look, cursor = theme.current(), field.cursorRect()
        line = self.sizeHintForRow(0)
        high = min(self.count(), _MOST) * line + 2 * self.frameWidth() + 8
        wide = min(look.scaled(_WIDE), self._host.width() - 16)
        below = field.viewport().mapTo(self._host, cursor.bottomLeft()) + QPoint(0, 4)
        above = field.viewport().mapTo(self._host, cursor.topLeft()).y() - high - 4
        top = below.y() if below.y() + high <= self._host.height() - 8 else max(8, above)
        self.setGeometry(max(8, min(below.x(), self._host.width() - wide - 8)), top, wide, high)
