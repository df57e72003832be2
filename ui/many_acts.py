"""What is done to several posts at once, each as one step that is undone and done again as a whole."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import to_utc
from ui.desk import Desk
from ui.language import tr, tr_n
from ui.models.entries import Entry

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning

_DAY = timedelta(days=1)


class Way:
    """The way back of a change. Gone once, it is the way forward again, and so on."""

    def __init__(self, planning: "Planning", way: WayBack) -> None:
        self._planning, self._way = planning, way

    async def go(self) -> None:
        self._way = await self._planning.take_back(self._way)


class ManyActs(QObject):
    """Entries that cannot take part stay, and it is said how many. `changed` as in PostActs."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        planning: "Planning",
        copied: Callable[[int, datetime], Coroutine[Any, Any, Post]],
        parent: QObject,
    ) -> None:
        """`copied` makes a second post like one, by its id, at a wall time of the viewer."""
        super().__init__(parent)
        self._desk, self._planning, self._copied = desk, planning, copied

    def shift(self, entries: Sequence[Entry], by: timedelta) -> None:
        """All later, or earlier, by the same stretch of the viewer's time."""
        going = tuple(entry for entry in entries if entry.stuck is None and entry.local is not None)
        if not going:
            self._desk.shell.toast(why_none(entries))
            return
        ids = _ids(going)
        if by % _DAY:
            zone = self._desk.zone
            plan = {one.post.id: to_utc(one.local + by, zone) for one in reversed(going) if one.local is not None}
            work = self._planning.many.move(plan)
        else:
            work = self._planning.many.shift(ids, by // _DAY)
        said = tr_n("Moved {n} post by {span}", "Moved {n} posts by {span}", len(ids), span=span_words(by))
        self._step(work, said + left_out(entries, going))

    def next_slots(self, entries: Sequence[Entry]) -> None:
        """Each at its accounts' next free slot; drafts too, which is how a key gives them a time."""
        going = tuple(entry for entry in entries if entry.stuck is None)
        if not going:
            self._desk.shell.toast(why_none(entries))
            return
        ids = _ids(going)
        said = tr_n("{n} post goes out at its next slot", "{n} posts go out at their next slots", len(ids))
        self._step(self._planning.many.move(dict.fromkeys(ids, When.NEXT)), said + left_out(entries, going))

    def unplan(self, entries: Sequence[Entry]) -> None:
        """Back among the drafts."""
        going = tuple(entry for entry in entries if entry.stuck is None and entry.local is not None)
        if not going:
            self._desk.shell.toast(why_none(entries))
            return
        ids = _ids(going)
        said = tr_n("Made {n} post a draft", "Made {n} posts drafts", len(ids))
        self._step(self._planning.many.unplan(ids), said + left_out(entries, going))

    def remove(self, entries: Sequence[Entry]) -> None:
        """Delete. What is out or may be stays."""
        going = tuple(entry for entry in entries if entry.stuck is None)
        if not going:
            self._desk.shell.toast(why_none(entries, deleting=True))
            return
        ids = _ids(going)
        said = tr_n("Deleted {n} post", "Deleted {n} posts", len(ids))
        self._step(self._planning.many.remove(ids), said + left_out(entries, going))

    def tag(self, entries: Sequence[Entry], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Give all a tag, or take one away; those that are out too."""
        ids = _ids(entries)
        if not ids:
            return
        if add:
            said = tr_n("Tagged {n} post “{tag}”", "Tagged {n} posts “{tag}”", len(ids), tag=", ".join(add))
        else:
            said = tr_n("Took “{tag}” off {n} post", "Took “{tag}” off {n} posts", len(ids), tag=", ".join(remove))
        self._step(self._planning.many.tag(ids, add=add, remove=remove), said)

    def copy(self, entries: Sequence[Entry], by: timedelta) -> None:
        """A second post like each, later by the same stretch."""
        times = [(entry.post.id, entry.local + by) for entry in entries if entry.local is not None]

        async def copy_all() -> tuple[int, ...]:
            made: list[int] = []
            try:
                for post_id, local in times:
                    made.append((await self._copied(post_id, local)).id)
            except BaseException:
                if made:  # all or nothing: half a row of copies would have to be looked for
                    await self._planning.many.remove(made)
                raise
            return tuple(made)

        def done(made: tuple[int, ...]) -> None:
            said = tr_n("Copied {n} post", "Copied {n} posts", len(made))
            self._desk.shell.toast(said, undo=lambda: self._planning.many.remove(made))
            self.changed.emit()

        self._run(copy_all(), done)

    def _step(self, work: Coroutine[Any, Any, WayBack], said: str) -> None:
        def done(back: WayBack) -> None:
            way = Way(self._planning, back)
            self._desk.shell.toast(said, undo=way.go, redo=way.go)
            self.changed.emit()

        self._run(work, done)

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.changed.emit()  # it may stand otherwise than shown


def why_none(entries: Sequence[Entry], *, deleting: bool = False) -> str:
    """Why nothing could be done with any of them."""
    if len(entries) == 1 and entries[0].stuck is not None:
        return tr("What is out or may be out is not deleted here.") if deleting else entries[0].stuck
    if all(entry.local is None for entry in entries):
        return tr("They have no time yet. Drag them to a day, or edit them.")
    return tr("All of these are out or on their way; they stay as they are.")


def left_out(entries: Sequence[Entry], going: Sequence[Entry]) -> str:
    """How many of `entries` did not take part, as a second sentence."""
    count = len({entry.post.id for entry in entries} - {entry.post.id for entry in going})
    if not count:
        return ""
    return ". " + tr_n("{n} is out or on its way and stayed", "{n} are out or on their way and stayed", count)


def span_words(by: timedelta) -> str:
    """As it is said after "by": 2 days, −1 day, 3 h 15 min."""
    minutes = int(by.total_seconds() // 60)
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, minutes_left = divmod(rest, 60)
    parts = [tr_n("{n} day", "{n} days", days)] if days else []
    parts += [tr("{n} h", n=hours)] if hours else []
    parts += [tr("{n} min", n=minutes_left)] if minutes_left else []
    words = " ".join(parts)
    return f"−{words}" if minutes < 0 else words


def _ids(entries: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(entry.post.id for entry in entries))
