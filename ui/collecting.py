"""Garbage is collected on the GUI's thread alone, and all of it only while nobody waits for the window.

Python runs its collector on whichever thread makes the next object. Widgets that only a circle of references holds
would die there, and Qt crashes when they do: a worker that reads rows took a closed dialog with it. A round over
everything holds the window for up to 80 ms, one over what is young for a few.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 250
# Less work than this between two looks is a window at rest.
_AT_REST = 0.004
# So many looks at rest in a row (five seconds) make a moment in which nobody waits.
_QUIET_LOOKS = 20
# Rounds over what is young until all is looked at: in a quiet moment, and at last in any (ten minutes without one).
_ROUNDS, _ROUNDS_AT_MOST = 40, 2400


class Collecting(QObject):
    """From its making until `stop`, the collector runs only here. `used`: seconds of work of this thread."""

    def __init__(self, parent: QObject | None = None, *, used: Callable[[], float] = time.thread_time) -> None:
        super().__init__(parent)
        gc.disable()
        self._used, self._worked, self._quiet, self._rounds = used, used(), 0, 0
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is young where there is much of it; everything where it is time and nobody waits."""
        worked, self._worked = self._used() - self._worked, self._used()
        self._quiet = self._quiet + 1 if worked < _AT_REST else 0
        if gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect(1)
            self._rounds += 1
        if self._rounds >= (_ROUNDS if self._quiet >= _QUIET_LOOKS else _ROUNDS_AT_MOST):
            gc.collect()
            self._rounds = 0

    def stop(self) -> None:
        """Collect what there is, and nothing after it: the program ends.

        Given back to Python, the collector would run while Qt ends an object, and a widget that it ends then waits for
        a lock of Qt's that this thread holds already.
        """
        self._timer.stop()
        gc.collect()
