"""What is done to a post that repeats, for as much of its series as the person says."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Scope, SeriesChanged, draft_of
from ui.desk import Desk
from ui.dialogs.repeat import RepeatDialog
from ui.dialogs.which_occurrences import WhichOccurrences
from ui.language import tr, tr_n
from ui.many_acts import Way
from ui.models.entries import Entry
from ui.widgets.repeat_words import repeat_words

if TYPE_CHECKING:
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.publishing import Publishing


class SeriesActs(QObject):
    """Each asks what is meant before it does anything, and is one step to undo. `changed` as in PostActs."""

    changed = Signal()

    def __init__(self, desk: Desk, planning: "Planning", publishing: "Publishing", parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._planning, self._publishing, self._page = desk, planning, publishing, parent

    def move(self, entry: Entry, local: datetime, alone: Callable[[], object]) -> None:
        """Ask how much of the series moves; `alone` moves just this one."""
        asked = WhichOccurrences(self._page.window())
        asked.chosen.connect(lambda scope: alone() if scope is Scope.THIS else self._move(entry, local, scope))
        asked.rejected.connect(self.changed)
        asked.open()

    def remove(self, entry: Entry) -> None:
        asked = WhichOccurrences(self._page.window())
        asked.chosen.connect(lambda scope: self._remove(entry, scope))
        asked.open()

    def repeat(self, post: Post) -> None:
        """Let a single post be the first of a series."""
        wall = next((target.wall for target in post.targets if target.wall is not None), None)
        if wall is None:
            self._desk.shell.toast(tr("It has no time yet. Give it one, then it can repeat."))
            return
        asked = RepeatDialog(wall, self._page.window())
        asked.chosen.connect(lambda rule: self._repeat(post.id, rule))
        asked.open()

    def change_rule(self, post: Post) -> None:
        """Another rhythm from this post on."""
        wall = next((target.wall for target in post.targets if target.wall is not None), None)
        if wall is None or post.series_id is None:
            return

        def ask(series: Any) -> None:
            asked = RepeatDialog(wall, self._page.window(), series.rule)
            asked.chosen.connect(lambda rule: self._change_rule(post, wall, rule))
            asked.open()

        self._run(self._planning.series.get(post.series_id), ask)

    def end(self, series_id: int) -> None:
        """No more of it is made; what there is stays."""

        def done(back: WayBack) -> None:
            way = Way(self._planning, back)
            self._desk.shell.toast(tr("The series ends; what is planned stays"), undo=way.go, redo=way.go)
            self.changed.emit()

        self._run(self._planning.series.end(series_id), done)

    def _move(self, entry: Entry, local: datetime, scope: Scope) -> None:
        by = timedelta() if entry.local is None else local - entry.local

        async def move() -> SeriesChanged:
            post = await self._publishing.get(entry.post.id)
            wall = next(target.wall for target in post.targets if target.wall is not None)
            return await self._planning.series.edit(post.id, draft_of(post, wall + by), scope)

        def done(changed: SeriesChanged) -> None:
            self._tell(
                tr_n("Moved {n} post of the series", "Moved {n} posts of the series", len(changed.changed)), changed
            )

        self._run(move(), done)

    def _remove(self, entry: Entry, scope: Scope) -> None:
        def done(changed: SeriesChanged) -> None:
            self._tell(tr_n("Deleted {n} post", "Deleted {n} posts", len(changed.changed)), changed)

        self._run(self._planning.series.remove(entry.post.id, scope), done)

    def _repeat(self, post_id: int, rule: Recurrence) -> None:
        self._run(
            self._planning.series.repeat(post_id, rule),
            lambda changed: self._tell(tr("It repeats: {rule}", rule=repeat_words(rule)), changed),
        )

    def _change_rule(self, post: Post, wall: datetime, rule: Recurrence) -> None:
        self._run(
            self._planning.series.edit(post.id, draft_of(post, wall), Scope.FOLLOWING, rule=rule),
            lambda changed: self._tell(tr("It repeats: {rule}", rule=repeat_words(rule)), changed),
        )

    def _tell(self, said: str, changed: SeriesChanged) -> None:
        way = Way(self._planning, changed.way_back)
        kept = len(changed.kept)
        if kept:
            said += ". " + tr_n("{n} that was changed alone stayed", "{n} that were changed alone stayed", kept)
        self._desk.shell.toast(said, undo=way.go, redo=way.go)
        self.changed.emit()

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self.changed.emit()
