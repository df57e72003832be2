"""The start of the program with a window."""

import sys

from PySide6.QtWidgets import QApplication

from ui.application import Application
from ui.program import Program
from ui.second_start import first_came_up

# Seconds after which a thread at work hands Python on to one that waits, far sooner than usual: the window waits
# for readers and for the loop at every call into Qt. Publishing beside it takes no longer.
HAND_ON_AFTER = 0.0002


def run(program: Program) -> int:
    """Show the window until the person quits; returns the exit code. The loop is the caller's to stop.

    Where a window on this folder is there already, that one comes up.
    """
    if first_came_up(program.data_dir):
        return 0
    sys.setswitchinterval(HAND_ON_AFTER)
    app = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication is needed")  # a core application cannot show a window
    app.setApplicationName("OFAuto")
    app.setApplicationDisplayName("OFAuto")
    app.setDesktopFileName("ofauto")
    app.setQuitOnLastWindowClosed(False)
    application = Application(app, program)
    application.start()
    try:
        return app.exec()
    finally:
        application.dispose()
