"""The only way off the GUI thread, and the only way back."""

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

R = TypeVar("R")
_log = logging.getLogger(__name__)


class Loop(Protocol):
    """What runs the work: `runtime.loop.BackgroundLoop` in the program."""

    def submit(self, work: Coroutine[Any, Any, R]) -> Future[R]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    future: Future[Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


class Tasks(QObject):
    """Runs a service's coroutine on the loop's thread and calls back on the GUI thread.

    One of `done` and `failed` is called, or neither: where the owner has been deleted meanwhile, where the work was
    cancelled, and after `close`. The work itself goes on when its owner goes: a page that is left stops no send.
    """

    _arrived = Signal(object)

    def __init__(self, loop: Loop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self._closed = False
        self._running: set[Future[Any]] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Coroutine[Any, Any, R],
        *,
        owner: QObject,
        done: Callable[[R], None],
        failed: Callable[[Exception], None],
    ) -> "Future[R]":
        """Start `work`; returns at once. The future can be cancelled; nobody waits for it here."""
        if self._closed:
            work.close()
            ended: Future[R] = Future()
            ended.cancel()
            return ended
        future = self._loop.submit(work)
        self._running.add(future)
        task = _Ended(future=future, owner=owner, done=done, failed=failed)
        future.add_done_callback(lambda _: self._tell(task))
        return future

    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self._running)

    def close(self) -> None:
        """From now on nothing is started and nothing delivered. What runs is the loop's to end."""
        self._closed = True

    def _tell(self, task: _Ended) -> None:
        # On the loop's thread. The queued signal is what crosses over.
        if not self._closed:
            self._arrived.emit(task)

    def _deliver(self, task: _Ended) -> None:
        self._running.discard(task.future)
        if self._closed or not shiboken6.isValid(task.owner):
            return
        try:
            result = task.future.result()
        except CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - handed on whole; the error presenter knows what to make of it
            task.failed(error)
            return
        task.done(result)


def ignore(_: object) -> None:
    """For `done`, where the outcome is heard of by an event instead."""
