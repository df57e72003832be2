"""The tags of one item or many: those they have, each to be taken off, and new ones."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QLineEdit, QWidget

from ofauto_desktop.domain.media import MediaItem
from ui import theme
from ui.format import count
from ui.language import tr, tr_n
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, column, row, take_room
from ui.widgets.text import label

_WIDTH = 440
_MOST = 24


class MediaTags(QDialog):
    """`wanted` with the tags to give and those to take off."""

    wanted = Signal(tuple, tuple)

    def __init__(self, items: Sequence[MediaItem], many: int, known: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Tags"))
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(tr_n("Tags of {n} item", "Tags of {n} items", many), "lead"))
        counted = Counter(tag for item in items for tag in item.tags)
        self._chips: dict[str, Chip] = {}
        if counted:
            lines.addWidget(label(tr("Switch one off to take it away."), "caption"))
            chips = FlowLayout(gap=6)
            for tag, having in counted.most_common(_MOST):
                words = tag if having == len(items) else f"{tag} ({count(having)})"
                self._chips[tag] = Chip(words, on=True)
                self._chips[tag].setAccessibleName(tr("Tag {tag}", tag=tag))
                chips.addWidget(self._chips[tag])
            lines.addLayout(chips)
        self.edit = QLineEdit()
        completer = QCompleter(list(known), self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)
        lines.addWidget(Field(tr("Add tags"), self.edit, tr("Several are separated by commas.")))
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.save_button = button(tr("Save tags"), self._save, kind="primary")
        self.save_button.setDefault(True)
        acts.addWidget(self.save_button)
        lines.addLayout(acts)
        take_room(self, lines, min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 300)))
        self.edit.setFocus()

    def _save(self) -> None:
        add = tuple(one.strip() for one in self.edit.text().split(",") if one.strip())
        drop = tuple(tag for tag, chip in self._chips.items() if not chip.isChecked())
        self.accept()
        if add or drop:
            self.wanted.emit(add, drop)
