"""Is all well, and what now? What needs the person, then today, then the numbers."""

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.events import AccountsChanged, PausedChanged, PostsChanged, Synced, TargetSettled
from ofauto_desktop.domain.home import Activity, HomeSummary, Kpi, Need, NeedKind
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.syncing import SyncResult
from ui import needs
from ui.desk import Desk
from ui.format import age, count, when
from ui.models.entries import Entry, entries, on_day
from ui.models.home_words import activity, figure, fix
from ui.tokens import Tone
from ui.widgets.badge import Picture
from ui.widgets.buttons import button
from ui.widgets.card import Card, StatTile
from ui.widgets.layouts import FlowLayout, clear, column, row, scrolled
from ui.widgets.lines import NeedLine, PostLine
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.home import Home
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.sync import Sync

_RECENT = 8
_URGENT = frozenset({NeedKind.UNKNOWN_OUTCOME, NeedKind.FAILED})


class HomePage(QWidget):
    """Read as a whole; an answer that has been overtaken is dropped."""

    def __init__(
        self,
        *,
        home: "Home",
        publishing: "Publishing",
        sync: "Sync",
        backups: "Backups",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._publishing, self._sync, self._backups = home, publishing, sync, backups
        self._desk = desk
        self._asked = 0
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        self._states = PageStates(scrolled(content), rows=6, row_height=64)
        column(self).addWidget(self._states)
        self._build(content)
        changes = (PostsChanged, TargetSettled, AccountsChanged, Synced, PausedChanged)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        self._states.loading()
        self._desk.tasks.run(
            self._home.summary(self._desk.shell.client_id, zone=self._desk.zone),
            owner=self,
            done=lambda summary: self._show(summary) if asked == self._asked else None,
            failed=lambda error: self._states.error(self._desk.errors.present(error), self.refresh),
        )

    def focus(self, **_: object) -> None:
        """Home is always seen from its top: what needs the person is there."""

    def _build(self, content: QWidget) -> None:
        lines = column(content, gap=24, margin=24)
        self._subtitle = label("", "lead")
        lines.addWidget(self._subtitle)
        self._paused = column(gap=0)
        lines.addLayout(self._paused)
        self._needs = column(gap=0)
        lines.addLayout(self._needs)
        self._tiles = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._tiles)
        acts = FlowLayout(gap=8)
        acts.addWidget(button("New post", self._desk.shell.compose, icon="plus"))
        acts.addWidget(button("Open calendar", partial(self._desk.shell.open_page, "calendar"), icon="calendar"))
        self.sync_button = button("Sync all accounts", partial(self._sync_now, None), icon="refresh-cw")
        acts.addWidget(self.sync_button)
        lines.addLayout(acts)
        below = FlowLayout(gap=12, grow=True)
        self._today, self._recent = Card("Today"), Card("Recent activity")
        for card in (self._today, self._recent):
            card.body.setSpacing(0)
            card.setMinimumWidth(260)
            below.addWidget(card)
        lines.addLayout(below)
        lines.addStretch(1)

    def _show(self, summary: HomeSummary) -> None:
        now = to_wall(self._desk.now(), self._desk.zone)
        next_due = "nothing is planned" if summary.next_due is None else f"next post {self._when(summary.next_due)}"
        self._subtitle.setText(f"{now:%A} {now.day} {now:%B} · {next_due}")
        self._show_paused(paused=summary.paused)
        self._show_needs([need for need in summary.needs if need.kind is not NeedKind.PAUSED or not summary.paused])
        self._show_kpis(summary.kpis)
        self._show_today(summary.today)
        self._show_recent(summary.recent)
        self._states.content()

    def _show_paused(self, *, paused: bool) -> None:
        clear(self._paused)
        if paused:
            self._paused.addWidget(
                Banner("Everything is paused: nothing goes out.", Tone.WARNING, "Resume all", self._resume)
            )

    def _show_needs(self, wanted: Sequence[Need]) -> None:
        clear(self._needs)
        if not wanted:
            calm = row(gap=8)
            calm.addWidget(Picture("circle-check", "success"))
            calm.addWidget(label("Nothing needs you."), 1)
            self._needs.addLayout(calm)
            return
        card = Card(f"Needs you · {count(len(wanted))}")
        card.body.setSpacing(0)
        for need in wanted:
            since = "" if need.since is None else age(need.since, self._desk.now())
            detail = " · ".join(part for part in (need.detail, since) if part)
            line = NeedLine(
                needs.line(need),
                detail,
                Tone.DANGER if need.kind in _URGENT else Tone.WARNING,
                fix(need),
                partial(self._put_right, need),
            )
            card.body.addWidget(line)
        self._needs.addWidget(card)

    def _show_kpis(self, kpis: Sequence[Kpi]) -> None:
        clear(self._tiles)
        for kpi in kpis:
            told = figure(kpi, self._desk.now(), self._desk.zone)
            tile = StatTile(told.title, partial(self._explain, kpi))
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            tile.show_value(told.figure, change=told.change, age=told.age, better=told.better, source=told.source)
            self._tiles.addWidget(tile)

    def _show_today(self, posts: Sequence[Post]) -> None:
        clear(self._today.body)
        now = to_wall(self._desk.now(), self._desk.zone)
        of_today = on_day(entries(posts, self._desk.zone), now.date())
        if not of_today:
            self._today.body.addWidget(label("Nothing goes out today.", "muted"))
        for entry in of_today:
            self._today.body.addWidget(PostLine(entry, partial(self._open, entry)))
        self._today.body.addStretch(1)

    def _show_recent(self, recent: Sequence[Activity]) -> None:
        clear(self._recent.body)
        if not recent:
            self._recent.body.addWidget(label("What is done here is written down here.", "muted"))
        for one in recent[:_RECENT]:
            line = row(gap=12)
            line.setContentsMargins(0, 6, 0, 6)
            line.addWidget(label(activity(one)), 1)
            ago = label(age(one.at, self._desk.now()), "caption", wrap=False)
            ago.setToolTip(self._when(one.at))
            line.addWidget(ago)
            self._recent.body.addLayout(line)
        self._recent.body.addStretch(1)

    def _open(self, entry: Entry) -> None:
        self._desk.shell.open_page("calendar", post_id=entry.post.id)

    def _explain(self, kpi: Kpi) -> None:
        """What a number rests on, beside the page."""
        told = figure(kpi, self._desk.now(), self._desk.zone)
        before = figure(replace(kpi, value=kpi.previous), self._desk.now(), self._desk.zone).figure
        made = QWidget()
        lines = column(made, gap=12, margin=16)
        lines.addWidget(label(told.figure, "figure"))
        lines.addWidget(label(told.source))
        if told.change:
            lines.addWidget(label(told.change, "muted"))
        if kpi.previous is not None:
            lines.addWidget(label(f"Before: {before}", "muted"))
        read = "Never read yet" if kpi.as_of is None else f"Read {self._when(kpi.as_of)} from {kpi.source}"
        lines.addWidget(label(read, "caption"))
        lines.addStretch(1)
        self._desk.shell.inspect(told.title, made)

    def _put_right(self, need: Need) -> None:
        """One press: what can be done here is done, for the rest the right page opens."""
        if need.kind is NeedKind.FAILED and need.post_id is not None:
            self._desk.shell.compose(post_id=need.post_id)
        elif need.kind is NeedKind.MISSED and need.post_id is not None:
            self._send_next(need.post_id)
        elif need.kind is NeedKind.SYNC:
            self._sync_now(need.account_id)
        elif need.kind is NeedKind.PAUSED and need.account_id is None:
            self._resume()
        elif need.kind is NeedKind.BACKUP:
            self._run(self._backups.tick(), "Backed up")
        else:
            page, focus = needs.place(need)
            self._desk.shell.open_page(page, **focus)

    def _send_next(self, post_id: int) -> None:
        def done(post: Post) -> None:
            due = min((target.due_at for target in post.targets if target.due_at is not None), default=None)
            self._said("Planned again" if due is None else f"It goes out {self._when(due)}")

        work = self._publishing.move(post_id, When.NEXT)
        self._desk.tasks.run(work, owner=self, done=done, failed=self._desk.errors.show)

    def _sync_now(self, account_id: int | None) -> None:
        self.sync_button.setEnabled(False)
        self.sync_button.setText("Syncing…")
        work = self._sync.run(None if account_id is None else (account_id,))

        def ended() -> None:
            self.sync_button.setEnabled(True)
            self.sync_button.setText("Sync all accounts")

        def done(results: Sequence[SyncResult]) -> None:
            ended()
            names = sorted({result.account for result in results if result.error is not None})
            self._said(f"Synced; not everything could be read of {', '.join(names)}" if names else "Synced")

        def failed(error: Exception) -> None:
            ended()
            self._desk.errors.show(error)

        self._desk.tasks.run(work, owner=self, done=done, failed=failed)

    def _resume(self) -> None:
        self._run(self._publishing.pause_all(False), "Resumed: posts go out again at their times")

    def _run(self, work: Coroutine[Any, Any, object], said: str) -> None:
        self._desk.tasks.run(
            work,
            owner=self,
            done=lambda _: self._said(said),
            failed=self._desk.errors.show,
        )

    def _said(self, words: str) -> None:
        self._desk.shell.toast(words)
        self.refresh()

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.zone, now=self._desk.now())
