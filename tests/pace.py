"""Bars in seconds are for a machine of a known pace; on a slower one they are as much longer."""

import time

# What the piece of work below takes on a quick desktop, in seconds of its processor.
REFERENCE = 0.020


def slower() -> float:
    """How many times as long as there a piece of work takes here; never less than 1."""
    return max(1.0, min(_once() for _ in range(5)) / REFERENCE)


def _once() -> float:
    """Objects made, found and sorted, as most of what is measured does."""
    began = time.process_time()
    made = {str(number): (number, str(number * 3)) for number in range(40_000)}
    sorted(made.values(), key=lambda one: one[1])
    return time.process_time() - began
