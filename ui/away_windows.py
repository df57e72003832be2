"""Windows' word on its session: locked, another user's, about to sleep."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QGuiApplication

# winuser.h and wtsapi32.h.
_POWER_BROADCAST, _SUSPEND = 0x0218, 0x0004
_SESSION_CHANGE, _LOCKED, _CONSOLE_GONE, _REMOTE_GONE = 0x02B1, 0x7, 0x2, 0x4
_THIS_SESSION = 0


class WindowsSession(QAbstractNativeEventFilter):
    """Hears the messages that Windows sends to every window which asked for them; the first window asks."""

    def __init__(self, gone: Callable[[], object]) -> None:
        super().__init__()
        self._gone = gone
        windows = QGuiApplication.topLevelWindows()
        if windows:
            ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(  # type: ignore[attr-defined,unused-ignore]
                wintypes.HWND(int(windows[0].winId())), _THIS_SESSION
            )
        if (app := QCoreApplication.instance()) is not None:
            app.installNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        said = wintypes.MSG.from_address(int(message))
        if means_away(said.message, said.wParam):
            self._gone()
        return False, 0


def means_away(message: int, detail: int) -> bool:
    """Whether a message says that the person is away: locked, switched to another user, or about to sleep."""
    if message == _POWER_BROADCAST:
        return detail == _SUSPEND
    return message == _SESSION_CHANGE and detail in (_LOCKED, _CONSOLE_GONE, _REMOTE_GONE)
