"""Asks before something that weighs: what follows from it, in a sentence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button


class Sure(Sheet):
    """`confirmed` where the person meant it. `act` are the words of the button that does it."""

    confirmed = Signal()

    def __init__(self, title: str, words: str, act: str, parent: QWidget) -> None:
        super().__init__(title, parent, words=words)
        keep = self.act(button(tr("Cancel"), self.reject))
        self.act(button(act, self._confirm, kind="danger"))
        keep.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
