"""From process start to the first shown window, which is the unlock page, beside a bare PySide6 window."""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Line
from benchmarks.windows import shown
from benchmarks.workspaces import PASSPHRASE, PROGRAM

ROUNDS = 7
BARE = str(Path(__file__).with_name("bare_window.py"))


def measure() -> list[Line]:
    from ofauto_desktop.services.lock import Lock

    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "workspace"
        asyncio.run(Lock(data_dir).create(PASSPHRASE, use_keychain=False))
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds([sys.executable, BARE]))
            ours.append(_seconds([PROGRAM, "--data-dir", str(data_dir)]))
    line = Line(
        what="process start to first shown window (unlock)",
        ours=statistics.median(ours),
        unit="s",
        beside=statistics.median(bare),
        beside_name="bare PySide6 window",
        bar=2.2,
    )
    return [line]


def _seconds(command: list[str]) -> float:
    with shown(command) as (_, seconds):
        return seconds
