"""A post that is out was dragged: it stays as it is, and may be copied to where it was dropped (B3)."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ofauto_desktop.domain.schedule import to_utc
from ui.desk import Desk
from ui.format import listed, when, within
from ui.language import tr
from ui.models.entries import Entry


class CopyPosted(QMessageBox):
    """Names the accounts and the time. Return alone copies nothing."""

    confirmed = Signal()

    def __init__(self, entry: Entry, at: datetime, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        told = within(when(to_utc(at, desk.zone), desk.zone, now=desk.now()))
        self.setWindowTitle(tr("It is out already"))
        self.setText(tr("This post is out already. Plan a copy of it for {when}?", when=told))
        accounts = listed([target.account for target in entry.post.targets])
        self.setInformativeText(
            tr("What is out stays as it is. The copy is a new post for {accounts}.", accounts=accounts)
        )
        copy = self.addButton(tr("Plan a copy"), QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self.addButton(tr("Leave it"), QMessageBox.ButtonRole.RejectRole))
        copy.clicked.connect(self.confirmed)
        self.finished.connect(self.deleteLater)
