"""Garbage is collected on the GUI's thread alone.

Python runs its collector on whichever thread makes the next object. Widgets that only a circle of references holds
would die there, and Qt crashes when they do: a worker that reads rows took a closed dialog with it.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer

_LOOK_EVERY_MS = 1000


class Collecting(QObject):
    """From its making until `stop`, the collector runs only here, by its own measure of when it is time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(_collect_what_is_due)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again, if it was before."""
        self._timer.stop()
        if self._before:
            gc.enable()


def _collect_what_is_due() -> None:
    """The oldest generation whose time has come, and with it all younger ones."""
    due = [
        age for age, (made, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if made > limit
    ]
    if due:
        gc.collect(due[-1])
