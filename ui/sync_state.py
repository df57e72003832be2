"""How fresh the numbers are, and a way to have them now."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.events import AccountsChanged, Synced
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Freshness, SyncResult
from ui import theme
from ui.desk import Desk
from ui.format import count
from ui.language import tr
from ui.tasks import ignore
from ui.widgets.buttons import icon_button

_LOOK_AGAIN_MS = 60_000


class Pulls(Protocol):
    """The part of the sync service that the bar asks."""

    async def run(
        self, account_ids: Iterable[int] | None = None, kinds: Iterable[SyncKind] | None = None
    ) -> tuple[SyncResult, ...]: ...
    async def freshness(self, account_ids: Iterable[int] | None = None) -> tuple[Freshness, ...]: ...


class SyncState(QObject):
    """Owns the sync button: idle with its age, busy, in trouble, offline."""

    def __init__(self, sync: Pulls, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._sync, self._desk = sync, desk
        self._busy = False
        self.button = icon_button("refresh-cw", tr("Sync"), self.pull, parent=parent)
        desk.events.settled(Synced, AccountsChanged, owner=self, refresh=self.refresh)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        self._desk.tasks.run(self._sync.freshness(), owner=self, done=self._show, failed=ignore)

    def pull(self) -> None:
        """Read everything now; what fails is told by the button, account by account on their page."""
        if self._busy:
            return
        self._busy = True
        self._say(tr("Syncing …"), "refresh-cw", "accent")
        self._desk.tasks.run(self._sync.run(), owner=self, done=self._pulled, failed=self._failed)

    def _pulled(self, results: Sequence[SyncResult]) -> None:
        self._busy = False
        broken = {result.account for result in results if result.error is not None}
        rows = sum(result.added + result.changed for result in results)
        if broken:
            self._desk.shell.toast(tr("Not everything could be read: {names}", names=", ".join(sorted(broken))))
        else:
            self._desk.shell.toast(
                tr("Synced: {n} new or changed", n=count(rows)) if rows else tr("Everything is up to date")
            )
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.refresh()
        self._desk.errors.show(error)

    def _show(self, found: Sequence[Freshness]) -> None:
        if self._busy:
            return
        from ui import format as formats  # its first use is after the unlock: start-up is measured

        errors = {one.error.kind for one in found if one.error is not None}
        read = [one.succeeded_at for one in found if one.succeeded_at is not None]
        if errors == {ErrorKind.NETWORK}:
            self._say(tr("Offline. What is planned waits; numbers are as old as they say."), "cloud-off", "warning")
        elif errors:
            self._say(tr("Some accounts could not be read. Click to try again."), "triangle-alert", "warning")
        elif read:
            oldest = formats.age(min(read), self._desk.now())
            self._say(tr("Synced {oldest}. Click to sync now.", oldest=oldest), "refresh-cw", "text_muted")
        else:
            self._say(tr("Nothing was read yet. Click to sync now."), "refresh-cw", "text_muted")

    def _say(self, words: str, icon: str, colour: str) -> None:
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        theme.current().icons.put(self.button, icon, colour)
