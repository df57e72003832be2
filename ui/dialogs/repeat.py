"""How a post repeats: every so many days, weeks or months, and until when; the next days are shown before it is saved."""

from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDateEdit, QSpinBox, QWidget

from ofauto_desktop.domain.recurrence import MOST_OCCURRENCES, Every, Recurrence, days, wrong
from ui import theme
from ui.dialogs.sheet import Sheet
from ui.language import tr, tr_n
from ui.models.day_words import weekday_name, written
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.fields import Field, name_choice
from ui.widgets.layouts import FlowLayout, row
from ui.widgets.repeat_picker import words_of
from ui.widgets.repeat_words import repeat_words
from ui.widgets.text import label

_SHOWN = 5
_LONGEST = {Every.DAY: 366, Every.WEEK: 52, Every.MONTH: 24}


class RepeatDialog(Sheet):
    """`chosen` gives the rule. `first` is the post's own wall time, which is the first of the series."""

    chosen = Signal(object)

    def __init__(self, first: datetime, parent: QWidget, rule: Recurrence | None = None) -> None:
        super().__init__(
            tr("Repeat this post"), parent, words=tr("Each time becomes a post of its own, which can be changed alone.")
        )
        self._first = first.date()
        every = row(gap=8)
        self.interval = QSpinBox()
        self.interval.setAccessibleName(tr("Every so many"))
        self.interval.setMinimumWidth(theme.current().scaled(72))
        self.unit = QComboBox()
        name_choice(self.unit, tr("Unit"))
        for unit in Every:
            self.unit.addItem("", unit)
        every.addWidget(label(tr("Every"), wrap=False))
        every.addWidget(self.interval)
        every.addWidget(self.unit, 1)
        self.body.addLayout(every)
        self.weekdays = QWidget()
        flow = FlowLayout(self.weekdays, gap=4)
        self.days: list[Chip] = []
        for day in range(7):
            chip = Chip(weekday_name(day, short=True), on=day == self._first.weekday())
            chip.setAccessibleName(weekday_name(day))
            self.days.append(chip)
            flow.addWidget(chip)
        self.body.addWidget(self.weekdays)
        self.month = QComboBox()
        self._month_field = Field(tr("Day of the month"), self.month)
        self._fill_month()
        self.body.addWidget(self._month_field)
        self._build_end()
        self._note = label("", "caption")
        self.body.addWidget(self._note)
        self.act(button(tr("Cancel"), self.reject))
        self.save_button = self.act(button(tr("Repeat"), self._save, kind="primary"))
        self.save_button.setDefault(True)
        self._put(rule or Recurrence(every=Every.WEEK))
        for signal in (
            self.interval.valueChanged,
            self.unit.currentIndexChanged,
            self.month.currentIndexChanged,
            self.until.dateChanged,
            self.count.valueChanged,
            *(chip.toggled for chip in (*self.days, *self.ends.values())),
        ):
            signal.connect(self._look)
        self._look()

    def rule(self) -> Recurrence:
        every = Every(self.unit.currentData())
        made = Recurrence(every=every, interval=self.interval.value())
        if every is Every.WEEK:
            made = replace(made, weekdays=tuple(day for day, chip in enumerate(self.days) if chip.isChecked()))
        elif every is Every.MONTH:
            month_day, nth = self.month.currentData()
            made = replace(made, month_day=month_day, nth=nth, weekdays=() if nth is None else (self._first.weekday(),))
        if self.ends["until"].isChecked():
            day = self.until.date()
            return replace(made, until=date(day.year(), day.month(), day.day()))
        return replace(made, count=self.count.value()) if self.ends["count"].isChecked() else made

    def _build_end(self) -> None:
        self.body.addWidget(label(tr("Ends"), wrap=False))
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        group = QButtonGroup(self)
        self.ends = {"never": Chip(tr("Never"), on=True), "until": Chip(tr("On a day")), "count": Chip(tr("After"))}
        for chip in self.ends.values():
            group.addButton(chip)
            flow.addWidget(chip)
        self.until = QDateEdit(QDate(self._first.year, self._first.month, self._first.day).addMonths(3))
        self.until.setMinimumDate(QDate(self._first.year, self._first.month, self._first.day))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.until.setAccessibleName(tr("Last day"))
        self.count = QSpinBox()
        self.count.setRange(1, MOST_OCCURRENCES)
        self.count.setValue(10)
        self.count.setAccessibleName(tr("How many times"))
        flow.addWidget(self.until)
        flow.addWidget(self.count)
        self.body.addWidget(holder)

    def _fill_month(self) -> None:
        """The first post's own day, said in the ways in which a month can repeat it."""
        day = self._first.day
        self._offer(day, None)
        nth = (day - 1) // 7 + 1
        if nth <= 4:
            self._offer(None, nth)
        last = QDate(self._first.year, self._first.month, 1).daysInMonth()
        if day + 7 > last:
            self._offer(None, -1)
        if day == last:
            self._offer(-1, None)

    def _offer(self, month_day: int | None, nth: int | None) -> None:
        weekdays = () if nth is None else (self._first.weekday(),)
        rule = Recurrence(every=Every.MONTH, month_day=month_day, nth=nth, weekdays=weekdays)
        self.month.addItem(words_of(rule), (month_day, nth))

    def _put(self, rule: Recurrence) -> None:
        self.unit.setCurrentIndex(max(0, self.unit.findData(rule.every)))
        self.interval.setRange(1, _LONGEST[rule.every])
        self.interval.setValue(rule.interval)
        if rule.every is Every.WEEK and rule.weekdays:
            for day, chip in enumerate(self.days):
                chip.setChecked(day in rule.weekdays)
        if rule.until is not None:
            self.ends["until"].setChecked(True)
            self.until.setDate(QDate(rule.until.year, rule.until.month, rule.until.day))
        elif rule.count is not None:
            self.ends["count"].setChecked(True)
            self.count.setValue(rule.count)

    def _look(self, *_: object) -> None:
        every, many = Every(self.unit.currentData()), self.interval.value()
        self.interval.setRange(1, _LONGEST[every])
        units = {
            Every.DAY: tr_n("day", "days", many),
            Every.WEEK: tr_n("week", "weeks", many),
            Every.MONTH: tr_n("month", "months", many),
        }
        for number, unit in enumerate(Every):
            self.unit.setItemText(number, units[unit])
        self.weekdays.setVisible(every is Every.WEEK)
        self._month_field.setVisible(every is Every.MONTH)
        self.until.setVisible(self.ends["until"].isChecked())
        self.count.setVisible(self.ends["count"].isChecked())
        rule = self.rule()
        trouble = wrong(rule) or (tr("Choose a day of the week.") if every is Every.WEEK and not rule.weekdays else "")
        self.save_button.setEnabled(not trouble)
        if trouble:
            self._note.setText(trouble)
            return
        shown = [written(day, "ddd d MMM") for day in islice(days(rule, self._first), _SHOWN)]
        self._note.setText(f"{repeat_words(rule)}: {', '.join(shown)} …")

    def _save(self) -> None:
        self.chosen.emit(self.rule())
        self.accept()
