"""What can be done with several selected posts. It stands in the filters' place, so that nothing below moves."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from ui.commands import Commands
from ui.language import tr, tr_n
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import FlowLayout
from ui.widgets.text import label


class PickedBar(QFrame):
    """Buttons do the page's commands; `closed` ends the selection."""

    closed = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setAccessibleName(tr("Selected posts"))
        self._flow = FlowLayout(self, gap=6)
        self._count = label("", "strong", wrap=False)
        self._count.setContentsMargins(0, 8, 8, 8)
        self._flow.addWidget(self._count)
        self._buttons: list[tuple[QPushButton, str]] = []
        self._close = icon_button("x", tr("End the selection (Esc)"), self.closed.emit)

    def offer(self, command_id: str, words: str, icon: str) -> None:
        """A button that does a command; its tooltip names the command's key."""
        made = button(words, icon=icon)
        self._commands.bind(made, command_id, text=False)
        made.setText(words)
        self._put(made)

    def offer_menu(self, words: str, icon: str, fill: Callable[[QMenu], None]) -> QPushButton:
        """A button that opens a menu, filled anew each time."""
        made = button(words, icon=icon)
        menu = QMenu(made)

        def refill() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(refill)
        made.setMenu(menu)
        self._put(made)
        return made

    def finish(self) -> None:
        """All buttons are there."""
        self._flow.addWidget(self._close)

    def compact(self, *, on: bool) -> None:
        """In a narrow window the icons alone, which keep their names for readers and in their tooltips."""
        for made, words in self._buttons:
            made.setText("" if on else words)
            if not made.toolTip():
                made.setToolTip(words)
        self.updateGeometry()

    def say(self, count: int) -> None:
        self._count.setText(tr_n("{n} post selected", "{n} posts selected", count))

    def count_words(self) -> str:
        return self._count.text()

    def _put(self, made: QPushButton) -> None:
        self._buttons.append((made, made.text()))
        if not made.accessibleName():
            made.setAccessibleName(made.text())
        self._flow.addWidget(made)
