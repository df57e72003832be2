"""Named points of the publishing path, so that tests can stop the process exactly there.

In the program nothing listens and a point costs one attribute look-up. The names are those of security.md §8's table.
"""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """The places where a crash has a meaning of its own."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    AFTER_PREPARE = "after_prepare"
    AFTER_PREPARE_SAVED = "after_prepare_saved"
    AFTER_SENDING = "after_sending"
    AFTER_ANSWER = "after_answer"
    AFTER_OUTCOME = "after_outcome"


listener: Callable[[Point], None] | None = None


def reached(point: Point) -> None:
    """The publishing path has come to `point`."""
    if listener is not None:
        listener(point)
