"""One conversation: what was written, the older the higher, and the field for an answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.messages import Conversation, ConversationKind, Message, MessageSpec, MessageState, Place
from ui import theme
from ui.desk import Desk
from ui.language import tr, tr_marked
from ui.models import message_words as words
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column, scrolled
from ui.widgets.message_bubble import Bubble
from ui.widgets.states import PageStates
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from ofauto_desktop.services.messages import Messages

PAGE = 50
_LINES = 3
_MARGIN = 16


class MessageThread(QWidget):
    """`back` comes where the person wants the list again, `look` where they want to know what the platform has."""

    back = Signal()
    look = Signal(int)

    def __init__(self, messages: "Messages", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._desk = messages, desk
        self.conversation: Conversation | None = None
        self._spec: MessageSpec | None = None
        self._asked = 0
        self._shown: tuple[Message, ...] = ()
        self._all_shown = False
        # What was typed and not sent, by conversation: looking at another one loses nothing.
        self._drafts: dict[int, str] = {}
        lines = column(self, gap=0)
        lines.addLayout(self._head())
        self._states = PageStates(self._letters(), rows=5, row_height=56, margin=_MARGIN)
        lines.addWidget(self._states, 1)
        lines.addWidget(self._foot())
        self._states.empty(tr("Choose a conversation to read it."))
        self._answer.hide()

    def open(self, conversation: Conversation, spec: MessageSpec | None) -> None:
        """Show a conversation from its end, and count it as read once it is shown."""
        self._keep_draft()
        again = self.conversation is not None and conversation.id == self.conversation.id
        self.conversation, self._spec = conversation, spec
        self.title.setText(words.title(conversation))
        self.title.setAccessibleName(words.title(conversation))
        self._about.setText(words.about(conversation))
        self._dress_answer()
        if not again:
            self._shown, self._all_shown = (), False
            self._states.loading()
            self.field.setPlainText(self._drafts.get(conversation.id, ""))
        self.read()

    def read(self) -> None:
        """What is in sight, once more."""
        if self.conversation is not None:
            self._read(max(PAGE, len(self._shown)))

    def write(self) -> None:
        """Put the cursor where an answer is typed."""
        if not self._answer.isHidden():
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._area.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def can_send(self) -> bool:
        return not self._answer.isHidden() and self.send_button.isEnabled()

    def send(self) -> None:
        """Send what was typed, once. The field is free again at once; a refusal puts the text back."""
        if self.conversation is None or not self.can_send():
            return
        text, conversation = self.field.toPlainText(), self.conversation
        self.field.clear()
        self._drafts.pop(conversation.id, None)

        def refused(error: Exception) -> None:
            if isinstance(error, BadInput | NotFound):
                self._give_back(conversation.id, text)  # nothing of it was kept
            self._desk.errors.show(error)
            self.read()

        def sent(state: MessageState) -> None:
            if state is MessageState.UNKNOWN:
                self._desk.shell.toast(tr("It is not known whether the message went out. It is not sent again."))
            self.read()

        self._desk.tasks.run(self._messages.send(conversation.id, text), owner=self, done=sent, failed=refused)

    def _give_back(self, conversation_id: int, text: str) -> None:
        """Text that was not taken: into the field, or kept for the conversation that it was meant for."""
        here = self.conversation is not None and self.conversation.id == conversation_id
        if here and not self.field.toPlainText().strip():
            self.field.setPlainText(text)
        else:
            self._drafts[conversation_id] = text

    def show_back(self, *, shown: bool) -> None:
        """Where the list is not beside it there is a way back to it."""
        self.back_button.setVisible(shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._to_the_end()

    def _head(self) -> QVBoxLayout:
        head = column(gap=4)
        head.setContentsMargins(_MARGIN, 12, _MARGIN, 8)
        self.back_button = button(tr("All conversations"), self.back.emit, kind="link", icon="arrow-left")
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.back_button.hide()
        self.title = ElidedLabel("", "lead")
        head.addWidget(self.title)
        self._about = ElidedLabel("", "caption")
        head.addWidget(self._about)
        return head

    def _letters(self) -> QWidget:
        content = QWidget()
        lines = column(content, gap=8, margin=_MARGIN)
        self.earlier_button = button(tr("Earlier messages"), self._read_earlier, kind="link", icon="chevron-up")
        lines.addWidget(self.earlier_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._bubbles = column(gap=8)
        lines.addLayout(self._bubbles)
        lines.addStretch(1)
        self._area = scrolled(content)
        self._area.setAccessibleName(tr("Messages"))
        return self._area

    def _foot(self) -> QWidget:
        foot = QWidget()
        lines = column(foot, gap=8, margin=_MARGIN)
        self._closed = label("", "caption")
        lines.addWidget(self._closed)
        self._closed.hide()
        self._answer = QWidget()
        inside = column(self._answer, gap=6)
        self.field = QPlainTextEdit()
        self.field.setAccessibleName(tr("Your answer"))
        self.field.setPlaceholderText(tr("Write an answer"))
        self.field.setTabChangesFocus(True)
        self.field.textChanged.connect(self._measure)
        self._goes = label("", "caption")
        inside.addWidget(self._goes)
        inside.addWidget(self.field)
        self.send_button = button(tr("Send"), self.send, kind="primary", icon="send")
        inside.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignRight)
        lines.addWidget(self._answer)
        theme.current().changed.connect(self._measure)
        return foot

    def _dress_answer(self) -> None:
        """To whom it goes and what it costs, before it goes; or why nothing can be answered from here."""
        one, spec = self.conversation, self._spec
        open_here = one is not None and spec is not None and one.kind in spec.answers
        self._answer.setVisible(open_here)
        in_public = spec is not None and spec.public_reply and one is not None and one.kind is ConversationKind.MENTIONS
        self._closed.setVisible(not open_here and one is not None and not in_public)
        self._closed.setText(tr("This is answered on the platform's own site."))
        if one is None or spec is None:
            return
        goes = tr("From {account} to {person}.", account=one.account, person=words.title(one))
        self._goes.setText(f"{goes} {tr_marked(spec.cost.sending)}".strip())
        self._measure()

    def _measure(self) -> None:
        """As high as a few lines; sending takes words."""
        high = self.field.fontMetrics().lineSpacing() * _LINES
        self.field.setFixedHeight(high + theme.current().scaled(20))
        text = self.field.toPlainText()
        longest = self._spec.longest if self._spec is not None else 0
        self.send_button.setEnabled(bool(text.strip()) and len(text) <= longest)
        self._desk.commands.look_again()

    def _keep_draft(self) -> None:
        if self.conversation is None:
            return
        text = self.field.toPlainText()
        if text.strip():
            self._drafts[self.conversation.id] = text
        else:
            self._drafts.pop(self.conversation.id, None)

    def _read(self, limit: int) -> None:
        if self.conversation is None:
            return
        self._asked += 1
        asked, conversation_id = self._asked, self.conversation.id
        self._desk.tasks.run(
            self._messages.thread(conversation_id, limit=limit),
            owner=self,
            done=lambda found: self._show(found, limit) if asked == self._asked else None,
            failed=lambda error: self._failed(error) if asked == self._asked else None,
        )

    def _read_earlier(self) -> None:
        if self.conversation is None or not self._shown:
            return
        before = self._shown[0].place
        work = self._messages.thread(self.conversation.id, before=before, limit=PAGE)
        self._desk.tasks.run(
            work,
            owner=self,
            done=lambda found: self._show_earlier(found) if self._begins_at(before) else None,
            failed=self._desk.errors.show,
        )

    def _show(self, found: Sequence[Message], limit: int) -> None:
        """The newest ones. What stands already stays, and the eye stays where it was unless it was at the end."""
        if limit < len(self._shown):
            self._read(len(self._shown))  # earlier ones came meanwhile
            return
        bar = self._area.verticalScrollBar()
        at_end = not self._shown or bar.value() >= bar.maximum() - theme.current().scaled(24)
        self._all_shown = len(found) < limit
        if tuple(found) != self._shown:
            self._shown = tuple(found)
            clear(self._bubbles)
            for one in self._shown:
                self._bubbles.addWidget(self._bubble(one))
        self.earlier_button.setVisible(not self._all_shown)
        self._states.content()
        if at_end:
            self._to_the_end()
        self._mark_read()

    def _begins_at(self, place: Place) -> bool:
        """Whether what is shown still begins there: else earlier ones belong elsewhere, or are shown already."""
        return bool(self._shown) and self._shown[0].place == place

    def _show_earlier(self, found: Sequence[Message]) -> None:
        bar = self._area.verticalScrollBar()
        below = bar.maximum() - bar.value()
        self._all_shown = len(found) < PAGE
        self._shown = (*found, *self._shown)
        for place, one in enumerate(found):
            self._bubbles.insertWidget(place, self._bubble(one))
        self.earlier_button.setVisible(not self._all_shown)
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum() - below))

    def _bubble(self, one: Message) -> Bubble:
        return Bubble(
            one,
            self._desk.zone,
            self._desk.now(),
            show=lambda url: QDesktopServices.openUrl(QUrl(url)),
            look=self._look,
            take_back=self._take_back,
            reply=self._reply if self._spec is not None and self._spec.public_reply else None,
        )

    def _look(self) -> None:
        if self.conversation is not None:
            self.look.emit(self.conversation.account_id)

    def _reply(self, message: Message) -> None:
        """A post that replies to theirs, in the composer: it goes out as every post does."""
        if self.conversation is not None:
            self._desk.shell.compose(account_ids=(self.conversation.account_id,), reply_to=message.remote_id)

    def _take_back(self, message: Message) -> None:
        """Out of the conversation and into the field, where it can be written otherwise and sent."""

        def done(_: None) -> None:
            typed = self.field.toPlainText()
            self.field.setPlainText(f"{typed}\n{message.text}".strip() if typed.strip() else message.text)
            self.write()
            self.read()

        self._desk.tasks.run(self._messages.discard(message.id), owner=self, done=done, failed=self._desk.errors.show)

    def _mark_read(self) -> None:
        one = self.conversation
        if one is None or not one.unread or not self.isVisible():
            return
        self._desk.tasks.run(
            self._messages.mark(one.id, read=True),
            owner=self,
            done=lambda _: None,
            failed=self._desk.errors.show,
        )

    def _to_the_end(self) -> None:
        bar = self._area.verticalScrollBar()
        # Once the bubbles have their heights: twice, as words wrap only then.
        for _ in range(2):
            QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))

    def _failed(self, error: Exception) -> None:
        self._states.error(self._desk.errors.present(error), again=self.read)
