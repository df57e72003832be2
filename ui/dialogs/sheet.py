"""The common frame of small dialogs: a heading, content, acts at its foot; gone when closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.layouts import column, row, scrolled
from ui.widgets.text import label


class Sheet(QDialog):
    """Add to `body`; `acts` takes buttons, the one that does it last. `width` in pixels at 100 %."""

    def __init__(self, title: str, parent: QWidget, *, width: int = 440, words: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._lines = lines = column(self, gap=16, margin=24)
        lines.addWidget(label(title, "lead"))
        if words:
            lines.addWidget(label(words, "muted"))
        self._content = QWidget()
        self.body: QVBoxLayout = column(self._content, gap=12)
        self._area = scrolled(self._content)
        lines.addWidget(self._area, 1)
        self.acts: QHBoxLayout = row(gap=8)
        self.acts.addStretch(1)
        self._buttons: list[QPushButton] = []
        lines.addLayout(self.acts)
        room = parent.window().width()
        self._most = max(320, parent.window().height() - 32)
        self.setFixedWidth(min(theme.current().scaled(width), max(room - 32, 320)))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its lines are at this width; where the window has less room, what is between scrolls."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the room that its content needs now."""
        # Before its first showing nothing was measured in the style's own sizes.
        for child in self.findChildren(QWidget):
            child.ensurePolished()
            child.updateGeometry()
        for made in self._buttons:
            made.setMinimumHeight(made.sizeHint().height())  # the style's own least is less than their words need
        margins = self._lines.contentsMargins()
        wide = self.width() - margins.left() - margins.right()
        self._stand_acts(wide)
        for layout in (self.acts, self.body, self._lines):
            layout.invalidate()
        self._area.setMinimumHeight(0)
        around = self._lines.totalMinimumHeightForWidth(self.width()) - self._area.minimumSizeHint().height()
        # Without words that wrap there is no height for a width; -1 then.
        wanted = max(self.body.totalHeightForWidth(wide), self.body.sizeHint().height())
        self._area.setMinimumHeight(min(wanted, max(96, self._most - around)))
        self.resize(self.width(), min(self._most, self._lines.totalMinimumHeightForWidth(self.width())))

    def _stand_acts(self, wide: int) -> None:
        """Side by side, or below each other where their words need more room than that."""
        needed = sum(made.sizeHint().width() + self.acts.spacing() for made in self._buttons) - self.acts.spacing()
        ways = QBoxLayout.Direction
        self.acts.setDirection(ways.TopToBottom if needed > wide else ways.LeftToRight)

    def act(self, made: QPushButton) -> QPushButton:
        """Put a button at the end of the foot."""
        self.acts.addWidget(made)
        self._buttons.append(made)
        return made
