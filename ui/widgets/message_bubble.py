"""One message of a conversation, or what took place in it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ofauto_desktop.domain.messages import Message, MessageKind, MessageState
from ui import theme
from ui.format import when
from ui.language import tr
from ui.models import message_words as words
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column, row
from ui.widgets.text import label

_WIDEST = 620  # pixels at 100 %


class Bubble(QWidget):
    """Theirs at the left, ours at the right. What can be done about one that did not go out stands below it."""

    def __init__(
        self,
        message: Message,
        zone: str,
        now: datetime,
        *,
        show: Callable[[str], object],
        look: Callable[[], object],
        take_back: Callable[[Message], object],
        reply: Callable[[Message], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.message = message
        self._zone, self._now = zone, now
        across = row(self, gap=0)
        if message.kind is not MessageKind.TEXT:
            across.addWidget(self._event(), 1)
            return
        frame = self._written()
        acts = self._acts(show, look, take_back)
        if reply is not None and message.url:
            acts.addWidget(button(tr("Answer in public"), lambda: reply(message), kind="link", icon="message-circle"))
        if acts.count():
            self._lines.addLayout(acts)
        if message.own:
            across.addStretch(1)
        across.addWidget(frame, 6)
        if not message.own:
            across.addStretch(1)

    def _event(self) -> QLabel:
        said = f"{words.happened(self.message)} · {when(self.message.at, self._zone, now=self._now)}"
        made = label(said, "caption")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(said)
        return made

    def _written(self) -> QFrame:
        message = self.message
        frame = QFrame()
        frame.setProperty("role", "bubble")
        frame.setProperty("own", message.own)
        frame.setMaximumWidth(theme.current().scaled(_WIDEST))
        heading, attached, trouble = (
            words.heading(message, self._zone, self._now),
            words.attached(message),
            words.trouble(message),
        )
        self.setAccessibleName(", ".join(part for part in (heading, message.text, attached, trouble) if part))
        self._lines = column(frame, gap=4)
        self._lines.setContentsMargins(12, 8, 12, 8)
        self._lines.addWidget(label(heading, "caption"))
        if message.text:
            text = label(message.text)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(text)
        if attached:
            self._lines.addWidget(label(tr("With it: {what}", what=attached), "caption"))
        if trouble:
            note = label(trouble, "note")
            note.setProperty("tone", words.STATES[message.state][1].value)
            self._lines.addWidget(note)
        return frame

    def _acts(
        self, show: Callable[[str], object], look: Callable[[], object], take_back: Callable[[Message], object]
    ) -> FlowLayout:
        message, acts = self.message, FlowLayout(gap=4)
        if message.url:
            acts.addWidget(button(tr("Open on the site"), lambda: show(message.url), kind="link", icon="external-link"))
        if message.state is MessageState.UNKNOWN:
            acts.addWidget(button(tr("Look for it"), look, kind="link", icon="refresh-cw"))
            acts.addWidget(button(tr("It did not go out"), lambda: take_back(message), kind="link", icon="undo-2"))
        if message.state is MessageState.FAILED:
            acts.addWidget(button(tr("Edit it"), lambda: take_back(message), kind="link", icon="pencil"))
        return acts
