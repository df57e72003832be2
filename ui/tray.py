"""The tray: what goes out next, pause, open, quit; and notices that lead to the thing they are about."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QSystemTrayIcon

from ofauto_desktop.domain.events import (
    Event,
    NoticeClicked,
    NoticesChanged,
    PausedChanged,
    PostsChanged,
    TargetSettled,
)
from ofauto_desktop.domain.notices import Notice, Telling
from ofauto_desktop.domain.preferences import NOTICE_DETAILS, Setting
from ui.desk import Desk
from ui.language import tr
from ui.models import notice_words
from ui.tasks import ignore

_SHOWN_MS = 10_000
_BALLOON = "QBalloonTip"
# Quiet hours end without an event.
_LOOK_EVERY_MS = 60_000


class Sends(Protocol):
    """The part of publishing that the tray shows and holds."""

    async def next_due(self) -> datetime | None: ...
    async def paused(self) -> bool: ...
    async def pause_all(self, paused: bool) -> None: ...  # noqa: FBT001 - the service's own signature


class Tells(Protocol):
    """What is new to tell the desktop."""

    async def to_tell(self, zone: str) -> Telling: ...
    def sounds(self, told: Sequence[Notice]) -> bool: ...


class Shows(Protocol):
    """Notices of the desktop itself; False where it has none."""

    async def show(self, title: str, text: str, *, tag: str, sound: bool = False) -> bool: ...


class Chosen(Protocol):
    """The preferences."""

    def get(self, setting: Setting[bool]) -> bool: ...


class TrayServices(Protocol):
    """What of an open workspace the tray works with."""

    @property
    def publishing(self) -> Sends: ...
    @property
    def notices(self) -> Tells: ...
    @property
    def desktop(self) -> Shows: ...
    @property
    def preferences(self) -> Chosen: ...


class Tray(QObject):
    """Lives from start to end; `attach` gives it an open workspace, `detach` takes it away again."""

    def __init__(
        self, icon: QIcon, bring_up: Callable[[], object], leave: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bring_up = bring_up
        self._desk: Desk | None = None
        self._known: TrayServices | None = None
        self._covered = False
        self._about: Callable[[], object] = bring_up
        self._abouts: dict[str, Callable[[], object]] = {}
        self.menu = QMenu()
        self.next_action = self.menu.addAction("", self._to_calendar)
        self.pause_action = QAction(tr("Pause all posting"), self.menu, checkable=True)
        self.pause_action.toggled.connect(self._pause)
        self.menu.addAction(self.pause_action)
        self.menu.addSeparator()
        self.menu.addAction(tr("Open OFAuto"), bring_up)
        self.menu.addAction(tr("Quit"), leave)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(lambda: self._about())
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self.tell)
        self.detach()
        self.icon.show()

    @staticmethod
    def available() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def attach(self, desk: Desk, known: TrayServices) -> None:
        self._desk, self._known, self._covered = desk, known, False
        self.pause_action.setVisible(True)
        self.next_action.setVisible(True)
        self._abouts.clear()
        desk.events.settled(PostsChanged, TargetSettled, PausedChanged, owner=self, refresh=self.refresh)
        desk.events.settled(NoticesChanged, owner=self, refresh=self.tell)
        desk.events.each(NoticeClicked, owner=self, hear=self._clicked)
        self._look.start()
        self.refresh()
        self.tell()

    def follow(self, desk: Desk) -> None:
        """The window was built again around the same workspace."""
        self._desk = desk

    def detach(self) -> None:
        self._desk = self._known = None
        self._abouts.clear()
        self._look.stop()
        self.pause_action.setVisible(False)
        self.next_action.setVisible(False)
        self.icon.setToolTip(tr("OFAuto – locked"))

    def cover(self, *, covered: bool) -> None:
        """While the window is locked nothing is told; what came meanwhile is told when it opens."""
        self._covered = covered
        self.tell()

    def say(self, title: str, text: str, about: Callable[[], object]) -> None:
        """A balloon of the tray; a click on it brings the window up and does `about`."""
        self._about = lambda: (self._bring_up(), about())
        self.icon.showMessage(title, text, self.icon.icon(), _SHOWN_MS)
        for balloon in QApplication.topLevelWidgets():
            if balloon.metaObject().className() == _BALLOON:  # Qt's own, whose close button says nothing to readers
                for close in balloon.findChildren(QAbstractButton):
                    close.setAccessibleName(tr("Close"))

    def tell(self) -> None:
        """Ask for what is new, and show it as the person allows."""
        if self._desk is None or self._known is None or self._covered:
            return
        work = self._known.notices.to_tell(self._desk.zone)
        self._desk.tasks.run(work, owner=self, done=self._tell, failed=ignore)

    def refresh(self) -> None:
        if self._desk is None or self._known is None:
            return
        self._desk.tasks.run(_standing(self._known.publishing), owner=self, done=self._show, failed=ignore)

    def _show(self, standing: tuple[datetime | None, bool]) -> None:
        if self._desk is None:
            return
        from ui import format as formats

        due, paused = standing
        when = formats.when(due, self._desk.zone, now=self._desk.now()) if due else None
        words = tr("Next post: {when}", when=when) if when else tr("Nothing is planned")
        self.next_action.setText(words)
        self.pause_action.blockSignals(True)
        self.pause_action.setChecked(paused)
        self.pause_action.blockSignals(False)
        self.icon.setToolTip(f"OFAuto – {tr('all posting is paused') if paused else words}")

    def _pause(self, paused: bool) -> None:  # noqa: FBT001 - the signal's signature
        if self._desk is not None and self._known is not None:
            work = self._known.publishing.pause_all(paused)
            self._desk.tasks.run(work, owner=self, done=ignore, failed=self._desk.errors.show)

    def _to_calendar(self) -> None:
        self._bring_up()
        if self._desk is not None:
            self._desk.shell.open_page("calendar")

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._bring_up()

    def _tell(self, telling: Telling) -> None:
        for notice in telling.single:
            self._tell_one(notice)
        if telling.digest:
            title, text = notice_words.digest(telling.digest)
            self._show_notice(title, text, "digest", telling.digest, self._open_centre)

    def _tell_one(self, notice: Notice) -> None:
        if self._known is None:
            return
        told = notice_words.told(notice)
        title, text = notice_words.private(notice), tr("Open OFAuto to see which.")
        if self._known.preferences.get(NOTICE_DETAILS):
            title, text = told.title, told.detail
        self._show_notice(title, text, str(notice.id), (notice,), lambda: self._open(told.page, told.focus))

    def _show_notice(
        self, title: str, text: str, tag: str, notices: Sequence[Notice], about: Callable[[], object]
    ) -> None:
        """By the desktop's own service, which knows later which one was pressed; else by the tray."""
        if self._desk is None or self._known is None:
            return
        self._abouts[tag] = about
        work = self._known.desktop.show(title, text, tag=tag, sound=self._known.notices.sounds(notices))
        self._desk.tasks.run(
            work, owner=self, done=lambda shown: None if shown else self.say(title, text, about), failed=ignore
        )

    def _clicked(self, event: Event) -> None:
        if isinstance(event, NoticeClicked) and (about := self._abouts.get(event.tag)) is not None:
            self._bring_up()
            about()

    def _open(self, page: str, focus: dict[str, object]) -> None:
        if self._desk is not None and not self._covered:
            self._desk.shell.open_page(page, **focus)

    def _open_centre(self) -> None:
        if self._desk is not None and not self._covered:
            self._desk.commands.run("notices.open")


async def _standing(sends: Sends) -> tuple[datetime | None, bool]:
    return await sends.next_due(), await sends.paused()
