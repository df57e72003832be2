"""A test that leaves a thread running fails: it would hold a database open, or act inside a later test."""

import threading
import time
from collections.abc import Iterator

import pytest

# Ours are daemons, so that a crash can end the process; a test must stop them nevertheless.
OURS = ("ofauto-", "db-writer", "db-reader")
GRACE = 2.0


def survivors(before: set[threading.Thread], grace: float = GRACE) -> list[str]:
    """Names of threads begun since `before` that still run `grace` seconds from now; returns as soon as none does."""
    until = time.monotonic() + grace
    while left := [thread for thread in threading.enumerate() if thread not in before and _counts(thread)]:
        if time.monotonic() > until:
            break
        left[0].join(0.01)
    return sorted(thread.name for thread in left)


def _counts(thread: threading.Thread) -> bool:
    return not thread.daemon or thread.name.startswith(OURS)


@pytest.fixture(autouse=True)
def _no_thread_survives() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = survivors(before)
    assert not left, f"still running after the test: {', '.join(left)}"
