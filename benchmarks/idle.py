"""What the program takes while it waits in the tray: the real process with a practice workspace, opened by the keychain.

OFAUTO_BENCH_IDLE: seconds to watch it for, 300 where it is not set.
"""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import workspaces
from benchmarks.table import Line
from benchmarks.windows import processor_seconds, pss, shown

MEMORY_BAR, PROCESSOR_BAR = 150.0, 0.5
SECONDS = float(os.environ.get("OFAUTO_BENCH_IDLE", "300"))
_PATIENCE = 90.0


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "workspace"
        workspaces.practice(data_dir, keychain=True)
        with shown([workspaces.PROGRAM, "--data-dir", str(data_dir)]) as (process, _):
            _settled(process.pid)
            _close_window(process.pid)
            _settled(process.pid)
            before = processor_seconds(process.pid)
            time.sleep(SECONDS)
            used = processor_seconds(process.pid) - before
            memory = pss(process.pid) / 2**20
            assert process.poll() is None, "the program ended instead of waiting in the tray"
    return [
        Line(what="idle in the tray: memory (PSS of the process tree)", ours=memory, unit="MiB", bar=MEMORY_BAR),
        Line(
            what=f"idle in the tray: processor over {SECONDS:g} s",
            ours=used / SECONDS * 100,
            unit="%",
            bar=PROCESSOR_BAR,
        ),
    ]


def _settled(pid: int) -> None:
    """Wait until it has opened its workspace and come to rest: three seconds with hardly any work."""
    began, quiet = time.monotonic(), 0
    while quiet < 3:
        assert time.monotonic() - began < _PATIENCE, "the program does not come to rest"
        before = processor_seconds(pid)
        time.sleep(1)
        quiet = quiet + 1 if processor_seconds(pid) - before < 0.05 else 0


def _close_window(pid: int) -> None:
    """As a person does it, by the window manager's key; again where the window had not the focus yet."""
    began = time.monotonic()
    while found := _windows(pid):
        assert time.monotonic() - began < _PATIENCE, "the window does not close"
        subprocess.run(["xdotool", "windowactivate", found[-1], "sleep", "0.3", "key", "alt+F4"], check=False)
        time.sleep(1)


def _windows(pid: int) -> list[str]:
    """Its windows that the window manager knows: neither the tray's icon nor its balloon."""
    listed = subprocess.run(["xprop", "-root", "_NET_CLIENT_LIST"], check=True, capture_output=True, text=True).stdout
    return [window for window in re.findall(r"0x[0-9a-f]+", listed) if _belongs(window, pid)]


def _belongs(window: str, pid: int) -> bool:
    # A window may end between the list and this look.
    said = subprocess.run(["xprop", "-id", window, "_NET_WM_PID"], check=False, capture_output=True, text=True).stdout
    return said.strip().endswith(f"= {pid}")
