"""Tests that need the test desktop. Those marked x11 run in a process of their own on the real display.

One process has one Qt platform, and all other tests use the offscreen one. Where there is no desktop such a test fails
rather than being skipped, so that nobody takes its absence for a pass.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest

NEEDS_DESKTOP = ("x11", "keychain")
LONGEST = 300  # seconds; the time-out in pyproject.toml ends a test that hangs in Python, this one all others


def pytest_runtest_setup(item: pytest.Item) -> None:
    if any(item.get_closest_marker(name) for name in NEEDS_DESKTOP) and "OFAUTO_TEST_DESKTOP" not in os.environ:
        pytest.fail('needs the test desktop: "scripts/with-desktop .venv/bin/python -m pytest …"', pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    if item.get_closest_marker("x11") is None or not _must_move(os.environ):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    item.ihook.pytest_runtest_logreport(report=_run_elsewhere(item))
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _must_move(environ: Mapping[str, str]) -> bool:
    return "OFAUTO_TEST_DESKTOP" in environ and environ.get("QT_QPA_PLATFORM") != "xcb"


def _run_elsewhere(item: pytest.Item) -> pytest.TestReport:
    began = time.time()
    said = _what_went_wrong(item)
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome="failed" if said else "passed",
        longrepr=said,
        when="call",
        start=began,
        stop=time.time(),
        duration=time.time() - began,
    )


def _what_went_wrong(item: pytest.Item) -> str | None:
    """The output of a failed run, None after one that passed."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", item.nodeid]
    environ = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    try:
        done = subprocess.run(
            command, cwd=item.config.rootpath, env=environ, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        return f"no end within {LONGEST} s\n{error.stdout!r}\n{error.stderr!r}"
    return None if done.returncode == 0 else done.stdout + done.stderr or f"exit code {done.returncode}"
