"""The asyncio thread on which all services run."""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

R = TypeVar("R")
_log = logging.getLogger(__name__)
STOP_AFTER = 5.0


class BackgroundLoop:
    """An event loop in its own thread. `submit` from any thread; `stop` cancels what runs, waits, closes."""

    def __init__(self, name: str = "ofauto-loop") -> None:
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name=name, daemon=True)
        self._thread.start()
        started.wait()

    def submit(self, work: Coroutine[Any, Any, R]) -> Future[R]:
        """Start `work` on the loop; the future holds its result or what it raised."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

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
