"""Is all well, and what now? What needs the person, then the numbers, then today; each a tile that can be arranged."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain import home_tiles
from ofauto_desktop.domain.events import (
    AccountsChanged,
    Event,
    GoalsChanged,
    MediaChanged,
    PausedChanged,
    PostsChanged,
    PreferencesChanged,
    Synced,
    TargetSettled,
)
from ofauto_desktop.domain.goals import Progress
from ofauto_desktop.domain.home import HomeSummary, Kpi, Need, NeedKind, RunningStreak, Started
from ofauto_desktop.domain.home_tiles import Tiles
from ofauto_desktop.domain.posts import COMING, Post, PostFilter
from ofauto_desktop.domain.preferences import FIRST_STEPS, HOME_TILES
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui.commands import Command
from ui.desk import Desk
from ui.dialogs.reminder import ReminderDialog
from ui.format import day_month, weekday, when, within
from ui.language import tr
from ui.models.home_words import figure
from ui.putting_right import PutRight
from ui.tasks import ignore
from ui.tokens import Tone
from ui.widgets import home_cards
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.home_tile import HomeTile
from ui.widgets.layouts import PAGE_MARGIN, PageMargin, clear, column, scrolled
from ui.widgets.lines import NeedLine
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label
from ui.widgets.tile_board import TileBoard

if TYPE_CHECKING:
    from ofauto_desktop.services.goals import Goals
    from ofauto_desktop.services.home import Home
    from ofauto_desktop.services.notices import Notices
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.publishing import Publishing

_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page begins with. `soon` goes out in the days after today."""

    summary: HomeSummary
    soon: tuple[Post, ...]
    started: Started


@dataclass(frozen=True, slots=True)
class _More:
    streaks: tuple[RunningStreak, ...] = ()
    goals: tuple[Progress, ...] = ()


class HomePage(QWidget):
    """Read as a whole; an answer that has been overtaken is dropped."""

    def __init__(
        self,
        *,
        home: "Home",
        publishing: "Publishing",
        right: PutRight,
        notices: "Notices",
        preferences: "Preferences",
        goals: "Goals",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._publishing, self._notices, self._goals = home, publishing, notices, goals
        self._preferences, self._desk, self._right = preferences, desk, right
        right.setParent(self)
        right.after = self.refresh
        self._asked = 0
        self._last: _Read | None = None
        self._more = _More()
        self._all_needs = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        self._area = scrolled(content)
        self._states = PageStates(self._area, rows=6, row_height=64, margin=PAGE_MARGIN)
        column(self).addWidget(self._states)
        self._build(content)
        self._add_commands()
        changes = (PostsChanged, TargetSettled, AccountsChanged, Synced, PausedChanged, MediaChanged, GoalsChanged)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)
        desk.events.each(PreferencesChanged, owner=self, hear=self._chosen)

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        self._states.loading()
        self._desk.tasks.run(
            self._read(),
            owner=self,
            done=lambda read: self._show(read) if asked == self._asked else None,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self.refresh),
        )

    def focus(self, **_: object) -> None:
        """Home is always seen from its top: what needs the person is there."""

    # What it is made of

    def _build(self, content: QWidget) -> None:
        lines = column(content, gap=16, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        self._subtitle = label("", "lead")
        lines.addWidget(self._subtitle)
        self._paused = column(gap=0)
        lines.addLayout(self._paused)
        self._steps = column(gap=0)
        lines.addLayout(self._steps)
        self.board = TileBoard(self._preferences.get(HOME_TILES), self._fill, self._desk)
        self.board.changed.connect(self._keep)
        self.board.added.connect(lambda _: self._ask_more())
        self.board.arranging.connect(self._arranging)
        lines.addWidget(self.board)
        lines.addStretch(1)

    def _add_commands(self) -> None:
        for command in (
            Command(
                id="home.arrange",
                text=tr("Arrange the tiles of Home"),
                run=lambda: self.board.arrange(editing=not self.board.editing),
                keys=("E",),
                icon="layout-dashboard",
                group=tr("Home"),
                words=tr("customise dashboard widgets add remove"),
            ),
            Command(
                id="home.arranged",
                text=tr("Done arranging"),
                run=partial(self.board.arrange, editing=False),
                keys=("Esc",),
                group=tr("Home"),
                enabled=lambda: self.board.editing,
            ),
        ):
            self._desk.commands.add(command, scope=self)

    # What it shows

    async def _read(self) -> _Read:
        client_id, zone = self._desk.shell.client_id, self._desk.zone
        tomorrow = to_wall(self._desk.now(), zone).date() + timedelta(days=1)
        soon = PostFilter(
            states=tuple(COMING),
            client_id=client_id,
            start=to_utc(datetime.combine(tomorrow, time()), zone),
            end=to_utc(datetime.combine(tomorrow + timedelta(days=_SOON_DAYS), time()), zone),
            limit=home_cards.SOON,
        )
        summary, coming, started = await asyncio.gather(
            self._home.summary(client_id, zone=zone), self._publishing.list(soon), self._home.started()
        )
        return _Read(summary, coming, started)

    async def _read_more(self) -> "_More":
        """What rests on years of numbers: it may come a moment later, and only where its tile is there."""
        client_id = self._desk.shell.client_id
        streaks = await self._home.streaks(client_id) if self.board.has(home_tiles.STREAK) else ()
        goals = await self._goals.list(client_id) if self.board.has(home_tiles.GOALS) else ()
        today = to_wall(self._desk.now(), self._desk.zone).date()
        running = tuple(one for one in goals if one.goal.ended_at is None and one.goal.last >= today)
        return _More(streaks, running)

    def _show(self, read: _Read) -> None:
        """Drawn anew where something changed, or where ages did."""
        before, self._last = self._last, read
        self._ask_more()
        if before is not None and _alike(before, read) and not self.board.editing:
            self._states.content()
            return
        summary = read.summary
        now = to_wall(self._desk.now(), self._desk.zone)
        if summary.next_due is None:
            next_due = tr("nothing is planned")
        else:
            next_due = tr(
                "next post {when}", when=within(when(summary.next_due, self._desk.zone, now=self._desk.now()))
            )
        self._subtitle.setText(f"{weekday(now, long=True)} {day_month(now, long=True)} · {next_due}")
        self._show_paused(paused=summary.paused)
        self._show_steps(read.started)
        if before is None:
            self.board.lay_out()
        else:
            QTimer.singleShot(0, self.board, self.board.fill_anew)  # a piece of work of its own
        self._states.content()

    def _ask_more(self) -> None:
        if self.board.has(home_tiles.STREAK) or self.board.has(home_tiles.GOALS):
            self._desk.tasks.run(self._read_more(), owner=self, done=self._show_more, failed=self._desk.errors.show)

    def _show_more(self, more: "_More") -> None:
        if more == self._more:
            return
        self._more = more
        self.board.fill_again(home_tiles.STREAK, home_tiles.GOALS)

    def _show_paused(self, *, paused: bool) -> None:
        clear(self._paused)
        if paused:
            words = tr("Everything is paused: nothing goes out.")
            self._paused.addWidget(Banner(words, Tone.WARNING, tr("Resume all"), self._right.resume))

    def _show_steps(self, started: Started) -> None:
        """They go away when they are done, or hidden after the first post."""
        clear(self._steps)
        begun = started.account and started.post
        if started.all or (begun and (self._desk.practice or not self._preferences.get(FIRST_STEPS))):
            return
        shell = self._desk.shell
        acts = (
            (tr("Connect an account"), tr("Connect"), partial(shell.open_page, "accounts")),
            (tr("Write your first post"), tr("New post"), shell.compose),
            (tr("Bring pictures into the library"), tr("Open library"), partial(shell.open_page, "library")),
            (tr("Keep a backup in another place"), tr("Open settings"), partial(shell.open_page, "settings")),
        )
        self._steps.addWidget(home_cards.first_steps(started, acts, self._hide_steps))

    def _hide_steps(self) -> None:
        def hidden(_: object) -> None:
            undo = partial(self._preferences.put, FIRST_STEPS, value=True)
            self._desk.shell.toast(tr("The first steps are hidden"), undo=undo)

        work = self._preferences.put(FIRST_STEPS, value=False)
        self._desk.tasks.run(work, owner=self, done=hidden, failed=self._desk.errors.show)

    def _chosen(self, event: Event) -> None:
        if isinstance(event, PreferencesChanged) and event.key == FIRST_STEPS.key and self._last is not None:
            self._show_steps(self._last.started)

    # Its tiles

    def _fill(self, holder: HomeTile) -> bool:
        """Put what was read into a tile; whether there was anything."""
        read, desk = self._last, self._desk
        if read is None:
            return False
        summary = read.summary
        if (code := home_tiles.kpi_of(holder.id)) is not None:
            kpis = [kpi for kpi in summary.kpis if kpi.code is code]
            home_cards.put_kpis(holder.body, kpis, self._explain, desk)
            return bool(kpis)
        if holder.id == home_tiles.NEEDS:
            needed = self._needed()
            if needed or read.started.account:
                more = None if self._all_needs else self._show_all_needs
                home_cards.put_needs(holder.body, needed, self._right.need, desk, more)
            return bool(needed) or read.started.account
        if holder.id == home_tiles.TODAY:
            home_cards.put_today(holder.body, summary.today, read.soon, desk)
        elif holder.id == home_tiles.RECENT:
            home_cards.put_recent(holder.body, summary.recent, desk)
        elif holder.id == home_tiles.ACTIONS:
            home_cards.put_actions(holder.body, self._actions())
        else:
            return self._fill_more(holder)
        return True

    def _show_all_needs(self) -> None:
        """The keyboard goes on where the rest begins."""
        self._all_needs = True
        self.board.fill_again(home_tiles.NEEDS)
        shown = self.board.tiles[home_tiles.NEEDS].findChildren(NeedLine)[-len(self._needed()) :]  # old ones wait to go
        shown[home_cards.NEEDS].fix_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _needed(self) -> list[Need]:
        """All that is paused is told by the banner."""
        needs = self._last.summary.needs if self._last is not None else ()
        return [one for one in needs if one.kind is not NeedKind.PAUSED or one.account_id is not None]

    def _fill_more(self, holder: HomeTile) -> bool:
        """What comes later than the rest; nothing until then."""
        if holder.id == home_tiles.STREAK and self._more.streaks:
            home_cards.put_streaks(holder.body, self._more.streaks)
            return True
        if holder.id == home_tiles.GOALS and self._more.goals:
            home_cards.put_goals(holder.body, self._more.goals, self._desk)
            return True
        return False

    def _actions(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        shell = self._desk.shell
        return (
            (tr("New post"), "plus", partial(shell.compose)),
            (tr("Open library"), "images", partial(shell.open_page, "library")),
            (tr("Sync now"), "refresh-cw", partial(self._right.sync_now, None)),
            (tr("Remind me …"), "alarm-clock", partial(self._remind)),
            (tr("Month's report"), "file-text", partial(shell.open_page, "clients")),
        )

    def _remind(self) -> None:
        dialog = ReminderDialog(self._desk, self.window())
        dialog.chosen.connect(self._keep_reminder)
        dialog.open()

    def _keep_reminder(self, words: str, at: datetime) -> None:
        said = tr("You are reminded {when}", when=within(when(at, self._desk.zone, now=self._desk.now())))
        work = self._notices.remind(words, at)
        self._desk.tasks.run(
            work, owner=self, done=lambda _: self._desk.shell.toast(said), failed=self._desk.errors.show
        )

    def _explain(self, kpi: Kpi) -> None:
        """What a number rests on, beside the page, with the rows that make it up."""
        panel = FigurePanel(kpi, self._desk)
        self._desk.shell.inspect(figure(kpi, self._desk.now(), self._desk.zone).title, panel)

        def failed(error: Exception) -> None:
            panel.show_error(self._desk.errors.present(error).words.title)

        work = self._home.behind(kpi, self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=panel, done=panel.show_rows, failed=failed)

    def _keep(self, tiles: Tiles) -> None:
        work = self._preferences.put(HOME_TILES, tiles)
        self._desk.tasks.run(work, owner=self, done=ignore, failed=self._desk.errors.show)

    def _arranging(self, editing: bool) -> None:  # noqa: FBT001 - the signal's argument
        if editing:
            self._desk.shell.close_inspector()
            self._area.verticalScrollBar().setValue(0)
        self._desk.commands.look_again()


def _alike(one: _Read, other: _Read) -> bool:
    """Whether both look the same: the same things, in the same minute."""
    then, now = one.summary.as_of, other.summary.as_of
    same_minute = then.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
    return same_minute and replace(one, summary=replace(one.summary, as_of=now)) == other
