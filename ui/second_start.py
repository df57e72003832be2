"""A second start on the same folder brings up the window that is there, also out of the tray, instead of another."""

import contextlib
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier

# In the data folder, which is its owner's alone. Windows' Python has no such sockets: there a second window opens, and
# says at the door that the workspace is open already.
SOCKET = "window.sock"
AVAILABLE = hasattr(socket, "AF_UNIX")
_ANSWER = b"up"
_PATIENCE = 5.0  # seconds; a window that does not answer within them hangs
_log = logging.getLogger(__name__)


def first_came_up(data_dir: Path) -> bool:
    """Whether a window on this folder is there and was asked to come up."""
    if not AVAILABLE or not (data_dir / SOCKET).exists():
        return False
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(_PATIENCE)
        try:
            asking.connect(str(data_dir / SOCKET))
            return asking.recv(len(_ANSWER)) == _ANSWER
        except OSError:
            return False  # left behind by a process that was killed


class SecondStart(QObject):
    """Hears of second starts while the program runs. Nothing that is sent is read."""

    def __init__(self, data_dir: Path, bring_up: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._bring_up = data_dir / SOCKET, bring_up
        self._heard = socket.socket(socket.AF_UNIX)
        self._heard.setblocking(False)
        self._notifier: QSocketNotifier | None = None
        try:
            self._path.unlink(missing_ok=True)
            self._heard.bind(str(self._path))
            self._heard.listen()
        except OSError as error:
            # A folder on a file system without sockets, or with too long a path: second starts open another window.
            _log.warning("second starts are not heard of (%s)", error.strerror or error)
            return
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._asked)

    def close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._path.unlink(missing_ok=True)
        self._heard.close()

    def _asked(self) -> None:
        with contextlib.suppress(OSError):  # whoever asked is gone; the window comes up all the same
            asking, _ = self._heard.accept()
            with asking:
                asking.sendall(_ANSWER)
        self._bring_up()
