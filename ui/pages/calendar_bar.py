"""The bar above the days: filters, or what can be done with several selected posts in their place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage


class UpperBar(QObject):
    """Says which of the two stands there; in a narrow window filters stand there only where they are asked for."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self._shown: QWidget = page.filters
        page.selection.hide()

    def fit(self, *, slim: bool) -> None:
        page = self._page
        page.selection.compact(on=slim)
        page.selection.setVisible(self._shown is page.selection)
        page.filters.setVisible(self._shown is page.filters and (not slim or page.head.filter_chip.isChecked()))

    def turn(self) -> bool:
        """After another selection; tells whether the bar is another one now."""
        page = self._page
        count = len(page.picks.ids())
        several = page.picks.many and count > 0
        if several:
            page.selection.say(count)
        wanted = page.selection if several else page.filters
        turned = self._shown is not wanted
        self._shown = wanted
        return turned

    def filter(self) -> None:
        """Filters again, whatever is selected."""
        self._shown = self._page.filters
        self._page.head.filter_chip.setChecked(True)
