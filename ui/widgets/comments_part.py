"""The comments of a post, read from its platform when they are asked for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.content_types import PostFacts
from ui.desk import Desk
from ui.format import when
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.comments import Comments


class CommentsPart(QWidget):
    """Not there where the platform tells none."""

    def __init__(self, post: PostFacts, comments: "Comments", desk: Desk) -> None:
        super().__init__()
        self._post, self._comments, self._desk = post, comments, desk
        lines = column(self, gap=8)
        self.read_button = button(tr("Read the comments"), self._read, kind="link", icon="refresh-cw")
        lines.addWidget(self.read_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = column(gap=12)
        lines.addLayout(self._rows)
        self.hide()
        desk.tasks.run(comments.offered(post.account_id), owner=self, done=self.setVisible, failed=desk.errors.show)

    def _read(self) -> None:
        self.read_button.setEnabled(False)
        work = self._comments.of(self._post.account_id, self._post.remote_id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._failed)

    def _show(self, found: Sequence[Comment]) -> None:
        self.read_button.setEnabled(True)
        clear(self._rows)
        if not found:
            self._rows.addWidget(label(tr("Nobody has written a comment."), "muted"))
        for one in found:
            facts = (one.author, when(one.at, self._desk.zone, now=self._desk.now()))
            self._rows.addWidget(label(" · ".join(fact for fact in facts if fact), "caption"))
            self._rows.addWidget(label(one.text))

    def _failed(self, error: Exception) -> None:
        self.read_button.setEnabled(True)
        self._desk.errors.show(error)
