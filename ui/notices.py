"""The bell: how many things need the person, and the way to each."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ofauto_desktop.domain.events import AccountsChanged, PausedChanged, PostsChanged, Synced, TargetSettled
from ofauto_desktop.domain.home import HomeSummary, Need
from ui import needs, theme
from ui.desk import Desk
from ui.tasks import ignore
from ui.widgets.buttons import icon_button

_MOST = 12


class TellsNeeds(Protocol):
    """The part of the home service that the bell asks."""

    async def summary(self, client_id: int | None = None, *, zone: str = "UTC") -> HomeSummary: ...


class Notices(QObject):
    """Owns the bell's button and its menu."""

    def __init__(self, home: TellsNeeds, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._home, self._desk = home, desk
        self.button = icon_button("bell", "Notices", parent=parent)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        desk.events.settled(
            PostsChanged, TargetSettled, AccountsChanged, Synced, PausedChanged, owner=self, refresh=self.refresh
        )
        self.refresh()

    def refresh(self) -> None:
        # A failure to count is told by Home, which asks the same; twice would be noise.
        self._desk.tasks.run(self._home.summary(zone=self._desk.zone), owner=self, done=self._show, failed=ignore)

    def _show(self, summary: HomeSummary) -> None:
        wanted = summary.needs
        self.menu.clear()
        if not wanted:
            self.menu.addAction("Nothing needs you").setEnabled(False)
        for need in wanted[:_MOST]:
            self._add(need)
        if len(wanted) > _MOST:
            self.menu.addAction(f"{len(wanted) - _MOST} more on Home", lambda: self._desk.shell.open_page("home"))
        words = f"Notices: {len(wanted)} need you" if wanted else "Notices: nothing needs you"
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        look = theme.current()
        look.icons.put(self.button, "bell-dot" if wanted else "bell", "warning" if wanted else "text_muted")

    def _add(self, need: Need) -> None:
        page, focus = needs.place(need)
        self.menu.addAction(needs.line(need), lambda: self._desk.shell.open_page(page, **focus))
