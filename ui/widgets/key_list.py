"""Every command with its keys, which a person may change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QKeySequenceEdit, QTreeWidget, QTreeWidgetItem, QWidget

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


class KeyList(QWidget):
    """`chosen` gives a command's id and its new keys, None for those it came with. Nothing is stored here."""

    chosen = Signal(str, object)
    all_reset = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        lines = column(self, gap=8)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Commands and their keys"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Keys")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformRowHeights(True)
        self.list.setRootIsDecorated(False)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        lines.addWidget(self.list)
        self._title = label("", "strong")
        lines.addWidget(self._title)
        acts = FlowLayout(gap=8)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(_MOST_STROKES)
        self.keys.setClearButtonEnabled(True)
        self.keys.setAccessibleName(tr("New keys"))
        self.keys.setAccessibleDescription(tr("Press the keys. Two strokes one after the other are possible: G, then H."))
        self.keys.keySequenceChanged.connect(lambda _: self._look())
        self.set_button = button(tr("Use these keys"), self._set, kind="primary")
        self.none_button = button(tr("No keys"), lambda: self._tell([]))
        self.reset_button = button(tr("As it was at first"), lambda: self._tell(None), icon="undo-2")
        for one in (self.keys, self.set_button, self.none_button, self.reset_button):
            acts.addWidget(one)
        lines.addLayout(acts)
        self._note = label("", "note")
        lines.addWidget(self._note)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(tr("Reset all keys"), self.all_reset.emit, kind="link"))
        lines.addLayout(foot)
        theme.current().changed.connect(self._size)
        self._size()
        self.fill()

    def fill(self, typed: str = "") -> None:
        """The commands that answer `typed`, by group; the chosen one stays chosen."""
        before = self._current()
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for command in sorted(self._commands.every(), key=lambda one: one.group):
            if holds(f"{command.text} {command.group} {keys_of(command)}", typed) is None:
                continue
            if command.group not in groups:
                groups[command.group] = head = QTreeWidgetItem([command.group])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                head.setFirstColumnSpanned(True)
                self.list.addTopLevelItem(head)
            item = QTreeWidgetItem([command.text, keys_of(command)])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{command.text}, {keys_of(command) or tr('no keys')}")
            groups[command.group].addChild(item)
            if before is not None and command.id == before.id:
                self.list.setCurrentItem(item)
        self.list.expandAll()
        self.list.resizeColumnToContents(1)
        self._show_current()

    def choose(self, command_id: str) -> None:
        """Bring one command into sight."""
        for at in range(self.list.topLevelItemCount()):
            head = self.list.topLevelItem(at)
            for number in range(head.childCount()):
                if head.child(number).data(0, Qt.ItemDataRole.UserRole) == command_id:
                    self.list.setCurrentItem(head.child(number))

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
        self._note.setText(tr("{names} has these keys; it would lose them.", names=names) if rivals else "")
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
        self.list.setMinimumHeight(theme.current().row_height * _ROWS)
