"""What stands beside the calendar at its menu's wish: slots, queues, what was missed; and its export."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMenu

from ofauto_desktop.domain.planning import Queue, Queued
from ui.language import tr, tr_n
from ui.many_acts import Way
from ui.widgets.queues_panel import QueuesPanel, far_words

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage


class PlanningSide(QObject):
    """Opens panels in the window's side, where the calendar stays in sight while they change it."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self.queues: tuple[Queue, ...] = ()

    def open_slots(self) -> None:
        from ui.widgets.slots_panel import SlotsPanel

        page = self._page
        panel = SlotsPanel(page.posting, page.planning, page.desk)
        chosen = page.filters.filters.accounts
        if chosen:
            panel.choose(chosen[0])
        page.desk.shell.inspect(tr("Posting slots"), panel)

    def open_queues(self, queue_id: int | None = None) -> None:
        page = self._page
        panel = QueuesPanel(page.planning, page.desk, queue_id)
        panel.opened.connect(page.show_post)
        page.desk.shell.inspect(tr("Queues"), panel)

    def open_missed(self) -> None:
        from ui.widgets.missed_panel import MissedPanel

        page = self._page
        panel = MissedPanel(page.planning, page.desk)
        panel.opened.connect(page.show_post)
        page.desk.shell.inspect(tr("Missed posts"), panel)

    def export(self) -> None:
        """What the filters let through, into a file that other calendars read."""
        page = self._page
        dialog = QFileDialog(page.window(), tr("Export as iCalendar"), "OFAuto.ics", tr("iCalendar files (*.ics)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_into)
        dialog.open()

    def export_into(self, file: str) -> None:
        page = self._page
        wanted = page.filters.filters.wanted(client_id=page.desk.shell.client_id, start=None, end=None, limit=1)

        def done(count: int) -> None:
            said = tr_n("Wrote {n} post to {file}", "Wrote {n} posts to {file}", count, file=Path(file).name)
            page.desk.shell.toast(said)

        page.desk.tasks.run(
            page.planning.calendar_file.export(Path(file), wanted), owner=self, done=done, failed=page.desk.errors.show
        )

    def fill_queues(self, menu: QMenu) -> None:
        """Queues to put the chosen posts into."""
        for queue in self.queues:
            menu.addAction(queue.name.replace("&", "&&"), partial(self._put, queue))
        if self.queues:
            menu.addSeparator()
        menu.addAction(self._page.desk.commands.action("calendar.queues"))

    def _put(self, queue: Queue) -> None:
        page = self._page
        ids = tuple(dict.fromkeys(entry.post.id for entry in page.chosen()))

        def done(queued: Queued) -> None:
            way = Way(page.planning, queued.way_back)
            said = tr_n("Put {n} post into “{name}”", "Put {n} posts into “{name}”", len(ids), name=queue.name)
            page.desk.shell.toast(said + far_words(queued), undo=way.go, redo=way.go)

        page.desk.tasks.run(
            page.planning.queues.put(ids, queue.id), owner=self, done=done, failed=page.desk.errors.show
        )
