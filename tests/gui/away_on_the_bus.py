"""A program of its own, as a process has one session bus for life: prints how often `Away` heard that someone is away."""

import os
import sys

os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
os.environ["XDG_SESSION_ID"] = "2"

from PySide6.QtCore import SLOT, QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from ui.away import Away

LOGIN = "org.freedesktop.login1"
SAID = {
    "about to sleep": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", [True]),
    "awake again": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", [False]),
    "locked": ("/org/freedesktop/login1/session/_32", f"{LOGIN}.Session", "Lock", []),
    "another session locked": ("/org/freedesktop/login1/session/_33", f"{LOGIN}.Session", "Lock", []),
    "GNOME's screen locked": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [True]),
    "GNOME's screen open": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [False]),
    "KDE's screen locked": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
    "the end": ("/end", "test.End", "End", []),
}


def main() -> None:
    app = QCoreApplication([])
    others = QDBusConnection.connectToBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], "others")
    for name in (LOGIN, "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver"):
        assert others.registerService(name), name
    heard: list[str] = []
    away = Away(lambda: heard.append("gone"), app)
    # The bus delivers in order: what was said before the end is heard before it.
    QDBusConnection.sessionBus().connect("", "/end", "test.End", "End", app, SLOT("quit()"))
    for name in (sys.argv[1], "the end"):
        QTimer.singleShot(0, lambda name=name: _say(others, name))
    app.exec()
    away.stop()
    print(len(heard))


def _say(bus: QDBusConnection, name: str) -> None:
    path, interface, member, arguments = SAID[name]
    signal = QDBusMessage.createSignal(path, interface, member)
    signal.setArguments(arguments)
    assert bus.send(signal), name


if __name__ == "__main__":
    main()
