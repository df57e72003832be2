"""When a window appears on the display, and what a process costs; needs an X display with a window manager."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 60.0


@contextmanager
def shown(command: Sequence[str], **environ: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """Start `command` and wait for its first window; gives the process and the seconds from start to window."""
    with subprocess.Popen(["xprop", "-root", "-spy", "_NET_CLIENT_LIST"], stdout=subprocess.PIPE, text=True) as spy:
        assert spy.stdout is not None
        before = _windows(spy.stdout.readline())
        started = time.monotonic()
        process = subprocess.Popen(command, env={**os.environ, "QT_QPA_PLATFORM": "xcb", **environ})
        try:
            while _windows(spy.stdout.readline()) <= before:
                assert time.monotonic() - started < _PATIENCE
            yield process, time.monotonic() - started
        finally:
            process.terminate()
            process.wait(_PATIENCE)
            spy.terminate()


def _windows(line: str) -> set[str]:
    return set(re.findall(r"0x[0-9a-f]+", line))


def pss(pid: int) -> int:
    """Proportional memory of a process and its children, in bytes. One that has ended by now has none."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except ProcessLookupError:
        return 0
    own = re.search(r"^Pss:\s+(\d+) kB", rollup, flags=re.MULTILINE)
    assert own is not None
    return int(own.group(1)) * 1024 + sum(pss(child) for child in children(pid))


def processor_seconds(pid: int) -> float:
    """Processor time that a process and its children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used + sum(processor_seconds(child) for child in children(pid))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
