"""When a post goes out: at the next slot, at a time in each account's own zone, in a queue, now, or not yet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDateEdit, QTimeEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.planning import Queue
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.schedule import Moment, to_wall
from ui.desk import Desk
from ui.format import place, when
from ui.language import tr
from ui.models.good_times import GoodTime
from ui.widgets.badge import Chip
from ui.widgets.elided_chip import ElidedChip
from ui.widgets.fields import name_choice
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.repeat_picker import RepeatPicker
from ui.widgets.text import label

QUEUE = "queue"


class WhenPicker(QWidget):
    """`value` is a When, or a naive wall time that each account takes in its own zone; a draft where a queue is chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._accounts: tuple[Account, ...] = ()
        self._moments: Mapping[int, Moment | None] = {}
        lines = column(self, gap=6)
        flow = FlowLayout(gap=6)
        group = QButtonGroup(self)
        words = {
            When.NEXT: tr("Next slot"),
            None: tr("Pick a time"),
            QUEUE: tr("In a queue"),
            When.NOW: tr("Now"),
            When.DRAFT: tr("Keep as draft"),
        }
        self.choices: dict[When | str | None, Chip] = {}
        for choice, said in words.items():
            chip = Chip(said, on=choice is When.NEXT)
            group.addButton(chip)
            chip.toggled.connect(self._chosen)
            self.choices[choice] = chip
            flow.addWidget(chip)
        self.choices[QUEUE].hide()
        tomorrow = to_wall(desk.now(), desk.zone) + timedelta(days=1)
        self.day = QDateEdit(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.day.setAccessibleName(tr("Day"))
        self.time = QTimeEdit(QTime(18, 0))
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName(tr("Time of day"))
        self.time.lineEdit().setTextMargins(8, 0, 8, 0)  # the style sheet's padding does not reach into it
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 48)
        for field in (self.day, self.time):
            field.dateTimeChanged.connect(self._told)
            flow.addWidget(field)
        self.queues = QComboBox()
        name_choice(self.queues, tr("Queue"))
        self.queues.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.queues.setMinimumContentsLength(12)
        self.queues.activated.connect(self._told)
        flow.addWidget(self.queues)
        lines.addLayout(flow)
        self.repeat = RepeatPicker()
        self.repeat.changed.connect(self._told)
        lines.addWidget(self.repeat)
        self.hints = FlowLayout(gap=6)
        self._hints_row = QWidget()
        self._hints_row.setLayout(self.hints)
        self._hints_row.hide()
        lines.addWidget(self._hints_row)
        self._note = label("", "caption")
        lines.addWidget(self._note)
        self._chosen()

    def value(self) -> When | datetime:
        choice = next(one for one, chip in self.choices.items() if chip.isChecked())
        if isinstance(choice, When):
            return choice
        if choice == QUEUE:
            return When.DRAFT
        day, time = self.day.date(), self.time.time()
        # Naive on purpose: each account takes it as wall time in its own zone.
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001

    def rule(self) -> Recurrence | None:
        """How it repeats; only what has a time of its own can."""
        return self.repeat.rule() if self.choices[None].isChecked() else None

    def queue_id(self) -> int | None:
        """The queue that the post joins, where one is chosen."""
        return self.queues.currentData() if self.choices[QUEUE].isChecked() else None

    def queue_name(self) -> str:
        return self.queues.currentText()

    def offer_queues(self, queues: Sequence[Queue]) -> None:
        """Nothing of queues is shown where there are none."""
        chosen = self.queues.currentData()
        self.queues.clear()
        for queue in queues:
            self.queues.addItem(queue.name, queue.id)
        self.queues.setCurrentIndex(max(0, self.queues.findData(chosen)))
        self.choices[QUEUE].setVisible(bool(queues))

    def set_queue(self, queue_id: int) -> None:
        """Choose a queue, where it is offered."""
        at = self.queues.findData(queue_id)
        if at >= 0:
            self.queues.setCurrentIndex(at)
            self.choices[QUEUE].setChecked(True)

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
        self._say()

    def show_moments(self, moments: Mapping[int, Moment | None]) -> None:
        """What the service made of it: the instants, with the zone's name where it is not the viewer's."""
        self._moments = moments
        self._say()

    def moment_words(self) -> str:
        """The one time at which all of it goes out, as words; empty where there are several or none."""
        times = set(self._times().values())
        return times.pop() if len(times) == 1 else ""

    def first_due(self) -> datetime | None:
        """The earliest instant (aware UTC) at which it goes out; None where that is not known."""
        return min((at.due_at for at in self._moments.values() if at is not None), default=None)

    def suggest(self, times: Sequence[GoodTime]) -> None:
        """Offer times to pick; where too little is known, that is said in grey."""
        clear(self.hints)
        for one in times:
            chip = ElidedChip(one.words, on=False, icon="sparkles")
            chip.setCheckable(False)
            chip.setEnabled(one.at is not None)
            chip.setToolTip(one.why)
            chip.setAccessibleName(tr("Suggested: {words}", words=one.words))
            chip.setAccessibleDescription(one.why)
            if one.at is not None:
                chip.clicked.connect(partial(self.set_value, one.at))
            self.hints.addWidget(chip)
        self._show_fields()

    def _times(self) -> dict[str, str]:
        return {
            account.name: when(at.due_at, at.zone, now=self._desk.now(), viewer=self._desk.zone)
            for account in self._accounts
            if (at := self._moments.get(account.id)) is not None
        }

    def _say(self) -> None:
        words = self._words()
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _words(self) -> str:
        """When it goes out, to the minute and with the zone; before that is known, in whose time it is meant."""
        if self.choices[When.NOW].isChecked():
            return tr("It goes out at once. You are asked before it does.")
        if self.choices[When.DRAFT].isChecked():
            return ""
        times = self._times()
        if not times:
            return self._zones()
        if len(set(times.values())) == 1:
            at = next(iter(times.values()))
            if self.choices[QUEUE].isChecked():
                return tr("The queue's next free place: {when}", when=at)
            zones = self._zones()
            return tr("Goes out {when}", when=at) + (f". {zones}" if zones else "")
        return " · ".join(f"{name}: {at}" for name, at in times.items())

    def _zones(self) -> str:
        """In whose time a picked time is meant; nothing where it is the viewer's own."""
        zones = list(dict.fromkeys(account.zone for account in self._accounts))
        if not self.choices[None].isChecked() or zones in ([], [self._desk.zone]):
            return ""
        if len(zones) > 1:
            return tr("In each account's own time: {places}", places=", ".join(place(zone) for zone in zones))
        mine = place(self._desk.zone)
        return tr("In {place} time, the account's zone; yours is {mine}", place=place(zones[0]), mine=mine)

    def _chosen(self) -> None:
        self._moments = {}
        self._show_fields()
        self._told()

    def _show_fields(self) -> None:
        picking = self.choices[None].isChecked()
        self.day.setVisible(picking)
        self.time.setVisible(picking)
        self.repeat.setVisible(picking)
        self.queues.setVisible(self.choices[QUEUE].isChecked())
        self._hints_row.setVisible(picking and self.hints.count() > 0)

    def _told(self) -> None:
        self._moments = {}
        first = self.day.date()
        self.repeat.set_first(date(first.year(), first.month(), first.day()))
        self._say()
        self.changed.emit()
