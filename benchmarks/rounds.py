"""Two things measured in turns, so that what else the computer does falls on both alike."""

import statistics
from collections.abc import Callable

ROUNDS = 5


def medians(ours: Callable[[], float], beside: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """The medians of what each gives in `rounds` turns; a turn before them, which fills caches, is not counted."""
    found = [(beside(), ours()) for _ in range(rounds + 1)][1:]
    return statistics.median(one for _, one in found), statistics.median(one for one, _ in found)
