"""Asks for the variables of a template that nothing is known of."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column


class FillIn(Sheet):
    """One field for each name; `filled` gives the values by name. What is known stands in its field already."""

    filled = Signal(object)  # dict[str, str]

    def __init__(self, title: str, names: Sequence[str], known: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(title, parent, words=tr("The text asks for these."))
        self.fields: dict[str, QLineEdit] = {}
        box = QWidget()
        lines = column(box, gap=12)
        for name in names:
            edit = QLineEdit(known.get(name, ""))
            edit.textChanged.connect(self._look)
            self.fields[name] = edit
            lines.addWidget(Field(name[:1].upper() + name[1:], edit))
        self.body.addWidget(box)
        self.act(button(tr("Cancel"), self.reject))
        self.ok = self.act(button(tr("Put it in"), self._done, kind="primary"))
        self.ok.setDefault(True)
        empty = next((edit for edit in self.fields.values() if not edit.text()), next(iter(self.fields.values())))
        empty.setFocus()
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(all(edit.text().strip() for edit in self.fields.values()))

    def _done(self) -> None:
        self.accept()
        self.filled.emit({name: edit.text().strip() for name, edit in self.fields.items()})
