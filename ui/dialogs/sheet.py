"""The common frame of small dialogs: a heading, content, acts at its foot; gone when closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.layouts import column, row
from ui.widgets.text import label


class Sheet(QDialog):
    """Add to `body`; `acts` takes buttons, the one that does it last. `width` in pixels at 100 %."""

    def __init__(self, title: str, parent: QWidget, *, width: int = 440, words: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(title, "lead"))
        if words:
            lines.addWidget(label(words, "muted"))
        self.body: QVBoxLayout = column(gap=12)
        lines.addLayout(self.body, 1)
        self.acts: QHBoxLayout = row(gap=8)
        self.acts.addStretch(1)
        lines.addLayout(self.acts)
        room = parent.window().width()
        self.setFixedWidth(min(theme.current().scaled(width), max(room - 32, 320)))

    def act(self, made: QPushButton) -> QPushButton:
        """Put a button at the end of the foot."""
        self.acts.addWidget(made)
        return made
