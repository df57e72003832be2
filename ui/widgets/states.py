"""What a page shows while it has nothing to show: loading, empty, failed, offline."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget, QWidget

from ui import theme
from ui.error_presenter import Presented
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS, TONE_ICONS, Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.text import label

# Shorter loads show nothing at all rather than a flicker (ux.md, promise 4).
BUSY_AFTER_MS = 300
_STACKED_BELOW = 280  # pixels at 100 %


class Skeleton(QWidget):
    """Grey rows of the height that the real ones will have, so that nothing jumps."""

    def __init__(self, rows: int = 5, row_height: int = 40, margin: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Loading"))
        lines = column(self, gap=8, margin=margin)
        for _ in range(rows):
            bar = QFrame()
            bar.setProperty("role", "skeleton")
            bar.setFixedHeight(theme.current().scaled(row_height))
            lines.addWidget(bar)
        lines.addStretch(1)


class EmptyState(QWidget):
    """One sentence that teaches, and one button."""

    def __init__(
        self, text: str, action: str = "", act: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        lines = column(self, gap=16, margin=32)
        lines.addStretch(1)
        words = label(text, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines.addWidget(words)
        if action:
            lines.addWidget(button(action, act, kind="primary"), 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(2)


class ErrorState(QWidget):
    """What went wrong, what was kept, one button that fixes it; the details fold out and can be copied."""

    def __init__(
        self, error: Presented, again: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        lines = column(self, gap=12, margin=24)
        lines.addWidget(label(error.words.title, "lead"))
        lines.addWidget(label(error.words.text, "muted"))
        acts = row()
        if error.act is not None:
            acts.addWidget(button(error.words.action, error.act, kind="primary"))
        if again is not None:
            acts.addWidget(button(tr("Try again"), again, icon="refresh-cw"))
        acts.addStretch(1)
        lines.addLayout(acts)
        lines.addWidget(Details(error.details))
        lines.addStretch(1)


class OfflineState(QWidget):
    """What needs the network has to wait; what is stored here works on."""

    def __init__(self, text: str, again: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self, gap=12, margin=32)
        lines.addStretch(1)
        lines.addWidget(Picture("cloud-off", edge=32), 0, Qt.AlignmentFlag.AlignHCenter)
        words = label(text, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines.addWidget(words)
        if again is not None:
            made = button(tr("Try again"), again, icon="refresh-cw")
            lines.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(2)


class Details(QWidget):
    """Technical facts, folded until asked for."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        lines = column(self, gap=8)
        acts = row()
        self.fold = button(tr("Details"), self._toggle, kind="link", icon="chevron-right")
        acts.addWidget(self.fold)
        self._copy = button(tr("Copy"), self._to_clipboard, kind="link", icon="copy")
        acts.addWidget(self._copy)
        acts.addStretch(1)
        lines.addLayout(acts)
        self._facts = label(text, "caption")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(self._facts)
        self._show(unfolded=False)

    def _toggle(self) -> None:
        self._show(unfolded=self._facts.isHidden())

    def _show(self, *, unfolded: bool) -> None:
        self._facts.setVisible(unfolded)
        self._copy.setVisible(unfolded)
        theme.current().icons.put(self.fold, "chevron-down" if unfolded else "chevron-right")

    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class Banner(QFrame):
    """One line of a tone across a page or a dialog, with a button where something can be done."""

    def __init__(
        self,
        text: str,
        tone: Tone,
        action: str = "",
        act: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone.value)
        self.setAccessibleName(text)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 8, 12, 8)
        self._line.setSpacing(8)
        told = row(gap=8)
        told.addWidget(Picture(TONE_ICONS[tone], TONE_COLOURS[tone]), 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(label(text), 1)
        self._line.addLayout(told, 1)
        if action:
            self._line.addWidget(button(action, act), 0, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button below the words where there is no room beside them."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().scaled(_STACKED_BELOW)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
            self.updateGeometry()


class PageStates(QStackedWidget):
    """A page's content, or what stands in for it. Begins empty; `loading` waits a moment before it shows a skeleton."""

    def __init__(
        self,
        content: QWidget,
        *,
        rows: int = 5,
        row_height: int = 40,
        margin: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._skeleton = Skeleton(rows, row_height, margin)
        self._blank = QWidget()
        self._last: QWidget = self._blank
        for widget in (self._blank, content, self._skeleton):
            self.addWidget(widget)
        self._patience = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._patience.timeout.connect(lambda: self.setCurrentWidget(self._skeleton))

    def hasHeightForWidth(self) -> bool:
        """It takes the room that there is: what its pages would like must not push the window's bars together."""
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 1)

    def loading(self) -> None:
        """Content that is on screen already stays there while it is read again."""
        if self.currentWidget() is not self._content:
            self._patience.start()

    def content(self) -> None:
        self._turn_to(self._content)

    def empty(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        self._turn_to(EmptyState(text, action, act))

    def error(self, error: Presented, again: Callable[[], object]) -> None:
        self._turn_to(ErrorState(error, again))

    def offline(self, text: str, again: Callable[[], object]) -> None:
        """`text`: what cannot be had without the network, and what still can."""
        self._turn_to(OfflineState(text, again))

    def _turn_to(self, widget: QWidget) -> None:
        self._patience.stop()
        last = self._last
        self._last = widget
        if self.indexOf(widget) < 0:
            self.addWidget(widget)
        self.setCurrentWidget(widget)
        if last not in (self._content, self._skeleton, self._blank, widget):
            self.removeWidget(last)
            last.deleteLater()
