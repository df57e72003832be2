"""Signals by the hundred thousand: what PySide6 takes from None and True must not end the program."""

import subprocess
import sys

STORM = """
import ui

from PySide6.QtCore import QCoreApplication, QObject, Signal
app = QCoreApplication([])
class Source(QObject):
    told = Signal(bool)
source = Source()
source.told.connect(lambda on: None)
for _ in range(200_000):
    source.told.emit(True)
"""


def test_a_storm_of_signals_is_survived():
    done = subprocess.run([sys.executable, "-c", STORM], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
