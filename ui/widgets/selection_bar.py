"""What can be done with the items that are selected, and how many they are."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label

_OF_BIN = ("library.restore", "library.delete")
FROM = 2  # one alone has its own panel


class SelectionBar(QFrame):
    """Shown while several are selected, or where one in the bin can be put back. Emits the id of a command."""

    act = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", "accent")
        self.setAccessibleName(tr("Selected items"))
        lines = column(self, gap=0)
        lines.setContentsMargins(12, 4, 8, 4)
        flow = FlowLayout(gap=6)
        lines.addLayout(flow)
        self._words = label("", "strong", wrap=False)
        flow.addWidget(self._words)
        self.buttons = {
            name: button(words, partial(self.act.emit, name), icon=icon)
            for name, words, icon in (
                ("library.compose", tr("Write a post"), "plus"),
                ("library.fill_week", tr("Fill next week…"), "calendar-range"),
                ("library.move", tr("Move…"), "folder"),
                ("library.tag", tr("Tags…"), "tag"),
                ("library.remove", tr("Remove"), "trash-2"),
                ("library.select_copies", tr("Select all but the best of each"), "copy"),
                ("library.restore", tr("Put back"), "undo-2"),
                ("library.delete", tr("Delete for good…"), "trash-2"),
            )
        }
        for made in self.buttons.values():
            flow.addWidget(made)
        self.hide()

    def say(self, many: int, *, in_bin: bool, alike: bool = False) -> None:
        """`alike`: groups of look-alikes are shown, of which all but one can be chosen at once."""
        self._words.setText(tr_n("{n} selected", "{n} selected", many) if many else tr("Same pictures by number"))
        for name, made in self.buttons.items():
            if name == "library.select_copies":
                made.setVisible(alike)
            else:
                made.setVisible((name in _OF_BIN) == in_bin and many > 0)
        self.setVisible(many >= FROM or (in_bin and many > 0) or alike)
