"""The question before a post goes out at once: to which accounts, when, and how many will see it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.metrics import MetricRow
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.format import count, listed, place
from ui.models.composition import audience


class PublishNow(QMessageBox):
    """`known` holds each account's followers, as far as they were ever read. Return alone publishes nothing."""

    confirmed = Signal()

    def __init__(
        self, accounts: Sequence[Account], known: Mapping[int, MetricRow], desk: Desk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        many = "1 account" if len(accounts) == 1 else f"{count(len(accounts))} accounts"
        self.setWindowTitle("Publish now")
        self.setText(f"Publish this to {many} now: {listed([account.name for account in accounts])}?")
        told = [audience(account.name, known.get(account.id), desk.now()) for account in accounts]
        at = f"{to_wall(desk.now(), desk.zone):%H:%M}, {place(desk.zone)} time"
        self.setInformativeText("\n".join((*told, f"It goes out at once ({at}) and cannot be taken back here.")))
        publish = self.addButton(f"Publish to {many}", QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self.addButton("Keep writing", QMessageBox.ButtonRole.RejectRole))
        publish.clicked.connect(self.confirmed)
        self.finished.connect(self.deleteLater)
