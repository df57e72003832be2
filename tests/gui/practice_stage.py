"""The whole window over practice data: its pages, what stands beside and over them, and what of it is in sight."""

import atexit
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QComboBox, QDialog, QScrollArea, QWidget

from ofauto_desktop.app import Program
from storage.key_wrap import KdfParams
from tests.gui.library_stage import picture
from tests.gui.test_door import GOOD
from ui.application import Application
from ui.navigation import PAGES
from ui.pages.first_run import FirstRun
from ui.pages.unlock import UnlockPage
from ui.widgets.card import StatTile
from ui.widgets.platform_card import PlatformCard
from ui.widgets.proxy_panel import ProxyPanel
from ui.widgets.tile_board import TileBoard

LIGHT = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
PAGE_IDS = tuple(page.id for page in PAGES)
MONEY = ("ledger", "subscriptions", "payouts", "customers", "rates")
# Every place that a person can be in, without a dialog: the page, and what of it.
PLACES: tuple[tuple[str, dict[str, object]], ...] = (
    *((page_id, {}) for page_id in PAGE_IDS),
    *(("money", {"section": section}) for section in MONEY),
)
FORM = ", the form of a platform"
# What stands over a page or beside it: the page, then the command that opens it.
OVER = (
    ("home", "palette"),
    ("home", "shortcuts"),
    ("home", "help"),
    ("home", "notices.open"),
    ("home", "home.arrange"),
    ("home", "posts.new"),
    ("accounts", "accounts.connect"),
    ("money", "money.enter"),
    ("money", "money.import"),
    ("money", "money.tax"),
    ("money", "money.marker"),
    ("analytics", "analytics.goal"),
    ("accounts", f"accounts.connect{FORM}"),
    ("accounts", "requests"),
    ("accounts", "proxy"),
    ("calendar", "post"),
    ("calendar", "calendar.month"),
    ("calendar", "calendar.day"),
    ("calendar", "calendar.list"),
    ("calendar", "calendar.drafts"),
    ("calendar", "calendar.slots"),
    ("calendar", "calendar.queues"),
    ("calendar", "calendar.missed"),
    ("calendar", "calendar.mark"),
    ("clients", "clients.edit"),
    ("library", "library.edit"),
    ("library", "library.tag"),
    ("library", "library.move"),
    ("library", "library.fill_week"),
)


@dataclass
class Practice:
    """A person's window, filled."""

    application: Application
    qtbot: Any
    loop: Any

    @property
    def view(self) -> Any:
        return self.application.view

    @property
    def window(self) -> Any:
        return self.application.window

    def open(self, page_id: str, **focus: object) -> QWidget:
        self.view.open_page(page_id, **focus)
        self.settle()
        return self.view.stack.currentWidget()

    def over(self, page_id: str, command: str) -> None:
        """The page with what `command` opens, of its first client or picture where it asks for one."""
        page: Any = self.open(page_id)
        if command == "clients.edit":
            page.open_client(page._found[0].client.id)
            self.qtbot.waitUntil(page.profile.isVisible)
        if page_id == "library":
            self._add_pictures(page)
        if page_id == "accounts" and command in ("requests", "proxy"):
            self._beside_accounts(page, command)
            return
        if command == "post":
            page.open(next(entry for entry in page.rows.entries() if entry.stuck is None))
            self.settle()
            return
        self.run(command.removesuffix(FORM))
        if command.endswith(FORM):
            self.window.findChildren(PlatformCard)[-2].connect_button.click()
            self.settle()

    def _beside_accounts(self, page: Any, what: str) -> None:
        """What the first account asked lately; or its proxy, with the form for Bright Data's over it."""
        first = next(iter(page.cards))
        if what == "requests":
            page.show_requests(first)
            self.settle()
            return
        page.show_proxy(first)
        self.settle()
        self.window.findChildren(ProxyPanel)[-1].change()
        self.dialogs()[-1].findChildren(QComboBox)[0].setCurrentIndex(1)
        self.settle()

    def _add_pictures(self, page: Any) -> None:
        """Two, once; the first of them is chosen."""
        if not page.model.ids:
            for seed in (1, 2):
                adding = self.view._services.library.add_bytes(f"beach-{seed}.png", picture(seed))
                self.loop.submit(adding).result(30)
            self.qtbot.waitUntil(lambda: len(page.model.ids) == 2, timeout=10_000)
        page.focus(media_id=page.model.ids[0])
        self.settle()

    def run(self, command: str) -> None:
        self.view.desk.commands.run(command)
        self.settle()

    def resize(self, width: int, height: int, percent: int = 100) -> None:
        self.application.theme.use(percent=percent)
        self.window.resize(width, height)
        self.settle()

    def settle(self, most: float = 6) -> None:
        """Until what is in sight has stood as it is for a moment: everything is read and laid out."""
        end, same, before = time.monotonic() + most, 0, None
        while same < 2 and time.monotonic() < end:
            self.qtbot.wait(30)
            now = [(id(one), one.geometry().getRect()) for one in self.window.findChildren(QWidget) if one.isVisible()]
            still = now == before and not (self.view is not None and self.view.desk.tasks.busy())
            same, before = (same + 1, before) if still else (0, now)

    def lock(self) -> None:
        """Back to the door, over the same workspace."""
        self.view.desk.commands.run("workspace.lock")
        self.qtbot.waitUntil(lambda: isinstance(self.window.view(), UnlockPage), timeout=20_000)
        self.settle()

    def dialogs(self) -> list[QDialog]:
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()]

    def leave(self) -> None:
        """Close what stands over the page, and what stands beside it."""
        for one in self.dialogs():
            one.done(0)
        self.view.close_inspector()
        for board in self.window.findChildren(TileBoard):
            board.arrange(editing=False)
        self.settle()


@contextmanager
def beginning(qapp, qtbot, loop, folder) -> Iterator[Practice]:
    """The program at its first start: no workspace is there."""
    program = Program(folder / "data", loop, kdf=LIGHT)
    made = Application(qapp, program)
    made.start()
    qtbot.waitUntil(lambda: isinstance(made.window.view(), FirstRun), timeout=10_000)
    try:
        yield Practice(made, qtbot, loop)
    finally:
        made.theme.use(percent=100)
        loop.submit(program.close()).result(30)
        made.dispose()
        program.dispose()


def practice_data(loop, data: Path) -> None:
    """A practice workspace in `data`, which opens by GOOD: a copy of one that is made once, as its year takes seconds."""
    if not _kept:
        _kept.append(_made(loop))
    shutil.copytree(_kept[0], data)


_kept: list[Path] = []


def _made(loop) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ofauto-practice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    program = Program(folder / "data", loop, kdf=LIGHT)

    async def fill() -> None:
        await program.lock.create(GOOD, use_keychain=False, practice=True)
        await program.open(await program.lock.unlock(passphrase=GOOD), with_clock=False)
        await program.close()

    loop.submit(fill()).result(120)
    program.dispose()
    return folder / "data"


@contextmanager
def practising(qapp, qtbot, loop, folder) -> Iterator[Practice]:
    """Practice data, unlocked, with Home in sight."""
    practice_data(loop, folder / "data")
    program = Program(folder / "data", loop, kdf=LIGHT)
    made = Application(qapp, program)
    made.start()
    made.window.resize(1280, 840)
    qtbot.waitUntil(lambda: isinstance(made.window.view(), UnlockPage), timeout=10_000)
    page = made.window.view()
    page.passphrase.setText(GOOD)
    page.unlock_button.click()
    qtbot.waitUntil(lambda: made.view is not None, timeout=60_000)
    qtbot.waitUntil(lambda: bool(made.view.findChildren(StatTile)), timeout=20_000)
    practice = Practice(made, qtbot, loop)
    practice.settle()
    try:
        yield practice
    finally:
        made.theme.use(percent=100)
        loop.submit(program.close()).result(30)
        made.dispose()
        program.dispose()


def seen(root: QWidget) -> list[QWidget]:
    return [one for one in root.findChildren(QWidget) if one.isVisible()]


def told(one: QWidget) -> str:
    """Which it is, in words that find it."""
    text = one.text() if hasattr(one, "text") and callable(one.text) else ""
    chain, up = [], one.parentWidget()
    while up is not None and len(chain) < 4:
        chain.append(type(up).__name__)
        up = up.parentWidget()
    return (
        f"{type(one).__name__} {one.accessibleName() or str(text)[:60]!r} {one.size().toTuple()} in {' < '.join(chain)}"
    )


def place_in(one: QWidget, root: QWidget) -> QRect:
    return QRect(one.mapTo(root, QPoint(0, 0)), one.size())


def area_around(one: QWidget) -> QScrollArea | None:
    up = one.parentWidget()
    while up is not None and not isinstance(up, QScrollArea):
        up = up.parentWidget()
    return up
