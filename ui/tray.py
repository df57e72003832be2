"""The tray: what goes out next, pause, open, quit; and notices that lead to the thing they are about."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ofauto_desktop.domain.accounts import ENDED, Account, LoginState
from ofauto_desktop.domain.events import AccountsChanged, Event, PausedChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.preferences import NOTIFY_FAILED, NOTIFY_LOGIN, NOTIFY_PUBLISHED, Setting
from ui.desk import Desk
from ui.tasks import ignore

_SHOWN_MS = 10_000


class Sends(Protocol):
    """The part of publishing that the tray shows and holds."""

    async def next_due(self) -> datetime | None: ...
    async def paused(self) -> bool: ...
    async def pause_all(self, paused: bool) -> None: ...  # noqa: FBT001 - the service's own signature


class KnowsAccounts(Protocol):
    """Where an account's state is read from."""

    async def get(self, account_id: int) -> Account: ...


class Chosen(Protocol):
    """The preferences."""

    def get(self, setting: Setting[bool]) -> bool: ...


class Tray(QObject):
    """Lives from start to end; `attach` gives it an open workspace, `detach` takes it away again."""

    def __init__(
        self, icon: QIcon, bring_up: Callable[[], object], leave: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bring_up = bring_up
        self._desk: Desk | None = None
        self._sends: Sends | None = None
        self._accounts: KnowsAccounts | None = None
        self._preferences: Chosen | None = None
        self._about: Callable[[], object] = bring_up
        self._states: dict[int, LoginState] = {}
        self.menu = QMenu()
        self.next_action = self.menu.addAction("", self._to_calendar)
        self.pause_action = QAction("Pause all posting", self.menu, checkable=True)
        self.pause_action.toggled.connect(self._pause)
        self.menu.addAction(self.pause_action)
        self.menu.addSeparator()
        self.menu.addAction("Open OFAuto", bring_up)
        self.menu.addAction("Quit", leave)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(lambda: self._about())
        self.detach()
        self.icon.show()

    @staticmethod
    def available() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def attach(self, desk: Desk, sends: Sends, accounts: KnowsAccounts, preferences: Chosen) -> None:
        self._desk, self._sends, self._accounts, self._preferences = desk, sends, accounts, preferences
        self.pause_action.setVisible(True)
        self.next_action.setVisible(True)
        self._states.clear()
        desk.events.settled(PostsChanged, TargetSettled, PausedChanged, owner=self, refresh=self.refresh)
        desk.events.each(TargetSettled, owner=self, hear=self._settled)
        desk.events.each(AccountsChanged, owner=self, hear=self._accounts_changed)
        self.refresh()

    def detach(self) -> None:
        self._desk = self._sends = self._accounts = self._preferences = None
        self.pause_action.setVisible(False)
        self.next_action.setVisible(False)
        self.icon.setToolTip("OFAuto – locked")

    def say(self, title: str, text: str, about: Callable[[], object]) -> None:
        """A notice of the system; a click on it brings the window up and does `about`."""
        self._about = lambda: (self._bring_up(), about())
        self.icon.showMessage(title, text, self.icon.icon(), _SHOWN_MS)

    def refresh(self) -> None:
        if self._desk is None or self._sends is None:
            return
        self._desk.tasks.run(_standing(self._sends), owner=self, done=self._show, failed=ignore)

    def _show(self, standing: tuple[datetime | None, bool]) -> None:
        if self._desk is None:
            return
        from ui import format as formats

        due, paused = standing
        when = formats.when(due, self._desk.zone, now=self._desk.now()) if due else None
        words = f"Next post: {when}" if when else "Nothing is planned"
        self.next_action.setText(words)
        self.pause_action.blockSignals(True)
        self.pause_action.setChecked(paused)
        self.pause_action.blockSignals(False)
        self.icon.setToolTip(f"OFAuto – {'all posting is paused' if paused else words}")

    def _pause(self, paused: bool) -> None:  # noqa: FBT001 - the signal's signature
        if self._desk is not None and self._sends is not None:
            self._desk.tasks.run(self._sends.pause_all(paused), owner=self, done=ignore, failed=self._desk.errors.show)

    def _to_calendar(self) -> None:
        self._bring_up()
        if self._desk is not None:
            self._desk.shell.open_page("calendar")

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._bring_up()

    def _settled(self, event: Event) -> None:
        desk = self._desk
        if desk is None or self._preferences is None or not isinstance(event, TargetSettled):
            return
        titles = {
            PostState.FAILED.value: ("A post failed", NOTIFY_FAILED),
            PostState.MISSED.value: ("A post missed its time", NOTIFY_FAILED),
            PostState.UNKNOWN.value: ("It is not known whether a post went out", NOTIFY_FAILED),
            PostState.POSTED.value: ("A post went out", NOTIFY_PUBLISHED),
        }
        title, wanted = titles.get(event.state, ("", None))
        if wanted is not None and self._preferences.get(wanted):
            post_id = event.post_id
            self.say(title, event.detail, lambda: desk.shell.open_page("calendar", post_id=post_id))

    def _accounts_changed(self, event: Event) -> None:
        if self._desk is None or self._accounts is None or not isinstance(event, AccountsChanged):
            return
        for account_id in event.account_ids:
            # An account that is gone by now has no state to tell.
            self._desk.tasks.run(self._accounts.get(account_id), owner=self, done=self._account_read, failed=ignore)

    def _account_read(self, account: Account) -> None:
        desk, before = self._desk, self._states.get(account.id)
        self._states[account.id] = account.state
        if desk is None or self._preferences is None or account.state == before or account.state not in ENDED:
            return
        if self._preferences.get(NOTIFY_LOGIN):
            self.say(
                f"{account.name} needs a new login",
                account.state_reason,
                lambda: desk.shell.open_page("accounts", account_id=account.id),
            )


async def _standing(sends: Sends) -> tuple[datetime | None, bool]:
    return await sends.next_due(), await sends.paused()
