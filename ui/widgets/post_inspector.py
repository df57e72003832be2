"""One post, whole: on which accounts it stands how, what was tried, where it is, and what can be done now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ofauto_desktop.domain.clashes import Clash
from ofauto_desktop.domain.events import PostsChanged, TargetSettled
from ofauto_desktop.domain.posts import EDITABLE, Attempt, Outcome, Post, PostState, RemotePost, Target
from ofauto_desktop.domain.repeating import Series
from ui.desk import Desk
from ui.format import count, when, within
from ui.language import Words, known, mark, tr
from ui.many_acts import ManyActs
from ui.models.clash_words import clash_words
from ui.models.entries import LOOKS, Entry, entries, status_of
from ui.post_acts import PostActs
from ui.series_acts import SeriesActs
from ui.tokens import Tone
from ui.widgets.badge import Badge, PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.hand_panel import HandPanel
from ui.widgets.layouts import FlowLayout, clear, column, row, scrolled
from ui.widgets.repeat_words import repeat_words
from ui.widgets.settle import Settle
from ui.widgets.states import Banner
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.by_hand import ByHand
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing

_TRIED = Words(
    {
        Outcome.SENDING: mark("Sending"),
        Outcome.POSTED: mark("Posted"),
        Outcome.REFUSED: mark("Refused"),
        Outcome.POSTPONED: mark("Put off"),
        Outcome.UNKNOWN: mark("No answer: unknown whether it went out"),
        Outcome.SETTLED: mark("Settled by a person"),
        Outcome.HANDED: mark("Its time has come: yours to put up"),
        Outcome.SKIPPED: mark("Skipped"),
    }
)
_MOMENT = timedelta(seconds=1)
_CANCELLABLE = frozenset({PostState.SCHEDULED, PostState.PENDING_APPROVAL, PostState.MISSED, PostState.FAILED})


class PostInspector(QWidget):
    """Follows its post: it is read again whenever posts change."""

    def __init__(
        self,
        post: Post,
        acts: PostActs,
        publishing: "Publishing",
        desk: Desk,
        *,
        planning: "Planning",
        repeats: SeriesActs,
        many: ManyActs,
        by_hand: "ByHand | None" = None,
    ) -> None:
        super().__init__()
        self._many, self._by_hand = many, by_hand
        self._planning, self._repeats = planning, repeats
        self._desk = desk
        self._acts = acts
        self._publishing = publishing
        self._post = post
        self._remote: dict[int, Sequence[RemotePost]] = {}
        content = QWidget()
        self._lines = column(content, gap=16, margin=16)
        column(self).addWidget(scrolled(content))
        self._fill()
        desk.events.settled(PostsChanged, TargetSettled, owner=self, refresh=self.refresh)
        acts.changed.connect(self.refresh)

    @property
    def post(self) -> Post:
        return self._post

    def refresh(self) -> None:
        work = self._publishing.get(self._post.id)
        self._desk.tasks.run(work, owner=self, done=self._show, failed=self._gone)

    def _show(self, post: Post) -> None:
        if post != self._post:
            self._post = post
            self._fill()

    def _gone(self, _: Exception) -> None:
        self._desk.shell.close_inspector()  # it was deleted, or the workspace is locked

    def _fill(self) -> None:
        clear(self._lines)
        self._lines.addWidget(label(self._post.text or tr("No text yet"), "" if self._post.text else "muted"))
        for number, part in enumerate(self._post.thread, start=2):
            self._lines.addWidget(label(tr("Part {n}", n=number), "caption"))
            self._lines.addWidget(label(part))
        if self._post.media:
            names = ", ".join(item.name for item in self._post.media)
            self._lines.addWidget(label(f"{count(len(self._post.media))} attached: {names}", "caption"))
        if self._post.tags:
            self._lines.addWidget(label(tr("Tags: {tags}", tags=", ".join(self._post.tags)), "caption"))
        self._warnings = column(gap=8)
        self._lines.addLayout(self._warnings)
        self._lines.addLayout(self._buttons())
        self._series = column(gap=4)
        self._lines.addLayout(self._series)
        self._read_planning()
        for target in self._post.targets:
            self._lines.addWidget(rule())
            self._lines.addLayout(self._target(target))
        self._lines.addStretch(1)

    def _read_planning(self) -> None:
        """What stands in its way, and how it repeats."""
        self._desk.tasks.run(self._planned_with(), owner=self, done=self._show_planning, failed=self._desk.errors.show)

    async def _planned_with(self) -> tuple[int, tuple[Clash, ...], Series | None]:
        post = self._post
        found: list[Clash] = []
        for due in sorted({target.due_at for target in post.targets if target.due_at is not None}):
            near = await self._planning.clashes.between(due, due + _MOMENT)
            found += [clash for clash in near if clash.post_id == post.id and clash not in found]
        series = await self._planning.series.get(post.series_id) if post.series_id is not None else None
        return post.id, tuple(found), series

    def _show_planning(self, read: tuple[int, tuple[Clash, ...], Series | None]) -> None:
        post_id, found, series = read
        if post_id != self._post.id:
            return
        clear(self._warnings)
        for clash in found:
            show = partial(self._desk.shell.open_page, "calendar", post_id=clash.other_id)
            self._warnings.addWidget(Banner(clash_words(clash, self._desk.zone), Tone.WARNING, tr("Show it"), show))
        clear(self._series)
        if series is not None:
            self._say_series(series)

    def _say_series(self, series: Series) -> None:
        ended = series.ended_at is not None
        words = tr("The series has ended") if ended else repeat_words(series.rule)
        self._series.addWidget(label(words, "muted"))
        if ended:
            return
        flow = FlowLayout(gap=8)
        flow.addWidget(button(tr("Change…"), lambda: self._repeats.change_rule(self._post), icon="repeat"))
        flow.addWidget(button(tr("End the series"), lambda: self._repeats.end(series.id), icon="x"))
        self._series.addLayout(flow)

    def _buttons(self) -> FlowLayout:
        flow = FlowLayout(gap=8)
        post_id = self._post.id
        states = {target.state for target in self._post.targets}
        if states <= EDITABLE:
            flow.addWidget(button(tr("Edit"), lambda: self._desk.shell.compose(post_id=post_id), icon="pencil"))
        if states & {PostState.MISSED, PostState.FAILED}:
            flow.addWidget(button(tr("Send at the next slot"), lambda: self._acts.next_slot(post_id), icon="send"))
        if states & _CANCELLABLE:
            flow.addWidget(button(tr("Cancel post"), lambda: self._acts.cancel(post_id), icon="x"))
        if states & {PostState.BY_HAND}:
            flow.addWidget(button(tr("Remind me later"), lambda: self._acts.next_slot(post_id), icon="clock"))
        if PostState.CANCELLED in states:
            flow.addWidget(button(tr("Plan again"), lambda: self._acts.restore(post_id), icon="undo-2"))
        if states <= {PostState.SCHEDULED, PostState.PENDING_APPROVAL}:
            flow.addWidget(button(tr("Make it a draft"), lambda: self._acts.unplan(self._entry()), icon="file-text"))
        if states <= {PostState.SCHEDULED} and self._post.series_id is None:
            flow.addWidget(button(tr("Repeat…"), lambda: self._repeats.repeat(self._post), icon="repeat"))
        if states <= {PostState.DRAFT, PostState.CANCELLED}:
            flow.addWidget(button(tr("Delete"), lambda: self._many.remove((self._entry(),)), icon="trash-2"))
        return flow

    def _entry(self) -> Entry:
        return entries([self._post], self._desk.zone)[0]

    def _target(self, target: Target) -> QVBoxLayout:
        lines = column(gap=8)
        head = row(gap=8)
        head.addWidget(PlatformDisc(target.platform))
        head.addWidget(label(target.account, "strong"), 1)
        lines.addLayout(head)
        look = LOOKS[status_of(target.state)]
        state = FlowLayout(gap=8)  # below the name: beside it there is no room in a narrow window with large text
        state.addWidget(Badge(look.word, look.tone, look.icon))
        lines.addLayout(state)
        lines.addWidget(label(self._planned(target), "muted"))
        if target.text is not None:
            lines.addWidget(label(tr("Its own text: {text}", text=target.text)))
        if target.url is not None:
            show = partial(QDesktopServices.openUrl, QUrl(target.url))
            lines.addWidget(button(tr("Open the post"), show, kind="link", icon="external-link"))
        for attempt in target.attempts:
            lines.addWidget(label(self._tried(attempt, target.account), "caption"))
        if target.state is PostState.BY_HAND and self._by_hand is not None:
            lines.addWidget(HandPanel(self._post.id, target, self._acts, self._by_hand, self._desk))
        if target.state is PostState.AT_SITE:
            said = tr("The site puts it out by itself. Change it there, or take it out there and say so here.")
            lines.addWidget(label(said, "muted"))
            taken = partial(self._acts.is_not_out, self._post.id, target)
            lines.addWidget(button(tr("I took it out there"), taken, icon="x"))
        if target.state is PostState.UNKNOWN:
            lines.addWidget(Settle(self._post.id, target, self._acts, self._publishing, self._desk))
        return lines

    def _planned(self, target: Target) -> str:
        if target.posted_at is not None:
            return tr("Went out {when}", when=within(self._when(target.posted_at, target.zone)))
        if target.due_at is None:
            return tr("No time yet")
        planned = self._when(target.due_at, target.zone)
        if target.zone == self._desk.zone:
            return planned
        here = when(target.due_at, self._desk.zone, now=self._desk.now())
        return tr("{planned} · {here} for you", planned=planned, here=here)

    def _tried(self, attempt: Attempt, account: str) -> str:
        part = " · " + tr("part {n}", n=attempt.part + 1) if attempt.part else ""
        said = known(attempt.detail.removeprefix(f"{account}, post {self._post.id}: "))
        detail = f" · {said}" if said else ""
        return f"{self._when(attempt.at, self._desk.zone)} · {_TRIED[attempt.outcome]}{part}{detail}"

    def _when(self, at: datetime, zone: str) -> str:
        return when(at, zone, now=self._desk.now(), viewer=self._desk.zone)
