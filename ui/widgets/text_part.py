"""One part of a post: a field that grows, a counter by the platform's rule, and a mark on what is over the limit."""

from math import ceil

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from ofauto_desktop.domain.checks import TextMeasure
from ui import theme
from ui.format import count
from ui.media_intake import holds_media
from ui.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row
from ui.widgets.text import label

_LEAST, _MOST = 3, 14  # lines
_AROUND = 30  # padding, border and the document's own margin, in pixels
_NEAR = 20  # units left from which the counter speaks up


class TextField(QPlainTextEdit):
    """Takes text; files and pictures that are pasted or dropped on it are handed on."""

    media_given = Signal(object)  # QMimeData

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return holds_media(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_media(source):
            self.media_given.emit(source)
        else:
            super().insertFromMimeData(source)


class TextPart(QWidget):
    """`changed` at every key; `measured` is told by the composer, which knows the accounts."""

    changed = Signal()
    removed = Signal()

    def __init__(self, name: str, *, removable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cut: int | None = None
        lines = column(self, gap=4)
        self.field = TextField()
        self.field.setAccessibleName(name)
        self.field.setTabChangesFocus(True)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        lines.addWidget(self.field)
        below = row(gap=8)
        below.addWidget(label(name if removable else "", "caption"), 1)
        self._counter = label("", "note", wrap=False)
        below.addWidget(self._counter)
        if removable:
            below.addWidget(icon_button("trash-2", f"Remove {name.lower()}", self.removed.emit))
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

    def measured(self, measure: TextMeasure | None) -> None:
        """Show what the tightest account counts; None where none counts."""
        self._cut = None if measure is None else measure.cut
        if measure is None:
            self._counter.setText("")
        else:
            left = measure.limit - measure.length
            over = f"{count(-left)} over {count(measure.limit)}"
            words = over if left < 0 else f"{count(measure.length)} of {count(measure.limit)}"
            tone = Tone.DANGER if left < 0 else Tone.WARNING if left <= _NEAR else Tone.NEUTRAL
            self._counter.setText(words)
            self._counter.setProperty("tone", tone.value)
            self._counter.style().unpolish(self._counter)
            self._counter.style().polish(self._counter)
            self.field.setAccessibleDescription(words)
        self._dress()

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


def _qt_position(text: str, index: int) -> int:
    """Qt counts UTF-16 units, Python code points."""
    return len(text[:index].encode("utf-16-le")) // 2
