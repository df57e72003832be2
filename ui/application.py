"""The program with a window: QApplication, the door, the workspace behind it, the way out."""

import asyncio
import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon, QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget

from ofauto_desktop.runtime import memory
from ofauto_desktop.runtime.paths import resources_dir
from ofauto_desktop.services.lock import VAULT, WorkspaceState
from ui import remembered
from ui import spoken as readers
from ui.bus_bridge import BusBridge
from ui.collecting import Collecting
from ui.error_presenter import ErrorPresenter
from ui.language import speak, spoken, tr
from ui.main_window import MainWindow
from ui.program import Program
from ui.resting import Resting
from ui.second_start import AVAILABLE, SecondStart
from ui.tasks import Tasks, ignore
from ui.theme import Theme
from ui.warming import warm, warm_pages

if TYPE_CHECKING:
    from datetime import datetime

    from ofauto_desktop.services import Services
    from ui.desk import Desk
    from ui.pages.unlock import Opens, UnlockPage
    from ui.shell import WorkspaceView
    from ui.stop_signals import StopSignals
    from ui.tray import Tray
    from ui.unattended import Unattended

_log = logging.getLogger(__name__)
# A send in flight gets this long to end; then its outcome is unknown, which the next start looks into.
LEAVE_AT_LAST_MS = 12_000


class Application(QObject):
    """Where the window is: before the door, inside, or covered while posting goes on."""

    def __init__(self, app: QApplication, program: Program) -> None:
        super().__init__(app)
        self._app, self._program = app, program
        readers.begin()
        self._collecting = Collecting(self)
        self.tasks = Tasks(program.loop, self)
        self.errors = ErrorPresenter(self)
        self.events = BusBridge(program.bus, self)
        self._kept = remembered.read(program.data_dir)
        self.theme = Theme(app, resources_dir())
        kept = self._kept
        self._language = kept.language
        speak(spoken(kept.language), _words())
        self.theme.use(mode=kept.colours, percent=kept.text_size, density=kept.room, motion=kept.moves)
        app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
        self.window = MainWindow(self.errors, self._closing)
        self.window.take_place(self._kept.geometry)
        self.services: Services | None = None
        self.view: WorkspaceView | None = None
        self.tray: Tray | None = None
        self._unattended: Unattended | None = None
        self._signals: StopSignals | None = None
        self._gate = asyncio.Lock()
        self._leaving = self._told_of_tray = False
        self._resting = Resting(self.window, program, self.tasks, self)
        self._hook = sys.excepthook
        self._log_handler: logging.Handler | None = None
        self._second_start: SecondStart | None = None
        # Logging out of the computer: a window that goes to the tray then would hold it up.
        app.commitDataRequest.connect(lambda _: self.leave())

    def start(self) -> None:
        """Show the door; everything heavy begins once it is on screen."""
        sys.excepthook = self._our_mistake
        if (self._program.data_dir / VAULT).exists():
            self._show_door(by_keychain=True)
        else:
            self._show_first_run()
        self.window.show()
        QTimer.singleShot(0, self._after_first_sight)

    def lock(self) -> None:
        """Close the workspace and drop its keys; planned posts wait until it is unlocked."""
        if self.services is None:
            return
        self.window.close_dialogs()
        if self.tray is not None:
            self.tray.detach()
        closing = self._close()
        page = self._show_door(by_keychain=False)
        self.tasks.run(closing, owner=page, done=lambda due: self._locked(page, due), failed=self.errors.show)
        self.view = None
        QPixmapCache.clear()

    def cover(self) -> None:
        """Lock the window alone: what is planned still goes out on time."""
        if self.services is None or self.view is None:
            return
        self.window.close_dialogs()
        if self.tray is not None:
            self.tray.cover(covered=True)
        self._show_unlock(self._uncover, tr("Planned posts go out on time meanwhile."), keep=self.view)

    def leave(self) -> None:
        """End the program in order: the workspace first, then the window."""
        if self._leaving:
            return
        self._leaving = True
        self.window.close_dialogs()
        QTimer.singleShot(LEAVE_AT_LAST_MS, self, self._app.quit)
        self._remember()
        self.tasks.run(self._program.close(), owner=self, done=lambda _: self._app.quit(), failed=self._left_badly)

    def dispose(self) -> None:
        """After the last event: hear and deliver nothing any more."""
        self.tasks.close()
        self.events.close()
        sys.excepthook = self._hook
        if self._unattended is not None:
            self._unattended.stop()
        self._collecting.stop()
        self.window.hide()
        if self.tray is not None:
            self.tray.icon.hide()
        if self._signals is not None:
            self._signals.close()
        if self._second_start is not None:
            self._second_start.close()
        if self._log_handler is not None:
            from ofauto_desktop.runtime.logs import stop_logging

            stop_logging(self._log_handler)
        self.window.deleteLater()
        # Now, while Python is whole: Qt ends what is left together with Python, and then an event that a widget of ours
        # is told of finds no Python to answer.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # The door

    def _show_first_run(self) -> None:
        from ui.pages.first_run import FirstRun

        first = FirstRun(self._program.lock, self._unlock, self.tasks, self.errors)
        first.finished.connect(self._enter)
        self.window.show_view(first)

    def _show_door(self, *, by_keychain: bool) -> "UnlockPage":
        page = self._show_unlock(self._unlock)
        self.tasks.run(
            asyncio.to_thread(self._program.lock.state),
            owner=page,
            done=lambda state: _by_keychain(page, state, at_once=by_keychain),
            failed=self.errors.show,
        )
        return page

    def _show_unlock(self, opens: "Opens", waiting: str = "", *, keep: QWidget | None = None) -> "UnlockPage":
        from ui.pages.unlock import UnlockPage

        page = UnlockPage(opens, self.tasks, self.errors, waiting=waiting)
        page.opened.connect(self._enter)
        self.window.show_view(page, keep=keep)
        return page

    async def _unlock(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> "Services":
        """On the loop: open the workspace and build its services; what cannot be built is closed again."""
        async with self._gate:  # a workspace that is still being closed is waited for
            workspace = await self._program.lock.unlock(passphrase=passphrase, recovery_code=recovery_code)
            try:
                return await self._program.open(workspace)
            except BaseException:
                await self._program.close()
                await asyncio.to_thread(workspace.close)
                raise

    async def _uncover(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> "Services | None":
        await self._program.lock.confirm(passphrase=passphrase, recovery_code=recovery_code)
        return self.services

    # Inside

    def _enter(self, services: object) -> None:
        if self.view is not None:
            self.window.show_view(self.view)
            if self.tray is not None:
                self.tray.cover(covered=False)
        else:
            self._build(cast("Services", services))

    def _build(self, services: "Services") -> None:
        from ofauto_desktop.domain.preferences import START_PAGE

        self.services = services
        self._furnish(services, services.preferences.get(START_PAGE))
        memory.look_past_what_stands()
        if self.tray is not None and self.view is not None:
            self.tray.attach(self.view.desk, services)

    def _warm_pages(self) -> None:
        """The pointer nears the way to other pages: they are loaded and built before the click."""
        if self.services is None or self.view is None:
            return
        work, build = asyncio.to_thread(warm_pages, self.services.accounts.offers), self.view.stack.build_ahead
        self.tasks.run(work, owner=self.view, done=lambda _: build(), failed=_log_only)

    def _furnish(self, services: "Services", page_id: str) -> None:
        """Build the view of an open workspace in the person's looks and language, and show it."""
        from ofauto_desktop.domain.preferences import LANGUAGE
        from ui import taking_up
        from ui.shell import WorkspaceView

        taking_up.looks(self.theme, services.preferences)
        self._language = services.preferences.get(LANGUAGE)
        speak(taking_up.language(services.preferences), _words())
        taking_up.forms(services.preferences)
        history = None if self.view is None else self.view.history
        view = self.view = WorkspaceView(
            services,
            self._desk_for,
            lock=self.lock,
            leave=self.leave,
            build_again=self._build_again,
            history=history,
        )
        # Not before: a program that waits in the tray all day need not hold pages that nobody visits.
        view.side.approached.connect(self._warm_pages)
        self.window.show_view(view)
        view.open_page(page_id)
        if not view.shown_page():  # it was chosen in a version that had such a page
            view.open_page("home")

    def _build_again(self) -> None:
        """The same workspace in another language or form; what was done before can still be undone."""
        if self.services is None or self.view is None:
            return
        self.window.close_dialogs()
        self._furnish(self.services, self.view.shown_page())
        if self.tray is not None:
            self.tray.follow(self.view.desk)
        self._remember()

    def _desk_for(self, view: "WorkspaceView") -> "Desk":
        from ui.commands import Commands
        from ui.desk import Desk, viewer_zone

        return Desk(
            tasks=self.tasks,
            errors=self.errors,
            # The keys belong to the view: none of them works while the door covers it.
            commands=Commands(view),
            events=self.events,
            theme=self.theme,
            shell=view,
            now=self._program.now,
            zone=viewer_zone(),
            practice=self.services is not None and self.services.workspace.practice,
        )

    async def _close(self) -> "datetime | None":
        """On the loop: close the workspace; gives when the next post was due, for the door to say."""
        async with self._gate:
            due = await self.services.publishing.next_due() if self.services is not None else None
            await self._program.close()
            memory.look_at_everything()
        return due

    def _locked(self, page: "UnlockPage", due: "datetime | None") -> None:
        if due is not None:
            from ui import format as formats
            from ui.desk import viewer_zone

            when = formats.when(due, viewer_zone(), now=self._program.now())
            page.tell(tr("Planned posts wait until you unlock. The next is due: {when}.", when=when))

    # Around it

    def _after_first_sight(self) -> None:
        from ui.stop_signals import StopSignals
        from ui.tray import Tray
        from ui.unattended import Unattended

        run = self.tasks.run
        run(
            asyncio.to_thread(_start_log, self._program.data_dir),
            owner=self,
            done=self._logging,
            failed=self.errors.show,
        )
        run(asyncio.to_thread(warm), owner=self, done=ignore, failed=self.errors.show)
        if Tray.available():
            self.tray = Tray(self._app.windowIcon(), self.window.bring_up, self.leave, self)
            if self.view is not None and self.services is not None:
                services = self.services
                self.tray.attach(self.view.desk, services)
        self._unattended = Unattended(self._lockable, self.lock, self.cover, self.tasks, self)
        self._signals = StopSignals(self.leave, self)
        self.theme.changed.connect(self._remember)

    def _lockable(self) -> "Services | None":
        """What is open in front of the person; None while there is nothing to lock."""
        return self.services if self.window.view() is self.view else None

    def _closing(self) -> bool:
        """The window's close button: to the tray where there is one and the person wants it, else the way out."""
        if self._leaving:
            return True
        if self.tray is None or self.services is None or not self._stays():
            self.leave()
            return False
        self._remember()
        self.window.hide()
        self._resting.begin()
        if not self._told_of_tray:
            self._told_of_tray = True
            self.tray.say(
                tr("OFAuto is still running"), tr("Posts go out on time. Quit is in this menu."), self.window.bring_up
            )
        return False

    def _stays(self) -> bool:
        from ofauto_desktop.domain.preferences import CLOSE_TO_TRAY

        return self.services is not None and self.services.preferences.get(CLOSE_TO_TRAY)

    def _remember(self) -> None:
        kept = remembered.Remembered(
            theme=self.theme.mode.value,
            text_size=self.theme.percent,
            geometry=self.window.place(),
            density=self.theme.density.value,
            motion=self.theme.motion.value,
            language=self._language,
        )
        if kept != self._kept:
            self._kept = kept
            self.tasks.run(remembered.keep(self._program.data_dir, kept), owner=self, done=ignore, failed=_log_only)

    def _left_badly(self, error: Exception) -> None:
        _log.error("the workspace did not close in order", exc_info=error)
        self._app.exit(1)

    def _logging(self, handler: logging.Handler) -> None:
        self._log_handler = handler
        if AVAILABLE and not self._leaving:  # the folder is there by now
            self._second_start = SecondStart(self._program.data_dir, self.window.bring_up, self)

    def _our_mistake(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception that a slot let through."""
        if isinstance(error, Exception):
            self.errors.show(error)
        else:
            self._hook(kind, error, trace)
            self.leave()


def _by_keychain(page: "UnlockPage", state: WorkspaceState, *, at_once: bool) -> None:
    if state is WorkspaceState.OPENS_BY_KEYCHAIN:
        page.offer_keychain()
        if at_once:
            page.by_keychain()


def _start_log(data_dir: Path) -> logging.Handler:
    from ofauto_desktop.runtime.logs import log_to

    return log_to(data_dir)


def _words() -> Path:
    return resources_dir() / "i18n"


def _log_only(error: Exception) -> None:
    # Where the window stood is worth a line, not a dialog.
    _log.warning("the window's place was not kept: %s", error)
