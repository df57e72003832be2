"""What is done with the posts that are chosen, and with one that was dropped somewhere."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui.language import tr
from ui.models.entries import Entry
from ui.models.stretch import View

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage


class Doing(QObject):
    """One post goes by PostActs, several by ManyActs, one that repeats by SeriesActs, which asks what is meant."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self._desk = page.desk

    def edit(self, entry: Entry) -> None:
        """Open it to be written on; what is out or on its way is shown instead."""
        if entry.stuck is None:
            self._desk.shell.compose(post_id=entry.post.id)
        else:
            self._page.open(entry)

    def with_others(self, entry: Entry) -> tuple[Entry, ...]:
        """What is dragged: the entry, and what is selected with it."""
        picked = self._page.picks.entries()
        return picked if any(one.post.id == entry.post.id for one in picked) else (entry,)

    def drop(self, entry: Entry, at: datetime, copy: bool) -> None:  # noqa: FBT001 - a signal's argument
        others = self.with_others(entry)
        self._page.keep_in_sight(entry.post.id)
        if copy and len(others) > 1 and entry.local is not None:
            self._page.many.copy(others, at - entry.local)
        elif copy:
            self._page.acts.copy(entry, at)
        elif entry.is_out:
            self._ask_to_copy(entry, at)
        elif len(others) > 1 and entry.local is not None:
            self._page.many.shift(others, at - entry.local)
        elif entry.local is None and self._page.views.shown in (View.MONTH, View.LIST):
            self._give_time(entry, at.date(), at)
        else:
            self._move(entry, at)

    def _give_time(self, entry: Entry, day: date, noon: datetime) -> None:
        """A draft that was dropped on a day without an hour: its accounts' first free slot there, noon where none is."""
        ids = {target.account_id for target in entry.targets}
        start = max(to_utc(datetime.combine(day, time()), self._desk.zone), self._desk.now())
        end = to_utc(datetime.combine(day + timedelta(days=1), time()), self._desk.zone)

        accounts = [account for account in self._page.posting if account.id in ids]

        def move(due: datetime | None) -> None:
            self._page.acts.move(entry, noon if due is None else to_wall(due, self._desk.zone))

        self._desk.tasks.run(
            self._page.reading.first_slot(accounts, start, end), owner=self, done=move, failed=self._desk.errors.show
        )

    def _move(self, entry: Entry, at: datetime) -> None:
        """One post; of one that repeats it is asked how much of its series moves."""
        if entry.series_id is not None and entry.stuck is None and entry.local is not None:
            self._page.repeats.move(entry, at, lambda: self._page.acts.move(entry, at))
        else:
            self._page.acts.move(entry, at)

    def _ask_to_copy(self, entry: Entry, at: datetime) -> None:
        """What is out is never sent again by a drag: a copy is a second choice of its own (B3)."""
        from ui.dialogs.copy_posted import CopyPosted

        asked = CopyPosted(entry, at, self._desk, self._page.window())
        asked.confirmed.connect(lambda: self._page.acts.copy(entry, at))
        asked.open()

    def compose(self) -> None:
        self._desk.shell.compose()

    def compose_on(self, day: date | None) -> None:
        """A new post on a day: at its first free slot, where it is still to come; else at noon."""
        if day is None or day < self._page.today():
            self._desk.shell.toast(tr("That day has passed. A new post needs one that is to come."))
            return
        start = max(to_utc(datetime.combine(day, time()), self._desk.zone), self._desk.now())
        end = to_utc(datetime.combine(day + timedelta(days=1), time()), self._desk.zone)
        fallback = max(to_utc(datetime.combine(day, time(12)), self._desk.zone), start + timedelta(hours=1))
        self._desk.tasks.run(
            self._page.reading.slots(self._page.posting, start, end),
            owner=self,
            done=lambda slots: self._desk.shell.compose(at=to_utc(slots[0].at, self._desk.zone) if slots else fallback),
            failed=self._desk.errors.show,
        )

    def shift_days(self, days: int) -> None:
        """Move what is chosen by whole days; the focus goes with it."""
        chosen = self._page.chosen()
        if len(chosen) == 1:
            self._page.keep_in_sight(chosen[0].post.id)
            if chosen[0].local is None:
                self._page.acts.move_days(chosen[0], days)
            elif chosen[0].series_id is None and chosen[0].stuck is None:
                # By days from where it stands now, which a key pressed twice is ahead of what is shown.
                self._page.many.shift(chosen, timedelta(days=days))
            else:
                self._move(chosen[0], chosen[0].local + timedelta(days=days))
        elif chosen:
            self._page.many.shift(chosen, timedelta(days=days))

    def remove_chosen(self) -> None:
        """Delete what is chosen; of one post that repeats it is asked how much of its series."""
        chosen = self._page.chosen()
        if len(chosen) == 1 and chosen[0].series_id is not None and chosen[0].stuck is None:
            self._page.repeats.remove(chosen[0])
        else:
            self._page.many.remove(chosen)

    def ask_days(self) -> None:
        """By how many days, as a number."""
        from ui.dialogs.shift_days import ShiftDays

        asked = ShiftDays(len(self._page.chosen()), self._page.window())
        asked.chosen.connect(self.shift_days)
        asked.open()

    def copy_a_week_later(self) -> None:
        week = timedelta(days=7)
        chosen = tuple(entry for entry in self._page.chosen() if entry.local is not None)
        if chosen:
            self._page.many.copy(chosen, week)

    def compose_at(self, at: datetime) -> None:
        """A new post at a time (naive, the viewer's zone)."""
        self._desk.shell.compose(at=to_utc(at, self._desk.zone))
