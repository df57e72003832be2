"""An account's posting slots, by weekday: added, given to a queue, taken away. Each change is saved at once, and undone."""

from collections.abc import Sequence
from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QTimeEdit, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.events import PlanningChanged
from ofauto_desktop.domain.planning import Queue, Slot, WeekSlot
from ofauto_desktop.domain.schedule import DEFAULT_SLOTS
from ui.desk import Desk
from ui.format import clock, place
from ui.language import tr
from ui.models.day_words import weekday_name
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.fields import Field, name_choice
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning

_DAYS = range(7)


class SlotsPanel(QWidget):
    """Stands beside the calendar, which draws the free slots of a day as lines."""

    def __init__(self, accounts: Sequence[Account], planning: "Planning", desk: Desk) -> None:
        super().__init__()
        self._accounts = {account.id: account for account in accounts}
        self._planning, self._desk = planning, desk
        self._slots: tuple[WeekSlot, ...] = ()
        self._own = False
        self._queues: dict[int, str] = {}
        lines = column(self, gap=12, margin=16)
        self.account = QComboBox()
        for account in accounts:
            self.account.addItem(account.name, account.id)
        lines.addWidget(Field(tr("Account"), self.account))
        self._note = label("", "caption")
        lines.addWidget(self._note)
        self._week = column(gap=8)
        lines.addLayout(self._week)
        lines.addWidget(rule())
        lines.addLayout(self._adding())
        self.reset_button = button(tr("Use the daily slots again"), self._reset, kind="link")
        lines.addWidget(self.reset_button)
        lines.addStretch(1)
        self.account.currentIndexChanged.connect(self.refresh)
        desk.events.settled(PlanningChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        self._desk.tasks.run(self._read(), owner=self, done=self._show, failed=self._desk.errors.show)

    def choose(self, account_id: int) -> None:
        self.account.setCurrentIndex(max(0, self.account.findData(account_id)))

    async def _read(self) -> tuple[tuple[Slot, ...], tuple[Queue, ...]]:
        account_id = self.account.currentData()
        found = await self._planning.slots.list(account_id) if account_id is not None else ()
        return found, await self._planning.queues.list()

    def _show(self, read: tuple[tuple[Slot, ...], tuple[Queue, ...]]) -> None:
        found, queues = read
        self._queues = {queue.id: queue.name for queue in queues}
        self._own = bool(found)
        self._slots = tuple(
            sorted(WeekSlot(weekday=one.weekday, minute=one.minute, queue_id=one.queue_id) for one in found)
        )
        if not self._own:
            self._slots = tuple(
                WeekSlot(weekday=day, minute=at.hour * 60 + at.minute) for day in _DAYS for at in DEFAULT_SLOTS
            )
        self._say()
        self._fill()
        self._fill_queues()
        self.reset_button.setVisible(self._own)

    def _say(self) -> None:
        account = self._accounts.get(self.account.currentData())
        parts = []
        if account is not None and account.zone != self._desk.zone:
            parts.append(tr("Times of {place}, the account's zone.", place=place(account.zone)))
        if not self._own:
            parts.append(tr("These are the daily slots of every account that has none of its own."))
        self._note.setText(" ".join(parts))
        self._note.setVisible(bool(parts))

    def _fill(self) -> None:
        clear(self._week)
        for day in _DAYS:
            line = QWidget()
            flow = FlowLayout(line, gap=4)
            name = label(weekday_name(day, short=True), "muted", wrap=False)
            name.setAccessibleName(weekday_name(day))
            widest = max(name.fontMetrics().horizontalAdvance(weekday_name(one, short=True)) for one in _DAYS)
            name.setFixedWidth(widest + 16)
            flow.addWidget(name)
            mine = [slot for slot in self._slots if slot.weekday == day]
            for slot in mine:
                flow.addWidget(self._chip(slot))
            if not mine:
                flow.addWidget(label(tr("No slot"), "caption", wrap=False))
            self._week.addWidget(line)

    def _chip(self, slot: WeekSlot) -> QPushButton:
        queue = self._queues.get(slot.queue_id or 0, "")
        words = clock(slot.time) + (f" · {queue}" if queue else "")
        made = button(words)
        made.setProperty("kind", "chip")
        told = tr("{day}, {slot}: change or remove", day=weekday_name(slot.weekday), slot=words)
        made.setAccessibleName(told)
        made.setToolTip(told)
        menu = QMenu(made)
        for queue_id, name in ((None, tr("For any post")), *self._queues.items()):
            action = menu.addAction(tr("For the queue {name}", name=name) if queue_id else name)
            action.setCheckable(True)
            action.setChecked(slot.queue_id == queue_id)
            action.triggered.connect(partial(self._give, slot, queue_id))
        menu.addSeparator()
        menu.addAction(tr("Remove"), partial(self._remove, slot))
        made.setMenu(menu)
        return made

    def _adding(self) -> FlowLayout:
        flow = FlowLayout(gap=8)
        self.time = QTimeEdit(QTime(18, 0))
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName(tr("Time of the new slot"))
        self.time.lineEdit().setTextMargins(8, 0, 8, 0)  # the style sheet's padding does not reach into it
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 48)
        self.days = []
        for day in _DAYS:
            chip = Chip(weekday_name(day, short=True), on=True)
            chip.setAccessibleName(weekday_name(day))
            self.days.append(chip)
        self.queue = QComboBox()
        name_choice(self.queue, tr("Queue of the new slot"))
        self.queue.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.add_button = button(tr("Add slot"), self._add, icon="plus")
        for widget in (self.time, *self.days, self.queue, self.add_button):
            flow.addWidget(widget)
        return flow

    def _fill_queues(self) -> None:
        kept = self.queue.currentData()
        self.queue.clear()
        self.queue.addItem(tr("For any post"), None)
        for queue_id, name in self._queues.items():
            self.queue.addItem(name, queue_id)
        self.queue.setCurrentIndex(max(0, self.queue.findData(kept)))
        self.queue.setVisible(bool(self._queues))

    def _add(self) -> None:
        at = self.time.time()
        minute = at.hour() * 60 + at.minute()
        wanted = [
            WeekSlot(weekday=day, minute=minute, queue_id=self.queue.currentData())
            for day, chip in enumerate(self.days)
            if chip.isChecked()
        ]
        if not wanted:
            self._desk.shell.toast(tr("Choose the days of the new slot first."))
            return
        others = [slot for slot in self._slots if slot not in wanted]
        words = clock(time(at.hour(), at.minute()))
        self._put([*others, *wanted], tr("Added the slot {time}", time=words))

    def _give(self, slot: WeekSlot, queue_id: int | None, *_: object) -> None:
        others = [one for one in self._slots if one != slot]
        changed = WeekSlot(weekday=slot.weekday, minute=slot.minute, queue_id=queue_id)
        name = self._queues.get(queue_id or 0, "")
        words = clock(slot.time)
        said = (
            tr("{time} is for the queue {name}", time=words, name=name)
            if name
            else tr("{time} is for any post", time=words)
        )
        self._put([*others, changed], said)

    def _remove(self, slot: WeekSlot) -> None:
        others = [one for one in self._slots if one != slot]
        if not others:
            self._desk.shell.toast(
                tr("An account keeps at least one slot; without any of its own the daily ones count.")
            )
            return
        self._put(others, tr("Removed the slot {time}", time=clock(slot.time)))

    def _reset(self) -> None:
        self._put([], tr("The daily slots count again"))

    def _put(self, wanted: Sequence[WeekSlot], said: str) -> None:
        account_id = self.account.currentData()
        before = self._slots if self._own else ()

        def done(_: object) -> None:
            put = self._planning.slots.put
            undo, redo = partial(put, account_id, before), partial(put, account_id, tuple(wanted))
            self._desk.shell.toast(said, undo=undo, redo=redo)
            self.refresh()

        self._desk.tasks.run(
            self._planning.slots.put(account_id, sorted(wanted)), owner=self, done=done, failed=self._desk.errors.show
        )
