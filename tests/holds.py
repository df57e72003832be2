"""A watchdog over the window's thread: how long it works between two looks for what is new."""

import time

from PySide6.QtCore import QAbstractEventDispatcher, QObject


class Holds(QObject):
    """In milliseconds of the thread's own processor time, so that a busy machine finds no hold that is none."""

    def __init__(self) -> None:
        super().__init__()
        self.what = ""
        self.longest: dict[str, float] = {}
        self._since = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        # Waiting takes no processor time: what passed between any two of these signals was work.
        dispatcher.awake.connect(self._look)
        dispatcher.aboutToBlock.connect(self._look)

    def over(self, bar: float) -> dict[str, int]:
        """What held the thread for longer, and for how long."""
        return {what: round(passed) for what, passed in self.longest.items() if passed > bar}

    def _look(self) -> None:
        now = time.thread_time()
        self.longest[self.what] = max((now - self._since) * 1000, self.longest.get(self.what, 0))
        self._since = now
