"""The window on an agency's three years (benchmarks.years): how soon a page is usable, and whether anything ever stops.

The real program in a process of its own, drawn offscreen. A hold is the time between two looks of the event loop for
what is new: nothing a person does can be answered meanwhile.
"""

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import workspaces
from benchmarks.table import Line
from benchmarks.windows import pss

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

    from ui.shell import WorkspaceView

ROUNDS, FRAMES = 20, 240
SWITCH, HOLD, FRAME, KEY, CHART, MEMORY, GROWTH = 100.0, 50.0, 1000 / 55, 50.0, 150.0, 350.0, 1.02
_WORDS = "morning light"
_PATIENCE = 60.0
# What the program does once, a while after it was opened (app._SETTLE): it is over by then.
_FIRST_WORK_MS = 30_000


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(os.environ.get("OFAUTO_BENCH_YEARS") or Path(folder) / "workspace")
        if not data_dir.exists():
            asyncio.run(_make(data_dir))
        found = _run(data_dir)
    return [
        Line(what="page switch to usable, 95 of 100", ours=found["switch"], unit="ms", bar=SWITCH),
        Line(what="longest hold of the window meanwhile", ours=found["hold"], unit="ms", bar=HOLD),
        *(
            Line(what=f"scrolling the {name}: a frame, median", ours=frame, unit="ms", bar=FRAME)
            for name, (frame, _) in found["scroll"].items()
        ),
        *(
            Line(what=f"scrolling the {name}: the longest frame", ours=longest, unit="ms", bar=HOLD)
            for name, (_, longest) in found["scroll"].items()
        ),
        Line(what="palette search, the slowest key", ours=found["key"], unit="ms", bar=KEY),
        Line(what="chart of 3 years × 8 series, from click to drawn", ours=found["chart"], unit="ms", bar=CHART),
        Line(what=f"memory after every page {ROUNDS} times (PSS)", ours=found["memory"], unit="MiB", bar=MEMORY),
        Line(
            what="memory, last rounds beside the tenth",
            ours=found["memory"],
            unit="MiB",
            bar=GROWTH,
            beside=found["memory_at_half"],
            beside_name="after 10 rounds",
        ),
    ]


async def _make(data_dir: Path) -> None:
    from benchmarks import years
    from ofauto_desktop.services.lock import Lock

    lock = Lock(data_dir)
    await lock.create(workspaces.PASSPHRASE, use_keychain=False)
    workspace = await lock.unlock(passphrase=workspaces.PASSPHRASE)
    years.fill(workspace, datetime.now(UTC))
    workspace.close()


def _run(data_dir: Path) -> dict[str, Any]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "benchmarks.pages", str(data_dir)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environ)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Holds:
    """How long the event loop is away at a time, in milliseconds, with what was being measured then."""

    def __init__(self, app: "QApplication") -> None:
        from PySide6.QtCore import QAbstractEventDispatcher

        self.what = ""
        self.longest: dict[str, float] = {}
        self.worked: dict[str, float] = {}  # what this thread itself did of it, the rest was waiting
        self._since, self._used = time.perf_counter(), time.thread_time()
        self.rests = 0
        dispatcher = QAbstractEventDispatcher.instance(app.thread())
        dispatcher.awake.connect(self._awake)
        dispatcher.aboutToBlock.connect(self._rest)

    def _awake(self) -> None:
        self._since, self._used = time.perf_counter(), time.thread_time()

    def _rest(self) -> None:
        self.rests += 1
        passed = (time.perf_counter() - self._since) * 1000
        if passed > self.longest.get(self.what, 0):
            self.longest[self.what] = passed
            self.worked[self.what] = (time.thread_time() - self._used) * 1000


class Bench:
    """Drives the window as a person would, and takes the times."""

    def __init__(self, app: "QApplication", view: "WorkspaceView", holds: Holds) -> None:
        self._app, self._view, self._holds = app, view, holds
        self._visited: set[str] = set()

    def switches(self) -> tuple[list[float], list[int]]:
        """Milliseconds of each switch; memory after each round, in bytes."""
        from ui.navigation import PAGES

        times, memory = [], []
        for _ in range(ROUNDS):
            for page in PAGES:
                self._holds.what = f"{'switch to' if page.id in self._visited else 'first visit to'} {page.id}"
                self._visited.add(page.id)
                times.append(self._switch(page.id))
                self.settle(30)
            self._holds.what = "measuring"
            gc.collect()
            memory.append(pss(os.getpid()))
            self.settle(30)  # what the measuring took is no hold of the next page
        return times, memory

    def _switch(self, page_id: str) -> float:
        began = time.perf_counter()
        self._view.open_page(page_id)
        rests = self._holds.rests
        self.until(lambda: self._holds.rests > rests and self._usable())
        return (time.perf_counter() - began) * 1000

    def _usable(self) -> bool:
        """Something of the page itself stands there, rather than nothing or a skeleton."""
        from ui.widgets.states import PageStates, Skeleton

        page = self._view.stack.currentWidget()
        shown = [one.currentWidget() for one in page.findChildren(PageStates) if one.isVisible()]
        return not shown or any(one.children() and not isinstance(one, Skeleton) for one in shown)

    def scroll(self, what: str, area: "QAbstractScrollArea") -> tuple[float, float]:
        """The median frame and the longest, in milliseconds."""
        self._holds.what = f"scrolling the {what}"
        bar = area.verticalScrollBar()
        bar.setValue(0)
        self.settle(100)
        step, frames = max(8, bar.pageStep() // 8), []
        for number in range(FRAMES):
            began = time.perf_counter()
            bar.setValue(number * step)
            self._app.processEvents()
            area.viewport().repaint()
            frames.append((time.perf_counter() - began) * 1000)
        assert bar.value() > 0, f"the {what} does not scroll"
        return statistics.median(frames), max(frames)

    def keys(self) -> float:
        """The slowest key of a search, from the key to its answer, in milliseconds."""
        from ui.dialogs.palette import Palette

        self._holds.what = "searching"
        self._view.desk.commands.run("palette")
        palette = self._view.window().findChild(Palette)
        assert palette is not None
        times = []
        for end in range(1, len(_WORDS) + 1):
            began = time.perf_counter()
            palette.text.setText(_WORDS[:end])
            self.until(lambda: palette._answered)  # noqa: SLF001 - what a person sees is that the list is there
            times.append((time.perf_counter() - began) * 1000)
        assert palette.titles()
        palette.close()
        return max(times)

    def chart(self) -> float:
        """Milliseconds from the choice to the drawn lines, the median of five."""
        from ofauto_desktop.domain.measures import SplitBy
        from ofauto_desktop.domain.periods import Period
        from ui.models.analytics_choice import Choice

        self._holds.what = "drawing the chart"
        self._switch("analytics")
        page: Any = self._view.stack.currentWidget()
        last = datetime.now(UTC).date()
        first = last - timedelta(days=3 * 365)
        page.look_at(Choice(measure_id="followers", period=Period.CUSTOM, first=first, last=last))
        self.settle(3000)
        times = []
        for number in range(6):
            self.settle(300)
            drawn = _Drawn(page.comparison.chart)
            began = time.perf_counter()
            # What the box beside the chart tells when another split is chosen.
            page.comparison.changed.emit((SplitBy.ACCOUNT, SplitBy.CLIENT)[number % 2], False)
            self.until(lambda drawn=drawn: drawn.at is not None)
            assert drawn.at is not None
            times.append((drawn.at - began) * 1000)
        return statistics.median(times)

    def settle(self, milliseconds: int) -> None:
        until = time.monotonic() + milliseconds / 1000
        self.until(lambda: time.monotonic() > until)

    def until(self, reached: Callable[[], bool]) -> None:
        """Let the window work until `reached`; looks every 2 ms."""
        from PySide6.QtCore import QEventLoop, QTimer

        waiting, ends = QEventLoop(), time.monotonic() + _PATIENCE
        timer = QTimer(interval=2)
        # Raised after the loop: what a slot raises goes to the program's own dialog.
        timer.timeout.connect(lambda: waiting.quit() if reached() or time.monotonic() > ends else None)
        timer.start()
        waiting.exec()
        timer.stop()
        if time.monotonic() > ends:
            message = f"the window does not come to its end: {self._holds.what}"
            raise TimeoutError(message)


class _Drawn:
    """When a chart that was given something new had painted it."""

    def __init__(self, chart: "QWidget") -> None:
        self.at: float | None = None
        self._chart: Any = chart
        self._shown = chart.show_series
        chart.show_series = self._show  # type: ignore[method-assign]

    def _show(self, *given: Any, **more: Any) -> None:
        self._chart.show_series = self._shown
        self._shown(*given, **more)
        self._chart.repaint()
        self.at = time.perf_counter()


def _window(data_dir: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from ofauto_desktop.app import Program
    from ofauto_desktop.runtime.loop import BackgroundLoop
    from ui import start
    from ui.application import Application
    from ui.pages.unlock import UnlockPage
    from ui.shell import WorkspaceView

    sys.setswitchinterval(start.HAND_ON_AFTER)
    app = QApplication([sys.argv[0]])
    app.setQuitOnLastWindowClosed(False)
    loop = BackgroundLoop()
    program = Program(data_dir, loop)
    application = Application(app, program)
    application.start()
    holds = Holds(app)
    bench = Bench(app, application.window, holds)  # type: ignore[arg-type]
    application.window.resize(1280, 840)
    door = application.window.view()
    assert isinstance(door, UnlockPage)
    bench.settle(2000)  # what loads while the person types
    door.passphrase.setText(workspaces.PASSPHRASE)
    door.unlock_button.click()
    bench.until(lambda: isinstance(application.window.view(), WorkspaceView))
    view = application.window.view()
    assert isinstance(view, WorkspaceView)
    bench = Bench(app, view, holds)
    view.side.approached.emit()  # as the pointer does on its way to the first click
    bench.settle(1500)  # the clock's first round
    print(json.dumps(_measured(bench, view, holds)))
    application.leave()
    app.exec()
    application.dispose()
    program.dispose()
    loop.stop()


def _measured(bench: Bench, view: "WorkspaceView", holds: Holds) -> dict[str, Any]:
    from ui.models.stretch import View

    holds.longest.clear()
    times, _ = bench.switches()
    holds.what = "the work after opening"
    bench.settle(_FIRST_WORK_MS)  # in the midst of the rounds it would look like growth
    later, memory = bench.switches()
    times += later
    pages: dict[str, Any] = view.stack.made  # each page's own lists are scrolled
    scroll = {}
    view.open_page("calendar")
    pages["calendar"].choose(View.LIST)
    bench.settle(500)
    scroll["calendar"] = bench.scroll("calendar", pages["calendar"].list)
    view.open_page("library")
    scroll["library"] = bench.scroll("library", pages["library"].view)
    view.open_page("money")
    pages["money"].focus(section="ledger")
    table = pages["money"].sections["ledger"].table
    bench.until(lambda: table.verticalScrollBar().maximum() > 0)
    bench.settle(500)
    scroll["ledger"] = bench.scroll("ledger", table)
    key, chart = bench.keys(), bench.chart()
    slow = sorted(holds.longest.items(), key=lambda one: -one[1])[:12]
    for what, passed in slow:
        print(f"  {passed:6.0f} ms held, {holds.worked[what]:4.0f} ms of work: {what}", file=sys.stderr)
    times.sort()
    return {
        "switch": times[int(len(times) * 0.95)],
        "hold": max(passed for what, passed in holds.longest.items() if what != "measuring"),
        "scroll": scroll,
        "key": key,
        "chart": chart,
        "memory": memory[-1] / 2**20,
        "memory_at_half": memory[ROUNDS // 2] / 2**20,
    }


if __name__ == "__main__":
    _window(Path(sys.argv[1]))
