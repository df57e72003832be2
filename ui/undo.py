"""What was done and can be undone: a bounded stack of named steps, taken back and done again in order."""

from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from ofauto_desktop.domain.errors import AppError
from ui.error_presenter import ErrorPresenter
from ui.language import known, tr
from ui.tasks import Tasks

MOST_STEPS = 100

# Either starts its work by itself and gives None, or gives the work: then the step counts as undone once that has
# ended, and what it raises is told with the step's name.
Act = Callable[[], Coroutine[Any, Any, object] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done. `text` is what the toast said: "Moved 3 posts"."""

    text: str
    undo: Act
    redo: Act | None = None


class History(QObject):
    """Steps of the open workspace, newest last. One is undone at a time; impatient presses wait for their turn.

    A step whose ground is gone (the post was deleted, its old time has passed) is told of and dropped: the next
    press reaches the step before it.
    """

    changed = Signal()
    added = Signal(object)  # Step
    undone = Signal(object)  # Step
    redone = Signal(object)  # Step
    failed = Signal(object, str)  # Step, why in words

    def __init__(self, tasks: Tasks, errors: ErrorPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._errors = tasks, errors
        self._done: deque[Step] = deque(maxlen=MOST_STEPS)
        self._taken_back: deque[Step] = deque(maxlen=MOST_STEPS)
        self._busy = False
        self._waiting: deque[Callable[[], None]] = deque()

    def add(self, step: Step) -> None:
        """What was taken back before can no longer be done again: it would come after this."""
        self._done.append(step)
        self._taken_back.clear()
        self.changed.emit()
        self.added.emit(step)

    @property
    def next_undo(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        return self._taken_back[-1] if self._taken_back else None

    def undo(self) -> None:
        """Take the newest step back."""
        self._in_turn(self._undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._in_turn(self._redo)

    def _in_turn(self, act: Callable[[], None]) -> None:
        if self._busy:
            self._waiting.append(act)
        else:
            act()

    def _undo(self) -> None:
        if self._done:
            step = self._done.pop()
            self._run(step, step.undo, lambda: self._was_undone(step))

    def _redo(self) -> None:
        if self._taken_back:
            step = self._taken_back.pop()
            if step.redo is not None:
                self._run(step, step.redo, lambda: self._was_redone(step))

    def _run(self, step: Step, act: Act, done: Callable[[], None]) -> None:
        self._busy = True
        self.changed.emit()
        try:
            work = act()
        except RuntimeError:  # what the step held is deleted: its page or sheet was closed
            self._fail(step, AppError(tr("What it was done to is no longer open.")))
            return
        if work is None:
            self._end(done)
            return
        self._tasks.run(work, owner=self, done=lambda _: self._end(done), failed=lambda error: self._fail(step, error))

    def _end(self, done: Callable[[], None]) -> None:
        self._busy = False
        done()
        self.changed.emit()
        if self._waiting:
            self._waiting.popleft()()

    def _was_undone(self, step: Step) -> None:
        if step.redo is None:
            self._taken_back.clear()
        else:
            self._taken_back.append(step)
        self.undone.emit(step)

    def _was_redone(self, step: Step) -> None:
        self._done.append(step)
        self.redone.emit(step)

    def _fail(self, step: Step, error: Exception) -> None:
        """Whatever was waiting for its turn was pressed without knowing of this, and is forgotten."""
        self._waiting.clear()
        words = self._errors.present(error).words
        why = known(error.reason) if isinstance(error, AppError) and error.reason else words.text or words.title
        self._end(lambda: self.failed.emit(step, why))
