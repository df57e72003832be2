"""The thing that is selected, beside the page; over it in a middling window, in its place in a narrow one."""

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui import theme
from ui.language import tr
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import clear, column, row, scrolled
from ui.widgets.text import ElidedLabel

_WIDTH = 360


class Inspector(QFrame):
    """Holds one content at a time and deletes it when it is closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: QWidget | None = None
        self.setProperty("role", "inspector")
        lines = column(self, gap=0)
        head = row(gap=4)
        head.setContentsMargins(8, 8, 8, 0)
        self._back = icon_button("arrow-left", tr("Back"), self.close_it)
        self._title = ElidedLabel("", "lead")
        self._close = icon_button("x", tr("Close (Esc)"), self.close_it)
        head.addWidget(self._back)
        head.addSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        lines.addLayout(head)
        self._body = column()
        lines.addLayout(self._body, 1)
        self.hide()

    def content(self) -> QWidget | None:
        """What it holds now; None while it is closed."""
        return self._content if self._content is not None and shiboken6.isValid(self._content) else None

    def show_it(self, title: str, content: QWidget) -> None:
        clear(self._body)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._content = content
        self._body.addWidget(scrolled(content))
        self.show()
        content.setFocus()

    def close_it(self) -> None:
        clear(self._body)
        self._content = None
        self.hide()
        self.closed.emit()

    def take_place(self, *, whole: bool) -> None:
        """`whole`: it stands for the page, and Back leads to it again."""
        self._back.setVisible(whole)
        self._close.setVisible(not whole)

    @property
    def natural_width(self) -> int:
        return theme.current().scaled(_WIDTH)
