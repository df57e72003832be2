"""Asks for a name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field


class NameIt(Sheet):
    """`named` with what was typed, without white space around it. The dialog stays until `accept`: a name may be taken."""

    named = Signal(str)

    def __init__(self, title: str, parent: QWidget, *, words: str = "", act: str = "") -> None:
        super().__init__(title, parent, words=words)
        edit = QLineEdit()
        edit.setMaxLength(80)
        self.field = Field(tr("Name"), edit)
        self.edit = edit
        self.body.addWidget(self.field)
        self.act(button(tr("Cancel"), self.reject))
        self.ok = self.act(button(act or tr("Save"), self._done, kind="primary"))
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        edit.textChanged.connect(self._typed)
        edit.setFocus()

    def refused(self, why: str) -> None:
        self.field.wrong(why)

    def _typed(self, text: str) -> None:
        self.field.wrong("")
        self.ok.setEnabled(bool(text.strip()))

    def _done(self) -> None:
        self.named.emit(self.edit.text().strip())
