"""Every command with its keys, which a person may change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QFont, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ofauto_desktop.domain.search import holds
from ui import theme
from ui.commands import Command, Commands, keys_of
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import label

_ROWS = 9
_MOST_STROKES = 2
_ROOMY = 320  # pixels at 100 %


class KeyField(QKeySequenceEdit):
    """Takes the keys that are pressed in it."""

    spoken_role = QAccessible.Role.HotkeyField

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(_MOST_STROKES)
        self.setClearButtonEnabled(True)
        for one in (self, *self.findChildren(QLineEdit)):
            one.setAccessibleName(tr("New keys"))
            one.setAccessibleDescription(tr("Press the keys. Two strokes one after the other are possible: G, then H."))


class KeyList(QWidget):
    """`chosen` gives a command's id and its new keys, None for those it came with. Nothing is stored here."""

    chosen = Signal(str, object)
    all_reset = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands, self._typed = commands, ""
        lines = column(self, gap=8)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Commands and their keys"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Keys")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformRowHeights(True)
        self.list.setRootIsDecorated(False)
        head = self.list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        lines.addWidget(self.list)
        self._title = label("", "strong")
        lines.addWidget(self._title)
        acts = FlowLayout(gap=8)
        self.keys = KeyField()
        self.keys.keySequenceChanged.connect(lambda _: self._look())
        self.set_button = button(tr("Use these keys"), self._set, kind="primary")
        self.none_button = button(tr("No keys"), lambda: self._tell([]))
        self.reset_button = button(tr("Reset"), lambda: self._tell(None))
        self.reset_button.setToolTip(tr("The keys it had at first"))
        for one in (self.keys, self.set_button, self.none_button, self.reset_button):
            acts.addWidget(one)
        lines.addLayout(acts)
        self._note = label("", "note")
        lines.addWidget(self._note)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(tr("Reset all keys"), self.all_reset.emit, kind="link"))
        lines.addLayout(foot)
        theme.current().changed.connect(self.fill_again)
        self._size()
        self.fill()

    def fill(self, typed: str = "") -> None:
        """The commands that answer `typed`, by group; the chosen one stays chosen."""
        self._typed, self._told = typed, self._keys_now()
        before = self._current()
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for command in sorted(self._commands.every(), key=lambda one: one.group):
            if holds(f"{command.text} {command.group} {keys_of(command)}", typed) is None:
                continue
            if command.group not in groups:
                name = command.group or tr("On this page")
                groups[command.group] = head = QTreeWidgetItem([name])
                head.setData(1, Qt.ItemDataRole.AccessibleTextRole, name)
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heavy = QFont(self.list.font())
                heavy.setWeight(QFont.Weight.DemiBold)
                head.setFont(0, heavy)
                self.list.addTopLevelItem(head)
            item = QTreeWidgetItem([command.title or command.text, keys_of(command, most=1)])
            item.setToolTip(1, keys_of(command))
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            item.setData(1, Qt.ItemDataRole.AccessibleTextRole, keys_of(command) or tr("no keys"))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{command.text}, {keys_of(command) or tr('no keys')}")
            groups[command.group].addChild(item)
            if before is not None and command.id == before.id:
                self.list.setCurrentItem(item)
        self.list.expandAll()
        self._show_current()

    def fill_if_new(self, typed: str = "") -> None:
        """`fill`, where other commands, other keys or another search are to be shown than stand there."""
        if (self._typed, self._told) != (typed, self._keys_now()):
            self.fill(typed)

    def _keys_now(self) -> list[tuple[str, Sequence[str]]]:
        return [(one.id, tuple(one.keys)) for one in self._commands.every()]

    def fill_again(self) -> None:
        """In another text size."""
        self.fill(self._typed)
        self._size()

    def choose(self, command_id: str) -> None:
        """Bring one command into sight."""
        for item in self.list.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive):
            if item.data(0, Qt.ItemDataRole.UserRole) == command_id:
                self.list.setCurrentItem(item)

    def note(self) -> str:
        """What is said of the keys that were pressed."""
        return self._note.text()

    def _current(self) -> Command | None:
        item = self.list.currentItem()
        wanted = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return next((one for one in self._commands.every() if one.id == wanted), None)

    def _show_current(self) -> None:
        command = self._current()
        self._title.setText(command.text if command else tr("Choose a command to change its keys."))
        for one in (self.keys, self.none_button, self.reset_button):
            one.setEnabled(command is not None)
        self.keys.blockSignals(True)
        self.keys.setKeySequence(QKeySequence(command.keys[0]) if command and command.keys else QKeySequence())
        self.keys.blockSignals(False)
        if command is not None:
            self.none_button.setEnabled(bool(command.keys))
            self.reset_button.setEnabled(command.keys != self._commands.first_keys(command.id))
        self._look()

    def _look(self) -> None:
        """Whom the pressed keys belong to already."""
        command, pressed = self._current(), self._pressed()
        rivals = self._commands.rivals(command.id, pressed) if command and pressed else ()
        self._note.setVisible(bool(rivals))
        names = ", ".join(f"“{one.text}”" for one in rivals)
        self._note.setText(tr("These keys belong to {names}, which would lose them.", names=names) if rivals else "")
        self._note.setProperty("tone", Tone.WARNING.value)
        self.style().polish(self._note)
        self.set_button.setEnabled(command is not None and bool(pressed) and command.keys[:1] != (pressed,))

    def _pressed(self) -> str:
        return self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _set(self) -> None:
        self._tell([self._pressed()])

    def _tell(self, keys: list[str] | None) -> None:
        command = self._current()
        if command is not None:
            self.chosen.emit(command.id, keys)

    def _size(self) -> None:
        look = theme.current()
        self.list.setMinimumHeight(look.row_height * _ROWS)
        self.list.setIndentation(12 if self.width() > look.scaled(_ROOMY) else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()
