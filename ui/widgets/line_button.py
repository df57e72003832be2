"""One line of a list in a card: a title, a detail below it, a value at its end; a press opens it where there is something."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.layouts import column, row
from ui.widgets.text import ElidedLabel, label

_SIDE = 8
_RESHAPES = (
    QEvent.Type.Polish,
    QEvent.Type.StyleChange,
    QEvent.Type.LayoutRequest,
    QEvent.Type.Resize,
    QEvent.Type.Show,
)


class LineButton(QPushButton):
    """`below` is a widget under the words, such as a bar. Without `act` it is read, not pressed.

    The detail ends in … where room is short; with `wrap` it takes as many lines as it needs.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        value: str = "",
        act: Callable[[], object] | None = None,
        *,
        below: QWidget | None = None,
        muted: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(part for part in (title, value, detail) if part))
        self._inner = column(self, gap=2)
        self._inner.setContentsMargins(_SIDE, 6, _SIDE, 6)
        head = row(gap=12)
        head.addWidget(ElidedLabel(title, "muted" if muted else ""), 1)
        if value:
            head.addWidget(label(value, "muted" if muted else "strong", wrap=False))
        self._inner.addLayout(head)
        if below is not None:
            self._inner.addWidget(below)
        if detail:
            self._inner.addWidget(label(detail, "caption") if wrap else ElidedLabel(detail, "caption"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.current().changed.connect(self.updateGeometry)
        if act is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.clicked.connect(lambda: act())

    def sizeHint(self) -> QSize:
        return QSize(240, self._inner.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._inner.minimumSize().height())

    def event(self, event: QEvent) -> bool:
        """As tall as its lines at the least: the style sheet gives every button a least height, which layouts would heed."""
        done = super().event(event)
        if event.type() in _RESHAPES:
            inner = self._inner
            tall = inner.totalHeightForWidth(self.width()) if inner.hasHeightForWidth() else inner.sizeHint().height()
            if self.minimumHeight() != tall:
                self.setMinimumHeight(tall)
        return done
