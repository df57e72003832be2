"""The pages themselves, of which one is in sight."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QStackedWidget, QWidget

from ofauto_desktop.runtime import memory
from ui import kinetic
from ui.ahead import Ahead
from ui.desk import Desk
from ui.navigation import PageSpec, as_page

if TYPE_CHECKING:
    from ofauto_desktop.services import Services


class PageStack(QStackedWidget):
    """Pages are built when they are first visited, or ahead, and live as long as this does. `made` holds them by id."""

    def __init__(self, specs: Sequence[PageSpec], services: "Services", desk: Desk) -> None:
        super().__init__()
        self.specs = {page.id: page for page in specs}
        self.made: dict[str, QWidget] = {}
        self._services, self._desk = services, desk
        self._read: set[str] = set()
        self.ahead = Ahead(self, desk.tasks.busy)

    def opened(self, page_id: str) -> QWidget:
        """The page, which reads what it shows where this is its first visit."""
        page = self._page(self.specs[page_id])
        if page_id not in self._read:
            self._read.add(page_id)
            as_page(page).refresh()
        return page

    def refresh(self) -> None:
        """Let every page that was opened read once more."""
        for page_id in self._read:
            as_page(self.made[page_id]).refresh()

    def build_ahead(self) -> None:
        """Build the pages that are not there yet, between other events: a first visit then has only to show one."""
        self.ahead.run(self._built_ahead())

    def _built_ahead(self) -> Iterator[None]:
        for spec in self.specs.values():
            if spec.id not in self.made:
                page = self._page(spec)
                yield
                yield from _polished(page)

    def _page(self, spec: PageSpec) -> QWidget:
        """Built where it is new. It reads nothing before it is opened."""
        if spec.id not in self.made:
            page = self.made[spec.id] = spec.build(self._services, self._desk)
            self.addWidget(page)
            kinetic.follow(page)
            memory.look_past_what_stands()
        return self.made[spec.id]


def _polished(page: QWidget) -> Iterator[None]:
    """Give all of a page its styles, as its first sight would at once."""
    for widget in page.findChildren(QWidget):
        if shiboken6.isValid(widget):
            widget.ensurePolished()
            yield
