"""Nobody at the computer: after so many minutes without a key or a movement, sleep included."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

from ofauto_desktop.runtime.clock import boot_clock

_LOOK_EVERY_MS = 5_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
        QEvent.Type.Drop,
    }
)


class IdleWatch(QObject):
    """Calls `idle` after `minutes()` without input; while that is 0 nothing is idle and the wait begins anew.

    Listens to windows, which hear far less than every widget does.
    """

    def __init__(
        self,
        minutes: Callable[[], int],
        idle: Callable[[], object],
        parent: QObject,
        *,
        seconds: Callable[[], float] = boot_clock,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._idle, self._seconds = minutes, idle, seconds
        self._last = seconds()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._hear)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Every few seconds: is it time?"""
        minutes = self._minutes()
        if not minutes:
            self._last = self._seconds()
        elif self._seconds() - self._last >= minutes * 60:
            self._last = self._seconds()
            self._idle()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._last = self._seconds()
        return False

    def _hear(self, window: QWindow | None) -> None:
        # Installing it again only moves it to the front of the window's filters.
        if window is not None:
            window.installEventFilter(self)
