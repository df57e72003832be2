"""Short words at the bottom of a window that something was done, with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.language import tr
from ui.motion import travel
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import row
from ui.widgets.text import label

SHOWN_MS = 10_000
_WIDEST = 520
_RISE = 16


class Toast(QFrame):
    """Stays while the pointer or the focus is on it; said aloud by screen readers when it comes."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "toast")
        self._undo: Callable[[], None] | None = None
        self._rising: QPropertyAnimation | None = None
        line = row(self, gap=8)
        line.setContentsMargins(16, 8, 8, 8)
        self._words = label()
        line.addWidget(self._words, 1)
        self.act_button = button(tr("Undo"), self._act, kind="link")
        line.addWidget(self.act_button)
        line.addWidget(icon_button("x", tr("Close"), self.hide))
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        self._host = host
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: Callable[[], None] | None = None, action: str = "") -> None:
        """A newer toast takes the place of the one before. `undo` is what the button does, Undo where `action` is empty."""
        self._words.setText(text)
        self._undo = undo
        action = action or tr("Undo")
        self.act_button.setText(action)
        self.act_button.setAccessibleName(action)
        self.act_button.setVisible(undo is not None)
        came = not self.isVisible()
        self._place()
        self.show()
        self.raise_()
        if came:
            self._rising = travel(self, self.pos() + QPoint(0, _RISE), self.pos())
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def _leave(self) -> None:
        if self.underMouse() or self.isAncestorOf(self.focusWidget() or self):
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        if self._rising is not None:
            self._rising.stop()
        width = min(_WIDEST, self._host.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.resize(width, height)
        self.move((self._host.width() - width) // 2, self._host.height() - height - 72)
