"""Is all well, and what now? What needs the person, then today, then the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ofauto_desktop.domain.events import AccountsChanged, PausedChanged, PostsChanged, Synced, TargetSettled
from ofauto_desktop.domain.home import Activity, HomeSummary, Kpi, Need, NeedKind
from ofauto_desktop.domain.posts import Post, PostFilter, PostState
from ofauto_desktop.domain.schedule import to_utc, to_wall
from ui import needs
from ui.desk import Desk
from ui.format import age, count, when, within
from ui.models.entries import Entry, entries, on_day
from ui.models.home_words import activity, figure, fix
from ui.putting_right import PutRight
from ui.tokens import Tone
from ui.widgets.badge import Picture
from ui.widgets.buttons import button
from ui.widgets.card import Card, StatTile
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.layouts import PAGE_MARGIN, FlowLayout, PageMargin, clear, column, row, scrolled
from ui.widgets.lines import LINE_SIDE, ActivityLine, NeedLine, PostLine
from ui.widgets.states import Banner, PageStates
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.home import Home
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.resending import Resending
    from ofauto_desktop.services.sync import Sync

_RECENT = 6
_SOON_DAYS = 7
_SOON = 4
_URGENT = frozenset({NeedKind.UNKNOWN_OUTCOME, NeedKind.FAILED})


@dataclass(frozen=True, slots=True)
class _Read:
    """All that the page shows. `soon` goes out in the days after today; the last two are for the first steps."""

    summary: HomeSummary
    soon: tuple[Post, ...]
    has_account: bool
    has_post: bool


class HomePage(QWidget):
    """Read as a whole; an answer that has been overtaken is dropped."""

    def __init__(
        self,
        *,
        home: "Home",
        publishing: "Publishing",
        sync: "Sync",
        backups: "Backups",
        accounts: "Accounts",
        resending: "Resending",
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._publishing, self._accounts, self._desk = home, publishing, accounts, desk
        self._right = PutRight(
            publishing=publishing,
            resending=resending,
            sync=sync,
            backups=backups,
            desk=desk,
            parent=self,
            after=self.refresh,
        )
        self._asked = 0
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        self._states = PageStates(scrolled(content), rows=6, row_height=64, margin=PAGE_MARGIN)
        column(self).addWidget(self._states)
        self._build(content)
        changes = (PostsChanged, TargetSettled, AccountsChanged, Synced, PausedChanged)
        desk.events.settled(*changes, owner=self, refresh=self.refresh)

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

    def _build(self, content: QWidget) -> None:
        lines = column(content, gap=16, margin=PAGE_MARGIN)
        PageMargin(self, lines)
        self._subtitle = label("", "lead")
        lines.addWidget(self._subtitle)
        self._paused = column(gap=0)
        lines.addLayout(self._paused)
        self._steps = column(gap=0)
        lines.addLayout(self._steps)
        self._needs = column(gap=0)
        lines.addLayout(self._needs)
        self._tiles = FlowLayout(gap=12, grow=True)
        lines.addLayout(self._tiles)
        below = FlowLayout(gap=12, grow=True)
        self._today, self._recent = Card("Today"), Card("Recent activity")
        to_calendar = button("Open calendar", partial(self._desk.shell.open_page, "calendar"), kind="link")
        self._today.heading.addWidget(to_calendar, 0, Qt.AlignmentFlag.AlignTop)
        for card in (self._today, self._recent):
            card.hold_lines(LINE_SIDE)
            card.setMinimumWidth(260)
            below.addWidget(card)
        lines.addLayout(below)
        lines.addStretch(1)

    async def _read(self) -> _Read:
        client_id, zone = self._desk.shell.client_id, self._desk.zone
        summary = await self._home.summary(client_id, zone=zone)
        tomorrow = to_wall(self._desk.now(), zone).date() + timedelta(days=1)
        soon = PostFilter(
            states=(PostState.SCHEDULED,),
            client_id=client_id,
            start=to_utc(datetime.combine(tomorrow, time()), zone),
            end=to_utc(datetime.combine(tomorrow + timedelta(days=_SOON_DAYS), time()), zone),
            limit=_SOON,
        )
        return _Read(
            summary,
            await self._publishing.list(soon),
            bool(await self._accounts.list()),
            bool(await self._publishing.list(PostFilter(limit=1))),
        )

    def _show(self, read: _Read) -> None:
        summary = read.summary
        now = to_wall(self._desk.now(), self._desk.zone)
        next_due = (
            "nothing is planned" if summary.next_due is None else f"next post {within(self._when(summary.next_due))}"
        )
        self._subtitle.setText(f"{now:%A} {now.day} {now:%B} · {next_due}")
        self._show_paused(paused=summary.paused)
        self._show_steps(read)
        # All that is paused is told by the banner.
        needed = [need for need in summary.needs if need.kind is not NeedKind.PAUSED or need.account_id is not None]
        self._show_needs(needed, started=read.has_account)
        self._show_kpis(summary.kpis)
        self._show_today(summary.today, read.soon)
        self._show_recent(summary.recent)
        self._states.content()

    def _show_paused(self, *, paused: bool) -> None:
        clear(self._paused)
        if paused:
            self._paused.addWidget(
                Banner("Everything is paused: nothing goes out.", Tone.WARNING, "Resume all", self._right.resume)
            )

    def _show_steps(self, read: _Read) -> None:
        """The way to the first post; it goes away with it."""
        clear(self._steps)
        if read.has_account and read.has_post:
            return
        card = Card("First steps")
        connect = partial(self._desk.shell.open_page, "accounts")
        for done, words, act, do in (
            (read.has_account, "Connect an account", "Connect", connect),
            (read.has_post, "Write your first post", "New post", self._desk.shell.compose),
        ):
            line = row(gap=12)
            line.addWidget(Picture("circle-check" if done else "circle-dashed", "success" if done else "text_muted"))
            line.addWidget(label(words, "muted" if done else ""), 1)
            if not done:
                first = act == "Connect" or read.has_account
                line.addWidget(button(act, do, kind="primary" if first else ""))
            card.body.addLayout(line)
        self._steps.addWidget(card)

    def _show_needs(self, wanted: Sequence[Need], *, started: bool) -> None:
        clear(self._needs)
        if not wanted and not started:
            return
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
            detail = " · ".join(part for part in (needs.detail(need), since) if part)
            line = NeedLine(
                needs.line(need),
                detail,
                Tone.DANGER if need.kind in _URGENT else Tone.WARNING,
                fix(need),
                partial(self._right.need, need),
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

    def _show_today(self, posts: Sequence[Post], soon: Sequence[Post]) -> None:
        """The day, then what follows it."""
        clear(self._today.body)
        now = to_wall(self._desk.now(), self._desk.zone)
        of_today = on_day(entries(posts, self._desk.zone), now.date())
        if not of_today:
            self._today.body.addWidget(_note("Nothing goes out today."))
        for entry in of_today:
            self._today.body.addWidget(PostLine(entry, partial(self._open, entry)))
        coming = [
            one for one in entries(soon, self._desk.zone) if one.local is not None and one.local.date() > now.date()
        ]
        if coming:
            self._today.body.addWidget(_note("Coming up", "caption", above=12))
        for entry in coming[:_SOON]:
            day = "" if entry.local is None else f"{entry.local:%a} {entry.local.day}"
            self._today.body.addWidget(PostLine(entry, partial(self._open, entry), day=day))
        self._today.body.addStretch(1)

    def _show_recent(self, recent: Sequence[Activity]) -> None:
        clear(self._recent.body)
        if not recent:
            self._recent.body.addWidget(_note("What is done here is written down here."))
        for one in recent[:_RECENT]:
            told = activity(one)
            go = partial(self._desk.shell.open_page, told.page, **told.focus)
            line = ActivityLine(told, age(one.at, self._desk.now()), self._when(one.at), go)
            self._recent.body.addWidget(line)
        self._recent.body.addStretch(1)

    def _open(self, entry: Entry) -> None:
        self._desk.shell.open_page("calendar", post_id=entry.post.id)

    def _explain(self, kpi: Kpi) -> None:
        """What a number rests on, beside the page, with the rows that make it up."""
        panel = FigurePanel(kpi, self._desk)
        self._desk.shell.inspect(figure(kpi, self._desk.now(), self._desk.zone).title, panel)

        def failed(error: Exception) -> None:
            panel.show_error(self._desk.errors.present(error).words.title)

        work = self._home.behind(kpi, self._desk.shell.client_id)
        self._desk.tasks.run(work, owner=panel, done=panel.show_rows, failed=failed)

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.zone, now=self._desk.now())


def _note(words: str, role: str = "muted", *, above: int = 4) -> QWidget:
    """A sentence among the lines of a card."""
    made = label(words, role)
    made.setContentsMargins(LINE_SIDE, above, LINE_SIDE, 4)
    return made
