"""What goes out when, and where: month, week, day and list from one query."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.events import AccountsChanged, PlanningChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.planning import CalendarMark
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.language import tr
from ui.many_acts import ManyActs
from ui.models.entries import Entry
from ui.models.stretch import Stretch, View
from ui.pages.calendar_bar import UpperBar
from ui.pages.calendar_commands import add_commands, fill_entry_menu, fill_marks
from ui.pages.calendar_doing import Doing
from ui.pages.calendar_further import Further
from ui.pages.calendar_head import CalendarHead
from ui.pages.calendar_marking import Marking
from ui.pages.calendar_preview import Preview
from ui.pages.calendar_reading import Known, Reading, Seen
from ui.pages.calendar_side import PlanningSide
from ui.pages.calendar_views_kept import KeptViews
from ui.post_acts import PostActs
from ui.series_acts import SeriesActs
from ui.widgets.agenda import is_narrow
from ui.widgets.calendar_views import CalendarViews
from ui.widgets.client_legend import ClientLegend
from ui.widgets.filter_bar import FilterBar
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, column
from ui.widgets.missed_line import MissedLine
from ui.widgets.picked_bar import PickedBar
from ui.widgets.states import PageStates

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.by_hand import ByHand
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing

_MINUTE_MS = 30_000


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
        by_hand: "ByHand | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.publishing, self.accounts, self.planning, self.desk = publishing, accounts, planning, desk
        self.by_hand = by_hand
        self.acts = PostActs(desk, publishing, composing, self)
        self.many = ManyActs(desk, planning, self.acts.copied, self)
        self.repeats = SeriesActs(desk, planning, publishing, self)
        self.stretch = Stretch(view=View.WEEK, anchor=self.today())
        self.posting: tuple[Account, ...] = ()
        self._client_id = desk.shell.client_id
        self._asked = 0
        self._to_focus: int | date | None = None
        self._could = (False, False)
        self._known_stretch: Stretch | None = None
        self.marked: tuple[CalendarMark, ...] = ()
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
        self.preview = Preview(self)
        self.further = Further(self)
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
        fresh = self.as_now()
        self._states.loading()
        self.desk.tasks.run(
            self.reading.stretch(self._as_shown()),
            owner=self,
            done=lambda read: self._show(read) if fresh() else None,
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
        self.preview.open(entry)

    def keep_in_sight(self, post_id: int) -> None:
        """After the next reading it has the focus."""
        self._to_focus = post_id

    def read_drafts(self) -> None:
        self.further.read_drafts()

    def as_now(self) -> Callable[[], bool]:
        """A question to ask later: has the page not been read anew since?"""
        asked = self._asked
        return lambda: asked == self._asked

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
        self.further.until = read.until  # known before it is shown: a list that has room asks for more at once
        self.marked = read.marked
        self.views.show_stretch(read.entries, stretch, self.now(), marks=read.marks)
        self.further.read(stretch)
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

    def _focus_wanted(self) -> None:
        wanted, self._to_focus = self._to_focus, None
        board = self.views.board()
        if isinstance(wanted, int):
            board.focus_post(wanted)
        elif isinstance(wanted, date):
            board.focus_day(wanted)

    def read_choices(self) -> None:
        """Accounts, and what there is to filter by."""
        self.desk.tasks.run(self.reading.known(), owner=self, done=self._offer, failed=self.desk.errors.show)

    def _offer(self, known: Known) -> None:
        self.posting, self.side.queues = known.posting, known.queues
        self.filters.offer(known.choices)
        self._missed.say(known.missed)
        self.further.show_signs()
        self._turn()

    # The page.

    def _build(self) -> None:
        lines = column(self, gap=10)
        lines.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 0)
        PageMargin(self, lines)
        self.head = CalendarHead(self)
        lines.addWidget(self.head.row)
        self._missed = MissedLine()
        lines.addWidget(self._missed)
        for bar in (self.filters, self.selection):
            lines.addWidget(bar)
        self.bar = UpperBar(self)
        lines.addWidget(self._states, 1)
        self.legend = ClientLegend()
        lines.addWidget(self.legend)

    def _listen(self) -> None:
        views, events = self.views, self.desk.events
        views.opened.connect(self.open)
        views.moved.connect(self.doing.drop)
        views.made_draft.connect(lambda entry: self.many.unplan(self.doing.with_others(entry)))
        views.slot_chosen.connect(self.doing.compose_at)
        views.day_wanted.connect(lambda day: self.go(day, View.DAY))
        views.edge.connect(self._over_the_edge)
        views.mark_pressed.connect(self.change_marks)
        views.menu_wanted.connect(self._show_menu)
        views.turned.connect(self._turned_by_itself)
        self.picks.changed.connect(self._picked)
        views.drafts.picks.changed.connect(self._picked)
        self.picks.model.currentChanged.connect(lambda *_: self._look())
        self.selection.closed.connect(self.picks.nothing)
        self.head.filter_chip.toggled.connect(self._turn)
        self._missed.decide.connect(self.side.open_missed)
        self.filters.changed.connect(self.refresh)
        self.acts.changed.connect(self.refresh)
        self.many.changed.connect(self.refresh)
        self.repeats.changed.connect(self.refresh)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
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
        slim = is_narrow(self.width())
        self.head.show_stretch(self._as_shown(), slim=slim)
        self.bar.fit(slim=slim)

    def _picked(self) -> None:
        """Several are selected: what can be done with them stands in the filters' place."""
        if self.bar.turn():
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
        self.preview.show(post)

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
        self.bar.filter()
        self._turned()
        self.filters.text.setFocus()
        self.filters.text.selectAll()

    def show_post(self, post_id: int) -> None:
        """Go to a post and show it beside the page."""
        self.focus(post_id=post_id)
