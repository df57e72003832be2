"""How much is new on a page, on the button that leads to it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QToolButton

from ui import theme
from ui.format import count
from ui.language import tr_n

_MOST = 99
_EDGE = 6  # pixels to the button's edge


class NavCount(QLabel):
    """Lies over its button: at its end beside words, in its corner over a bare icon. Readers hear it in the button's name."""

    def __init__(self, button: QToolButton) -> None:
        super().__init__(button)
        self._button, self._name = button, button.accessibleName()
        self.setProperty("role", "count")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        button.installEventFilter(self)
        theme.current().changed.connect(self._place)

    def show_count(self, new: int) -> None:
        """Nothing where nothing is new."""
        self.setText(f"{_MOST}+" if new > _MOST else count(new))
        self.setVisible(new > 0)
        self._button.setAccessibleName(
            tr_n("{page}, {n} new", "{page}, {n} new", new, page=self._name) if new else self._name
        )
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size, button = self.sizeHint(), self._button
        width = max(size.width(), size.height())
        beside = button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        top = (button.height() - size.height()) // 2 if beside else 0
        left = (
            button.width() - width - _EDGE if beside else min(button.width() - width, button.width() // 2 + _EDGE // 2)
        )
        self.setGeometry(left, max(top, 0), width, size.height())
