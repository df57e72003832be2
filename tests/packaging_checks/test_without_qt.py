"""A server has no PySide6: everything but the window must import there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("e2e", "keychain", "slow", "x11")

IMPORT_ALL = """
import importlib, json, pkgutil, sys
sys.modules["PySide6"] = None   # makes every import of it an ImportError
failed = {}
count = 0
for package in ("ofauto_desktop", "connectors", "storage"):
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, package + "."):
        count += 1
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            failed[module.name] = str(error)
print(json.dumps({"failed": failed, "count": count, "qt": [n for n in sys.modules if n.startswith(("PySide6.", "shiboken6"))]}))
"""


def test_everything_but_the_window_imports_without_qt() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["failed"] == {}
    assert told["qt"] == []
    assert told["count"] > 50  # the walk has really found them


@pytest.mark.slow
@pytest.mark.timeout(300)  # a whole folder of tests, which pass within it each for itself
@pytest.mark.parametrize("folder", ["unit", "contract"])
def test_rules_and_connectors_pass_their_tests_without_qt(folder: str) -> None:
    """Imports hidden in functions are met only by running them."""
    plugins = ["-p", "no:pytest-qt", "-p", "tests.without_qt"]
    # Not pyproject.toml: pytest-qt is off, so its settings there would be unknown ones.
    settings = ["-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib", "-W", "error"]
    settings += ["-o", f"pythonpath={ROOT}", "-o", "markers=" + "\n".join(LEFT_OUT)]
    chosen = ["-m", " and ".join(f"not {marker}" for marker in LEFT_OUT), str(ROOT / "tests" / folder)]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, *settings, *chosen]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
