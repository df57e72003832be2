"""Connecting an account: which platform, then its form."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ofauto_desktop.domain.accounts import Account, LiveCheck
from ofauto_desktop.domain.manifest import Manifest
from ui import theme
from ui.desk import Desk
from ui.dialogs.connect_form import ConnectForm
from ui.language import tr
from ui.widgets.layouts import column, scrolled
from ui.widgets.platform_card import PlatformCard
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.clients import Clients

_SIZE = (520, 640)


class ConnectDialog(QDialog):
    """`connected` with what the live check found. With an account given, it gets a new login and keeps its history."""

    connected = Signal(object)

    def __init__(
        self,
        accounts: "Accounts",
        clients: "Clients",
        desk: Desk,
        manifest: Manifest | None,
        account: Account | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Connect an account"))
        self._accounts, self._clients, self._desk, self._account = accounts, clients, desk, account
        self._pages = QStackedWidget()
        column(self).addWidget(self._pages)
        look = theme.current()
        self._most = parent.height()
        self.resize(min(look.scaled(_SIZE[0]), parent.width()), min(look.scaled(_SIZE[1]), parent.height()))
        # Said outright, or what stands side by side would keep it from becoming narrow.
        self.setMinimumSize(320, 320)
        self.form: ConnectForm | None = None
        if manifest is not None:
            self._choose(manifest)
        else:
            self._pages.addWidget(scrolled(self._platforms()))

    def _platforms(self) -> QWidget:
        made = QWidget()
        lines = column(made, gap=12, margin=24)
        lines.addWidget(label(tr("Which platform?"), "title"))
        for manifest in self._accounts.offers():
            lines.addWidget(PlatformCard(manifest, partial(self._choose, manifest)))
        lines.addStretch(1)
        return made

    def _choose(self, manifest: Manifest) -> None:
        self.form = ConnectForm(self._accounts, self._clients, self._desk, manifest, self._account)
        self.form.connected.connect(self._done)
        self.form.cancelled.connect(self.reject)
        self.form.turned.connect(self._fit)
        self._pages.addWidget(self.form)
        self._pages.setCurrentWidget(self.form)
        self._fit()

    def _fit(self) -> None:
        """As high as the form needs at this width, as far as the window goes."""
        if self.form is None:
            return
        most = min(theme.current().scaled(_SIZE[1]), self._most)
        self.resize(self.width(), max(self.minimumHeight(), min(most, self.form.high(self.width()))))

    def _done(self, found: LiveCheck) -> None:
        self.connected.emit(found)
        self.accept()

    def done(self, result: int) -> None:
        if self.form is not None:
            self.form.stop()
        super().done(result)
