"""One notice: what happened, to whom, how long ago; a press opens the thing, the button below puts it right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from ofauto_desktop.domain.notices import Notice
from ui import theme
from ui.language import tr
from ui.models.notice_words import Told
from ui.widgets.badge import TONE_COLOURS, Picture
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import column, row
from ui.widgets.text import label
from ui.widgets.tile import Tile

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TICKS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_KEYS = (*_STEPS, *_TICKS)


class _Words(Tile):
    """The part that opens the thing."""

    def __init__(self, notice: Notice, told: Told, ago: str) -> None:
        super().__init__(gap=2)
        self.setProperty("kind", "line")
        self.lines.setContentsMargins(8, 8, 8, 4)
        head = row(gap=8)
        colour = "text_muted" if notice.read else TONE_COLOURS[told.tone]
        head.addWidget(Picture(told.icon, colour, 18), 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=2)
        words.addWidget(label(told.title, "" if notice.read else "strong"))
        if told.detail:
            words.addWidget(label(told.detail, "caption"))
        words.addWidget(label(ago if notice.read else tr("{ago} · new", ago=ago), "caption"))
        head.addLayout(words, 1)
        self.lines.addLayout(head)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """These keys belong to the line; a button would take arrows for steps of its own."""
        if event.key() in _KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class NoticeLine(QFrame):
    """`opened` for a press on the words, `fixed` for the button, `ticked` to mark it read, or unread again."""

    opened = Signal()
    fixed = Signal()
    ticked = Signal()
    moved = Signal(int)  # the line above (-1) or below (1) is wanted

    def __init__(
        self,
        notice: Notice,
        told: Told,
        ago: str,
        more: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.notice = notice
        lines = column(self, gap=0)
        head = row(gap=4)
        self.words = _Words(notice, told, ago)
        state = "" if notice.read else tr("Unread")
        self.words.setAccessibleName(". ".join(part for part in (state, told.title, told.detail, ago) if part))
        self.words.clicked.connect(self.opened)
        head.addWidget(self.words, 1)
        lines.addLayout(head)
        acts = row(gap=4)
        acts.setContentsMargins(theme.current().scaled(18) + 16, 0, 8, 4)
        if told.fix and not notice.read:
            fix = button(told.fix, self.fixed.emit)
            fix.setAccessibleName(f"{told.fix}: {told.title}")
            acts.addWidget(fix)
        if more is not None:
            acts.addWidget(button(more[0], more[1], kind="link"))
        acts.addStretch(1)
        if acts.count() > 1:
            lines.addLayout(acts)
        name = tr("Mark as unread") if notice.read else tr("Mark as read")
        tick = icon_button("bell-dot" if notice.read else "check", tr("{name} (Del)", name=name), self.ticked.emit)
        tick.setAccessibleName(f"{name}: {told.title}")
        head.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from line to line, Delete marks it."""
        if event.key() in _STEPS:
            self.moved.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _TICKS:
            self.ticked.emit()
        else:
            super().keyPressEvent(event)
