"""Keeping small while nobody looks: memory that was used once goes back to the system."""

import ctypes
import gc
import sys

_M_ARENA_MAX = -8
_ARENAS = 2


def keep_small() -> None:
    """Let all threads share two heaps of the C library. A heap a thread would keep what each of them once needed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Free what is garbage, and hand free pages of the heaps back to the system where it can."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
