"""Work on widgets that would hold the window as one piece, done piece by piece between other events."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

# Seconds at a time: beside a frame of sixty a second, and far below what a person notices.
_AT_A_TIME = 0.01


class Slices(QObject):
    """Runs one piece of work to its end before the next; of what waits meanwhile only the newest counts."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._work: Iterator[None] | None = None
        self._next: Iterator[None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    def run(self, work: Iterator[None]) -> None:
        """Do `work` up to each `yield`, as much as fits at once now, and the rest soon."""
        if self._work is not None:
            self._next = work
            return
        self._work = work
        self._go_on()

    def _go_on(self) -> None:
        began = time.perf_counter()
        while self._work is not None:
            try:
                next(self._work)
            except StopIteration:
                self._work, self._next = self._next, None
            except BaseException:
                self._work, self._next = self._next, None
                self._timer.start()
                raise
            if self._work is not None and time.perf_counter() - began > _AT_A_TIME:
                self._timer.start()
                return
