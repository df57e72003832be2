"""Which posts of a series a change is meant for: this one, this and the following, or all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ofauto_desktop.domain.repeating import Scope
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button


class SeriesScope(Sheet):
    """`chosen` gives the Scope. What is out never changes, and says so."""

    chosen = Signal(object)

    def __init__(self, title: str, act: str, parent: QWidget, *, danger: bool = False) -> None:
        super().__init__(title, parent, words=tr("This post repeats. Posts that are out stay as they are."))
        self._group = QButtonGroup(self)
        self.choices: dict[Scope, QRadioButton] = {}
        for scope, words in (
            (Scope.THIS, tr("Only this post")),
            (Scope.FOLLOWING, tr("This and the following posts")),
            (Scope.ALL, tr("All posts of the series")),
        ):
            choice = QRadioButton(words)
            self._group.addButton(choice)
            self.choices[scope] = choice
            self.body.addWidget(choice)
        self.choices[Scope.THIS].setChecked(True)
        self.act(button(tr("Cancel"), self.reject))
        self.ok = self.act(button(act, self._choose, kind="danger" if danger else "primary"))
        self.ok.setDefault(True)

    def _choose(self) -> None:
        self.chosen.emit(next(scope for scope, choice in self.choices.items() if choice.isChecked()))
        self.accept()
