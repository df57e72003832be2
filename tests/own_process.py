"""Tests that need the test desktop. Those marked x11 run in a process of their own on the real display.

One process has one Qt platform, and all other tests use the offscreen one. Where there is no desktop such a test fails
rather than being skipped, so that nobody takes its absence for a pass.
"""

import os
import subprocess
import sys

import pytest

NEEDS_DESKTOP = ("x11", "keychain")


class Failed(Exception):
    """What the test's own process printed."""


class Elsewhere(pytest.Item):
    """Stands for a test of the same name that runs in a process of its own."""

    def runtest(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--no-header", self.nodeid],
            cwd=self.config.rootpath,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Failed(done.stdout + done.stderr or f"exit code {done.returncode}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[os.PathLike[str], None, str]:
        return self.path, None, self.name


@pytest.hookimpl(trylast=True)  # after -m and -k have chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "OFAUTO_TEST_DESKTOP" in os.environ and os.environ.get("QT_QPA_PLATFORM") != "xcb":
        items[:] = [_moved(item) if item.get_closest_marker("x11") else item for item in items]


def _moved(item: pytest.Item) -> pytest.Item:
    assert item.parent is not None
    stand_in = Elsewhere.from_parent(item.parent, name=item.name)
    stand_in.own_markers = [marker for marker in item.own_markers if marker.name in {"x11", "timeout"}]
    return stand_in


def pytest_runtest_setup(item: pytest.Item) -> None:
    if any(item.get_closest_marker(name) for name in NEEDS_DESKTOP) and "OFAUTO_TEST_DESKTOP" not in os.environ:
        pytest.fail('needs the test desktop: "scripts/with-desktop .venv/bin/python -m pytest …"', pytrace=False)
