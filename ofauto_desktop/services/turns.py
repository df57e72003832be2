"""One after another on an account."""

import asyncio
from types import TracebackType
from typing import Self


class Turn:
    """A turn at what `lock` guards: from the beginning of the block to its end, or to the word that it is over."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock, self._held = lock, False

    async def __aenter__(self) -> Self:
        await self._lock.acquire()
        self._held = True
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.over()

    def over(self) -> None:
        """The next one's turn has come; once is enough."""
        if self._held:
            self._held = False
            self._lock.release()
