"""Whether a post comes again, how often, and until when (B12)."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QWidget

from ofauto_desktop.domain import recurrence
from ofauto_desktop.domain.recurrence import MOST_OCCURRENCES, Every, Recurrence
from ui.format import day, weekday
from ui.language import tr, tr_n
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label

_WORKING_DAYS = (0, 1, 2, 3, 4)
_SHOWN = 3
_WEEK, _LAST = 7, -1
_LETTERS = 12
_FOREVER, _UNTIL, _TIMES = range(3)


class RepeatPicker(QWidget):
    """Rules that begin with `first`; one that was made elsewhere is offered as it is."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = date(2000, 1, 1)
        self._rules: list[Recurrence | None] = []
        self._kept: Recurrence | None = None
        self._shown = 0
        lines = column(self, gap=4)
        line = FlowLayout(gap=6)
        self.how = QComboBox()
        name_choice(self.how, tr("Repeat"))
        self.how.activated.connect(self._how_chosen)
        self.ends = QComboBox()
        name_choice(self.ends, tr("End of the repeats"))
        self.ends.addItems([tr("without end"), tr("until"), tr("a number of times")])
        self.ends.activated.connect(lambda _: self._chosen())
        self.last = QDateEdit()
        self.last.setCalendarPopup(True)
        self.last.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.last.setAccessibleName(tr("Last day"))
        self.last.dateChanged.connect(lambda _: self._chosen())
        self.times = QSpinBox()
        self.times.setRange(1, MOST_OCCURRENCES)
        self.times.setValue(10)
        self.times.setAccessibleName(tr("How many times"))
        self.times.valueChanged.connect(lambda _: self._chosen())
        self.how.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.how.setMinimumContentsLength(_LETTERS)
        for widget in (self.how, self.ends, self.last, self.times):
            line.addWidget(widget)
        lines.addLayout(line)
        self._note = label("", "caption")
        lines.addWidget(self._note)
        self.set_first(self._first)

    def rule(self) -> Recurrence | None:
        """How it repeats; None where it does not."""
        index = max(0, self.how.currentIndex())
        rule = self._rules[index] if index < len(self._rules) else self._kept
        if rule is None:
            return None
        if self.ends.currentIndex() == _UNTIL:
            last = self.last.date()
            return replace(rule, until=date(last.year(), last.month(), last.day()))
        return replace(rule, count=self.times.value()) if self.ends.currentIndex() == _TIMES else rule

    def load(self, rule: Recurrence | None) -> None:
        """Show a rule."""
        self._kept = None if rule is None else replace(rule, until=None, count=None)
        if rule is not None and rule.until is not None:
            self.ends.setCurrentIndex(_UNTIL)
            self.last.setDate(QDate(rule.until.year, rule.until.month, rule.until.day))
        elif rule is not None and rule.count is not None:
            self.ends.setCurrentIndex(_TIMES)
            self.times.setValue(rule.count)
        else:
            self.ends.setCurrentIndex(_FOREVER)
        self._offer(self._kept)
        self._show()

    def set_first(self, first: date) -> None:
        """The day of the first one, which names the days of the rules that are offered."""
        if first == self._first and self._rules:
            return
        chosen = self.how.currentIndex()
        self._first = first
        self._offer(None)
        self.how.setCurrentIndex(max(0, min(chosen, len(self._rules) - 1)))
        if self.last.date() < QDate(first.year, first.month, first.day):
            self.last.setDate(QDate(first.year, first.month, first.day).addMonths(3))
        self._show()

    def _offer(self, chosen: Recurrence | None) -> None:
        self._rules = [None, *_usual(self._first)]
        kept = None if self._kept is None else recurrence.named(self._kept, self._first)
        if kept is not None and kept not in self._rules:
            self._rules.append(kept)
        self.how.clear()
        for rule in self._rules:
            self.how.addItem(tr("Does not repeat") if rule is None else words_of(rule))
        self.how.addItem(tr("Another rhythm…"))
        wanted = None if chosen is None else recurrence.named(chosen, self._first)
        self.how.setCurrentIndex(self._rules.index(wanted) if wanted in self._rules else 0)

    def _how_chosen(self, index: int) -> None:
        if index < len(self._rules):
            self._chosen()
            return
        from ui.dialogs.repeat import RepeatDialog  # it words its rules as this module does

        self.how.setCurrentIndex(self._shown)
        asked = RepeatDialog(datetime.combine(self._first, time()), self.window(), self.rule())
        asked.chosen.connect(self._take)
        asked.open()

    def _take(self, rule: Recurrence) -> None:
        self.load(rule)
        self.changed.emit()

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._shown = max(0, self.how.currentIndex())
        rule = self.rule()
        self.ends.setVisible(rule is not None)
        self.last.setVisible(rule is not None and self.ends.currentIndex() == _UNTIL)
        self.times.setVisible(rule is not None and self.ends.currentIndex() == _TIMES)
        following = list(islice(recurrence.days(rule, self._first), _SHOWN)) if rule is not None else []
        said = tr("First {days} …", days=", ".join(day(one) for one in following))
        self._note.setText(said if len(following) == _SHOWN else ", ".join(day(one) for one in following))
        self._note.setVisible(bool(following))


def _usual(first: date) -> list[Recurrence]:
    """What people mean most of the time, from this day on."""
    on, nth = first.weekday(), (first.day - 1) // _WEEK + 1
    return [
        Recurrence(every=Every.DAY),
        Recurrence(every=Every.WEEK, weekdays=_WORKING_DAYS),
        Recurrence(every=Every.WEEK, weekdays=(on,)),
        Recurrence(every=Every.WEEK, interval=2, weekdays=(on,)),
        Recurrence(every=Every.MONTH, month_day=first.day),
        Recurrence(every=Every.MONTH, nth=nth if nth <= 4 else _LAST, weekdays=(on,)),
    ]


def words_of(rule: Recurrence) -> str:
    """A rule as people say it, without its end."""
    names = ", ".join(weekday(date(2024, 1, 1 + number), long=True) for number in rule.weekdays)
    match rule.every:
        case Every.DAY:
            return tr_n("Every day", "Every {n} days", rule.interval)
        case Every.WEEK if rule.weekdays == _WORKING_DAYS and rule.interval == 1:
            return tr("Monday to Friday")
        case Every.WEEK:
            return tr_n("Every week on {days}", "Every {n} weeks on {days}", rule.interval, days=names)
        case Every.MONTH if rule.nth is not None:
            which = _ordinal(rule.nth)
            return tr_n(
                "Every month on the {which} {day}",
                "Every {n} months on the {which} {day}",
                rule.interval,
                which=which,
                day=names,
            )
        case Every.MONTH:
            last = rule.month_day == _LAST
            if last:
                return tr_n("Every month on its last day", "Every {n} months on the last day", rule.interval)
            return tr_n("Every month on day {day}", "Every {n} months on day {day}", rule.interval, day=rule.month_day)


def _ordinal(nth: int) -> str:
    return {1: tr("first"), 2: tr("second"), 3: tr("third"), 4: tr("fourth"), _LAST: tr("last")}[nth]
