"""A reminder: a few words, and when they should come back."""

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import QDateEdit, QLineEdit, QTimeEdit, QWidget

from ofauto_desktop.domain.notices import LONGEST_REMINDER
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui.desk import Desk
from ui.dialogs.sheet import Sheet
from ui.language import tr
from ui.tokens import Tone
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout
from ui.widgets.text import label

_WIDTH = 420
_MORNING = QTime(9, 0)


class ReminderDialog(Sheet):
    """`chosen` gives the words and the instant (aware UTC); whoever opened it keeps them."""

    chosen = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget, about: str = "") -> None:
        super().__init__(tr("Remind me"), parent, width=_WIDTH, words=about)
        self._desk = desk
        self.words = QLineEdit(maxLength=LONGEST_REMINDER)
        self._what = Field(tr("What about?"), self.words)
        self.body.addWidget(self._what)
        quick = FlowLayout(gap=6)
        for words, at in self._choices():
            chip = Chip(words)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _=False, when=at: self.set_time(when))
            quick.addWidget(chip)
        self.body.addLayout(quick)
        self.day, self.time = QDateEdit(), QTimeEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.time.setDisplayFormat("HH:mm")
        self.time.lineEdit().setTextMargins(8, 0, 8, 0)  # the style sheet's padding does not reach into it
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 48)
        times = FlowLayout(gap=8)
        for name, field in ((tr("Day"), self.day), (tr("Time"), self.time)):
            times.addWidget(Field(name, field))
            field.lineEdit().setAccessibleName(name)  # where the focus goes
        self.body.addLayout(times)
        self._wrong = label("", "note")
        self._wrong.setProperty("tone", Tone.DANGER.value)
        self._wrong.hide()
        self.body.addWidget(self._wrong)
        self.act(button(tr("Cancel"), self.reject))
        self.keep_button = self.act(button(tr("Remind me"), self._keep, kind="primary"))
        self.keep_button.setDefault(True)
        self.set_time(self._choices()[1][1])
        self.words.setFocus()

    def set_time(self, wall: datetime) -> None:
        self.day.setDate(QDate(wall.year, wall.month, wall.day))
        self.time.setTime(QTime(wall.hour, wall.minute))

    def _choices(self) -> tuple[tuple[str, datetime], ...]:
        now = to_wall(self._desk.now(), self._desk.zone)
        morning = now.replace(hour=_MORNING.hour(), minute=0, second=0, microsecond=0)
        monday = morning + timedelta(days=7 - now.weekday())
        return (
            (tr("In an hour"), now + timedelta(hours=1)),
            (tr("Tomorrow morning"), morning + timedelta(days=1)),
            (tr("Next Monday"), monday),
        )

    def _keep(self) -> None:
        words = " ".join(self.words.text().split())
        day, time = self.day.date(), self.time.time()
        wall = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001 - the viewer's wall time
        at = to_utc(wall, self._desk.zone)
        self._what.wrong("" if words else tr("A few words, so that you know what it is about"))
        late = at <= self._desk.now()
        self._wrong.setText(tr("This time has passed"))
        self._wrong.setVisible(late)
        if words and not late:
            self.chosen.emit(words, at)
            self.accept()
