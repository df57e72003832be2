"""What window tests stand on: the one theme, a loop thread, a desk whose shell writes down what it was asked."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ofauto_desktop.domain.preferences import Density, Motion
from ofauto_desktop.domain.preferences import Theme as Colours
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.runtime.paths import resources_dir
from ui import theme as theme_module
from ui.bus_bridge import BusBridge
from ui.collecting import Collecting
from ui.commands import Commands
from ui.desk import Desk
from ui.error_presenter import ErrorPresenter
from ui.tasks import Tasks, ignore
from ui.theme import Theme

NOON = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)


@dataclass
class RecordingShell:
    """Stands for the window around a page."""

    opened: list[tuple[str, dict]] = field(default_factory=list)
    composed: list[dict] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    undo: object = None
    redo: object = None
    inspected: list[QWidget] = field(default_factory=list)
    client_id: int | None = None
    tasks: Tasks | None = None
    errors: ErrorPresenter | None = None

    def open_page(self, page_id, **focus):
        self.opened.append((page_id, focus))

    def compose(self, **start):
        self.composed.append(start)

    def toast(self, text, *, undo=None, redo=None):
        self.toasts.append(text)
        self.undo = undo and (lambda: self._do(undo))
        self.redo = redo and (lambda: self._do(redo))

    def _do(self, act):
        """As the window does: an act that gives its work has it run."""
        work = act()
        if work is not None:
            self.tasks.run(work, owner=self.tasks, done=ignore, failed=self.errors.show)

    def inspect(self, title, content):
        self.inspected.append(content)

    def close_inspector(self):
        self.inspected.clear()


@pytest.fixture(scope="session", autouse=True)
def collecting(qapp) -> Iterator[None]:
    """As in the program: no worker ends a widget."""
    made = Collecting()
    yield
    # As the program does at its end, while Python is whole.
    for window in qapp.topLevelWidgets():
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made.stop()


@pytest.fixture(scope="module", autouse=True)
def _nothing_piles_up(collecting) -> Iterator[None]:
    """No test's event loop rests for long enough that all garbage would be collected: a gigabyte at the end."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def one_theme(qapp) -> Theme:
    return Theme(qapp, resources_dir())


@pytest.fixture
def theme(one_theme) -> Iterator[Theme]:
    """Light, at 100 %, whatever the test before did; a whole application brings its own theme."""
    theme_module._set_current(one_theme)
    one_theme.use(mode=Colours.LIGHT, percent=100, density=Density.COMFORTABLE, motion=Motion.SYSTEM)
    yield one_theme
    # What the test showed is closed, and would be dressed once more before it goes.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    one_theme.use(mode=Colours.LIGHT, percent=100, density=Density.COMFORTABLE, motion=Motion.SYSTEM)


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    started = BackgroundLoop()
    yield started
    started.stop()


@pytest.fixture
def tasks(qapp, loop) -> Iterator[Tasks]:
    made = Tasks(loop)
    yield made
    made.close()


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def errors(qapp) -> ErrorPresenter:
    return ErrorPresenter()


@pytest.fixture
def shell(tasks, errors) -> RecordingShell:
    return RecordingShell(tasks=tasks, errors=errors)


@pytest.fixture
def desk(qtbot, theme, tasks, bus, errors, shell) -> Iterator[Desk]:
    owner = QWidget()
    qtbot.addWidget(owner)
    events = BusBridge(bus)
    yield Desk(
        tasks=tasks,
        errors=errors,
        commands=Commands(owner),
        events=events,
        theme=theme,
        shell=shell,
        now=lambda: NOON,
        zone="Europe/Berlin",
    )
    events.close()
