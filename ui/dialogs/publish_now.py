"""The question before a post goes out at once: to which accounts, when, and how many will see it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.metrics import MetricRow
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.format import clock, listed, place
from ui.language import tr, tr_n
from ui.models.composition import audience


class PublishNow(QMessageBox):
    """`known` holds each account's followers, as far as they were ever read. Return alone publishes nothing."""

    confirmed = Signal()

    def __init__(
        self, accounts: Sequence[Account], known: Mapping[int, MetricRow], desk: Desk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        many = tr_n("{n} account", "{n} accounts", len(accounts))
        self.setWindowTitle(tr("Publish now"))
        self.setText(
            tr(
                "Publish this to {many} now: {listed}?",
                many=many,
                listed=listed([account.name for account in accounts]),
            )
        )
        told = [audience(account.name, known.get(account.id), desk.now()) for account in accounts]
        at = tr("{time}, {place} time", time=clock(to_wall(desk.now(), desk.zone)), place=place(desk.zone))
        self.setInformativeText(
            "\n".join((*told, tr("It goes out at once ({at}) and cannot be taken back here.", at=at)))
        )
        publish = self.addButton(tr("Publish to {many}", many=many), QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self.addButton(tr("Keep writing"), QMessageBox.ButtonRole.RejectRole))
        publish.clicked.connect(self.confirmed)
        self.finished.connect(self.deleteLater)
