"""An error that a person's act met: what happened, what was kept, one button that puts it right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ui import theme
from ui.error_presenter import Presented
from ui.language import tr
from ui.widgets.badge import Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.states import Details
from ui.widgets.text import label

_WIDTH = 460


class ErrorDialog(QDialog):
    """Shown with `open`, so that nothing waits for it."""

    def __init__(self, error: Presented, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("OFAuto")
        lines = column(self, gap=16, margin=24)
        head = row(gap=12)
        head.addWidget(Picture("circle-alert", "danger", edge=22), 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=8)
        words.addWidget(label(error.words.title, "lead"))
        words.addWidget(label(error.words.text, "muted"))
        head.addLayout(words, 1)
        lines.addLayout(head)
        lines.addWidget(Details(error.details))
        lines.addStretch(1)
        acts = row()
        acts.addStretch(1)
        self.close_button = button(tr("Close"), self.close, kind="" if error.act else "primary")
        acts.addWidget(self.close_button)
        self._act = error.act
        if error.act is not None:
            acts.addWidget(button(error.words.action, self._do, kind="primary"))
        lines.addLayout(acts)
        self.setAccessibleName(error.words.title)
        self.setAccessibleDescription(error.words.text)
        self.setFixedWidth(min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 320)))
        self.close_button.setFocus()

    def _do(self) -> None:
        self.close()
        if self._act is not None:
            self._act()
