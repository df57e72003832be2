"""Further things of a post: which post it answers, and the tags by which it is found again. Folded until wanted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ofauto_desktop.domain import tags
from ofauto_desktop.domain.drafts import Draft
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column


class ReplyAndTags(QWidget):
    """Unfolds by itself where a draft has any of it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self, gap=8)
        self.fold = button(tr("Reply to a post, tags"), self._toggle, kind="link", icon="message-circle")
        lines.addWidget(self.fold)
        self._box = QWidget()
        fields = column(self._box, gap=12)
        self._reply = QLineEdit()
        self._reply.setPlaceholderText(tr("The post's address, or its id"))
        fields.addWidget(Field(tr("Answers the post"), self._reply))
        self._tags = QLineEdit()
        self._tags.setPlaceholderText(tr("autumn, studio"))
        fields.addWidget(Field(tr("Tags"), self._tags, tr("With commas between. Only you see them.")))
        self._box.hide()
        lines.addWidget(self._box)
        for edit in (self._reply, self._tags):
            edit.textChanged.connect(lambda _: self.changed.emit())

    def load(self, draft: Draft) -> None:
        """Show what a draft has."""
        for edit, text in ((self._reply, draft.reply_to or ""), (self._tags, ", ".join(draft.tags))):
            edit.blockSignals(True)
            edit.setText(text)
            edit.blockSignals(False)
        self._box.setVisible(bool(draft.reply_to or draft.tags))

    def reply_to(self) -> str | None:
        """The id at the end of the address that was given."""
        words = self._reply.text().strip().partition("?")[0].rstrip("/")
        return words.rpartition("/")[2] or None

    def tags(self) -> tuple[str, ...]:
        return tags.tidy(word.strip().lstrip("#") for word in self._tags.text().split(","))

    def _toggle(self) -> None:
        self._box.setVisible(self._box.isHidden())
        if not self._box.isHidden():
            self._reply.setFocus()
