"""Signals that end the program in order, as its menu does. A logout sends SIGTERM and SIGHUP at once."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_STOPPING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


class StopSignals(QObject):
    """Python notices a signal only between its own instructions; Qt's loop is woken through a socket."""

    def __init__(self, leave: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for number in _STOPPING:
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in _STOPPING:
            signal.signal(number, signal.SIG_DFL)
        self._read.close()
        self._write.close()

    def _woken(self) -> None:
        if set(self._read.recv(64)) & set(_STOPPING):
            self._leave()
