"""How far an import is, with a way to stop it; shown for those that take longer than a moment."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.language import tr
from ui.media_intake import MediaIntake
from ui.widgets.buttons import button
from ui.widgets.layouts import column, row
from ui.widgets.text import ElidedLabel

SHOWN_AFTER_MS = 1000  # ux.md, promise 4
_LOOK_EVERY_MS = 100


class IntakeProgress(QWidget):
    """Follows one intake; hides itself when nothing is on its way."""

    def __init__(self, intake: MediaIntake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._intake = intake
        lines = column(self, gap=6)
        line = row(gap=8)
        self._words = ElidedLabel("", "caption")
        line.addWidget(self._words, 1)
        self.cancel_button = button(tr("Cancel"), intake.cancel)
        line.addWidget(self.cancel_button)
        lines.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        lines.addWidget(self.bar)
        self._show_soon = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._show_soon.timeout.connect(self._begin)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)
        intake.busy.connect(self._heard)
        self.hide()

    def _heard(self, under_way: int) -> None:
        if not under_way:
            self._show_soon.stop()
            self._looking.stop()
            self.hide()
        elif self.isHidden() and not self._show_soon.isActive():
            self._show_soon.start()

    def _begin(self) -> None:
        self._look()
        self.show()
        self._looking.start()

    def _look(self) -> None:
        name, number, many, whole = self._intake.progress()
        words = (
            tr("Adding {name}", name=name)
            if many == 1
            else tr("Adding {number} of {many}: {name}", number=number, many=many, name=name)
        )
        if self._words.text() != words:
            self._words.setText(words)
            self.bar.setAccessibleName(words)
        self.bar.setValue(round(whole * 1000))
