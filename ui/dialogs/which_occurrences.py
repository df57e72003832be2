"""Asks which posts of a series a change means."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.repeating import Scope
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button


class WhichOccurrences(Sheet):
    """`chosen` with the scope. What is out already never changes."""

    chosen = Signal(object)  # Scope

    def __init__(self, parent: QWidget) -> None:
        words = tr("This post repeats. Posts that are out stay as they are.")
        super().__init__(tr("Which posts does this change?"), parent, width=420, words=words)
        offers = {
            Scope.THIS: tr("Only this one"),
            Scope.FOLLOWING: tr("This one and those after it"),
            Scope.ALL: tr("All that are still to come"),
        }
        for scope, said in offers.items():
            made = button(said, partial(self._choose, scope), kind="primary" if scope is Scope.THIS else "")
            self.body.addWidget(made)
            if scope is Scope.THIS:
                made.setFocus()
        self.act(button(tr("Cancel"), self.reject))

    def _choose(self, scope: Scope) -> None:
        self.accept()
        self.chosen.emit(scope)
