"""A line above the days that says how many posts missed their times, as long as they wait for a decision."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.language import tr, tr_n
from ui.tokens import Tone
from ui.widgets.layouts import column
from ui.widgets.states import Banner


class MissedLine(QWidget):
    """Hidden where nothing was missed; `decide` asks to see what can be done."""

    decide = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(self)
        self.hide()

    def say(self, count: int) -> None:
        for old in self.findChildren(Banner):
            old.hide()
            old.deleteLater()
        if count:
            said = tr_n("{n} post missed its time.", "{n} posts missed their times.", count)
            self._lines.addWidget(Banner(said, Tone.WARNING, tr("Decide"), self.decide.emit))
        self.setVisible(count > 0)
