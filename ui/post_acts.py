"""What a person does to a post from any page, each said in a toast and undone where it can be."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.domain.schedule import to_utc
from ui.desk import Desk
from ui.format import when, within
from ui.language import Words, mark, tr, tr_marked
from ui.models.composition import draft_of
from ui.models.entries import Entry

if TYPE_CHECKING:
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.publishing import Publishing

_LOOKED_AT = Words(
    {
        PostState.POSTED: mark("It is out on {account}"),
        PostState.AT_SITE: mark("It lies in the queue of {account}'s site, which puts it out at its time"),
        PostState.BY_HAND: mark("Nothing was sent to {account}. The post is still yours to send."),
        PostState.UNKNOWN: mark("It is not known whether it went out on {account}. It is looked for there."),
    }
)
_CHANGED = mark("The post was changed meanwhile")
Undo = Callable[[], Coroutine[Any, Any, object]]


class PostActs(QObject):
    """`changed` tells that posts should be read again; the page need not wait for the event that follows."""

    changed = Signal()

    def __init__(self, desk: Desk, publishing: "Publishing", composing: "Composing", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._publishing = publishing
        self._composing = composing

    def move(self, entry: Entry, local: datetime) -> None:
        """Let the post go out at `local` (naive, the viewer's zone). All its accounts move together."""
        if entry.stuck is not None:
            self._desk.shell.toast(entry.stuck)
            return
        at = to_utc(local, self._desk.zone)
        if at <= self._desk.now():
            self._desk.shell.toast(tr("The post stays where it was: {when} has passed already.", when=self._when(at)))
            return
        post_id = entry.post.id
        said = tr("Moved to {when}", when=self._when(at))
        if entry.local is not None and len({target.due_at for target in entry.post.targets}) > 1:
            by = local - entry.local
            self._do(self._publishing.shift((post_id,), by), said, lambda: self._publishing.shift((post_id,), -by))
        else:
            self._do(self._publishing.move(post_id, at.isoformat()), said, self._way_back(entry))

    def move_days(self, entry: Entry, days: int) -> None:
        """By whole days, the time of day kept."""
        if entry.local is None:
            self._desk.shell.toast(tr("It has no time yet. Drag it into the week, or edit it."))
            return
        self.move(entry, entry.local + timedelta(days=days))

    def copy(self, entry: Entry, local: datetime) -> None:
        """A second post like this one, at `local` (naive, the viewer's zone)."""

        def done(made: Post) -> None:
            said = tr("Copied to {when}", when=self._when(to_utc(local, self._desk.zone)))
            self._desk.shell.toast(said, undo=lambda: self._publishing.remove(made.id))
            self.changed.emit()

        self._run(self.copied(entry.post.id, local), done)

    def next_slot(self, post_id: int) -> None:
        """Send it at the next free slot; for what was missed or refused."""

        def done(post: Post) -> None:
            due = min((target.due_at for target in post.targets if target.due_at), default=None)
            self._tell(tr("Planned again") if due is None else tr("Goes out {when}", when=self._when(due)), None)

        self._run(self._publishing.move(post_id, When.NEXT), done)

    def cancel(self, post_id: int) -> None:
        back = self._publishing.restore
        self._do(self._publishing.cancel(post_id), tr("Cancelled"), lambda: back(post_id))

    def restore(self, post_id: int) -> None:
        self._do(self._publishing.restore(post_id), tr("Planned again"), None)

    def unplan(self, entry: Entry) -> None:
        """Back among the drafts."""
        self._do(self._publishing.unplan(entry.post.id), tr("Made a draft"), self._way_back(entry))

    def is_out(self, post_id: int, target: Target, remote_id: str) -> None:
        work = self._publishing.resolve(post_id, target.account_id, posted=remote_id)
        self._do(work, tr("Settled: it is out on {account}", account=target.account), None)

    def is_not_out(self, post_id: int, target: Target) -> None:
        work = self._publishing.resolve(post_id, target.account_id, not_posted=True)
        self._do(work, tr("Settled: it is not out on {account}", account=target.account), None)

    def fill(self, post_id: int, target: Target, over: Callable[[], object]) -> None:
        """Fill it in on its site, in a window, where the person looks and sends it; `over` is called in any case."""

        def done(state: PostState) -> None:
            over()
            self._tell(_LOOKED_AT.get(state, tr_marked(_CHANGED)).format(account=target.account), None)

        def failed(error: Exception) -> None:
            over()
            self._failed(error)

        self._desk.tasks.run(self._publishing.fill(post_id, target.account_id), owner=self, done=done, failed=failed)

    def send_again(self, post_id: int, target: Target) -> None:
        work = self._publishing.resolve(post_id, target.account_id, send_again=True)
        self._do(work, tr("It is sent again to {account}", account=target.account), None)

    async def copied(self, post_id: int, local: datetime) -> Post:
        """The post is read whole first: what a calendar shows of it is only its beginning."""
        post = await self._publishing.get(post_id)
        at = to_utc(local, self._desk.zone).isoformat()
        return await self._composing.save(replace(draft_of(post), at=at))

    def _way_back(self, entry: Entry) -> Undo | None:
        """How to undo a move: not where the old time has passed meanwhile, since nothing goes out in the past."""
        post_id, due = entry.post.id, entry.due_at
        if due is None:
            return lambda: self._publishing.unplan(post_id)
        if due <= self._desk.now():
            return None
        return lambda: self._publishing.move(post_id, due.isoformat())

    def _do(self, work: Coroutine[Any, Any, Any], said: str, undo: Undo | None) -> None:
        self._run(work, lambda _: self._tell(said, undo))

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.changed.emit()  # it may stand otherwise than shown: being sent, or moved by another window

    def _tell(self, said: str, undo: Undo | None) -> None:
        self._desk.shell.toast(said, undo=undo)
        self.changed.emit()

    def _when(self, at: datetime) -> str:
        return within(when(at, self._desk.zone, now=self._desk.now()))
