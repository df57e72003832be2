"""What is looked at, as a row of choices: measure, whose, when, against what, in whose days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QSizePolicy, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.measures import MEASURES
from ofauto_desktop.domain.periods import Against, Period
from ui import theme
from ui.format import place
from ui.language import tr
from ui.models.analytics_choice import Choice
from ui.models.analytics_words import against_meaning, against_name, measure_name, period_name
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout
from ui.widgets.text import label

_WIDEST = 260  # pixels at 100 %


class AnalyticsFilters(QWidget):
    """`changed` with the new choice."""

    changed = Signal(object)

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self.measure = _combo(tr("Number"))
        self.whose = _combo(tr("Accounts"))
        self.period = _combo(tr("Period"))
        self.first, self.last = _day(tr("First day")), _day(tr("Last day"))
        self.until = label(tr("to"), "muted", wrap=False)
        self.against = _combo(tr("Comparison"))
        self.zone = _combo(tr("Days of which time zone"))
        self.flow = FlowLayout(self, gap=8)
        for made in (
            *(self.measure, self.whose, self.period, self.first, self.until, self.last),
            *(self.against, self.zone),
        ):
            self.flow.addWidget(made)
        for period in Period:
            self.period.addItem(period_name(period), period)
        for against in Against:
            self.against.addItem(against_name(against), against)
            self.against.setItemData(self.against.count() - 1, against_meaning(against), Qt.ItemDataRole.ToolTipRole)
        self.zone.addItem(tr("Each client's own days"), None)
        for name in dict.fromkeys((zone, "UTC")):
            self.zone.addItem(tr("Days in {zone}", zone=place(name)), name)
        self.offer_measures([one.id for one in MEASURES])
        self.offer_accounts(())
        self._connect()
        self.show_choice(self._choice)

    def show_choice(self, choice: Choice) -> None:
        """Show what is looked at, without telling of it."""
        self._choice = choice
        whose = ("account", choice.account_id) if choice.account_id is not None else ("platform", choice.platform)
        for combo, value in (
            (self.measure, choice.measure_id),
            (self.whose, whose if whose[1] is not None else None),
            (self.period, choice.period),
            (self.against, choice.against),
            (self.zone, choice.zone),
        ):
            _choose(combo, value)
        custom = choice.period is Period.CUSTOM
        for made in (self.first, self.last, self.until):
            made.setVisible(custom)
        for edit, day in ((self.first, choice.first), (self.last, choice.last)):
            if day is not None:
                with QSignalBlocker(edit):
                    edit.setDate(QDate(day.year, day.month, day.day))

    def add(self, made: QWidget) -> None:
        """A further widget at the end of the row."""
        self.flow.addWidget(made)

    def offer_measures(self, names: Sequence[str]) -> None:
        """Those that anything is known of; the chosen one stays."""
        wanted = [one.id for one in MEASURES if one.id in names or one.id == self._choice.measure_id]
        if wanted == [self.measure.itemData(index) for index in range(self.measure.count())]:
            return
        with QSignalBlocker(self.measure):
            self.measure.clear()
            for name in wanted:
                self.measure.addItem(measure_name(name), name)
        _choose(self.measure, self._choice.measure_id)

    def offer_accounts(self, accounts: Sequence[Account]) -> None:
        with QSignalBlocker(self.whose):
            self.whose.clear()
            self.whose.addItem(tr("All accounts"), None)
            platforms = dict.fromkeys(account.platform for account in accounts)
            if len(platforms) > 1:
                for platform in platforms:
                    words = tr("All of {platform}", platform=platform.label)
                    self.whose.addItem(words, ("platform", platform.value))
            for account in accounts:
                self.whose.addItem(account.name, ("account", account.id))
        self.show_choice(self._choice)

    def _connect(self) -> None:
        for combo in (self.measure, self.whose, self.period, self.against, self.zone):
            combo.activated.connect(self._tell)
        for edit in (self.first, self.last):
            edit.editingFinished.connect(self._tell)

    def _tell(self) -> None:
        whose = self.whose.currentData()
        period = Period(self.period.currentData())
        kind, value = whose or ("", None)
        choice = replace(
            self._choice,
            measure_id=str(self.measure.currentData()),
            platform=value if kind == "platform" else None,
            account_id=value if kind == "account" else None,
            period=period,
            first=_date(self.first) if period is Period.CUSTOM else self._choice.first,
            last=_date(self.last) if period is Period.CUSTOM else self._choice.last,
            against=Against(self.against.currentData()),
            zone=self.zone.currentData(),
        )
        if choice != self._choice:
            self.show_choice(choice)
            self.changed.emit(choice)

    def start_from(self, first: date, last: date) -> None:
        """The days that a custom period begins with."""
        for edit, day in ((self.first, first), (self.last, last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))


def _combo(name: str) -> QComboBox:
    made = _Combo()
    name_choice(made, name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


class _Combo(QComboBox):
    """As wide as its words, and no wider than reads well."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(min(hint.width(), theme.current().scaled(_WIDEST)))
        return hint


def _day(name: str) -> QDateEdit:
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat(tr("d MMM yyyy"))
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def _date(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _choose(combo: QComboBox, value: object) -> None:
    for index in range(combo.count()):
        if combo.itemData(index) == value:
            with QSignalBlocker(combo):
                combo.setCurrentIndex(index)
            return
    with QSignalBlocker(combo):
        combo.setCurrentIndex(0)
