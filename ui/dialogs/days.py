"""Days of one's choice: the first and the last of them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QWidget

from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row


class DaysDialog(QDialog):
    """`chosen` is told both days; the last one is inside."""

    def __init__(self, first: date, last: date, parent: QWidget, *, chosen: Callable[[date, date], None]) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Which days?"))
        self.first, self.last = date_edit(first), date_edit(last)
        lines = column(self, gap=12, margin=24)
        lines.addWidget(Field(tr("First day"), self.first))
        self._last_field = Field(tr("Last day"), self.last)
        lines.addWidget(self._last_field)
        acts = row()
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        show = button(tr("Show these days"), self.choose, kind="primary")
        show.setDefault(True)
        acts.addWidget(show)
        lines.addLayout(acts)

    def choose(self) -> None:
        first, last = day_in(self.first), day_in(self.last)
        if last < first:
            self._last_field.wrong(tr("It comes before the first day."))
            return
        self._chosen(first, last)
        self.accept()


def date_edit(day: date) -> QDateEdit:
    """A field for a day, with a calendar that folds out."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat(tr("d MMM yyyy"))
    return made


def day_in(edit: QDateEdit) -> date:
    """The day that stands in a field."""
    found = edit.date()
    return date(found.year(), found.month(), found.day())
