"""Small changes that come at once share a transaction, and the work of making it."""

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from ofauto_desktop.domain.errors import DiskProblem
from storage.database import Database

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """What is asked for while one transaction runs goes into the next. `change` answers each item, in order.

    The answer comes when the change is on the disk. An item that breaks the shared change is tried alone, as are the others.
    """

    def __init__(self, database: Database, change: Callable[[Any, list[T]], list[R]]) -> None:
        self._database, self._change = database, change
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    def add(self, item: T) -> "asyncio.Future[R]":
        """Ask for a change; what is asked for later comes after it, in its transaction or in a later one."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run(), name="writing together")
        return answer

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._database.write(self._change, [item for item, _ in batch])
            except DiskProblem as error:  # no item's fault, and none is better off alone
                _hand(batch, error)
                continue
            except Exception as error:  # noqa: BLE001 - handed to those who wait for it
                await self._alone(batch, error)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    async def _alone(self, batch: list[tuple[T, asyncio.Future[R]]], error: Exception) -> None:
        for item, future in batch:
            try:
                [answer] = await self._database.write(self._change, [item]) if len(batch) > 1 else _raised(error)
            except Exception as own:  # noqa: BLE001 - handed to the one who waits for it
                if not future.done():
                    future.set_exception(own)
            else:
                if not future.done():
                    future.set_result(answer)


def _hand(batch: list[tuple[T, "asyncio.Future[R]"]], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)


def _raised(error: Exception) -> list[Any]:
    raise error
