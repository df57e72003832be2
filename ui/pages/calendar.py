"""What goes out when, and where: month, week, day and list from one query."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QToolButton, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.clashes import Clash
from ofauto_desktop.domain.events import AccountsChanged, PlanningChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.planning import CalendarMark
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.format import place
from ui.language import tr, tr_n
from ui.many_acts import ManyActs
from ui.models.client_marks import client_marks
from ui.models.entries import Entry
from ui.models.stretch import Stretch, View
from ui.pages.calendar_commands import add_commands, fill_entry_menu, fill_marks, fill_menu
from ui.pages.calendar_doing import Doing
from ui.pages.calendar_marking import Marking
from ui.pages.calendar_reading import MOST_DRAFTS, Known, Reading, Seen, Window
from ui.pages.calendar_side import PlanningSide
from ui.pages.calendar_views_kept import KeptViews
from ui.post_acts import PostActs
from ui.series_acts import SeriesActs
from ui.tokens import Tone
from ui.widgets.agenda import is_narrow
from ui.widgets.badge import Chip
from ui.widgets.board import Signs
from ui.widgets.buttons import button, icon_button
from ui.widgets.calendar_views import CalendarViews
from ui.widgets.client_legend import ClientLegend
from ui.widgets.filter_bar import FilterBar
from ui.widgets.head_row import HeadRow
from ui.widgets.hours import SlotLine
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column, row
from ui.widgets.picked_bar import PickedBar
from ui.widgets.post_inspector import PostInspector
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing

_PREVIEW_MS = 120
_REST_MS = 400
_MINUTE_MS = 30_000
_VIEWS = {View.MONTH: "calendar-days", View.WEEK: "calendar-range", View.DAY: "calendar-1", View.LIST: "list"}


class CalendarPage(QWidget):
    """Times are the viewer's, and the page says so. In a narrow window month and week give way to the list."""

    def __init__(
        self,
        *,
        publishing: "Publishing",
        composing: "Composing",
        accounts: "Accounts",
        planning: "Planning",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.publishing, self.accounts, self.planning, self.desk = publishing, accounts, planning, desk
        self.acts = PostActs(desk, publishing, composing, self)
        self.many = ManyActs(desk, planning, self.acts.copied, self)
        self.repeats = SeriesActs(desk, planning, publishing, self)
        self.stretch = Stretch(view=View.WEEK, anchor=self.today())
        self.posting: tuple[Account, ...] = ()
        self._client_id = desk.shell.client_id
        self._asked = 0
        self._to_focus: int | date | None = None
        self._until: datetime | None = None
        self.reading_more = False
        self._could = (False, False)
        self._known_stretch: Stretch | None = None
        self._warned: frozenset[int] = frozenset()
        self.marked: tuple[CalendarMark, ...] = ()
        self._inspector: PostInspector | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.views = CalendarViews()
        self.views.viewer = desk.zone
        self.rows, self.picks = self.views.rows, self.views.picks
        self.week, self.month, self.day, self.list = self.views.week, self.views.month, self.views.day, self.views.list
        self._states = PageStates(self.views, rows=6, row_height=56)
        # What stands in for it while it loads is not to push the window's foot out.
        self._states.setMinimumHeight(1)
        self._states.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.filters = FilterBar()
        self.reading = Reading(
            planning=planning, accounts=accounts, composing=composing, desk=desk, filters=lambda: self.filters.filters
        )
        self.selection = PickedBar(desk.commands)
        self.kept = KeptViews(self)
        self.marking = Marking(self)
        self.side = PlanningSide(self)
        self.doing = Doing(self)
        add_commands(self)
        self._build()
        self._listen()
        self.read_choices()
        self._turn()

    def refresh(self) -> None:
        """Read the shown stretch again; an answer that has been overtaken is dropped."""
        if self._client_id != self.desk.shell.client_id:
            self._client_id = self.desk.shell.client_id
            self.filters.put(replace(self.filters.filters, accounts=(), clients=()))
            self.read_choices()
        self._asked += 1
        asked = self._asked
        self._states.loading()
        self.desk.tasks.run(
            self.reading.stretch(self._as_shown()),
            owner=self,
            done=lambda read: self._show(read) if asked == self._asked else None,
            failed=lambda error: self._states.error(self.desk.errors.present(error), self.refresh),
        )
        self.read_drafts()

    def focus(self, *, post_id: int | None = None, day: date | None = None, **_: object) -> None:
        """Go to a day, or to a post, which is then open beside the page."""
        if day is not None:
            self.go(day)
        if post_id is not None:
            work = self.publishing.get(post_id)
            self.desk.tasks.run(work, owner=self, done=self._go_to_post, failed=self.desk.errors.show)

    def today(self) -> date:
        return self.now().date()

    def now(self) -> datetime:
        """Wall time of the viewer."""
        return to_wall(self.desk.now(), self.desk.zone)

    def current(self) -> Entry | None:
        """The entry with the focus."""
        return self.views.current()

    def chosen(self) -> tuple[Entry, ...]:
        """What a command is meant for: the selected posts, else the one with the focus."""
        picked = self.views.focused().picks.entries()
        entry = self.current()
        return picked or ((entry,) if entry is not None else ())

    def can_act(self) -> bool:
        """Whether there is something that a command could be meant for."""
        board = self.views.focused()
        return bool(board.picks.rows) or board.current() is not None

    def choose(self, view: View) -> None:
        """Look at the same days otherwise; the day with the focus stays in sight."""
        day = self.views.board().current_day()
        if day is not None and self.stretch.holds(day):
            anchor = day
        else:
            anchor = self.today() if self.stretch.holds(self.today()) else self.stretch.anchor
        entry = self.current()
        self._to_focus = entry.post.id if entry is not None else day
        self.stretch = Stretch(view=view, anchor=anchor)
        self._turn()
        self.refresh()

    def go(self, day: date, view: View | None = None) -> None:
        """To the stretch that holds a day."""
        self.stretch = Stretch(view=view or self.stretch.view, anchor=day)
        self._to_focus = self._to_focus or day
        self._turn()
        self.refresh()

    def step_stretch(self, by: int) -> None:
        """To the next stretch, or the one before."""
        self.stretch = self._as_shown().stepped(by).as_view(self.stretch.view)
        self._turn()
        self.refresh()

    def open(self, entry: Entry) -> None:
        """Show an entry's post beside the page."""
        self.desk.tasks.run(
            self.publishing.get(entry.post.id), owner=self, done=self._inspect, failed=self._failed_to_open
        )

    def keep_in_sight(self, post_id: int) -> None:
        """After the next reading it has the focus."""
        self._to_focus = post_id

    def read_drafts(self) -> None:
        self.desk.tasks.run(
            self.reading.drafts(self.views.drafts.text.text().strip()),
            owner=self,
            done=self._show_drafts,
            failed=self.desk.errors.show,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    # Reading.

    def _as_shown(self) -> Stretch:
        """The stretch of the view that is in sight: the list where the chosen one would be too narrow."""
        return self.stretch.as_view(self.views.shown)

    def _show(self, read: Seen) -> None:
        stretch = self._as_shown()
        self._known_stretch = read.stretch
        if read.stretch != stretch:  # the window was made wider or narrower meanwhile
            self.refresh()
            return
        self._until = read.until
        self.marked = read.marked
        self.views.show_stretch(read.entries, stretch, self.now(), marks=read.marks)
        self._show_signs()
        self._clash_check.start()
        if stretch.view is View.DAY:
            self._read_slots(stretch)
        if read.entries or stretch.view is not View.LIST:
            self._states.content()
        elif self.filters.filters.any:
            self._states.empty(tr("No post from here on passes the filters."), tr("Clear filters"), self.filters.clear)
        else:
            self._states.empty(
                tr("Nothing is planned from here on. What you write stands at its day."),
                tr("New post"),
                self.doing.compose,
            )
        self._focus_wanted()

    def _read_clashes(self) -> None:
        """Which posts stand in another's way: once a person has come to rest here, since each is compared with many."""
        times = [entry.due_at for entry in self.rows.entries() if entry.due_at is not None]
        if not times:
            return
        asked = self._asked

        def show(found: tuple[Clash, ...]) -> None:
            if asked == self._asked:
                self._warned = frozenset(clash.post_id for clash in found)
                self._show_signs()

        self.desk.tasks.run(
            self.reading.clashes(min(times), max(times)), owner=self, done=show, failed=self.desk.errors.show
        )

    def _read_slots(self, stretch: Stretch) -> None:
        """After the posts: each account is asked for its own, and an agency has dozens."""
        asked = self._asked

        def show(slots: tuple[SlotLine, ...]) -> None:
            if asked == self._asked:
                self.day.show_slots(slots)

        self.desk.tasks.run(
            self.reading.slots(self.posting, *stretch.span(self.desk.zone)),
            owner=self,
            done=show,
            failed=self.desk.errors.show,
        )

    def _focus_wanted(self) -> None:
        wanted, self._to_focus = self._to_focus, None
        board = self.views.board()
        if isinstance(wanted, int):
            board.focus_post(wanted)
        elif isinstance(wanted, date):
            board.focus_day(wanted)

    def _read_more(self) -> None:
        """The list was scrolled near its end."""
        if self._until is None or self.reading_more or self.views.shown is not View.LIST:
            return
        self.reading_more = True
        asked = self._asked

        def add(found: Window) -> None:
            self.reading_more = False
            if asked == self._asked:
                self._until = found[1]
                self.rows.extend(found[0])

        def failed(error: Exception) -> None:
            self.reading_more = False
            self._until = None
            self.desk.errors.show(error)

        self.desk.tasks.run(self.reading.window(self._until), owner=self, done=add, failed=failed)

    def _show_drafts(self, found: tuple[Entry, ...]) -> None:
        shown = found[:MOST_DRAFTS]
        more = len(found) > MOST_DRAFTS
        self.views.drafts.show_drafts(shown, more=more, beside=self.views.drafts_beside)
        count = f"{MOST_DRAFTS}+" if more else f"{len(shown)}"
        self.drafts_chip.setText(tr("Drafts {count}", count=count) if shown else tr("Drafts"))
        self._head.arrange()

    def _show_signs(self) -> None:
        clients = {account.client_id: account.client for account in self.posting}
        marks = client_marks(clients.items()) if self.desk.shell.client_id is None else {}
        self._legend.show_marks(marks)
        series = frozenset(entry.post.id for entry in self.rows.entries() if entry.series_id is not None)
        self.views.show_signs(Signs(clients=marks, series=series, warned=self._warned))

    def read_choices(self) -> None:
        """Accounts, and what there is to filter by."""
        self.desk.tasks.run(self.reading.known(), owner=self, done=self._offer, failed=self.desk.errors.show)

    def _offer(self, known: Known) -> None:
        self.posting, self.side.queues = known.posting, known.queues
        self.filters.offer(known.choices)
        self._say_missed(known.missed)
        self._show_signs()
        self._turn()

    # The page.

    def _build(self) -> None:
        lines = column(self, gap=10)
        lines.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 0)
        PageMargin(self, lines)
        self._head = HeadRow(self._where(), self._switch())
        lines.addWidget(self._head)
        self._missed = QWidget()
        self._missed_lines = column(self._missed)
        self._missed.hide()
        lines.addWidget(self._missed)
        self._bar: QWidget = self.filters
        for bar in (self.filters, self.selection):
            lines.addWidget(bar)
        self.selection.hide()
        lines.addWidget(self._states, 1)
        self._legend = ClientLegend()
        lines.addWidget(self._legend)

    def _where(self) -> list[QWidget]:
        """What is looked at: the steps keep their place whatever the words beside them are."""
        steps = QWidget()
        line = row(steps, gap=2)
        self._before = icon_button("chevron-left", "", lambda: self.step_stretch(-1))
        self._after = icon_button("chevron-right", "", lambda: self.step_stretch(1))
        self.today_button = button(tr("Today"))
        self.desk.commands.bind(self.today_button, "calendar.today", text=False)
        self.today_button.setText(tr("Today"))
        for widget in (self._before, self.today_button, self._after):
            line.addWidget(widget)
        self._title = label("", "title", wrap=False)
        self._zone = label(tr("Times in {place}", place=place(self.desk.zone)), "caption", wrap=False)
        words = QWidget()
        names = column(words, gap=0)
        names.addWidget(self._title)
        names.addWidget(self._zone)
        return [steps, words]

    def _switch(self) -> list[QWidget]:
        group = QButtonGroup(self)
        self.view_chips: dict[View, Chip] = {}
        for view, words in (
            (View.MONTH, tr("Month")),
            (View.WEEK, tr("Week")),
            (View.DAY, tr("Day")),
            (View.LIST, tr("List")),
        ):
            chip = Chip(words, on=view is View.WEEK, icon=_VIEWS[view])
            chip.clicked.connect(lambda _=False, one=view: self.choose(one))
            group.addButton(chip)
            self.view_chips[view] = chip
        self.filter_chip = Chip(tr("Filter"), icon="list-filter")
        self.filter_chip.toggled.connect(self._turn)
        self.drafts_chip = Chip(tr("Drafts"), on=True, icon="file-text")
        self.drafts_chip.clicked.connect(lambda on: self.views.open_drafts(on=on))
        self.menu_button = icon_button("ellipsis", tr("More of the calendar"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(lambda: fill_menu(self, self._menu))
        self.menu_button.setMenu(self._menu)
        return [*self.view_chips.values(), self.filter_chip, self.drafts_chip, self.menu_button]

    def _listen(self) -> None:
        views, events = self.views, self.desk.events
        views.opened.connect(self.open)
        views.moved.connect(self.doing.drop)
        views.made_draft.connect(lambda entry: self.many.unplan(self.doing.with_others(entry)))
        views.slot_chosen.connect(self.doing.compose_at)
        views.day_wanted.connect(lambda day: self.go(day, View.DAY))
        views.edge.connect(self._over_the_edge)
        views.mark_pressed.connect(self.change_marks)
        views.more_wanted.connect(self._read_more)
        views.menu_wanted.connect(self._show_menu)
        views.turned.connect(self._turned_by_itself)
        views.drafts.search.connect(lambda _: self.read_drafts())
        self.picks.changed.connect(self._picked)
        views.drafts.picks.changed.connect(self._picked)
        self.picks.model.currentChanged.connect(lambda *_: self._look())
        self.selection.closed.connect(self.picks.nothing)
        self.filters.changed.connect(self.refresh)
        self.acts.changed.connect(self.refresh)
        self.many.changed.connect(self.refresh)
        self.repeats.changed.connect(self.refresh)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self._clash_check = QTimer(self, singleShot=True, interval=_REST_MS)
        self._clash_check.timeout.connect(self._read_clashes)
        self._follow = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._follow.timeout.connect(self._preview_follows)
        self.picks.model.currentChanged.connect(lambda *_: self._follow.start())
        events.settled(PostsChanged, TargetSettled, owner=self, refresh=self._planned_anew)
        events.settled(PlanningChanged, owner=self, refresh=self._planned_anew)
        events.settled(AccountsChanged, owner=self, refresh=self.read_choices)

    def _time_passed(self) -> None:
        """The line of now goes on, and with midnight the day."""
        if not self.isVisible():
            return
        if self.rows.today not in (date.min, self.today()):
            self.refresh()
        else:
            self.views.tick(self.now())

    def _planned_anew(self) -> None:
        self.read_choices()
        self.refresh()

    def _turn(self, *_: object) -> None:
        """Show the view that was chosen, or the list where its days would be too narrow to read."""
        self.views.turn(self.stretch.view)
        self.views.prepare(self._as_shown(), self.now())
        self._turned()

    def _turned_by_itself(self) -> None:
        """The window's width made another view of the one that was chosen."""
        self.views.prepare(self._as_shown(), self.now())
        self._turned()
        if self._known_stretch not in (None, self._as_shown()):
            self.refresh()

    def _turned(self) -> None:
        shown = self.views.shown
        slim = is_narrow(self.width())
        stretch = self._as_shown()
        month_fits = self.views.fitting(View.MONTH) is View.MONTH
        week_fits = self.views.fitting(View.WEEK) is View.WEEK
        for view, fits in ((View.MONTH, month_fits), (View.WEEK, week_fits)):
            self.view_chips[view].setVisible(fits or not slim)
            self.view_chips[view].setEnabled(fits)
            self.view_chips[view].setToolTip("" if fits else tr("The window is too narrow for this"))
        for chip in (*self.view_chips.values(), self.filter_chip, self.drafts_chip):
            chip.show_icon(on=not slim)
        self.selection.compact(on=slim)
        self.view_chips[shown].setChecked(True)
        self.drafts_chip.setChecked(self.views.drafts_shown)
        self.filter_chip.setVisible(slim)  # in a narrow window filters would take the room of the posts
        self.selection.setVisible(self._bar is self.selection)
        self.filters.setVisible(self._bar is self.filters and (not slim or self.filter_chip.isChecked()))
        self._title.setText(stretch.words(self.today(), short=slim))
        for made, words in ((self._before, stretch.before_words()), (self._after, stretch.after_words())):
            made.setToolTip(words)
            made.setAccessibleName(words)
        self._head.arrange()

    def _picked(self) -> None:
        """Several are selected: what can be done with them stands in the filters' place."""
        count = len(self.picks.ids())
        several = self.picks.many and count > 0
        if several:
            self.selection.say(count)
        wanted = self.selection if several else self.filters
        if self._bar is not wanted:
            self._bar = wanted
            self._turned()
        self._look()

    def _look(self) -> None:
        """Commands are asked whether they can be done only where the answer may be another: each key press comes by."""
        can = (self.can_act(), self.views.board().current_day() is not None)
        if can != self._could:
            self._could = can
            self.desk.commands.look_again()

    def _over_the_edge(self, by: int) -> None:
        """An arrow key led out of the stretch."""
        if self.views.shown is View.LIST:
            return
        day = self.views.board().current_day() or self.stretch.anchor
        far = 7 if self.views.shown is View.MONTH else 1
        key_day = day + timedelta(days=by * far)
        beside = day + timedelta(days=by)
        target = key_day if self.stretch.stepped(by).holds(key_day) or far == 1 else beside
        self._to_focus = target
        self.stretch = Stretch(view=self.stretch.view, anchor=target)
        self._turn()
        self.refresh()

    def _go_to_post(self, post: Post) -> None:
        due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
        self._to_focus = post.id
        if due is not None:
            self.stretch = Stretch(view=self.stretch.view, anchor=to_wall(due, self.desk.zone).date())
        self._turn()
        self.refresh()
        self._inspect(post)

    def _inspect(self, post: Post) -> None:
        focused = self.focusWidget()
        self._inspector = PostInspector(
            post, self.acts, self.publishing, self.desk, planning=self.planning, repeats=self.repeats, many=self.many
        )
        self.desk.shell.inspect(tr("Post"), self._inspector)
        if focused is not None and self.isVisible():  # arrows go on through the days
            focused.setFocus()

    def _failed_to_open(self, error: Exception) -> None:
        self.desk.errors.show(error)
        self.refresh()

    def _preview_follows(self) -> None:
        """The side panel shows what has the focus, as long as it is open beside the page."""
        entry = self.current()
        inspector = self._inspector
        if entry is None or inspector is None or not shiboken6.isValid(inspector) or not inspector.isVisible():
            return
        if self.isVisible() and not self.previews(entry):
            self.open(entry)

    def _show_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_entry_menu(self, menu)
        if not menu.isEmpty():
            menu.popup(position)

    def marked_day(self) -> date:
        """Which day a new mark is meant for."""
        return self.views.board().current_day() or self.stretch.anchor

    def change_marks(self, day: date) -> None:
        """A mark's band was pressed."""
        stored = self.marking.on(day)
        if len(stored) == 1:
            self.marking.change(stored[0])
        elif stored:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            fill_marks(self, menu)
            menu.popup(QCursor.pos())

    def find_posts(self) -> None:
        """To the line that narrows what is shown."""
        self._bar = self.filters
        self.filter_chip.setChecked(True)
        self._turned()
        self.filters.text.setFocus()
        self.filters.text.selectAll()

    def show_post(self, post_id: int) -> None:
        """Go to a post and show it beside the page."""
        self.focus(post_id=post_id)

    def _say_missed(self, count: int) -> None:
        """A line above the days, as long as something waits for a decision."""
        for old in self._missed.findChildren(Banner):
            old.hide()
            old.deleteLater()
        if count:
            said = tr_n("{n} post missed its time.", "{n} posts missed their times.", count)
            self._missed_lines.addWidget(Banner(said, Tone.WARNING, tr("Decide"), self.side.open_missed))
        self._missed.setVisible(count > 0)

    def previews(self, entry: Entry) -> bool:
        """Whether the side panel shows this post."""
        shown = self._inspector is not None and shiboken6.isValid(self._inspector) and self._inspector.isVisible()
        return shown and self._inspector is not None and self._inspector.post.id == entry.post.id
