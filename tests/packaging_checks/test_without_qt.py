"""A server has no PySide6: everything but the window must import there."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

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
