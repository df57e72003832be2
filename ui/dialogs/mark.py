"""An event or a content pillar on the calendar: its name, its days, whose it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QLineEdit, QWidget

from ofauto_desktop.domain.planning import CalendarMark, CalendarMarkKind
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import column, row
from ui.widgets.text import label


class MarkDialog(QDialog):
    """`saved` gives the mark as it is to be stored, `removed` its id; the dialog is then closed, and deletes itself."""

    saved = Signal(object)
    removed = Signal(int)

    def __init__(self, mark: CalendarMark, clients: Mapping[int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        title = tr("Mark days") if mark.id is None else tr("Change the mark")
        self.setWindowTitle(title)
        self.setMinimumWidth(320)
        lines = column(self, gap=16, margin=24)
        lines.addWidget(label(title, "lead"))
        self.title = QLineEdit(mark.title)
        self.title.setMaxLength(80)
        lines.addWidget(Field(tr("What it is"), self.title))
        self.kind = QComboBox()
        self.kind.addItem(tr("Event"), CalendarMarkKind.EVENT)
        self.kind.addItem(tr("Content pillar"), CalendarMarkKind.PILLAR)
        self.kind.addItem(tr("Holiday"), CalendarMarkKind.HOLIDAY)
        self.kind.setCurrentIndex(max(0, self.kind.findData(mark.kind)))
        lines.addWidget(Field(tr("Kind"), self.kind))
        self.first, self.last = _day(mark.first), _day(mark.last)
        days = row(gap=12)
        days.addWidget(Field(tr("First day"), self.first), 1)
        days.addWidget(Field(tr("Last day"), self.last), 1)
        lines.addLayout(days)
        self.first.dateChanged.connect(lambda day: self.last.setDate(max(day, self.last.date())))
        self.last.dateChanged.connect(lambda day: self.first.setDate(min(day, self.first.date())))
        self.client = QComboBox()
        self.client.addItem(tr("Every client"), None)
        for client_id, name in clients.items():
            self.client.addItem(name, client_id)
        self.client.setCurrentIndex(max(0, self.client.findData(mark.client_id)))
        if clients:
            lines.addWidget(Field(tr("Shown for"), self.client))
        acts = row()
        if mark.id is not None:
            acts.addWidget(button(tr("Delete"), self._remove, icon="trash-2"))
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.save_button = button(tr("Save"), self._save, kind="primary")
        self.save_button.setDefault(True)
        acts.addWidget(self.save_button)
        lines.addLayout(acts)
        self.title.textChanged.connect(self._look)
        self.finished.connect(self.deleteLater)
        self._look()

    def _look(self) -> None:
        self.save_button.setEnabled(bool(self.title.text().strip()))

    def _save(self) -> None:
        kind = self.kind.currentData()
        made = replace(
            self._mark,
            title=self.title.text().strip(),
            kind=CalendarMarkKind(kind),
            first=_date(self.first),
            last=_date(self.last),
            client_id=self.client.currentData(),
        )
        self.saved.emit(made)
        self.accept()

    def _remove(self) -> None:
        self.removed.emit(self._mark.id)
        self.accept()


def _day(day: date) -> QDateEdit:
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat(tr("ddd d MMM yyyy"))
    return made


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
