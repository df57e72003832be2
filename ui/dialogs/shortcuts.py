"""All keys, by group."""

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from ui import theme
from ui.commands import Commands, keys_of
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row, scrolled
from ui.widgets.text import label

_SIZE = (440, 560)


class Shortcuts(QDialog):
    """What each key does here. `change` leads to where they are changed."""

    def __init__(self, commands: Commands, change: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("All shortcuts"))
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(tr("All shortcuts"), "title"))
        look = theme.current()
        slim = parent.width() < look.scaled(_SIZE[0])
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        keyed = sorted((one for one in commands.all() if one.keys), key=lambda one: one.group)
        at = 0
        for group, members in groupby(keyed, key=lambda one: one.group):
            grid.addWidget(label(group or tr("On this page"), "strong"), at, 0, 1, 2)
            at += 1
            for command in members:
                keys, words = label(keys_of(command), "muted", wrap=slim), label(command.text)
                if slim:  # the keys below what they do
                    keys.setContentsMargins(0, 0, 0, 8)
                    grid.addWidget(words, at, 0, 1, 2)
                    grid.addWidget(keys, at + 1, 0, 1, 2)
                else:
                    grid.addWidget(keys, at, 0)
                    grid.addWidget(words, at, 1)
                at += 1 + slim
        grid.setRowStretch(at, 1)
        lines.addWidget(scrolled(inner), 1)
        foot = row()
        foot.addWidget(button(tr("Change the keys …"), lambda: (self.close(), change()), kind="link"))
        foot.addStretch(1)
        close = button(tr("Close"), self.close, kind="primary")
        foot.addWidget(close)
        lines.addLayout(foot)
        self.resize(min(look.scaled(_SIZE[0]), parent.width()), min(look.scaled(_SIZE[1]), parent.height()))
        close.setFocus()
