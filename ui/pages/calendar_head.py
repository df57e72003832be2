"""The calendar's head: what is looked at, the steps to other days, the views and what opens beside them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from ui.format import place
from ui.language import tr
from ui.models.stretch import Stretch, View
from ui.pages.calendar_commands import fill_menu
from ui.widgets.badge import Chip
from ui.widgets.buttons import button, icon_button
from ui.widgets.head_row import HeadRow
from ui.widgets.layouts import column, row
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPage

_VIEWS = {View.MONTH: "calendar-days", View.WEEK: "calendar-range", View.DAY: "calendar-1", View.LIST: "list"}


class CalendarHead(QObject):
    """Its widgets stand in `row`; `filter_chip` opens the filters where a narrow window has no room for them."""

    def __init__(self, page: "CalendarPage") -> None:
        super().__init__(page)
        self._page = page
        self.row = HeadRow(self._where(), self._switch())

    def show_stretch(self, stretch: Stretch, *, slim: bool) -> None:
        """Name the days in sight, and offer the views that have room."""
        views = self._page.views
        for view in (View.MONTH, View.WEEK):
            fits = views.fitting(view) is view
            self.view_chips[view].setVisible(fits or not slim)
            self.view_chips[view].setEnabled(fits)
            self.view_chips[view].setToolTip("" if fits else tr("The window is too narrow for this"))
        for chip in (*self.view_chips.values(), self.filter_chip, self.drafts_chip):
            chip.show_icon(on=not slim)
        self.view_chips[views.shown].setChecked(True)
        self.drafts_chip.setChecked(views.drafts_shown)
        self.filter_chip.setVisible(slim)  # in a narrow window filters would take the room of the posts
        self.title.setText(stretch.words(self._page.today(), short=slim))
        for made, words in ((self._before, stretch.before_words()), (self._after, stretch.after_words())):
            made.setToolTip(words)
            made.setAccessibleName(words)
        self.row.arrange()

    def say_drafts(self, count: str) -> None:
        """How many wait; "" where none does."""
        self.drafts_chip.setText(tr("Drafts {count}", count=count) if count else tr("Drafts"))
        self.row.arrange()

    def _where(self) -> list[QWidget]:
        """What is looked at: the steps keep their place whatever the words beside them are."""
        page = self._page
        steps = QWidget()
        line = row(steps, gap=2)
        self._before = icon_button("chevron-left", "", lambda: page.step_stretch(-1))
        self._after = icon_button("chevron-right", "", lambda: page.step_stretch(1))
        self.today_button = button(tr("Today"))
        page.desk.commands.bind(self.today_button, "calendar.today", text=False)
        self.today_button.setText(tr("Today"))
        for widget in (self._before, self.today_button, self._after):
            line.addWidget(widget)
        self.title = label("", "title", wrap=False)
        zone = label(tr("Times in {place}", place=place(page.desk.zone)), "caption", wrap=False)
        words = QWidget()
        names = column(words, gap=0)
        names.addWidget(self.title)
        names.addWidget(zone)
        return [steps, words]

    def _switch(self) -> list[QWidget]:
        page = self._page
        group = QButtonGroup(self)
        self.view_chips: dict[View, Chip] = {}
        for view, words in (
            (View.MONTH, tr("Month")),
            (View.WEEK, tr("Week")),
            (View.DAY, tr("Day")),
            (View.LIST, tr("List")),
        ):
            chip = Chip(words, on=view is View.WEEK, icon=_VIEWS[view])
            chip.clicked.connect(lambda _=False, one=view: page.choose(one))
            group.addButton(chip)
            self.view_chips[view] = chip
        self.filter_chip = Chip(tr("Filter"), icon="list-filter")
        self.drafts_chip = Chip(tr("Drafts"), on=True, icon="file-text")
        self.drafts_chip.clicked.connect(lambda on: page.views.open_drafts(on=on))
        menu_button = icon_button("ellipsis", tr("More of the calendar"))
        menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(page)
        menu.aboutToShow.connect(lambda: fill_menu(page, menu))
        menu_button.setMenu(menu)
        return [*self.view_chips.values(), self.filter_chip, self.drafts_chip, menu_button]
