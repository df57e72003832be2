"""Marks on the calendar's days: added, changed and taken off, each told and undone."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofauto_desktop.domain.planning import CalendarMark, CalendarMarkKind
from ui.dialogs.mark import MarkDialog
from ui.language import tr

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage


class Marking(QObject):
    """Holidays of a country come from the settings and are not changed here."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self._marks = page.planning.marks

    def on(self, day: date) -> tuple[CalendarMark, ...]:
        """The stored marks of a day."""
        return tuple(one for one in self._page.marked if one.id is not None and one.first <= day <= one.last)

    def add(self, day: date) -> None:
        client_id = self._page.desk.shell.client_id
        self._open(
            CalendarMark(id=None, client_id=client_id, kind=CalendarMarkKind.EVENT, title="", first=day, last=day)
        )

    def change(self, mark: CalendarMark) -> None:
        self._open(mark)

    def _open(self, mark: CalendarMark) -> None:
        dialog = MarkDialog(mark, self._page.filters.choices.clients, self._page.window())
        dialog.saved.connect(partial(self._save, mark))
        dialog.removed.connect(self._remove)
        dialog.open()

    def _save(self, before: CalendarMark, mark: CalendarMark) -> None:
        def done(stored: CalendarMark) -> None:
            if before.id is None and stored.id is not None:
                said, undo = tr("Marked “{title}”", title=stored.title), partial(self._marks.remove, stored.id)
                redo = partial(self._marks.put, stored)
            else:
                said, undo = tr("Changed “{title}”", title=stored.title), partial(self._marks.put, before)
                redo = partial(self._marks.put, stored)
            self._page.desk.shell.toast(said, undo=undo, redo=redo)

        self._run(self._marks.put(mark), done)

    def _remove(self, mark_id: int) -> None:
        def done(gone: CalendarMark) -> None:
            said = tr("Took “{title}” off the calendar", title=gone.title)
            self._page.desk.shell.toast(said, undo=partial(self._marks.put, replace(gone)))

        self._run(self._marks.remove(mark_id), done)

    def _run(self, work: object, done: object) -> None:
        desk = self._page.desk
        desk.tasks.run(work, owner=self, done=done, failed=desk.errors.show)  # type: ignore[arg-type]
