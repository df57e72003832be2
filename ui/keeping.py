"""Keeps what is being written while it is written: every two seconds, when the sheet closes, until it is a post (B9)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.desk import Desk
from ui.models.composition import Unfinished
from ui.tasks import ignore

if TYPE_CHECKING:
    from ofauto_desktop.services.unfinished import Unfinished as Keeper

KEEP_AFTER_MS = 2000


class Keeping(QObject):
    """One sheet's words, under `key`. `kept` and `not_kept` say what came of it."""

    kept = Signal()
    not_kept = Signal()

    def __init__(self, keeper: "Keeper", desk: Desk, current: Callable[[], Unfinished], parent: QObject) -> None:
        super().__init__(parent)
        self._keeper, self._desk, self._current = keeper, desk, current
        self.key = ""
        self._touched = False
        self._soon = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._soon.timeout.connect(lambda: self.keep(is_open=True))

    def begin(self, post_id: int | None, key: str = "") -> None:
        """For a post, or for a new one; `key` where something kept before is gone on with."""
        self.key = key or self._keeper.key_of(post_id)
        self._touched = False
        self._soon.stop()

    @property
    def touched(self) -> bool:
        """Something was written since it began."""
        return self._touched

    @property
    def is_waiting(self) -> bool:
        """There are words that are not kept yet, for two seconds at most."""
        return self._soon.isActive()

    def touch(self) -> None:
        """Something changed. Not started anew by each key: someone who never pauses is kept safe too."""
        self._touched = True
        if not self._soon.isActive():
            self._soon.start()

    def keep(self, *, is_open: bool) -> None:
        """Now. Where nothing is left that anybody would miss, nothing is kept."""
        self._soon.stop()
        current = self._current()
        if current.is_empty:
            work = self._keeper.drop(self.key)
        else:
            work = self._keeper.keep(self.key, current.as_json(), is_open=is_open)
        # The desk's tasks own it: a sheet that closes is gone before it ends.
        if not is_open:
            self._desk.tasks.run(work, owner=self._desk.tasks, done=ignore, failed=self._desk.errors.show)
            return
        done = ignore if current.is_empty else self._done
        self._desk.tasks.run(work, owner=self, done=done, failed=self._failed)

    def pause(self) -> None:
        """Until it is touched again: it is being stored as a post."""
        self._soon.stop()

    def stop(self) -> None:
        """It is stored as a post; nothing is to be kept any more."""
        self._soon.stop()
        self._touched = False

    def drop(self, key: str) -> None:
        """Throw away something else that was kept."""
        self._desk.tasks.run(self._keeper.drop(key), owner=self._desk.tasks, done=ignore, failed=self._desk.errors.show)

    def put_back(self, key: str, unfinished: Unfinished) -> None:
        """Keep again what was thrown away."""
        work = self._keeper.keep(key, unfinished.as_json(), is_open=False)
        self._desk.tasks.run(work, owner=self._desk.tasks, done=ignore, failed=self._desk.errors.show)

    def _done(self, _: object) -> None:
        self.kept.emit()

    def _failed(self, _: Exception) -> None:
        self.not_kept.emit()
