"""By how many days the selected posts move; they keep their time of day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from ui.language import tr, tr_n
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row
from ui.widgets.text import label

_FARTHEST = 366


class ShiftDays(QDialog):
    """Deletes itself when it is closed."""

    chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shift posts"))
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(tr_n("Shift {n} post", "Shift {n} posts", count), "lead"))
        self.days = QSpinBox()
        self.days.setRange(-_FARTHEST, _FARTHEST)
        self.days.setValue(7)
        lines.addWidget(Field(tr("Days"), self.days, tr("Below zero is earlier. Each post keeps its time of day.")))
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Keep them"), self.reject))
        self.shift_button = button(tr("Shift"), self._shift, kind="primary")
        acts.addWidget(self.shift_button)
        lines.addLayout(acts)
        self.days.valueChanged.connect(lambda value: self.shift_button.setEnabled(value != 0))
        self.finished.connect(self.deleteLater)

    def _shift(self) -> None:
        self.chosen.emit(self.days.value())
        self.accept()
