"""When a post goes out: at the next slot, at a time in each account's own zone, now, or not yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QTimeEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.schedule import Moment, to_wall
from ui.desk import Desk
from ui.format import place, when
from ui.widgets.badge import Chip
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label

_CHOICES = {When.NEXT: "Next slot", None: "Pick a time", When.NOW: "Now", When.DRAFT: "Keep as draft"}


class WhenPicker(QWidget):
    """`value` is a When, or a naive wall time that each account takes in its own zone."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._accounts: tuple[Account, ...] = ()
        lines = column(self, gap=6)
        flow = FlowLayout(gap=6)
        group = QButtonGroup(self)
        self.choices: dict[When | None, Chip] = {}
        for choice, words in _CHOICES.items():
            chip = Chip(words, on=choice is When.NEXT)
            group.addButton(chip)
            chip.toggled.connect(self._chosen)
            self.choices[choice] = chip
            flow.addWidget(chip)
        tomorrow = to_wall(desk.now(), desk.zone) + timedelta(days=1)
        self.day = QDateEdit(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setAccessibleName("Day")
        self.time = QTimeEdit(QTime(18, 0))
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName("Time of day")
        self.time.lineEdit().setTextMargins(8, 0, 8, 0)  # the style sheet's padding does not reach into it
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 48)
        for field in (self.day, self.time):
            field.dateTimeChanged.connect(self._told)
            flow.addWidget(field)
        lines.addLayout(flow)
        self._note = label("", "caption")
        lines.addWidget(self._note)
        self._chosen()

    def value(self) -> When | datetime:
        choice = next(one for one, chip in self.choices.items() if chip.isChecked())
        if choice is not None:
            return choice
        day, time = self.day.date(), self.time.time()
        # Naive on purpose: each account takes it as wall time in its own zone.
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001

    def set_value(self, at: When | datetime) -> None:
        """A naive time is picked as it stands."""
        if isinstance(at, When):
            self.choices[at].setChecked(True)
            return
        self.choices[None].setChecked(True)
        self.day.setDate(QDate(at.year, at.month, at.day))
        self.time.setTime(QTime(at.hour, at.minute))

    def set_accounts(self, accounts: Sequence[Account]) -> None:
        self._accounts = tuple(accounts)
        self._say(self._zones())

    def show_moments(self, moments: Mapping[int, Moment | None]) -> None:
        """What the service made of it: the instants, with the zone's name where it is not the viewer's."""
        times = {
            account.name: when(at.due_at, at.zone, now=self._desk.now(), viewer=self._desk.zone)
            for account in self._accounts
            if (at := moments.get(account.id)) is not None
        }
        if self.value() is not When.NEXT or not times:
            self._say(self._zones())
            return
        if len(set(times.values())) == 1:
            self._say(next(iter(times.values())))
        else:
            self._say(" · ".join(f"{name}: {at}" for name, at in times.items()))

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _zones(self) -> str:
        """In whose time a picked time is meant; nothing where it is the viewer's own."""
        zones = list(dict.fromkeys(account.zone for account in self._accounts))
        if self.choices[When.NOW].isChecked():
            return "It goes out at once. You are asked before it does."
        if not self.choices[None].isChecked() or zones in ([], [self._desk.zone]):
            return ""
        if len(zones) > 1:
            return f"In each account's own time: {', '.join(place(zone) for zone in zones)}"
        return f"In {place(zones[0])} time, the account's zone; yours is {place(self._desk.zone)}"

    def _chosen(self) -> None:
        picking = self.choices[None].isChecked()
        self.day.setVisible(picking)
        self.time.setVisible(picking)
        self._told()

    def _told(self) -> None:
        self._say(self._zones())
        self.changed.emit()
