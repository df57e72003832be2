"""What works? One number over time and side by side, when and what to post, goals, and the posts behind it all."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.content_types import Grouping
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.events import AccountsChanged, ClientsChanged, GoalsChanged, MoneyChanged, Synced
from ofauto_desktop.domain.measures import DayLine, Headline, Lines, RateLine, SplitBy
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.trend import Trend
from ofauto_desktop.services.post_export import PostExport
from ui.commands import Command
from ui.desk import Desk
from ui.language import tr
from ui.models.analytics_choice import Choice, from_kept
from ui.models.charting import ChartMark
from ui.pages.analytics_goals import GoalActs
from ui.pages.analytics_numbers import BehindNumbers
from ui.slices import Slices
from ui.widgets.analytics_charts import MOST_LINES, ComparisonSection, SeriesSection
from ui.widgets.analytics_filters import AnalyticsFilters
from ui.widgets.analytics_notes import AnalyticsNotes
from ui.widgets.analytics_numbers import NumberTiles
from ui.widgets.audience_section import AudienceSection
from ui.widgets.best_times_section import BestTimesSection
from ui.widgets.content_section import ContentSection
from ui.widgets.goals_section import GoalsSection
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, column, scrolled
from ui.widgets.posts_section import PostsSection
from ui.widgets.saved_views import SavedViews
from ui.widgets.states import PageStates

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.analytics import Analytics
    from ofauto_desktop.services.best_times import BestTimesToPost
    from ofauto_desktop.services.books import Books
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.comments import Comments
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.goals import Goals
    from ofauto_desktop.services.saved_views import Views

_Drawn = tuple[Lines, Lines | None, Sequence[ChartMark]]
_Counted = tuple[Sequence[Headline], RateLine | None]


class AnalyticsPage(QWidget):
    """Each part reads by itself, so that what is quick is seen at once."""

    def __init__(
        self,
        *,
        analytics: "Analytics",
        best_times: "BestTimesToPost",
        goals: "Goals",
        accounts: "Accounts",
        clients: "Clients",
        exports: "Exports",
        views: "Views",
        books: "Books",
        desk: Desk,
        comments: "Comments | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._analytics, self._best_times = analytics, best_times
        self._accounts, self._books, self._desk = accounts, books, desk
        self._choice = Choice()
        self._known: Sequence[Account] = ()
        self._waiting: list[Callable[[], None]] = []
        self._asked: tuple[object, ...] | None = None
        self._is_stale = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        self._area = scrolled(content)
        self._states = PageStates(self._area, rows=4, row_height=120, margin=PAGE_MARGIN)
        column(self).addWidget(self._states)
        self.filters = AnalyticsFilters(desk.zone)
        self.views = SavedViews(
            views,
            desk,
            page="analytics",
            filters=lambda: self._choice.kept(),
            choose=lambda kept: self.look_at(from_kept(kept)),
        )
        self.filters.add(self.views.button)
        self.notes = AnalyticsNotes(desk)
        self._behind = BehindNumbers(analytics, desk, comments)
        self.tiles = NumberTiles(desk, self._open_headline, self._open_rate)
        self.series = SeriesSection(exports, desk)
        self.comparison = ComparisonSection(exports, desk)
        self.best = BestTimesSection(desk)
        self.content = ContentSection(desk)
        self.audience = AudienceSection(desk)
        self._goal_acts = GoalActs(goals, clients, accounts, exports, desk, self)
        self.goals = GoalsSection(desk, self._goal_acts.set_one, self._goal_acts.open_one)
        self.posts = PostsSection(analytics, PostExport(analytics, exports), desk)
        self._lay_out(content)
        self._connect()
        desk.commands.add(
            Command(
                id="analytics.goal",
                text=tr("Set a goal"),
                run=self._goal_acts.set_one,
                icon="target",
                group=tr("Numbers"),
                words=tr("target aim"),
            ),
            scope=self,
        )
        desk.events.settled(AccountsChanged, ClientsChanged, MoneyChanged, Synced, owner=self, refresh=self.refresh)
        desk.events.settled(GoalsChanged, owner=self, refresh=self._read_goals)

    def refresh(self) -> None:
        self._states.loading()
        self.views.refresh()
        self._desk.tasks.run(
            self._accounts.list(self._desk.shell.client_id),
            owner=self,
            done=self._begin,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self.refresh),
        )

    def focus(self, **focus: object) -> None:
        """Look at one account (account_id=…), or one number (measure=…)."""
        choice = self._choice
        if isinstance(account_id := focus.get("account_id"), int):
            choice = replace(choice, account_id=account_id, platform=None)
        if isinstance(name := focus.get("measure"), str):
            choice = replace(choice, measure_id=name)
        self.look_at(choice)

    def look_at(self, choice: Choice) -> None:
        """Show something else; a kept view comes here too."""
        self._choice = choice
        self.filters.show_choice(choice)
        self.comparison.show_choice(choice.split, is_indexed=choice.indexed)
        self._read()

    @property
    def choice(self) -> Choice:
        return self._choice

    def _lay_out(self, content: QWidget) -> None:
        lines = column(content, gap=16, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        for first in (self.filters, self.notes, self.tiles, self.series):
            lines.addWidget(first)
        lines.addStretch(1)
        # What lies below the fold is laid out after the first sight: all at once would hold the window.
        rest = Slices(self)
        QTimer.singleShot(0, self, lambda: rest.run(self._lay_out_rest(lines)))

    def _lay_out_rest(self, lines: QVBoxLayout) -> Iterator[None]:
        for pair in ((self.comparison, self.best), (self.content, self.goals)):
            side_by_side = FlowLayout(gap=16, grow=True)
            lines.insertLayout(lines.count() - 1, side_by_side)
            for one in pair:
                side_by_side.addWidget(one)
                yield
        lines.insertWidget(lines.count() - 1, self.audience)
        yield
        lines.insertWidget(lines.count() - 1, self.posts)

    def _connect(self) -> None:
        self.filters.changed.connect(self.look_at)
        for section in (self.series, self.comparison, self.best, self.content, self.audience, self.goals, self.posts):
            section.settled.connect(self._read_next)
        self.series.chosen.connect(self._open_day)
        self.comparison.changed.connect(self._compare)
        self.comparison.chosen.connect(self._open_line)
        self.content.changed.connect(lambda _: self._read_content())
        self.content.chosen.connect(self._show_kind)
        self.posts.changed.connect(self._read_posts)
        self.posts.opened.connect(self._behind.post)

    def _begin(self, accounts: Sequence[Account]) -> None:
        if not accounts:
            self._states.empty(
                tr("Once an account is connected, its numbers are read here: what works, when, and for whom."),
                tr("Connect an account"),
                partial(self._desk.shell.open_page, "accounts"),
            )
            return
        self._known = accounts
        if self._choice.account_id not in {None, *(account.id for account in accounts)}:
            self._choice = replace(self._choice, account_id=None)
        self.filters.offer_accounts(accounts)
        self._states.content()
        self._read()

    def _read(self) -> None:
        """One part after the other, from the top: many at once would take the window's turns from it.

        The same once more waits until all is read: while forty accounts are read, it would begin again and again, and
        what stands below never be shown.
        """
        if not self._known:
            return
        asked = (self._choice, self._desk.shell.client_id, self._today(), tuple(one.id for one in self._known))
        if asked == self._asked:
            self._is_stale = True
            return
        self._asked, self._is_stale = asked, False
        self._waiting = [
            self._read_series,
            self._read_numbers,
            self._read_comparison,
            self._read_posts,
            self._read_content,
            self._read_best_times,
            self._read_audience,
            self._read_goals,
        ]
        self._read_next()

    def _read_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
            return
        self._asked = None
        if self._is_stale:
            self._read()

    def _today(self) -> date:
        return day_of(self._desk.now(), zone_named(self._choice.zone or self._desk.zone))

    def _scope(self) -> Scope:
        platform = self._choice.platform
        ids = tuple(one.id for one in self._known if platform is not None and one.platform.value == platform)
        return self._choice.scope(self._today(), self._desk.shell.client_id, ids)

    def _before(self) -> Scope | None:
        days = self._choice.before(self._today())
        return None if days is None else replace(self._scope(), start=days[0], end=days[1])

    def _read_series(self) -> None:
        def show(found: _Drawn) -> None:
            self.series.put(*found)
            self.notes.put(found[0])

        self.series.read(self._drawn(), show, self._read_series)
        work = self._analytics.trend(replace(self._scope(), start=None, end=None), self._choice.measure)
        self._desk.tasks.run(work, owner=self.series, done=self._put_trend, failed=self._desk.errors.show)

    async def _drawn(self) -> _Drawn:
        scope, before, measure = self._scope(), self._before(), self._choice.measure
        happened = await self._books.markers(Scope(client_id=scope.client_id, start=scope.start, end=scope.end))
        marks = [ChartMark(one.day, one.text, one.kind.value) for one in happened]
        now = self._analytics.lines(scope, measure)
        if before is None:
            return await now, None, marks
        found, earlier = await asyncio.gather(now, self._analytics.lines(before, measure))
        return found, earlier, marks

    def _put_trend(self, found: Trend) -> None:
        self.series.put_trend(found)

    def _read_numbers(self) -> None:
        self._desk.tasks.run(self._counted(), owner=self.tiles, done=self._put_numbers, failed=self._no_numbers)

    async def _counted(self) -> _Counted:
        scope, days = self._scope(), self._choice.before(self._today())
        headlines, rate = await asyncio.gather(
            self._analytics.headlines(scope, days), self._analytics.rate(scope, days)
        )
        return headlines, rate

    def _put_numbers(self, found: _Counted) -> None:
        self.tiles.put(*found)
        self.filters.offer_measures([one.measure.id for one in found[0]])
        self._read_next()

    def _no_numbers(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self._read_next()

    def _read_comparison(self) -> None:
        indexed = self._choice.indexed
        self.comparison.read(
            self._analytics.lines(self._scope(), self._choice.measure, self._choice.split, MOST_LINES),
            lambda found: self.comparison.put(found, is_indexed=indexed),
            self._read_comparison,
        )

    def _compare(self, split: SplitBy, indexed: bool) -> None:  # noqa: FBT001 - a signal's arguments
        self._choice = replace(self._choice, split=split, indexed=indexed)
        self.filters.show_choice(self._choice)
        self.comparison.show_choice(split, is_indexed=indexed)
        self._read_comparison()

    def _read_best_times(self) -> None:
        scope = replace(self._scope(), start=None, end=None)
        self.best.read(self._best_times.find(scope), self.best.put, self._read_best_times)

    def _read_content(self) -> None:
        work = self._analytics.content(self._scope(), self.content.chosen_grouping())
        self.content.read(work, self.content.put, self._read_content)

    def _read_audience(self) -> None:
        self.audience.read(self._analytics.audience(self._scope()), self.audience.put, self._read_audience)

    def _read_goals(self) -> None:
        if self._known:
            self.goals.read(self._goal_acts.listed(), self.goals.put, self._read_goals)

    def _read_posts(self) -> None:
        work = self._analytics.posts(self._scope(), self.posts.by, ascending=self.posts.ascending, kind=self.posts.kind)
        self.posts.read(work, self.posts.put, self._read_posts)

    def _open_headline(self, one: Headline) -> None:
        self._behind.headline(one, self._scope(), chart=partial(self._chart_of, one.measure.id))

    def _open_rate(self, line: RateLine) -> None:
        self._behind.rate(line, to_posts=partial(self._area.ensureWidgetVisible, self.posts))

    def _open_day(self, day: date) -> None:
        single = replace(self._scope(), start=day, end=day + timedelta(days=1))
        self._behind.day(self._choice.measure, single)

    def _open_line(self, line: DayLine, day: date) -> None:
        single = replace(self._scope(), account_ids=line.account_ids, start=day, end=day + timedelta(days=1))
        self._behind.day(self._choice.measure, single)

    def _chart_of(self, measure_id: str) -> None:
        self.look_at(replace(self._choice, measure_id=measure_id))
        self._area.ensureWidgetVisible(self.series)

    def _show_kind(self, grouping: Grouping, key: str) -> None:
        self.posts.only((grouping, key))
        self._area.ensureWidgetVisible(self.posts)
        self.posts.table.setFocus(Qt.FocusReason.OtherFocusReason)
