"""Setting or changing a goal: a name, a number, how much of it, whose, from when to when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QLineEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.days import day_of, month_after
from ofauto_desktop.domain.goals import NET_REVENUE, Goal
from ofauto_desktop.domain.measures import MEASURES
from ofauto_desktop.domain.schedule import zone_named
from ui import theme
from ui.desk import Desk
from ui.language import tr
from ui.models.analytics_words import measure_name
from ui.models.goal_target import as_typed, target_of
from ui.widgets.buttons import button
from ui.widgets.fields import Field, narrowed
from ui.widgets.layouts import FlowLayout, clear, column, row, scrolled
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.goals import Goals

_SIZE = (440, 620)


class GoalDialog(QDialog):
    """`saved` with the stored goal and, of one that was there, what it was before."""

    saved = Signal(object, object)

    def __init__(
        self,
        goals: "Goals",
        desk: Desk,
        clients: Sequence[Client],
        accounts: Sequence[Account],
        goal: Goal | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Set a goal") if goal is None else tr("Change a goal"))
        self._goals, self._desk, self._goal = goals, desk, goal
        inner = QWidget()
        self._lines = column(inner, gap=16, margin=24)
        self._lines.addWidget(label(self.windowTitle(), "title"))
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.number = narrowed(QComboBox())
        self.target = QLineEdit()
        self.whose = narrowed(QComboBox())
        self.first, self.last = _day_edit(), _day_edit()
        self._offer(clients, accounts)
        self.name_field = Field(tr("Name"), self.name, tr("What you want to reach, in your words."))
        self.target_field = Field(tr("How much"), self.target, tr("A whole number; money with its cents."))
        days = FlowLayout(gap=12, grow=True)
        days.addWidget(Field(tr("From"), self.first))
        days.addWidget(Field(tr("To"), self.last))
        for made in (self.name_field, Field(tr("Number"), self.number), self.target_field):
            self._lines.addWidget(made)
        self._lines.addWidget(Field(tr("Whose"), self.whose))
        self._lines.addLayout(days)
        self._trouble = column(gap=4)
        self._lines.addLayout(self._trouble)
        self._lines.addStretch(1)
        outer = column(self)
        outer.addWidget(scrolled(inner), 1)
        acts = row(gap=8)
        acts.setContentsMargins(24, 12, 24, 16)
        acts.addStretch(1)
        acts.addWidget(button(tr("Cancel"), self.reject))
        self.save_button = button(tr("Set it") if goal is None else tr("Change it"), self._save, kind="primary")
        self.save_button.setDefault(True)
        acts.addWidget(self.save_button)
        outer.addLayout(acts)
        self._begin(goal)
        look = theme.current()
        self.setMinimumSize(min(320, parent.width()), 320)
        self.resize(min(look.scaled(_SIZE[0]), parent.width()), min(look.scaled(_SIZE[1]), parent.height()))
        self.name.setFocus()

    def _offer(self, clients: Sequence[Client], accounts: Sequence[Account]) -> None:
        for one in MEASURES:
            self.number.addItem(measure_name(one.id), (one.id, None))
        for currency in dict.fromkeys(client.currency for client in clients):
            words = tr("Net revenue in {currency}", currency=currency)
            self.number.addItem(words, (NET_REVENUE, currency))
        self.whose.addItem(tr("All accounts"), (None, None))
        for client in clients:
            self.whose.addItem(tr("All accounts of {client}", client=client.name), (client.id, None))
        for account in accounts:
            self.whose.addItem(account.name, (account.client_id, account.id))

    def _begin(self, goal: Goal | None) -> None:
        today = day_of(self._desk.now(), zone_named(self._desk.zone))
        first = today.replace(day=1)
        shown = goal or Goal(
            id=0,
            name="",
            metric=MEASURES[0].id,
            target=0,
            first=first,
            last=month_after(first) - timedelta(days=1),
            client_id=self._desk.shell.client_id,
        )
        self.name.setText(shown.name)
        _choose(self.number, (shown.metric, shown.currency))
        self.target.setText("" if goal is None else as_typed(shown.target, shown.currency))
        _choose(self.whose, (shown.client_id, shown.account_id))
        for edit, day in ((self.first, shown.first), (self.last, shown.last)):
            edit.setDate(QDate(day.year, day.month, day.day))

    def _save(self) -> None:
        clear(self._trouble)
        metric, currency = self.number.currentData()
        target = target_of(self.target.text(), currency)
        self.name_field.wrong("" if self.name.text().strip() else tr("It needs a name."))
        self.target_field.wrong("" if target else tr("A number above 0 is needed."))
        if not target or not self.name.text().strip():
            return
        client_id, account_id = self.whose.currentData()
        goal = Goal(
            id=0 if self._goal is None else self._goal.id,
            name=self.name.text(),
            metric=metric,
            currency=currency,
            target=target,
            first=_day(self.first),
            last=_day(self.last),
            client_id=client_id,
            account_id=account_id,
        )
        self.save_button.setEnabled(False)
        work = self._goals.add(goal) if self._goal is None else self._goals.edit(goal)
        self._desk.tasks.run(work, owner=self, done=lambda found: self._saved(goal, found), failed=self._failed)

    def _saved(self, goal: Goal, found: Goal) -> None:
        """A new goal comes back as stored; a changed one as it was."""
        if self._goal is None:
            self.saved.emit(found, None)
        else:
            self.saved.emit(replace(goal, name=" ".join(goal.name.split())), found)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        words = self._desk.errors.present(error).words
        told = label(words.title, "strong")
        told.setProperty("tone", "danger")
        self._trouble.addWidget(told)
        self._trouble.addWidget(label(words.text, "muted"))


def _day_edit() -> QDateEdit:
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat(tr("d MMM yyyy"))
    return made


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _choose(combo: QComboBox, value: object) -> None:
    """By comparison in Python: Qt does not find tuples."""
    combo.setCurrentIndex(next((at for at in range(combo.count()) if combo.itemData(at) == value), 0))
