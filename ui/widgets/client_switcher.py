"""Whose things are shown: one client's, or everybody's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.events import ClientsChanged
from ui.desk import Desk
from ui.language import tr

if TYPE_CHECKING:
    from ofauto_desktop.services.clients import Clients

# One client and the entry for all: nothing to choose.
ONE_AND_ALL = 2


class ClientSwitcher(QComboBox):
    """Its data is a client's id, None for all. What is chosen stays when the list is read again."""

    def __init__(self, clients: "Clients", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clients, self._desk = clients, desk
        self.setAccessibleName(tr("Client"))
        self.setToolTip(tr("Whose accounts are shown"))
        self.addItem(tr("All clients"), None)
        desk.events.settled(ClientsChanged, owner=self, refresh=self.read)

    def read(self) -> None:
        """The clients as they are now."""
        self._desk.tasks.run(self._clients.list(), owner=self, done=self._show, failed=self._desk.errors.show)

    def _show(self, clients: Sequence[Client]) -> None:
        self.clear()
        self.addItem(tr("All clients"), None)
        for one in clients:
            self.addItem(one.name, one.id)
        self.setCurrentIndex(max(0, self.findData(self._desk.shell.client_id)))
        # A choice among one is none.
        self.setEnabled(len(clients) >= ONE_AND_ALL)
