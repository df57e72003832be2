"""A practice workspace, from the command to its end: keys, database, three clients and a year of posts and sales."""

import tempfile
import time
from pathlib import Path

from benchmarks import workspaces
from benchmarks.table import Line

BAR = 10.0


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        workspaces.practice(Path(folder) / "workspace")
        passed = time.perf_counter() - began
    return [Line(what="a practice workspace is made (ofauto init --practice)", ours=passed, unit="s", bar=BAR)]
