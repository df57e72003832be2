"""From the right passphrase to Home with its figures, on a practice workspace, in the real window.

The passphrase's own derivation is made slow on purpose; it is measured apart, in the same process, and taken off.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import workspaces
from benchmarks.table import Line

BAR, ROUNDS = 1.0, 5
# The person types for a while; what the window loads meanwhile is not waited for.
_TYPING = 3.0
_PATIENCE = 60.0


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "workspace"
        workspaces.practice(data_dir)
        seconds = statistics.median(_opened(data_dir) for _ in range(ROUNDS))
    what = "right passphrase to Home with data, key derivation apart"
    return [Line(what=what, ours=seconds, unit="s", bar=BAR)]


def _opened(data_dir: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.unlock", str(data_dir)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    whole, derivation = map(float, done.stdout.split())
    return whole - derivation


def _window(data_dir: Path) -> None:
    """Open the window, unlock it as a person does, print the seconds to Home and those of the derivation."""
    from PySide6.QtWidgets import QApplication

    from ofauto_desktop.app import Program
    from ofauto_desktop.runtime.loop import BackgroundLoop
    from ui.application import Application
    from ui.pages.unlock import UnlockPage
    from ui.widgets.card import StatTile

    app = QApplication([sys.argv[0]])
    app.setQuitOnLastWindowClosed(False)
    loop = BackgroundLoop()
    program = Program(data_dir, loop)
    application = Application(app, program)
    application.start()
    typed = time.monotonic() + _TYPING
    _until(lambda: time.monotonic() > typed)
    door = application.window.view()
    assert isinstance(door, UnlockPage)
    door.passphrase.setText(workspaces.PASSPHRASE)
    began = time.perf_counter()
    door.unlock_button.click()
    _until(lambda: any(tile.isVisible() for tile in application.window.findChildren(StatTile)))
    whole = time.perf_counter() - began
    print(whole, _derivation(data_dir))
    application.leave()
    app.exec()
    application.dispose()
    program.dispose()
    loop.stop()


def _until(reached: Callable[[], bool]) -> None:
    """Let the window work until `reached`; looks every 2 ms."""
    from PySide6.QtCore import QEventLoop, QTimer

    waiting, began = QEventLoop(), time.monotonic()
    timer = QTimer(interval=2)

    def look() -> None:
        if reached():
            waiting.quit()
        elif time.monotonic() - began > _PATIENCE:
            raise TimeoutError("the window does not come to what is measured")

    timer.timeout.connect(look)
    timer.start()
    waiting.exec()
    timer.stop()


def _derivation(data_dir: Path) -> float:
    """Seconds of the derivation that this workspace's passphrase asks for."""
    from storage import key_wrap, vault_file
    from storage.key_wrap import Secrets

    vault = vault_file.load(data_dir)
    began = time.perf_counter()
    key_wrap.unwrap(vault.slots, Secrets(passphrase=workspaces.PASSPHRASE), vault.workspace).close()
    return time.perf_counter() - began


if __name__ == "__main__":
    _window(Path(sys.argv[1]))
