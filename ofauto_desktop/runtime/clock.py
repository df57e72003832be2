"""The time, as the rest asks for it. Tests hand in clocks that they move by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]
# The two clocks may drift this far between two looks before it counts as a jump.
TOLERANCE = timedelta(seconds=30)


def now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


def boot_clock() -> float:
    """Seconds since boot, sleep included where the system can tell (monotonic clocks stop in sleep)."""
    source = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(source) if source is not None else time.monotonic()


class JumpDetector:
    """Notices that the wall clock was set, by comparing it with the boot clock; and that the computer slept.

    `look` returns by how many seconds the wall clock moved against the boot clock since the last look, 0.0 within tolerance.
    """

    def __init__(self, wall: Now = now, boot: Callable[[], float] = boot_clock) -> None:
        self._wall, self._boot = wall, boot
        self._last = (wall(), boot())

    def look(self) -> float:
        wall, boot = self._wall(), self._boot()
        moved = (wall - self._last[0]).total_seconds() - (boot - self._last[1])
        self._last = (wall, boot)
        return moved if abs(moved) > TOLERANCE.total_seconds() else 0.0
