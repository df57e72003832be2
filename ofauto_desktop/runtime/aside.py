"""Work that takes long and that nobody waits for: in a thread that lets all others go first."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from storage.stepping_back import step_back

P = ParamSpec("P")
R = TypeVar("R")


async def aside(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`work` in a thread of its own, which ends with it. Cancelling the caller does not end it.

    Not for what opens a database that stays open: its writer would step back as well, as a thread does what its maker
    does.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="aside", initializer=step_back)
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, lambda: work(*args, **kwargs))
    finally:
        thread.shutdown(wait=False)
