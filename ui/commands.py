"""Every act of the window, once: its words, its key, when it can be done. Menus, tooltips and the palette draw from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import theme
from ui.language import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act. `keys` are sequences such as "Ctrl+K" or "G, H"; `words` are further names to find it by.

    `title`: what a place is called, where `text` says how to get there.
    `now` says what it would do at this moment, where that changes ("Undo: moved 3 posts"); `text` stays its name.
    """

    id: str
    text: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    words: str = ""
    enabled: Callable[[], bool] | None = None
    now: Callable[[], str] | None = None
    title: str = ""

    @property
    def says(self) -> str:
        """Its words as menus and the palette show them now."""
        return self.text if self.now is None else self.now()


class Commands(QObject):
    """The registry. A command belongs to the whole window, or to one page (`scope`) and then works while that has focus."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, tuple[Command, QAction]] = {}
        self._own_keys: dict[str, tuple[str, ...]] = {}
        self._first_keys: dict[str, tuple[str, ...]] = {}

    def add(self, command: Command, scope: QWidget | None = None) -> QAction:
        """Make `command` known; gives its action, for menus and tool bars. A second one of the same id replaces it."""
        owner = scope or self._window
        self._first_keys[command.id] = command.keys
        command = replace(command, keys=self._own_keys.get(command.id, command.keys))
        action = QAction(command.says, owner)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if scope else Qt.ShortcutContext.WindowShortcut
        )
        action.setToolTip(tip(command))
        if command.icon:
            theme.current().icons.put(action, command.icon)
        action.triggered.connect(lambda: command.run())
        if (old := self._actions.get(command.id)) and shiboken6.isValid(old[1]):
            old[1].deleteLater()
        owner.addAction(action)
        self._actions[command.id] = (command, action)
        action.setEnabled(command.enabled is None or command.enabled())
        self.changed.emit()
        return action

    def use_keys(self, own: dict[str, list[str]]) -> None:
        """A person's keys by command id, where they differ from a command's own; those that come later follow them too."""
        self._own_keys = {name: tuple(keys) for name, keys in own.items()}
        for name, (command, action) in list(self._actions.items()):
            keys = self._own_keys.get(name, self._first_keys[name])
            if keys != command.keys and shiboken6.isValid(action):
                self._actions[name] = (changed := replace(command, keys=keys), action)
                action.setShortcuts([QKeySequence(one) for one in keys])
                action.setToolTip(tip(changed))
                action.changed.emit()
        self.changed.emit()

    def first_keys(self, command_id: str) -> tuple[str, ...]:
        """The keys that a command came with."""
        return self._first_keys[command_id]

    def of(self, page: QWidget) -> tuple[Command, ...]:
        """Those that belong to `page` and not to the whole window."""
        return tuple(
            command
            for command, action in self._living()
            if isinstance(owner := action.parent(), QWidget) and (owner is page or page.isAncestorOf(owner))
        )

    def every(self) -> tuple[Command, ...]:
        """All that are known, of pages that are not in sight too, in the order they were added."""
        return tuple(command for command, _ in self._living())

    def rivals(self, command_id: str, keys: str) -> tuple[Command, ...]:
        """Others that `keys` would call where this command can be called: the same keys, or some that begin with them."""
        wanted = QKeySequence(keys)
        mine = self._scope(command_id)
        return tuple(
            other
            for other in self.every()
            if other.id != command_id
            and (mine is None or self._scope(other.id) in (None, mine))
            and any(_meet(wanted, QKeySequence(one)) for one in other.keys)
        )

    @staticmethod
    def meet(one: str, other: str) -> bool:
        """Whether two keys cannot both be told apart: one begins with the other."""
        return _meet(QKeySequence(one), QKeySequence(other))

    def _scope(self, command_id: str) -> QWidget | None:
        """The page that a command belongs to; None for the whole window."""
        owner = self._actions[command_id][1].parent()
        return owner if isinstance(owner, QWidget) and owner is not self._window else None

    def action(self, command_id: str) -> QAction:
        return self._actions[command_id][1]

    def all(self) -> tuple[Command, ...]:
        """Those that exist and whose page is in sight, in the order they were added."""
        return tuple(command for command, action in self._living() if _in_sight(action))

    def can(self, command_id: str) -> bool:
        return self.action(command_id).isEnabled()

    def run(self, command_id: str) -> None:
        """Do it, if it can be done now."""
        self.action(command_id).trigger()

    def look_again(self) -> None:
        """Ask every command whether it can be done; pages call it when their selection changes."""
        for command, action in self._living():
            if command.enabled is not None:
                action.setEnabled(command.enabled())
            if command.now is not None:
                action.setText(command.says)
                action.setToolTip(tip(command))
        self.changed.emit()

    def bind(self, button: QAbstractButton, command_id: str, *, text: bool = True, colour: str = "text_muted") -> None:
        """Let a button do a command, with its words, key and state. `text` False: an icon alone, named for readers."""
        command, action = self._actions[command_id]
        button.setToolTip(tip(command))
        action.changed.connect(lambda: button.setToolTip(action.toolTip()))
        button.setAccessibleName(command.text)
        if text:
            button.setText(command.text)
        if command.icon:
            theme.current().icons.put(button, command.icon, colour)
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)

    def _living(self) -> list[tuple[Command, QAction]]:
        return [entry for entry in self._actions.values() if shiboken6.isValid(entry[1])]


def tip(command: Command) -> str:
    """The words with the keys, as a tooltip shows them."""
    keys = keys_of(command, most=1)
    return f"{command.says} ({keys})" if keys else command.says


def keys_of(command: Command, most: int | None = None) -> str:
    """A command's keys as they are written on this system."""
    native = QKeySequence.SequenceFormat.NativeText
    return f" {tr('or')} ".join(QKeySequence(one).toString(native) for one in command.keys[:most])


def _meet(one: QKeySequence, other: QKeySequence) -> bool:
    """Whether one of the two begins with the other, so that Qt could not tell them apart."""
    shorter, longer = sorted((_strokes(one), _strokes(other)), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _strokes(keys: QKeySequence) -> list[str]:
    written = keys.toString(QKeySequence.SequenceFormat.PortableText)
    return written.split(", ") if written else []


def _in_sight(action: QAction) -> bool:
    owner = action.parent()
    return isinstance(owner, QWidget) and owner.isVisible()
