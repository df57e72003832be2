"""The bell: how much is unread; a press opens the notice centre beside the page."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.events import NoticesChanged
from ui import theme
from ui.commands import Command
from ui.desk import Desk
from ui.language import tr, tr_n
from ui.tasks import ignore
from ui.widgets.buttons import icon_button

if TYPE_CHECKING:
    from ofauto_desktop.services import Services
    from ui.widgets.notice_panel import NoticePanel


class Notices(QObject):
    """Owns the bell's button, and opens the panel."""

    def __init__(self, services: "Services", desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._desk = services, desk
        self._panel: NoticePanel | None = None
        self.button = icon_button("bell", tr("Notices"), self.toggle, parent=parent)
        self._command = desk.commands.add(
            Command(id="notices.open", text=tr("Notices"), run=self.toggle, keys=("G, N",), icon="bell", group=tr("Go"))
        )
        desk.events.settled(NoticesChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        # A failure to count is told by Home, which reads the same database; twice would be noise.
        self._desk.tasks.run(self._services.notices.unread(), owner=self, done=self._show, failed=ignore)

    def toggle(self) -> None:
        """Open the centre, or close it where it is open."""
        if self._panel is not None and shiboken6.isValid(self._panel) and self._panel.isVisible():
            self._desk.shell.close_inspector()
            return
        self.open()

    def open(self) -> None:
        from ui.putting_right import PutRight
        from ui.widgets.notice_panel import NoticePanel

        known = self._services
        right = PutRight(
            publishing=known.publishing,
            resending=known.resending,
            sync=known.sync,
            backups=known.backups,
            desk=self._desk,
            parent=self,
        )
        self._panel = NoticePanel(known.notices, right, self._desk)
        self._desk.shell.inspect(tr("Notices"), self._panel)

    def _show(self, unread: int) -> None:
        words = tr_n("Notices: {n} is unread", "Notices: {n} are unread", unread) if unread else tr("Notices")
        self.button.setToolTip(f"{words} (G, N)")
        self.button.setAccessibleName(words)
        theme.current().icons.put(self.button, "bell-dot" if unread else "bell", "accent" if unread else "text_muted")
