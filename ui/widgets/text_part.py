"""One part of a post: a field that grows, a counter by the platform's rule, and a mark on what is over the limit."""

import re
from math import ceil

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from ofauto_desktop.domain.checks import TextMeasure
from ui import theme
from ui.format import count
from ui.language import tr, tr_n
from ui.media_intake import holds_media
from ui.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import label

_LEAST, _MOST = 3, 14  # lines
_AROUND = 30  # padding, border and the document's own margin, in pixels
_NEAR = 20  # units left from which the counter speaks up
_DELAYS = (0, 1, 5, 10, 15, 30, 60, 180, 360, 720, 1440)
_HOUR = 60
# A slash that begins a word, and what is typed after it.
_ASKED = re.compile(r"(?:^|\s)/([^\s/]{0,30})$")


class TextField(QPlainTextEdit):
    """Takes text; files and pictures that are pasted or dropped on it are handed on.

    `asked` comes with the words after a slash that begins a word, None where there is none (any more).
    """

    media_given = Signal(object)  # QMimeData
    asked = Signal(object)  # str | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._look_for_slash)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return holds_media(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_media(source):
            self.media_given.emit(source)
        else:
            super().insertFromMimeData(source)

    def put_in(self, text: str, *, instead_of_slash: bool) -> None:
        """Insert at the cursor, in place of the slash and the words after it where that asked for it. Ctrl+Z undoes it."""
        cursor = self.textCursor()
        if instead_of_slash and (found := self._slash()) is not None:
            words = len((found.group(1) + "/").encode("utf-16-le")) // 2
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, words)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def at_the_end(self) -> None:
        """Put the cursor after all text, on a line of its own."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if self.toPlainText().strip():
            cursor.insertText("\n\n" if not self.toPlainText().endswith("\n") else "")
        self.setTextCursor(cursor)

    def _slash(self) -> "re.Match[str] | None":
        cursor = self.textCursor()
        before = cursor.block().text().encode("utf-16-le")[: cursor.positionInBlock() * 2].decode("utf-16-le", "ignore")
        return _ASKED.search(before)

    def _look_for_slash(self) -> None:
        found = self._slash() if self.hasFocus() else None
        self.asked.emit(None if found is None else found.group(1))


class TextPart(QWidget):
    """`changed` at every key; `measured` is told by the composer, which knows the accounts."""

    changed = Signal()
    removed = Signal()
    delay_changed = Signal()

    def __init__(self, name: str, *, removable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cut: int | None = None
        lines = column(self, gap=4)
        self.field = TextField()
        self.field.setAccessibleName(name)
        self.field.setTabChangesFocus(True)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.delay: QComboBox | None = None
        if removable:
            lines.addLayout(self._head(name))
        lines.addWidget(self.field)
        below = row(gap=8)
        below.addStretch(1)
        self._counter = label("", "note", wrap=False)
        below.addWidget(self._counter)
        lines.addLayout(below)
        self.field.textChanged.connect(self._typed)
        self.field.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.current().changed.connect(self._dress)
        self._fit()

    def text(self) -> str:
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.field.setPlainText(text)
            self.field.moveCursor(QTextCursor.MoveOperation.End)

    def minutes(self) -> int:
        """How long this part waits for the one before it."""
        return 0 if self.delay is None else int(self.delay.currentData())

    def set_minutes(self, minutes: int) -> None:
        if self.delay is None:
            return
        if self.delay.findData(minutes) < 0:
            place = sum(known < minutes for known in (self.delay.itemData(i) for i in range(self.delay.count())))
            self.delay.insertItem(place, _waits(minutes), minutes)
        self.delay.setCurrentIndex(self.delay.findData(minutes))

    def measured(self, measure: TextMeasure | None) -> None:
        """Show what the tightest account counts; None where none counts."""
        self._cut = None if measure is None else measure.cut
        if measure is None:
            self._counter.setText("")
        else:
            left = measure.limit - measure.length
            over = tr("{many} over {limit}", many=count(-left), limit=count(measure.limit))
            counted = tr("{many} of {limit}", many=count(measure.length), limit=count(measure.limit))
            words = over if left < 0 else counted
            tone = Tone.DANGER if left < 0 else Tone.WARNING if left <= _NEAR else Tone.NEUTRAL
            self._counter.setText(words)
            self._counter.setProperty("tone", tone.value)
            self._counter.style().unpolish(self._counter)
            self._counter.style().polish(self._counter)
            self.field.setAccessibleDescription(words)
        self._dress()

    def _head(self, name: str) -> FlowLayout:
        """What stands over a further part: its number, how long it waits, the way out."""
        head = FlowLayout(gap=8)
        head.addWidget(label(name, "caption", wrap=False))
        self.delay = QComboBox()
        self.delay.setProperty("kind", "small")
        name_choice(self.delay, tr("Wait before {part}", part=name.lower()))
        self.delay.setToolTip(tr("How long this part waits after the one before it is out"))
        for minutes in _DELAYS:
            self.delay.addItem(_waits(minutes), minutes)
        self.delay.currentIndexChanged.connect(lambda _: self.delay_changed.emit())
        head.addWidget(self.delay)
        head.addWidget(icon_button("trash-2", tr("Remove {part}", part=name.lower()), self.removed.emit))
        return head

    def _typed(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self, *_: object) -> None:
        """As high as its text, between a few lines and many; past that it scrolls."""
        spacing = QFontMetricsF(self.field.font()).lineSpacing()
        lines = min(max(round(self.field.document().size().height()), _LEAST), _MOST)
        self.field.setFixedHeight(ceil(lines * spacing) + _AROUND)

    def _dress(self) -> None:
        marks = []
        if self._cut is not None:
            mark = QTextEdit.ExtraSelection()
            shape = QTextCharFormat()
            shape.setBackground(QColor(theme.current().tokens.danger_soft))
            cursor = QTextCursor(self.field.document())
            cursor.setPosition(_qt_position(self.text(), self._cut))
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, shape
            marks.append(mark)
        self.field.setExtraSelections(marks)
        self._fit()


def _waits(minutes: int) -> str:
    if minutes == 0:
        return tr("right after")
    if minutes % _HOUR == 0:
        return tr_n("after {n} hour", "after {n} hours", minutes // _HOUR)
    return tr_n("after {n} minute", "after {n} minutes", minutes)


def _qt_position(text: str, index: int) -> int:
    """Qt counts UTF-16 units, Python code points."""
    return len(text[:index].encode("utf-16-le")) // 2
