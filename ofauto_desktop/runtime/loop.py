"""The asyncio thread on which all services run."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

R = TypeVar("R")
_log = logging.getLogger(__name__)
STOP_AFTER = 5.0


class BackgroundLoop:
    """An event loop in its own thread. `submit` from any thread; `stop` cancels what runs, waits, closes."""

    def __init__(self, name: str = "ofauto-loop") -> None:
        self.loop = asyncio.new_event_loop()
        self._submitted: deque[tuple[Coroutine[Any, Any, Any], Future[Any]]] = deque()
        self._is_woken = False
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name=name, daemon=True)
        self._thread.start()
        started.wait()

    def submit(self, work: Coroutine[Any, Any, R]) -> Future[R]:
        """Start `work` on the loop; the future holds its result or what it raised. Cancelling it cancels the work.

        Works that come at once wake the loop once: each waking costs the caller a turn of Python's lock.
        """
        future: Future[R] = Future()
        self._submitted.append((work, future))
        if not self._is_woken:
            self._is_woken = True
            self.loop.call_soon_threadsafe(self._start_submitted)
        return future

    def stop(self, grace: float = STOP_AFTER) -> None:
        """Cancel every task, give them `grace` seconds to end, then stop the loop and its thread."""
        if not self._thread.is_alive():
            return
        self.submit(self._wind_down(grace)).result(grace + STOP_AFTER)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(started.set)
        self.loop.run_forever()

    def _start_submitted(self) -> None:
        self._is_woken = False  # before they are taken: what comes from here on wakes the loop again
        while self._submitted:
            work, future = self._submitted.popleft()
            if future.cancelled():
                work.close()
                continue
            task = self.loop.create_task(work)
            task.add_done_callback(partial(_hand_over, future))
            future.add_done_callback(partial(self._cancel, task))

    def _cancel(self, task: asyncio.Task[Any], future: Future[Any]) -> None:
        if future.cancelled() and not task.done() and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(task.cancel)

    async def _wind_down(self, grace: float) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=grace)
            if pending:
                _log.warning("%d tasks did not end in %.0f s", len(pending), grace)
        await self.loop.shutdown_asyncgens()
        await self.loop.shutdown_default_executor()


def _hand_over(future: Future[Any], task: asyncio.Task[Any]) -> None:
    """What became of `task`, for whoever waits in another thread."""
    if task.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    error = task.exception()
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(task.result())
