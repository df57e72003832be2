"""The command palette: type a few letters, press Return."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.commands import Command, Commands, keys_of
from ui.widgets.layouts import column
from ui.widgets.text import label

_WIDTH = 560
_ROWS = 9
_KEYS = Qt.ItemDataRole.UserRole + 1


class Palette(QDialog):
    """Lists what can be done now. Arrows move while the text keeps the focus."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Search or go to")
        self._commands = commands
        lines = column(self, gap=8, margin=12)
        self.text = QLineEdit()
        self.text.setPlaceholderText("What do you want to do?")
        self.text.setAccessibleName("What do you want to do?")
        self.text.textChanged.connect(self._fill)
        self.text.installEventFilter(self)
        lines.addWidget(self.text)
        self.found = QListWidget()
        self.found.setAccessibleName("Commands")
        edge = theme.current().scaled(16)
        self.found.setIconSize(QSize(edge, edge))
        self.found.setItemDelegate(_WithKeys(self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemActivated.connect(self._run)
        self.found.itemClicked.connect(self._run)
        lines.addWidget(self.found)
        self._nothing = label("Nothing is called that.", "muted")
        lines.addWidget(self._nothing)
        look = theme.current()
        width = min(look.scaled(_WIDTH), parent.width() - 32)
        self.setFixedWidth(width)
        self._fill("")
        self.move(
            parent.mapToGlobal(parent.rect().center()).x() - width // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 64,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def titles(self) -> list[str]:
        """What is listed, in order."""
        return [self.found.item(row).text() for row in range(self.found.count())]

    def _fill(self, typed: str) -> None:
        self.found.clear()
        for command in _matching(self._commands, typed):
            item = QListWidgetItem(self._commands.action(command.id).icon(), command.says)
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            item.setData(_KEYS, keys_of(command))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{command.says} {keys_of(command)}")
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self.found.setVisible(self.found.count() > 0)
        self._nothing.setVisible(self.found.count() == 0)
        tall = self.found.sizeHintForRow(0) if self.found.count() else 0
        self.found.setFixedHeight(tall * min(self.found.count(), _ROWS) + 4)
        self.adjustSize()

    def _step(self, by: int) -> None:
        if self.found.count():
            self.found.setCurrentRow((self.found.currentRow() + by) % self.found.count())

    def _run(self, *_: object) -> None:
        item = self.found.currentItem()
        self.close()
        if item is not None:
            self._commands.run(item.data(Qt.ItemDataRole.UserRole))


class _WithKeys(QStyledItemDelegate):
    """Draws a command's keys at the end of its line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(theme.current().colour("text_muted"))
        box = option.rect.adjusted(0, 0, -12, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(_KEYS))
        painter.restore()


def _matching(commands: Commands, typed: str) -> list[Command]:
    """Commands that can be done now and hold every typed word; those that begin with it first."""
    words = typed.casefold().split()
    able = [one for one in commands.all() if commands.can(one.id) and one.id != "palette"]
    found = [one for one in able if all(word in f"{one.says} {one.words}".casefold() for word in words)]
    return sorted(found, key=lambda one: not one.text.casefold().startswith(typed.casefold().strip()))
