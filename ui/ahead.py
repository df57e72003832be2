"""Work that nobody asked for yet, in small pieces, while nobody waits for anything."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

# Between two pieces whatever a person does comes first.
_BREATH_MS = 20
# So often it lets others go first: in the minute after the first opening somebody waits all the time.
_HELD_BACK = 10
# Seconds at a time, where pieces are small.
_AT_A_TIME = 0.008


class Ahead(QObject):
    """Does a piece of `work` now and then; rarely while `busy` says that somebody waits for an answer."""

    def __init__(self, owner: QObject, busy: Callable[[], bool]) -> None:
        super().__init__(owner)
        self._busy = busy
        self._work: Iterator[None] = iter(())
        self._held_back = 0
        self._timer = QTimer(self, interval=_BREATH_MS)
        self._timer.timeout.connect(self._go_on)

    def run(self, work: Iterator[None]) -> None:
        """Do `work` up to each `yield`, instead of what was left of the work before."""
        self._work = work
        self._timer.start()

    def is_over(self) -> bool:
        return not self._timer.isActive()

    def _go_on(self) -> None:
        if self._busy() and self._held_back < _HELD_BACK:
            self._held_back += 1
            return
        self._held_back = 0
        ends = time.perf_counter() + _AT_A_TIME
        try:
            while time.perf_counter() < ends:
                next(self._work)
        except StopIteration:
            self._timer.stop()
        except BaseException:
            self._timer.stop()
            raise
