"""In the tray nothing need be quick: memory goes back, when the window goes and after each round of work."""

import gc
import logging

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QWidget

from ui.program import Program
from ui.tasks import Tasks, ignore

_log = logging.getLogger(__name__)
_EVERY_MS = 120_000


class Resting(QObject):
    """From `begin` on, for as long as the window is out of sight."""

    def __init__(self, window: QWidget, program: Program, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._program, self._tasks = window, program, tasks
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._rest)

    def begin(self) -> None:
        self._rest()
        self._timer.start()

    def _rest(self) -> None:
        if self._window.isVisible():
            self._timer.stop()
            return
        QPixmapCache.clear()
        gc.collect()  # on this thread: widgets are among the garbage
        self._tasks.run(self._program.rest(), owner=self, done=ignore, failed=_not_given_back)


def _not_given_back(error: Exception) -> None:
    # The workspace may have been locked meanwhile.
    _log.info("memory was not given back: %s", error)
