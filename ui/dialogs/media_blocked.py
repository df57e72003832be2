"""Items that cannot be removed, because posts that are to go out carry them: which posts, with a way to each (C8)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ofauto_desktop.domain.library import Blocked
from ui import theme
from ui.desk import Desk
from ui.format import when
from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, column, scrolled
from ui.widgets.text import label

_WIDTH = 480
_MOST = 20


class MediaBlocked(QDialog):
    """`rest_wanted`: remove those that no post needs."""

    rest_wanted = Signal()

    def __init__(self, blocked: Sequence[Blocked], free: int, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Still needed"))
        self._desk = desk
        lines = column(self, gap=12, margin=24)
        lines.addWidget(
            label(tr_n("{n} item is to go out with a post", "{n} items are to go out with posts", len(blocked)), "lead")
        )
        lines.addWidget(label(tr("Take it out of the post or cancel the post first; nothing was removed."), "muted"))
        content = QWidget()
        posts = column(content, gap=8)
        for one in blocked[:_MOST]:
            posts.addLayout(self._post(one))
        if len(blocked) > _MOST:
            posts.addWidget(label(tr("and {n} more", n=len(blocked) - _MOST), "caption"))
        posts.addStretch(1)
        lines.addWidget(scrolled(content), 1)
        acts = FlowLayout(gap=8)
        if free:
            words = tr_n("Remove the other {n} item", "Remove the other {n} items", free)
            acts.addWidget(button(words, self._rest))
        keep = button(tr("Keep all") if free else tr("Close"), self.reject, kind="primary")
        acts.addWidget(keep)
        lines.addLayout(acts)
        self.resize(min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 320)), theme.current().scaled(340))
        keep.setFocus()

    def _post(self, one: Blocked) -> QVBoxLayout:
        at = tr("no time yet") if one.at is None else when(one.at, self._desk.zone, now=self._desk.now())
        words = column(gap=2)
        words.addWidget(label(one.name, "strong"))
        words.addWidget(label(f"{one.text or tr('No text yet')} · {at}", "muted"))
        show = button(tr("Open the post"), lambda: self._open(one.post_id), kind="link")
        show.setAccessibleName(tr("Open the post with {name}", name=one.name))
        words.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        return words

    def _open(self, post_id: int) -> None:
        self.reject()
        self._desk.shell.open_page("calendar", post_id=post_id)

    def _rest(self) -> None:
        self.accept()
        self.rest_wanted.emit()
