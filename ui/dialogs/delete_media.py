"""Asks before items are deleted for good: that cannot be undone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ui import theme
from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column, take_room
from ui.widgets.text import label

_WIDTH = 420


class DeleteMedia(QDialog):
    """`confirmed` where the person meant it."""

    confirmed = Signal()

    def __init__(self, many: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Delete for good"))
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(tr_n("Delete {n} item for good?", "Delete {n} items for good?", many), "lead"))
        words = tr(
            "Originals, previews and forms are deleted from this computer. What a post carried stays in the bin."
        )
        lines.addWidget(label(words, "muted"))
        acts = FlowLayout(gap=8)
        keep = button(tr("Keep in the bin"), self.reject)
        acts.addWidget(keep)
        self.delete_button = button(tr_n("Delete {n} item", "Delete {n} items", many), self._confirm, kind="danger")
        acts.addWidget(self.delete_button)
        lines.addLayout(acts)
        take_room(self, lines, min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 300)))
        keep.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
