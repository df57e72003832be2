"""The one window: the door before, the workspace behind it."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from ui.dialogs.error import ErrorDialog
from ui.error_presenter import ErrorPresenter

_FIRST_SIZE = QSize(1280, 840)
_LEAST_SIZE = QSize(390, 480)


class MainWindow(QMainWindow):
    """Shows one view at a time. `closing` decides what the window's close button does: True lets it close."""

    def __init__(self, errors: ErrorPresenter, closing: Callable[[], bool]) -> None:
        super().__init__()
        self._closing = closing
        self._error: ErrorDialog | None = None
        self.setWindowTitle("OFAuto")
        self.setMinimumSize(_LEAST_SIZE)
        self.resize(_FIRST_SIZE)
        self._views = QStackedWidget()
        self.setCentralWidget(self._views)
        errors.shown.connect(self._show_error)

    def show_view(self, view: QWidget, *, keep: QWidget | None = None) -> None:
        """Turn to `view`. What was there is deleted, except `keep`, which a covered window comes back to."""
        if self._views.indexOf(view) < 0:
            self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        for index in reversed(range(self._views.count())):
            other = self._views.widget(index)
            if other is not None and other not in (view, keep):
                self._views.removeWidget(other)
                other.deleteLater()
        view.setFocus()

    def view(self) -> QWidget | None:
        return self._views.currentWidget()

    def bring_up(self) -> None:
        """To the front, from the tray too."""
        self.setVisible(True)
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def place(self) -> str:
        """Size and position, to be kept for the next start."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def take_place(self, kept: str) -> None:
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    def close_dialogs(self) -> None:
        """Nothing may stay open over a locked window."""
        for child in self.findChildren(QWidget):
            if child.isWindow() and child.isVisible():
                child.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing():
            event.accept()
        else:
            event.ignore()

    def _show_error(self, error: object) -> None:
        # One at a time: the newest takes the place of the one before.
        if self._error is not None:
            self._error.close()
        self._error = ErrorDialog(error, self)  # type: ignore[arg-type]  # the signal carries Presented
        self._error.destroyed.connect(self._forget_error)
        self._error.open()

    def _forget_error(self) -> None:
        self._error = None
