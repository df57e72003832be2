"""What missed its time while the program was off: each with what can be done about it, and the same for all (B23)."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import PostsChanged, TargetSettled
from ofauto_desktop.domain.posts import PostFilter, PostState
from ui.desk import Desk
from ui.format import listed, when, within
from ui.language import tr, tr_n
from ui.models.entries import Entry, light_entries
from ui.widgets.badge import PlatformDisc
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, clear, column, row
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing

_MOST = 100


class MissedPanel(QWidget):
    """Sending now asks first, by account; the next slot and skipping are undone."""

    changed = Signal()
    opened = Signal(int)  # a post's id

    def __init__(self, planning: "Planning", publishing: "Publishing", desk: Desk) -> None:
        super().__init__()
        self._planning, self._publishing, self._desk = planning, publishing, desk
        self._entries: tuple[Entry, ...] = ()
        lines = column(self, gap=12, margin=16)
        self._told = label("", "muted")
        lines.addWidget(self._told)
        self._all = QWidget()
        flow = FlowLayout(self._all, gap=6)
        self.all_next = button(tr("All at their next slots"), self._all_at_next_slots, icon="calendar-clock")
        self.all_skip = button(tr("Skip all"), self._skip_all, icon="x")
        flow.addWidget(self.all_next)
        flow.addWidget(self.all_skip)
        lines.addWidget(self._all)
        self._list = column(gap=12)
        lines.addLayout(self._list)
        lines.addStretch(1)
        desk.events.settled(PostsChanged, TargetSettled, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._desk.tasks.run(self._read(), owner=self, done=self._show, failed=self._desk.errors.show)

    async def _read(self) -> tuple[Entry, ...]:
        wanted = PostFilter(states=(PostState.MISSED,), client_id=self._desk.shell.client_id, limit=_MOST)
        return light_entries(await self._planning.agenda.entries(wanted), self._desk.zone)

    def _show(self, found: tuple[Entry, ...]) -> None:
        self._entries = found
        clear(self._list)
        count = len({entry.post.id for entry in found})
        self._all.setVisible(count > 1)
        if not found:
            self._told.setText(tr("Nothing was missed."))
            return
        said = tr_n(
            "{n} post did not go out: the program was not running at its time.",
            "{n} posts did not go out: the program was not running at their times.",
            count,
        )
        self._told.setText(said)
        for entry in found:
            self._list.addWidget(rule())
            self._list.addWidget(self._one(entry))

    def _one(self, entry: Entry) -> QWidget:
        made = QWidget()
        lines = column(made, gap=6)
        head = row(gap=8)
        for target in entry.targets[:3]:
            head.addWidget(PlatformDisc(target.platform, edge=20))
        names = label(entry.accounts, "strong")
        head.addWidget(names, 1)
        lines.addLayout(head)
        if entry.due_at is not None:
            at = within(when(entry.due_at, self._desk.zone, now=self._desk.now()))
            lines.addWidget(label(tr("Was due {when}", when=at), "caption"))
        lines.addWidget(label(entry.headline[:160]))
        flow = FlowLayout(gap=4)
        for words, icon, act in (
            (tr("Next slot"), "calendar-clock", partial(self._next_slot, (entry.post.id,))),
            (tr("Send now…"), "send", partial(self._ask_now, entry)),
            (tr("Skip"), "x", partial(self._skip, (entry.post.id,))),
            (tr("Show"), "eye", partial(self.opened.emit, entry.post.id)),
        ):
            one = button(words, act, icon=icon)
            one.setAccessibleName(f"{words}: {entry.headline[:60]}")
            flow.addWidget(one)
        lines.addLayout(flow)
        return made

    def _ids(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(entry.post.id for entry in self._entries))

    def _all_at_next_slots(self) -> None:
        self._next_slot(self._ids())

    def _skip_all(self) -> None:
        self._skip(self._ids())

    def _next_slot(self, ids: Sequence[int]) -> None:
        def done(result: tuple[int, int]) -> None:
            planned, refused = result
            said = tr_n("{n} post goes out at its next slot", "{n} posts go out at their next slots", planned)
            if refused:
                said += ". " + tr_n("{n} was refused: open it", "{n} were refused: open them", refused)
            self._tell(said)

        self._run(self._each_at_next(ids), done)

    async def _each_at_next(self, ids: Sequence[int]) -> tuple[int, int]:
        """(planned, refused): one that its platform would not take does not hold up the others."""
        refused = 0
        for post_id in ids:
            try:
                await self._publishing.move(post_id, When.NEXT)
            except AppError:
                if len(ids) == 1:
                    raise
                refused += 1
        return len(ids) - refused, refused

    def _ask_now(self, entry: Entry) -> None:
        """Every send names its accounts before it happens."""
        names = [target.account for target in entry.targets]
        box = QMessageBox(self)
        box.setWindowTitle(tr("Send now"))
        box.setText(tr("Send this post to {accounts} now?", accounts=listed(names)))
        box.setInformativeText(tr("It goes out at once and cannot be taken back here."))
        send = box.addButton(
            tr_n("Send to {n} account", "Send to {n} accounts", len(names)), QMessageBox.ButtonRole.AcceptRole
        )
        box.setDefaultButton(box.addButton(tr("Do not send"), QMessageBox.ButtonRole.RejectRole))
        send.clicked.connect(partial(self._send_now, entry.post.id))
        box.finished.connect(box.deleteLater)
        box.open()

    def _send_now(self, post_id: int, *_: object) -> None:
        self._run(self._publishing.move(post_id, When.NOW), lambda _: self._tell(tr("It is being sent")))

    def _skip(self, ids: Sequence[int]) -> None:
        async def skip() -> None:
            for post_id in ids:
                await self._publishing.cancel(post_id)

        async def undo() -> None:
            for post_id in ids:
                await self._publishing.restore(post_id)

        def done(_: object) -> None:
            self._desk.shell.toast(tr_n("Skipped {n} post", "Skipped {n} posts", len(ids)), undo=undo, redo=skip)
            self.changed.emit()
            self.refresh()

        self._run(skip(), done)

    def _tell(self, said: str) -> None:
        self._desk.shell.toast(said)
        self.changed.emit()
        self.refresh()

    def _run(self, work: Coroutine[Any, Any, Any], done: Any) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.refresh()
