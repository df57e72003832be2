"""The items that the library shows: read for what is asked, and said when there are none."""

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from ofauto_desktop.domain.library import Found, MediaFilter, MediaOrder
from ui.format import size
from ui.language import tr, tr_n
from ui.models.places import EVERYWHERE, PlaceKind
from ui.widgets.states import PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.pages.media import LibraryPage

_SEARCH_AFTER_MS = 150


class Listing(QObject):
    """Only the answer to the last question is shown; `shown` then."""

    shown = Signal()

    def __init__(self, page: "LibraryPage") -> None:
        super().__init__(page)
        self._page = page
        self._asked = 0
        self._awaited: int | None = None
        self.states = PageStates(page.view, rows=3, row_height=96)
        self.states.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.count = label("", "caption", wrap=False)
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._soon.timeout.connect(self.read)

    def read_soon(self) -> None:
        """Once no more is typed."""
        self._soon.start()

    def await_item(self, media_id: int) -> None:
        """The item to open when what is read next holds it."""
        self._awaited = media_id

    def read(self) -> None:
        self._soon.stop()
        self._asked += 1
        asked = self._asked
        self.states.loading()
        page = self._page  # asked here: fields are not to be read from another thread
        if page.place.kind is PlaceKind.ALIKE:
            work = self._look_alikes(page.wanted(), page.desk.zone)
        else:
            work = self._find(page.wanted(), page.filters.order, page.desk.zone)
        page.desk.tasks.run(
            work,
            owner=self,
            done=lambda found: self._show(*found) if asked == self._asked else None,
            failed=lambda error: self._failed(error) if asked == self._asked else None,
        )

    async def _find(self, wanted: MediaFilter, order: MediaOrder, zone: str) -> tuple[Found, dict[int, int]]:
        return await self._page.finding.find(wanted, order, zone=zone), {}

    async def _look_alikes(self, wanted: MediaFilter, zone: str) -> tuple[Found, dict[int, int]]:
        """Those that narrowing leaves, group by group."""
        groups, _ = await self._page.finding.look_alike_groups()
        fits = set((await self._page.finding.find(wanted, zone=zone)).ids)
        ids: array[int] = array("q")
        numbers: dict[int, int] = {}
        for number, members in enumerate(groups, start=1):
            if fits.issuperset(members):
                ids.extend(members)
                numbers |= dict.fromkeys(members, number)
        return Found(ids=ids, size=0), numbers

    def _show(self, found: Found, groups: dict[int, int]) -> None:
        view = self._page.view
        chosen, current, scroll = view.chosen_ids(), view.current_id(), view.verticalScrollBar().value()
        if self._page.model.show(found.ids, groups):
            view.keep_place(chosen, current, scroll)
        self._say_count(found)
        if found.ids:
            self.states.content()
        else:
            self._say_nothing()
        self.shown.emit()
        if self._awaited is not None and view.go_to(self._awaited):
            media_id, self._awaited = self._awaited, None
            self._page.opening.inspect(media_id)

    def _say_count(self, found: Found) -> None:
        many = len(found.ids)
        words = tr_n("{n} item", "{n} items", many)
        self.count.setText(f"{words} · {size(found.size)}" if found.size else words)
        self.count.setVisible(many > 0)

    def _say_nothing(self) -> None:
        page = self._page
        if page.wanted().narrows:
            self.states.empty(tr("Nothing here fits what you look for."), tr("Clear search and filters"), self._clear)
        elif page.place.kind is PlaceKind.ALIKE:
            self.states.empty(tr("No two pictures look alike. New ones are compared when they are added."))
        elif page.place.kind is PlaceKind.BIN:
            self.states.empty(tr("The bin is empty. What is removed stays here for as long as the settings say."))
        elif page.place.kind is PlaceKind.FOLDER:
            words = tr("Nothing lies here yet. Drag items onto the folder, or press M on them.")
            self.states.empty(words, tr("Show all media"), lambda: page.go_to(EVERYWHERE))
        else:
            words = tr("Drop pictures and films here. They are kept encrypted on this computer.")
            self.states.empty(words, tr("Add media"), page.intake.pick)

    def _failed(self, error: Exception) -> None:
        page = self._page
        if page.place.kind is PlaceKind.FOLDER and page.place.folder_id not in {one.id for one in page.folders}:
            page.go_to(EVERYWHERE)
            return
        self.states.error(page.desk.errors.present(error), page.refresh)

    def _clear(self) -> None:
        self._page.search.clear()
        self._page.filters.put(MediaFilter())
        self.read()
