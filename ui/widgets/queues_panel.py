"""Named queues and the posts that wait in them, in an order that is changed by drag and by keys."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListWidget, QListWidgetItem, QWidget

from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.planning import Queue, QueueBefore, Queued, WayBack
from ofauto_desktop.domain.posts import Post
from ui.desk import Desk
from ui.dialogs.ask_name import ask_name
from ui.format import when
from ui.language import tr, tr_n
from ui.many_acts import Way
from ui.models.entries import entries
from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import Field
from ui.widgets.layouts import FlowLayout, column
from ui.widgets.text import label

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning

_ID = Qt.ItemDataRole.UserRole


class _Line(QListWidget):
    """Posts in their order. `arranged` comes after a drag; the keys are the panel's buttons."""

    arranged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Posts of the queue, in order"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(160)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.arranged.emit()

    def ids(self) -> list[int]:
        return [self.item(number).data(_ID) for number in range(self.count())]


class QueuesPanel(QWidget):
    """Each change is saved at once; the queue's posts take the next free slots in their order, which the calendar shows."""

    opened = Signal(int)  # a post's id

    def __init__(self, planning: "Planning", desk: Desk, queue_id: int | None = None) -> None:
        super().__init__()
        self._planning, self._desk = planning, desk
        self._queues: tuple[Queue, ...] = ()
        self._wanted = queue_id
        lines = column(self, gap=12, margin=16)
        self.queue = QComboBox()
        self._choice = Field(tr("Queue"), self.queue)
        lines.addWidget(self._choice)
        self._note = label("", "caption")
        lines.addWidget(self._note)
        acts = FlowLayout(gap=4)
        self.new_button = button(tr("New queue…"), self._ask_new, icon="plus")
        self.rename_button = button(tr("Rename…"), self._ask_name, icon="pencil")
        self.delete_button = button(tr("Delete"), self._delete, icon="trash-2")
        for made in (self.new_button, self.rename_button, self.delete_button):
            acts.addWidget(made)
        lines.addLayout(acts)
        self.posts = _Line()
        lines.addWidget(self.posts, 1)
        moving = FlowLayout(gap=4)
        self.up = icon_button("arrow-up", tr("Earlier (Alt+Up)"), partial(self._move, -1))
        self.down = icon_button("arrow-down", tr("Later (Alt+Down)"), partial(self._move, 1))
        self.out = button(tr("Take out"), self._take_out, icon="x")
        self.show_button = button(tr("Show"), self._open, icon="eye")
        for widget in (self.up, self.down, self.out, self.show_button):
            moving.addWidget(widget)
        lines.addLayout(moving)
        for keys, act in (("Alt+Up", partial(self._move, -1)), ("Alt+Down", partial(self._move, 1))):
            made_keys = QShortcut(QKeySequence(keys), self.posts)
            made_keys.setContext(Qt.ShortcutContext.WidgetShortcut)
            made_keys.activated.connect(act)
        self.posts.arranged.connect(self._line_up)
        self.posts.activated.connect(lambda _: self._open())
        self.posts.currentRowChanged.connect(lambda _: self._look())
        self.queue.currentIndexChanged.connect(lambda _: self._read_posts())
        desk.events.settled(PlanningChanged, PostsChanged, owner=self, refresh=self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._run(self._planning.queues.list(), self._show_queues)

    def _show_queues(self, queues: tuple[Queue, ...]) -> None:
        kept = self._wanted or self.queue.currentData()
        self._wanted = None
        self._queues = queues
        self.queue.blockSignals(True)
        self.queue.clear()
        for queue in queues:
            self.queue.addItem(f"{queue.name} ({queue.waiting})", queue.id)
        self.queue.setCurrentIndex(max(0, self.queue.findData(kept)) if queues else -1)
        self.queue.blockSignals(False)
        self._choice.setVisible(bool(queues))
        self._read_posts()

    def _read_posts(self) -> None:
        queue_id = self.queue.currentData()
        if queue_id is None:
            self._show_posts(())
        else:
            self._run(self._planning.queues.posts(queue_id), self._show_posts)

    def _show_posts(self, posts: Sequence[Post]) -> None:
        kept = self._current()
        self.posts.clear()
        for post in posts:
            entry = entries([post], self._desk.zone)[0]
            at = tr("no time yet") if entry.due_at is None else self._when(entry.due_at)
            item = QListWidgetItem(f"{at}\n{entry.headline[:80]}")
            item.setData(_ID, post.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{at}: {entry.headline[:80]}")
            self.posts.addItem(item)
            if post.id == kept:
                self.posts.setCurrentItem(item)
        for widget in (self.posts, self.up, self.down, self.out, self.show_button):
            widget.setVisible(bool(posts))
        if not self._queues:
            self._note.setText(
                tr("A queue is a named line of posts: each takes the next free slot that carries its name.")
            )
        elif not posts:
            self._note.setText(tr("No post waits here. Select posts in the calendar and put them into this queue."))
        else:
            self._note.setText(tr("Drag a post, or press Alt+Up and Alt+Down, to change the order."))
        self.rename_button.setVisible(bool(self._queues))
        self.delete_button.setVisible(bool(self._queues))
        self._look()

    def _look(self) -> None:
        at, count = self.posts.currentRow(), self.posts.count()
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < count - 1)
        self.out.setEnabled(at >= 0)
        self.show_button.setEnabled(at >= 0)

    def _current(self) -> int | None:
        item = self.posts.currentItem()
        return None if item is None else int(item.data(_ID))

    def _move(self, by: int) -> None:
        at = self.posts.currentRow()
        to = at + by
        if at >= 0 and 0 <= to < self.posts.count():
            self.posts.insertItem(to, self.posts.takeItem(at))
            self.posts.setCurrentRow(to)
            self._line_up()

    def _line_up(self) -> None:
        queue_id = self.queue.currentData()
        self._run(
            self._planning.queues.line_up(queue_id, self.posts.ids()),
            lambda queued: self._tell(tr("Changed the order of the queue"), queued),
        )

    def _tell(self, said: str, queued: Queued) -> None:
        way = Way(self._planning, queued.way_back)
        self._desk.shell.toast(said + far_words(queued), undo=way.go, redo=way.go)
        self.refresh()

    def _take_out(self) -> None:
        post_id = self._current()
        if post_id is None:
            return

        def done(back: WayBack) -> None:
            way = Way(self._planning, back)
            self._desk.shell.toast(tr("Took it out of the queue; it keeps its time"), undo=way.go, redo=way.go)
            self.refresh()

        self._run(self._planning.queues.take_out([post_id]), done)

    def _open(self) -> None:
        post_id = self._current()
        if post_id is not None:
            self.opened.emit(post_id)

    def _ask_new(self) -> None:
        ask_name(tr("New queue"), self.window(), self._add, act=tr("Add queue"))

    def _add(self, name: str) -> None:
        def done(queue: Queue) -> None:
            self._wanted = queue.id
            self._desk.shell.toast(
                tr("Added the queue “{name}”", name=queue.name), undo=partial(self._planning.queues.remove, queue.id)
            )
            self.refresh()

        self._run(self._planning.queues.add(name, client_id=self._desk.shell.client_id), done)

    def _ask_name(self) -> None:
        queue = next((one for one in self._queues if one.id == self.queue.currentData()), None)
        if queue is None:
            return
        ask_name(
            tr("Rename the queue"), self.window(), partial(self._rename, queue), act=tr("Rename"), known=queue.name
        )

    def _rename(self, queue: Queue, name: str) -> None:
        def done(renamed: Queue) -> None:
            undo = partial(self._planning.queues.rename, queue.id, queue.name)
            self._desk.shell.toast(tr("Renamed to “{name}”", name=renamed.name), undo=undo)
            self.refresh()

        self._run(self._planning.queues.rename(queue.id, name), done)

    def _delete(self) -> None:
        def done(before: QueueBefore) -> None:
            undo = partial(self._planning.queues.put_back, before)
            said = tr("Deleted the queue “{name}”; its posts keep their times", name=before.queue.name)
            self._desk.shell.toast(said, undo=undo)
            self.refresh()

        queue_id = self.queue.currentData()
        if queue_id is not None:
            self._run(self._planning.queues.remove(queue_id), done)

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.zone, now=self._desk.now())

    def _run(self, work: object, done: object) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)  # type: ignore[arg-type]

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self._read_posts()  # the order as it is, not as it was dragged


def far_words(queued: Queued) -> str:
    """Warned of: posts for which no slot was free in the next 30 days (B11)."""
    count = len({place.post_id for place in queued.far})
    if not count:
        return ""
    return ". " + tr_n(
        "{n} goes out in over 30 days: no earlier slot is free",
        "{n} go out in over 30 days: no earlier slots are free",
        count,
    )
