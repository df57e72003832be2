"""What goes out when, and where: a week of hours and a list, both from one query."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.events import AccountsChanged, PostsChanged, TargetSettled
from ofauto_desktop.domain.posts import Post, PostFilter, PostState
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui.commands import Command
from ui.desk import Desk
from ui.format import place
from ui.models.agenda import AgendaModel
from ui.models.entries import Entry, entries, week_of
from ui.post_acts import PostActs
from ui.widgets.agenda import AgendaView, is_narrow
from ui.widgets.badge import Chip
from ui.widgets.buttons import button, icon_button
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, clear, column, row
from ui.widgets.post_inspector import PostInspector
from ui.widgets.states import PageStates
from ui.widgets.text import label
from ui.widgets.week import DAYS, WeekView, week_words

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.publishing import Publishing

LIST_DAYS = 28


class CalendarPage(QWidget):
    """Week or list; in a narrow window always the list. Times are the viewer's, and the page says so."""

    def __init__(
        self,
        *,
        publishing: "Publishing",
        composing: "Composing",
        accounts: "Accounts",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._publishing, self._composing, self._accounts, self._desk = publishing, composing, accounts, desk
        self.acts = PostActs(desk, publishing, composing, self)
        self._week = week_of(self._today())
        self._list_wanted = False
        self._only: tuple[int, ...] = ()
        self._client_id = desk.shell.client_id
        self._asked = 0
        self._to_focus: int | None = None
        self._entries: tuple[Entry, ...] = ()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.week = WeekView()
        self.agenda = AgendaModel(self)
        self.list = AgendaView(self.agenda)
        self._views = QStackedWidget()
        self._views.addWidget(self.week)
        self._views.addWidget(self.list)
        self._states = PageStates(self._views, rows=6, row_height=56)
        self._build()
        self._add_commands()
        self.week.opened.connect(self.open)
        self.list.opened.connect(self.open)
        self.week.moved.connect(self._dropped)
        self.week.slot_chosen.connect(self._compose_at)
        self.week.all_wanted.connect(lambda: self.choose(listed=True))
        self.acts.changed.connect(self.refresh)
        desk.events.settled(PostsChanged, TargetSettled, owner=self, refresh=self.refresh)
        desk.events.settled(AccountsChanged, owner=self, refresh=self._read_accounts)
        self._read_accounts()
        self._turn()

    def refresh(self) -> None:
        """Read the shown stretch again; an answer that has been overtaken is dropped."""
        if self._client_id != self._desk.shell.client_id:
            self._client_id = self._desk.shell.client_id
            self._only = ()
            self._read_accounts()
        self._asked += 1
        asked = self._asked
        self._states.loading()
        self._desk.tasks.run(
            self._read(),
            owner=self,
            done=lambda posts: self._show(posts) if asked == self._asked else None,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self.refresh),
        )

    def focus(self, *, post_id: int | None = None, day: date | None = None, **_: object) -> None:
        """Go to a day, or to a post, which is then open beside the page."""
        if day is not None:
            self._go(week_of(day))
        if post_id is not None:
            work = self._publishing.get(post_id)
            self._desk.tasks.run(work, owner=self, done=self._go_to_post, failed=self._desk.errors.show)

    def open(self, entry: Entry) -> None:
        """Show an entry's post beside the page."""
        self._inspect(entry.post)

    def current(self) -> Entry | None:
        view = self._views.currentWidget()
        return view.current() if isinstance(view, WeekView | AgendaView) else None

    def choose(self, *, listed: bool) -> None:
        self._list_wanted = listed
        self._turn()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    async def _read(self) -> tuple[Post, ...]:
        """What is planned in the shown stretch, then drafts without a time: one question to the service each."""
        days = LIST_DAYS if self._list_wanted else DAYS
        zone = self._desk.zone
        start = to_utc(datetime.combine(self._week, time()), zone)
        end = to_utc(datetime.combine(self._week + timedelta(days=days), time()), zone)
        client_id = self._desk.shell.client_id
        wanted = PostFilter(account_ids=self._only, client_id=client_id, start=start, end=end)
        planned = await self._publishing.list(wanted)
        drafts = await self._publishing.list(replace(wanted, states=(PostState.DRAFT,), start=None, end=None))
        known = {post.id for post in planned}
        return planned + tuple(post for post in drafts if post.id not in known)

    def _build(self) -> None:
        lines = column(self, gap=12, margin=PAGE_MARGIN)
        lines.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 0)
        PageMargin(self, lines)
        self._title = label("", "title", wrap=False)
        self._zone = label(f"Times in {place(self._desk.zone)}", "caption", wrap=False)
        names = column(gap=0)
        names.addWidget(self._title)
        names.addWidget(self._zone)
        self._flow = FlowLayout(gap=12)
        words = QWidget()
        words.setLayout(names)
        for widget in (words, self._steps(), self._switch()):
            self._flow.addWidget(widget)
        lines.addLayout(self._flow)
        self._filters = QWidget()
        self._chips = FlowLayout(self._filters, gap=6)
        lines.addWidget(self._filters)
        lines.addWidget(self._states, 1)

    def _steps(self) -> QWidget:
        made = QWidget()
        line = row(made, gap=2)
        self._before = icon_button("chevron-left", "Week before", lambda: self._go(self._week - timedelta(days=DAYS)))
        self._after = icon_button("chevron-right", "Week after", lambda: self._go(self._week + timedelta(days=DAYS)))
        self.today_button = button("Today")
        for widget in (self._before, self.today_button, self._after):
            line.addWidget(widget)
        return made

    def _switch(self) -> QWidget:
        made = QWidget()
        line = row(made, gap=4)
        group = QButtonGroup(self)
        self.week_button, self.list_button = Chip("Week", on=True, icon="calendar"), Chip("List", icon="list")
        for chip in (self.week_button, self.list_button):
            group.addButton(chip)
            line.addWidget(chip)
        self.filter_button = Chip("Filter", icon="list-filter")
        self.filter_button.toggled.connect(self._turn)
        line.addWidget(self.filter_button)
        self.week_button.clicked.connect(lambda: self.choose(listed=False))
        self.list_button.clicked.connect(lambda: self.choose(listed=True))
        return made

    def _add_commands(self) -> None:
        def add(name: str, text: str, run: object, *keys: str) -> None:
            command = Command(id=f"calendar.{name}", text=text, run=run, keys=keys, group="Calendar")  # type: ignore[arg-type]
            self._desk.commands.add(command, scope=self)

        add("today", "Go to today", lambda: self._go(week_of(self._today())), "T")
        add("week", "Show the week", lambda: self.choose(listed=False), "W")
        add("list", "Show the list", lambda: self.choose(listed=True), "L")
        add("day_later", "Move the post a day later", lambda: self._move_days(1), "Alt+Right")
        add("day_earlier", "Move the post a day earlier", lambda: self._move_days(-1), "Alt+Left")
        add("next", "Next post", lambda: self._step(1), "J")
        add("previous", "Previous post", lambda: self._step(-1), "K")
        add("week_later", "Next week", lambda: self._go(self._week + timedelta(days=DAYS)), "PgDown")
        add("week_earlier", "Last week", lambda: self._go(self._week - timedelta(days=DAYS)), "PgUp")
        self._desk.commands.bind(self.today_button, "calendar.today", text=False)
        self.today_button.setText("Today")

    def _turn(self) -> None:
        """Show the view that was chosen, or the list where days would be too narrow to read."""
        narrow = not WeekView.fits(self._states.width())
        listed = self._list_wanted or narrow
        slim = is_narrow(self.width())
        many = self._chips.count() > 0  # in a narrow window filters would take the room of the posts
        self.filter_button.setVisible(slim and many)
        self._filters.setVisible(many and (not slim or self.filter_button.isChecked()))
        self.week_button.setVisible(not slim)
        self.list_button.setVisible(not slim)
        self.week_button.setEnabled(not narrow)
        self.week_button.setToolTip("The window is too narrow for a week" if narrow else "Show the week (W)")
        (self.list_button if listed else self.week_button).setChecked(True)
        self._views.setCurrentWidget(self.list if listed else self.week)
        last = self._week + timedelta(days=LIST_DAYS - 1)
        today = self._today()
        words = f"{self._week.day} {self._week:%b} – {last.day} {last:%b}" if self._list_wanted else ""
        self._title.setText(words or week_words(self._week, today))

    def _show(self, posts: Sequence[Post]) -> None:
        self._entries = entries(posts, self._desk.zone)
        now = to_wall(self._desk.now(), self._desk.zone)
        self.week.show_week(self._entries, self._week, now)
        kept = self.list.current()
        self.agenda.show(self._entries, now.date())
        if kept is not None:
            self.list.focus_post(kept.post.id)
        if self._entries or self._views.currentWidget() is self.week:
            self._states.content()
        else:
            self._states.empty("Nothing is planned here. What you write stands at its day.", "New post", self._compose)
        if self._to_focus is not None:
            self._focus_post(self._to_focus)
            self._to_focus = None

    def _read_accounts(self) -> None:
        self._desk.tasks.run(
            self._accounts.list(self._desk.shell.client_id),
            owner=self,
            done=self._show_accounts,
            failed=self._desk.errors.show,
        )

    def _show_accounts(self, accounts: Sequence[Account]) -> None:
        """A chip for each account that posts can go to; none is needed while there is only one."""
        clear(self._chips)
        before: QWidget = self.filter_button
        posting = [account for account in accounts if self._composing.measure(account, "") is not None]
        for account in posting if len(posting) > 1 else ():
            chip = Chip(account.name, on=account.id in self._only, icon=f"brands/{account.platform.value}")
            chip.setAccessibleName(f"Show only {account.name}")
            chip.toggled.connect(lambda on, one=account.id: self._filter(one, on=on))
            self._chips.addWidget(chip)
            # They are made after the posts, and stand before them.
            QWidget.setTabOrder(before, chip)
            before = chip
        self._turn()

    def _filter(self, account_id: int, *, on: bool) -> None:
        self._only = (*self._only, account_id) if on else tuple(one for one in self._only if one != account_id)
        self.refresh()

    def _go(self, week: date) -> None:
        self._week = week
        self._turn()
        self.refresh()

    def _go_to_post(self, post: Post) -> None:
        due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
        self._to_focus = post.id
        self._go(self._week if due is None else week_of(to_wall(due, self._desk.zone).date()))
        self._inspect(post)

    def _focus_post(self, post_id: int) -> None:
        self.week.focus_post(post_id)
        self.list.focus_post(post_id)

    def _inspect(self, post: Post) -> None:
        inspector = PostInspector(post, self.acts, self._publishing, self._desk)
        self._desk.shell.inspect("Post", inspector)

    def _dropped(self, entry: Entry, at: datetime, copy: bool) -> None:  # noqa: FBT001 - a signal's argument
        (self.acts.copy if copy else self.acts.move)(entry, at)

    def _move_days(self, days: int) -> None:
        entry = self.current()
        if entry is not None:
            self._to_focus = entry.post.id
            self.acts.move_days(entry, days)

    def _step(self, by: int) -> None:
        view = self._views.currentWidget()
        if isinstance(view, WeekView | AgendaView):
            view.step(by)

    def _compose(self) -> None:
        self._desk.shell.compose()

    def _compose_at(self, at: datetime) -> None:
        self._desk.shell.compose(at=to_utc(at, self._desk.zone))

    def _today(self) -> date:
        return to_wall(self._desk.now().astimezone(UTC), self._desk.zone).date()
