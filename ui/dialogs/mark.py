"""An event or a content pillar on the calendar: its name, its days, whose it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from ofauto_desktop.domain.planning import CalendarMark, CalendarMarkKind
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.widgets.buttons import button
from ui.widgets.fields import Field, narrowed
from ui.widgets.layouts import FlowLayout


class MarkDialog(Sheet):
    """`saved` gives the mark as it is to be stored, `removed` its id; the dialog is then closed, and deletes itself."""

    saved = Signal(object)
    removed = Signal(int)

    def __init__(self, mark: CalendarMark, clients: Mapping[int, str], parent: QWidget) -> None:
        super().__init__(tr("Mark days") if mark.id is None else tr("Change the mark"), parent)
        self._mark = mark
        lines = self.body
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
        days = FlowLayout(gap=12, grow=True)
        days.addWidget(Field(tr("First day"), self.first))
        days.addWidget(Field(tr("Last day"), self.last))
        lines.addLayout(days)
        self.first.dateChanged.connect(lambda day: self.last.setDate(max(day, self.last.date())))
        self.last.dateChanged.connect(lambda day: self.first.setDate(min(day, self.first.date())))
        self.client = narrowed(QComboBox())
        self.client.addItem(tr("Every client"), None)
        for client_id, name in clients.items():
            self.client.addItem(name, client_id)
        self.client.setCurrentIndex(max(0, self.client.findData(mark.client_id)))
        if clients:
            lines.addWidget(Field(tr("Shown for"), self.client))
        if mark.id is not None:
            self.act(button(tr("Delete"), self._remove, icon="trash-2"))
        self.act(button(tr("Cancel"), self.reject))
        self.save_button = self.act(button(tr("Save"), self._save, kind="primary"))
        self.save_button.setDefault(True)
        self.title.textChanged.connect(self._look)
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
