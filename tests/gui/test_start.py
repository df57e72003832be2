"""The start: nothing heavy is imported before the window stands."""

import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "httpx",
    "PIL",
    "av",
    "alembic",
    "babel",
    "cryptography",
    "starlette",
    "zxcvbn",
    "apscheduler",
    "keyring",
    "playwright",
)
START = """
import sys
from pathlib import Path
from ofauto_desktop.app import Program
from ofauto_desktop.runtime.loop import BackgroundLoop
from PySide6.QtWidgets import QApplication
from ui.application import Application
app = QApplication([])
loop = BackgroundLoop()
folder = Path(sys.argv[1])
application = Application(app, Program(folder, loop))
application._show_first_run() if not (folder / "vault.json").exists() else application._show_unlock(application._unlock)
application.window.show()
print(" ".join(sorted(name for name, module in sys.modules.items() if module)))  # None: kept out
application.dispose()
loop.stop()
"""


def test_the_window_stands_before_anything_heavy_is_imported(tmp_path):
    for state in ("absent", "locked"):
        folder = tmp_path / state
        folder.mkdir()
        if state == "locked":
            (folder / "vault.json").write_text("{}")
        done = subprocess.run(
            [sys.executable, "-c", START, str(folder)], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        loaded = {name.partition(".")[0] for name in done.stdout.split()}
        assert loaded.isdisjoint(HEAVY), loaded & set(HEAVY)
