"""The composer's sheet: what stands where, on a wide window and on a narrow one. What it does is in `composer.py`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QWidget

from ofauto_desktop.domain.drafts import When
from ui import theme
from ui.desk import Desk
from ui.format import clock, day
from ui.language import tr, tr_n
from ui.models.written import Aspect, Written
from ui.widgets.account_chips import AccountChips
from ui.widgets.buttons import button, icon_button
from ui.widgets.editor import Editor
from ui.widgets.findings import Findings
from ui.widgets.layouts import column, row, scrolled
from ui.widgets.media_strip import MediaStrip
from ui.widgets.own_line import OwnLine
from ui.widgets.post_options import PostOptions
from ui.widgets.previews import Previews
from ui.widgets.reply_and_tags import ReplyAndTags
from ui.widgets.text import ElidedLabel, label, rule
from ui.widgets.toast import Toast
from ui.widgets.unfinished_offers import UnfinishedOffers
from ui.widgets.when_picker import WhenPicker

if TYPE_CHECKING:
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.library import Library

_SIDE_BY_SIDE = 760  # pixels at 100 %


class ComposerFrame(QDialog):
    """Words and media at the left, previews at the right, the time and the button at the foot; one column if narrow."""

    def __init__(self, composing: "Composing", library: "Library", desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.written = Written()
        self.setWindowTitle(tr("New post"))
        self.chips = AccountChips()
        self.editor = Editor(composing.measure, self.written)
        self.media = MediaStrip(library, desk)
        self.media_line = OwnLine(Aspect.MEDIA, lambda: self._detach_media(), lambda: self._follow_media())
        self.options = PostOptions()
        self.more = ReplyAndTags()
        self.findings = Findings()
        self.when = WhenPicker(desk)
        self.previews = Previews()
        self.offers = UnfinishedOffers(desk.now())
        self._build()
        self._toast = Toast(self)
        # Said outright, or the wide arrangement's own minimum would keep the sheet from becoming narrow.
        self.setMinimumSize(320, 320)
        if parent is not None:
            # A telephone's width has no room to show what lies below.
            beside = 0 if parent.width() < theme.current().scaled(_SIDE_BY_SIDE) else 32
            self.resize(min(1040, parent.width() - beside), min(800 if beside else 4000, parent.height() - beside))

    def send(self) -> None:
        """What the button at the foot does."""
        raise NotImplementedError

    def _detach_media(self) -> None:
        raise NotImplementedError

    def _follow_media(self) -> None:
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self._wide()
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._body.setStretch(0, 3 if wide else 0)
        self._body.setStretch(1, 2 if wide else 1)
        # At the foot the time would leave no room for the words of a narrow sheet; there it scrolls with them.
        (self._foot_line if wide else self._words_line).insertWidget(0 if wide else -1, self.when, 1 if wide else 0)
        self._label_button()

    def _build(self) -> None:
        lines = column(self, gap=0)
        head = row(gap=8)
        head.setContentsMargins(24, 12, 12, 12)
        self._title = label(tr("New post"), "title", wrap=False)
        head.addWidget(self._title)
        self._saved = label("", "caption", wrap=False)
        head.addWidget(self._saved)
        head.addStretch(1)
        head.addWidget(icon_button("x", tr("Close; what is written is kept (Esc)"), self.reject))
        lines.addLayout(head)
        lines.addWidget(rule())
        content = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._body.setContentsMargins(24, 16, 24, 16)
        self._body.setSpacing(24)
        self._body.addWidget(self._writing(), 3, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.previews, 2, Qt.AlignmentFlag.AlignTop)
        self._foot_line = row(gap=12)
        lines.addWidget(scrolled(content), 1)
        lines.addWidget(rule())
        lines.addWidget(self._foot())

    def _writing(self) -> QWidget:
        made = QWidget()
        self._words_line = lines = column(made, gap=16)
        self._notes = column(gap=8)
        lines.addLayout(self._notes)
        lines.addWidget(self.offers)
        lines.addWidget(self.chips)
        lines.addWidget(self.editor)
        media = column(gap=6)
        media.addWidget(self.media)
        media.addWidget(self.media_line)
        lines.addLayout(media)
        further = column(gap=4)
        further.addWidget(self.options)
        further.addWidget(self.more)
        lines.addLayout(further)
        lines.addWidget(self.findings)
        return made

    def _foot(self) -> QWidget:
        made = QFrame()
        lines = column(made, gap=8)
        lines.setContentsMargins(24, 12, 24, 12)
        self._refusal = column(gap=0)
        lines.addLayout(self._refusal)
        self.send_button = button(tr("Schedule"), self.send, kind="primary")
        self.send_button.setEnabled(False)
        self._foot_line.addWidget(self.when, 1)
        self._moment = ElidedLabel("", "caption")
        self._foot_line.addWidget(self._moment, 1)
        self._foot_line.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        lines.addLayout(self._foot_line)
        return made

    def _wide(self) -> bool:
        return self.width() >= theme.current().scaled(_SIDE_BY_SIDE)

    def _label_button(self) -> None:
        """The button names the act, with its time or count; a narrow one says less, its name for readers does not."""
        at, many = self.when.value(), len(self.chips.chosen())
        short = tr("Schedule")
        if self.when.queue_id() is not None:
            words = tr("Add to {queue}", queue=self.when.queue_name())
            short = tr("Add to queue")
        elif isinstance(at, datetime):
            at_words = {"day": day(at.date()), "time": clock(at)}
            once, often = tr("Schedule for {day}, {time}", **at_words), tr("Repeat from {day}, {time}", **at_words)
            words = once if self.when.rule() is None else often
        elif at is When.NEXT:
            moment = self.when.moment_words()
            words = tr("Schedule: {when}", when=moment) if moment else tr("Schedule at the next slot")
        elif at is When.NOW:
            words = tr_n("Publish to {n} account now…", "Publish to {n} accounts now…", many)
            short = tr("Publish now…")
        else:
            words = short = tr("Keep as draft")
        self._moment.setText(self.when.moment_words())
        self._moment.setVisible(not self._wide())
        self.send_button.setText(words if self._wide() else short)
        self.send_button.setAccessibleName(words)
        self.send_button.setToolTip(tr("{act} (Ctrl+Enter)", act=words))
        self.send_button.setEnabled(many > 0)

    def say(self, text: str, undo: Any = None) -> None:
        """Something was done in this sheet, with Undo where it can be undone."""
        self._toast.say(text, undo=undo)
