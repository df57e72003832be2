"""The gates of our own test suite close on what they are meant to stop."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.leaks import survivors

ROOT = Path(__file__).parents[2]

LEAK = """
import threading, time
def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(2.5,), name="forgotten").start()
"""
WITHOUT_LEAK = """
import threading
def test_waits_for_its_thread():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
"""
NEEDS_DESKTOP = """
import pytest
@pytest.mark.{marker}
def test_something():
    pass
"""


def run(folder: Path, source: str, *, desktop: bool = False, command: tuple[str, ...] = ()) -> "tuple[int, str]":
    test = folder / "test_planted.py"
    test.write_text(source)
    environ = {name: value for name, value in os.environ.items() if name != "OFAUTO_TEST_DESKTOP" or desktop}
    python = [sys.executable, "-m", "pytest", "-q", "-p", "tests.leaks", "-p", "tests.own_process"]
    plain = ["-c", os.devnull, "--rootdir", str(folder), "-o", "markers=x11\nkeychain", str(test)]
    done = subprocess.run(
        [*command, *python, *plain], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_thread_left_behind_fails_the_test(tmp_path: Path) -> None:
    code, said = run(tmp_path, LEAK)
    assert code == 1
    assert "still running after the test: forgotten" in said


@pytest.mark.parametrize(
    ("name", "daemon", "counts"),
    [("any", False, True), ("any", True, False), ("ofauto-loop", True, True), ("db-writer", True, True)],
)
def test_ours_count_even_as_daemons(name: str, *, daemon: bool, counts: bool) -> None:
    before, end = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=end.wait, name=name, daemon=daemon)
    thread.start()
    try:
        assert survivors(before, grace=0.02) == ([name] if counts else [])
    finally:
        end.set()
        thread.join()


def test_a_thread_that_ended_does_not(tmp_path: Path) -> None:
    code, said = run(tmp_path, WITHOUT_LEAK)
    assert code == 0, said


@pytest.mark.parametrize("marker", ["x11", "keychain"])
def test_without_a_desktop_what_needs_one_fails_rather_than_be_skipped(tmp_path: Path, marker: str) -> None:
    code, said = run(tmp_path, NEEDS_DESKTOP.format(marker=marker))
    assert code == 1
    assert "scripts/with-desktop" in said


def test_here_qt_draws_off_screen_and_no_real_keychain_is_in_reach() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    if "OFAUTO_TEST_DESKTOP" not in os.environ:
        assert os.environ["PYTHON_KEYRING_BACKEND"] == "keyring.backends.fail.Keyring"
