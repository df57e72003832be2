"""The notice centre: what was told, unread first; each opens its thing, and offers what puts it right."""

from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.events import NoticesChanged
from ofauto_desktop.domain.notices import Notice, NoticeKind
from ofauto_desktop.domain.preferences import NOTICES
from ui.desk import Desk
from ui.dialogs.reminder import ReminderDialog
from ui.format import age, when, within
from ui.language import tr, tr_n
from ui.models.notice_words import told
from ui.putting_right import PutRight
from ui.tasks import ignore
from ui.widgets.badge import Chip
from ui.widgets.buttons import button
from ui.widgets.layouts import FlowLayout, clear, column
from ui.widgets.notice_line import NoticeLine
from ui.widgets.states import ErrorState, Skeleton
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.notices import Notices

_PAGE, _AT_ONCE = 25, 6
_K = NoticeKind
_GOOD = (_K.POST_SENT, _K.PAYOUT, _K.MILESTONE)
_FILTERS: dict[str, tuple[NoticeKind, ...]] = {
    "all": (),
    "unread": (),
    "problems": tuple(kind for kind in _K if kind not in (*_GOOD, _K.REMINDER)),
    "good": _GOOD,
    "reminders": (_K.REMINDER,),
}
Read = tuple[Sequence[Notice], int, Sequence[Notice]]


class NoticePanel(QWidget):
    """Stands in the inspector. Reads a page at a time, again after each change."""

    def __init__(self, notices: "Notices", right: PutRight, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices, self._right, self._desk = notices, right, desk
        right.setParent(self)
        self._shown = _PAGE
        self._asked = 0
        self.lines: list[NoticeLine] = []
        self._waiting: deque[Callable[[], object]] = deque()
        self._held: int | None = None
        self._place = 0
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._build_some)
        lines = column(self, gap=8, margin=12)
        self.chips: dict[str, Chip] = {}
        flow = FlowLayout(gap=6)
        names = {
            "all": tr("All"),
            "unread": tr("Unread"),
            "problems": tr("Problems"),
            "good": tr("Good news"),
            "reminders": tr("Reminders"),
        }
        for one, words in names.items():
            chip = Chip(words, on=one == "all")
            chip.setAutoExclusive(True)
            chip.toggled.connect(lambda on, which=one: self._filter(which) if on else None)
            self.chips[one] = chip
            flow.addWidget(chip)
        lines.addLayout(flow)
        acts = FlowLayout(gap=6)
        self.read_button = button(tr("Mark all read"), self._read_all, kind="link", icon="check")
        acts.addWidget(self.read_button)
        acts.addWidget(button(tr("Remind me …"), self._remind, kind="link", icon="clock"))
        acts.addWidget(button(tr("Rules"), self._to_rules, kind="link", icon="settings"))
        lines.addLayout(acts)
        lines.addWidget(rule())
        self._body = column(gap=0)
        self._body.addWidget(Skeleton(4, 64))
        lines.addLayout(self._body)
        lines.addStretch(1)
        self._which = "all"
        self.setFocusProxy(self.chips["all"])
        desk.events.settled(NoticesChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        self._desk.tasks.run(
            self._read(),
            owner=self,
            done=lambda read: self._show(read) if asked == self._asked else None,
            failed=self._failed,
        )

    async def _read(self) -> Read:
        found = await self._notices.list(
            unread=self._which == "unread", kinds=_FILTERS[self._which], limit=self._shown + 1
        )
        coming = await self._notices.coming() if self._which in ("all", "reminders") else ()
        return found, await self._notices.unread(), coming

    def _show(self, read: Read) -> None:
        found, unread, coming = read
        self._held = next(
            (line.notice.id for line in self.lines if line.isAncestorOf(self.focusWidget() or self)), None
        )
        self._place = next((at for at, line in enumerate(self.lines) if line.notice.id == self._held), 0)
        clear(self._body)
        self.lines = []
        self.read_button.setEnabled(unread > 0)
        now, zone = self._desk.now(), self._desk.zone
        self._waiting = deque(partial(self._add, one, age(one.at, now)) for one in found[: self._shown])
        if not found and not coming:
            self._waiting.append(lambda: self._body.addWidget(label(self._nothing(), "muted")))
        if len(found) > self._shown:
            more = button(tr("Show older ones"), self._more, kind="link")
            self._waiting.append(lambda: self._body.addWidget(more))
        if coming:
            self._waiting.append(self._head_coming)
        self._waiting.extend(partial(self._add, one, within(when(one.at, zone, now=now))) for one in coming)
        self._build_some()

    def _build_some(self) -> None:
        """A few lines a turn of the event loop: a long list must not hold the window."""
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            self._waiting.popleft()()
        if self._waiting:
            self._next.start()
        elif self._held is not None and self.lines:
            same = next((line for line in self.lines if line.notice.id == self._held), None)
            (same or self.lines[min(self._place, len(self.lines) - 1)]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _head_coming(self) -> None:
        self._body.addSpacing(12)
        self._body.addWidget(label(tr("Coming"), "lead"))

    def _add(self, notice: Notice, ago: str) -> None:
        words = told(notice)
        more = None
        if notice.kind is NoticeKind.REMINDER:
            more = (tr("Delete"), partial(self._forget, notice))
        line = NoticeLine(notice, words, ago, more)
        line.opened.connect(partial(self._open, notice))
        line.fixed.connect(partial(self._fix, notice))
        line.ticked.connect(partial(self._tick, notice))
        line.moved.connect(partial(self._go, line))
        self.lines.append(line)
        self._body.addWidget(line)

    def _go(self, line: NoticeLine, step: int) -> None:
        at = self.lines.index(line) + step
        if 0 <= at < len(self.lines):
            self.lines[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _nothing(self) -> str:
        if self._which == "unread":
            return tr("Nothing is unread.")
        if self._which == "reminders":
            return tr("No reminders. “Remind me” keeps one.")
        return tr("Nothing to tell. What happens to posts, logins and money is told here.")

    def _open(self, notice: Notice) -> None:
        words = told(notice)
        self._mark(notice)
        self._desk.shell.open_page(words.page, **words.focus)

    def _fix(self, notice: Notice) -> None:
        kind, account, post = notice.kind, notice.account_id, notice.post_id
        if kind is NoticeKind.REMINDER:
            self._run(self._notices.put_off(notice.id, self._desk.now() + timedelta(days=1)))
            self._desk.shell.toast(tr("It comes again tomorrow at this time"))
            return
        self._mark(notice)
        if kind is NoticeKind.POST_FAILED and post is not None:
            self._right.edit(post)
        elif kind is NoticeKind.POST_MISSED and account is not None:
            self._right.send_waiting(account)
        elif kind in (NoticeKind.LOGIN_NEEDED, NoticeKind.LOGIN_ENDING) and account is not None:
            self._right.log_in(account)
        elif kind is NoticeKind.SYNC:
            self._right.sync_now(account)
        elif kind is NoticeKind.BACKUP:
            self._right.back_up()
        else:
            self._open(notice)

    def _mark(self, notice: Notice) -> None:
        # A reminder that was read is done with; others may be looked at again.
        self._run(self._notices.mark_read((notice.id,)))

    def _tick(self, notice: Notice) -> None:
        ids = (notice.id,)
        self._run(self._notices.mark_unread(ids) if notice.read else self._notices.mark_read(ids))

    def _read_all(self) -> None:
        def done(changed: Sequence[int]) -> None:
            words = tr_n("{n} notice is read", "{n} notices are read", len(changed))
            self._desk.shell.toast(words, undo=lambda: self._notices.mark_unread(changed))

        self._desk.tasks.run(self._notices.mark_read(), owner=self, done=done, failed=self._desk.errors.show)

    def _forget(self, notice: Notice) -> None:
        self._run(self._notices.forget(notice.id))
        if notice.at > self._desk.now():
            again = partial(self._notices.remind, notice.about, notice.at, post_id=notice.post_id)
            self._desk.shell.toast(tr("The reminder is deleted"), undo=again)

    def _remind(self) -> None:
        dialog = ReminderDialog(self._desk, self.window())
        dialog.chosen.connect(lambda words, at: self._run(self._notices.remind(words, at)))
        dialog.open()

    def _to_rules(self) -> None:
        self._desk.shell.open_page("settings", section=NOTICES)

    def _filter(self, which: str) -> None:
        self._which, self._shown = which, _PAGE
        self.refresh()

    def _more(self) -> None:
        self._shown += _PAGE
        self.refresh()

    def _run(self, work: Coroutine[Any, Any, object]) -> None:
        self._desk.tasks.run(work, owner=self, done=ignore, failed=self._desk.errors.show)

    def _failed(self, error: Exception) -> None:
        clear(self._body)
        self._body.addWidget(ErrorState(self._desk.errors.present(error), self.refresh))
