"""What is read once the posts stand: clashes, a day's slots, the list's next window, the drafts."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ofauto_desktop.domain.clashes import Clash
from ui.models.client_marks import client_marks
from ui.models.entries import Entry
from ui.models.stretch import Stretch, View
from ui.pages.calendar_reading import MOST_DRAFTS, Window
from ui.widgets.board import Signs
from ui.widgets.hours import SlotLine

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage

_REST_MS = 400


class Further(QObject):
    """Each comes when it comes, so that posts need not wait for it; one that has been overtaken is dropped."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self.until: datetime | None = None  # from when a list goes on; None at its end
        self._reads_more = False
        self._warned: frozenset[int] = frozenset()
        self._clash_check = QTimer(self, singleShot=True, interval=_REST_MS)
        self._clash_check.timeout.connect(self._read_clashes)
        page.views.more_wanted.connect(self._read_more)
        page.views.drafts.search.connect(lambda _: self.read_drafts())

    def read(self, stretch: Stretch) -> None:
        """Its posts have been shown."""
        self.show_signs()
        self._clash_check.start()
        if stretch.view is View.DAY:
            self._read_slots(stretch)

    def show_signs(self) -> None:
        """Marks of clients, where there are several; what repeats; what should be looked at."""
        page = self._page
        clients = [(one.client_id, one.client, one.client_colour) for one in page.posting]
        marks = client_marks(clients) if page.desk.shell.client_id is None else {}
        page.legend.show_marks(marks)
        series = frozenset(entry.post.id for entry in page.rows.entries() if entry.series_id is not None)
        page.views.show_signs(Signs(clients=marks, series=series, warned=self._warned))

    def read_drafts(self) -> None:
        page = self._page
        page.desk.tasks.run(
            page.reading.drafts(page.views.drafts.text.text().strip()),
            owner=self,
            done=self._show_drafts,
            failed=page.desk.errors.show,
        )

    def _show_drafts(self, found: tuple[Entry, ...]) -> None:
        shown = found[:MOST_DRAFTS]
        more = len(found) > MOST_DRAFTS
        views = self._page.views
        views.drafts.show_drafts(shown, more=more, beside=views.drafts_beside)
        count = f"{MOST_DRAFTS}+" if more else f"{len(shown)}"
        self._page.head.say_drafts(count if shown else "")

    def _read_clashes(self) -> None:
        """Which posts stand in another's way: once a person has come to rest here, since each is compared with many."""
        page = self._page
        times = [entry.due_at for entry in page.rows.entries() if entry.due_at is not None]
        if not times:
            return
        fresh = page.as_now()

        def show(found: tuple[Clash, ...]) -> None:
            if fresh():
                self._warned = frozenset(clash.post_id for clash in found)
                self.show_signs()

        page.desk.tasks.run(
            page.reading.clashes(min(times), max(times)), owner=self, done=show, failed=page.desk.errors.show
        )

    def _read_slots(self, stretch: Stretch) -> None:
        """After the posts: each account is asked for its own, and an agency has dozens."""
        page = self._page
        fresh = page.as_now()

        def show(slots: tuple[SlotLine, ...]) -> None:
            if fresh():
                page.day.show_slots(slots)

        page.desk.tasks.run(
            page.reading.slots(page.posting, *stretch.span(page.desk.zone)),
            owner=self,
            done=show,
            failed=page.desk.errors.show,
        )

    def _read_more(self) -> None:
        """The list was scrolled near its end."""
        page = self._page
        if self.until is None or self._reads_more or page.views.shown is not View.LIST:
            return
        self._reads_more = True
        fresh = page.as_now()

        def add(found: Window) -> None:
            self._reads_more = False
            if fresh():
                self.until = found[1]
                page.rows.extend(found[0])

        def failed(error: Exception) -> None:
            self._reads_more = False
            self.until = None
            page.desk.errors.show(error)

        page.desk.tasks.run(page.reading.window(self.until), owner=self, done=add, failed=failed)
