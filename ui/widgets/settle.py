"""Whether a post is out is not known: the account's last posts to compare with, and the three ways to settle it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from ofauto_desktop.domain.posts import RemotePost, Target
from ui.desk import Desk
from ui.format import when, within
from ui.language import tr
from ui.post_acts import PostActs
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column, row
from ui.widgets.states import Banner
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.publishing import Publishing

_COMPARED = 5


class Settle(QWidget):
    """Reads the account's last posts at once. Sending again waits until they have been shown, and asks."""

    def __init__(
        self,
        post_id: int,
        target: Target,
        acts: PostActs,
        publishing: "Publishing",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._post_id = post_id
        self._target = target
        self._acts = acts
        self._publishing = publishing
        self._desk = desk
        lines = column(self, gap=12)
        lines.addWidget(
            Banner(tr("It is not known whether this went out. Nothing is sent again until you settle it."), Tone.DANGER)
        )
        lines.addWidget(label(tr("Last posts of {account}", account=target.account), "strong"))
        self._last = column(gap=8)
        lines.addLayout(self._last)
        self.not_out = button(tr("It is not out"), lambda: acts.is_not_out(post_id, target), icon="circle-x")
        self.again = button(tr("Send again…"), self._ask, icon="send")
        self.again.setEnabled(False)
        settle = row()
        settle.addWidget(self.not_out)
        settle.addWidget(self.again)
        settle.addStretch(1)
        lines.addLayout(settle)
        self._read()

    def _read(self) -> None:
        clear(self._last)
        self._last.addWidget(label(tr("Reading them…"), "muted"))
        work = self._publishing.recent_remote(self._target.account_id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._failed)

    def _show(self, posts: Sequence[RemotePost]) -> None:
        clear(self._last)
        if not posts:
            self._last.addWidget(label(tr("The account shows no posts."), "muted"))
        for post in posts[:_COMPARED]:
            self._last.addWidget(self._one(post))
        self.again.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        clear(self._last)
        words = self._desk.errors.present(error).words
        self._last.addWidget(label(f"{words.title}. {words.text}", "muted"))
        self._last.addWidget(button(tr("Read them again"), self._read, icon="refresh-cw"))

    def _one(self, post: RemotePost) -> QWidget:
        made = QWidget()
        lines = column(made, gap=2)
        lines.addWidget(label(when(post.at, self._desk.zone, now=self._desk.now()), "caption"))
        lines.addWidget(label(post.text or tr("No text")))
        choices = row(gap=4)
        this = button(
            tr("It is out: this one"),
            partial(self._acts.is_out, self._post_id, self._target, post.remote_id),
            kind="link",
        )
        this.setAccessibleName(
            tr("It is out, as the post of {when}", when=within(when(post.at, self._desk.zone, now=self._desk.now())))
        )
        choices.addWidget(this)
        choices.addWidget(
            button(tr("Open"), partial(QDesktopServices.openUrl, QUrl(post.url)), kind="link", icon="external-link")
        )
        choices.addStretch(1)
        lines.addLayout(choices)
        return made

    def _ask(self) -> None:
        """The one way to a second post: it names the account, and says what may come of it."""
        box = QMessageBox(self)
        box.setWindowTitle(tr("Send again"))
        box.setText(tr("Send this post to {account} once more?", account=self._target.account))
        box.setInformativeText(tr("If it did go out, it will be there twice. Look at the account's last posts first."))
        send = box.addButton(
            tr("Send again to {account}", account=self._target.account), QMessageBox.ButtonRole.DestructiveRole
        )
        box.setDefaultButton(box.addButton(tr("Keep it unknown"), QMessageBox.ButtonRole.RejectRole))
        send.clicked.connect(lambda: self._acts.send_again(self._post_id, self._target))
        box.finished.connect(box.deleteLater)
        box.open()
