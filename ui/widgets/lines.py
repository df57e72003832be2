"""Lines of Home: one thing that needs the person, one post of today."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.format import clock
from ui.models.agenda import spoken
from ui.models.entries import Entry
from ui.models.home_words import Happened
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS, TONE_ICONS, Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.text import ElidedLabel, label

# Pixels at 100 %.
_STACKED_BELOW = 480
_LINE_WIDTH = 320
_TIME_WIDTH = 44
LINE_SIDE = 8  # between a line's edge, which shows under the pointer, and its words


class NeedLine(QFrame):
    """What is wrong, since when, and the button that puts it right; below the words where it is narrow."""

    def __init__(
        self, words: str, detail: str, tone: Tone, fix: str, act: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{words}. {detail}")
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 8, 0, 8)
        self._line.setSpacing(12)
        told = row(gap=12)
        told.addWidget(Picture(TONE_ICONS[tone], TONE_COLOURS[tone], 18), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(gap=2)
        lines.addWidget(label(words, "strong"))
        lines.addWidget(label(detail, "caption"))
        told.addLayout(lines, 1)
        self._line.addLayout(told, 1)
        self.fix_button = button(fix, act)
        self.fix_button.setAccessibleName(f"{fix}: {words}")
        self._line.addWidget(self.fix_button, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme.current().changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As wide as it is, in the size of text that there is now."""
        narrow = self.width() < theme.current().scaled(_STACKED_BELOW)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
            self.updateGeometry()


class PressLine(QPushButton):
    """Two lines of words in one button, which a press opens."""

    def __init__(self, name: str, act: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        self.setAutoDefault(False)
        # A button is never narrower than its hint by itself; this one ends its text in … instead.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.clicked.connect(lambda: act())
        self.line = row(self, gap=12)
        self.line.setContentsMargins(LINE_SIDE, 6, LINE_SIDE, 6)

    def settle(self) -> None:
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """No wider than reads well: longer words end in …, they do not push cards apart."""
        hint = self.line.sizeHint()
        return QSize(min(hint.width(), theme.current().scaled(_LINE_WIDTH)), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.line.minimumSize()


class PostLine(PressLine):
    """A post that goes out or went out: time, with the day where one is given, state, text, accounts."""

    def __init__(
        self, entry: Entry, act: Callable[[], object], *, day: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(f"{day} {spoken(entry)}".strip(), act, parent)
        line = self.line
        times = column(gap=2)
        at = label("" if entry.local is None else clock(entry.local), "strong", wrap=False)
        at.setMinimumWidth(theme.current().scaled(_TIME_WIDTH))  # words of several lines begin below each other
        times.addWidget(at)
        if day:
            times.addWidget(label(day, "caption", wrap=False))
        times.addStretch(1)
        line.addLayout(times)
        lines = column(gap=2)
        lines.addWidget(ElidedLabel(entry.headline))
        state = row(gap=4)
        state.addWidget(Picture(entry.look.icon, TONE_COLOURS[entry.look.tone], 14))
        word = label(entry.look.word, "note", wrap=False)
        word.setProperty("tone", entry.look.tone.value)
        state.addWidget(word)
        state.addWidget(ElidedLabel(f"· {entry.accounts}", "caption"), 1)
        lines.addLayout(state)
        line.addLayout(lines, 1)
        self.settle()


class ActivityLine(PressLine):
    """Something that happened: the thing, what became of it, how long ago. Where it can be looked at, a press does."""

    def __init__(
        self, one: Happened, ago: str, at: str, act: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(f"{one.about}, {one.act}, {ago}", act, parent)
        self.setToolTip(at)
        if not one.page:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = self.line
        line.addWidget(Picture(one.icon, "text_muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(gap=2)
        lines.addWidget(ElidedLabel(one.about))
        lines.addWidget(ElidedLabel(one.act, "caption"))
        line.addLayout(lines, 1)
        line.addWidget(label(ago, "caption", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        self.settle()
