"""How many messages are new, on the buttons that lead to them."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton, QWidget

from ofauto_desktop.domain.events import AccountsChanged, MessagesChanged, Synced
from ui.desk import Desk
from ui.tasks import ignore
from ui.widgets.nav_count import NavCount


class Letters(Protocol):
    """The part of the messages' service that is asked."""

    async def unread(self, client_id: int | None = None) -> int: ...


class Unread(QObject):
    """Keeps the counts on `buttons` true. `look` reads again, as for another client."""

    def __init__(self, messages: Letters, buttons: Sequence[QToolButton], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._messages, self._desk = messages, desk
        self.counts = [NavCount(one) for one in buttons]
        desk.events.settled(MessagesChanged, Synced, AccountsChanged, owner=self, refresh=self.look)
        self.look()

    def look(self) -> None:
        # What cannot be read now is asked for at the next change; the page itself tells what is wrong.
        work = self._messages.unread(self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=ignore)

    def _show(self, new: int) -> None:
        for one in self.counts:
            one.show_count(new)
