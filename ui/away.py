"""Notices that the computer is locked, put to sleep or handed to another user: then the workspace locks as well.

Linux says it by D-Bus: logind for sleep and its own lock, each desktop's screen saver for theirs. Windows sends messages to
windows. Where nothing is said (macOS), sleep shows when it is over, by a clock that went on beside one that stood.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import SLOT, QObject, QTimer, Slot

from ofauto_desktop.runtime.clock import boot_clock, now

_LOOK_EVERY_MS = 5_000
# One clock stood still for so long: that was sleep, and no slow moment.
_ASLEEP = 20.0
_LOGIN = "org.freedesktop.login1"
# Each says ActiveChanged(bool) under its own name; the path is made of it.
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


def seconds_awake_and_asleep() -> float:
    """A clock that goes on in sleep: the system's own where there is one (Linux), else the wall clock."""
    return boot_clock() if hasattr(time, "CLOCK_BOOTTIME") else now().timestamp()


class Away(QObject):
    """Calls `gone` once each time that the person is away by the system's own word, or was in the computer's sleep."""

    def __init__(
        self,
        gone: Callable[[], object],
        parent: QObject,
        *,
        through_sleep: Callable[[], float] = seconds_awake_and_asleep,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._gone, self._through_sleep, self._awake = gone, through_sleep, awake
        self._asleep_before = through_sleep() - awake()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        if sys.platform == "linux":
            self._listen_to_the_buses()
        elif sys.platform == "win32":
            from ui.away_windows import WindowsSession

            self._session = WindowsSession(gone)

    def look(self) -> None:
        """Every few seconds: did the computer sleep in between? The wall clock set back is none."""
        before, self._asleep_before = self._asleep_before, self._through_sleep() - self._awake()
        if self._asleep_before - before >= _ASLEEP:
            self._gone()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _listen_to_the_buses(self) -> None:
        """A machine without one of the services simply never says a word."""
        from PySide6.QtDBus import QDBusConnection

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        # The binding takes Qt's text for a slot, whatever its own types say.
        changed, locked = cast("bytes", SLOT("_changed(bool)")), cast("bytes", SLOT("_locked()"))
        if system.isConnected():
            manager = f"{_LOGIN}.Manager"
            system.connect(_LOGIN, "/org/freedesktop/login1", manager, "PrepareForSleep", self, changed)
            if path := _session_path(os.environ.get("XDG_SESSION_ID", "")):
                system.connect(_LOGIN, path, f"{_LOGIN}.Session", "Lock", self, locked)
        if session.isConnected():
            for name in _SCREEN_SAVERS:
                for path in ("/" + name.replace(".", "/"), "/ScreenSaver"):
                    session.connect(name, path, name, "ActiveChanged", self, changed)

    @Slot(bool)
    def _changed(self, away: bool) -> None:  # noqa: FBT001 - the signal's form
        if away:
            self._gone()

    @Slot()
    def _locked(self) -> None:
        self._gone()


def _session_path(name: str) -> str | None:
    """Logind's path of a session; what is no letter, and a digit in front, is written by its number."""
    if not name:
        return None
    coded = "".join(
        one if one.isascii() and (one.isalpha() or (one.isdigit() and place)) else f"_{ord(one):02x}"
        for place, one in enumerate(name)
    )
    return f"/org/freedesktop/login1/session/{coded}"
