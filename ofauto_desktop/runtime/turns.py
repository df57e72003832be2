"""One at a time, across tasks and processes: what may be done only once, such as spending a single-use token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_LOOK_AGAIN = 0.02


@asynccontextmanager
async def turn(file: Path) -> AsyncIterator[None]:
    """Wait for the turn that `file` stands for. The system ends it with the process, however that ends."""
    lock = FileLock(file, thread_local=False)
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            await asyncio.sleep(_LOOK_AGAIN)
    try:
        yield
    finally:
        lock.release()
