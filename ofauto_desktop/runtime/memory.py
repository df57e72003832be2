"""Keeping small while nobody looks: memory that was used once goes back to the system."""

import ctypes
import gc
import sys

_M_ARENA_MAX = -8
_ARENAS = 2
_YOUNG = 20_000


def keep_small() -> None:
    """Let all threads share two heaps of the C library. A heap a thread would keep what each of them once needed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def collect_less_often() -> None:
    """For a process without a window. What a pull makes lives until it is stored, and no circle is in it: looking at it
    every 700 objects took a tenth of the time.
    """
    gc.set_threshold(_YOUNG)


def look_past_what_stands() -> None:
    """Leave what exists now out of the collector's rounds: one over all modules and pages holds the window for 80 ms."""
    gc.freeze()


def look_at_everything() -> None:
    """The collector sees all again: what stood is going."""
    gc.unfreeze()


def give_back() -> None:
    """Free what is garbage, and hand free pages of the heaps back to the system where it can.

    Where the collector was taken off all threads but one, that one frees: widgets must not end on this one.
    """
    if gc.isenabled():
        gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
