"""Asks for one line: a name, a few tags. Return accepts, what is wrong is said under the field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QLineEdit, QWidget

from ui import theme
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row, take_room

_WIDTH = 400


class OneLine(QDialog):
    """`given` with what was typed, without white space around."""

    given = Signal(str)

    def __init__(
        self,
        title: str,
        name: str,
        parent: QWidget,
        *,
        accept: str,
        text: str = "",
        help_text: str = "",
        offers: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        lines = column(self, gap=16, margin=24)
        self.edit = QLineEdit(text)
        self.edit.selectAll()
        if offers:
            completer = QCompleter(list(offers), self.edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.edit.setCompleter(completer)
        self.field = Field(name, self.edit, help_text)
        lines.addWidget(self.field)
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.accept_button = button(accept, self._give, kind="primary")
        self.accept_button.setDefault(True)
        acts.addWidget(self.accept_button)
        lines.addLayout(acts)
        take_room(self, lines, min(theme.current().scaled(_WIDTH), max(parent.width() - 32, 300)))
        self.edit.setFocus()

    def _give(self) -> None:
        typed = " ".join(self.edit.text().split())
        if not typed:
            self.field.wrong(tr("Type something first."))
            return
        self.accept()
        self.given.emit(typed)
