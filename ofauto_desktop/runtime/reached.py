"""Named points of publishing and of renewing a login, so that tests can stop the process exactly there.

In the program nothing listens and a point costs one attribute look-up. The names are those of security.md §8's table, and
of the steps of its §6.
"""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """The places of publishing where a crash has a meaning of its own."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    AFTER_PREPARE = "after_prepare"
    AFTER_PREPARE_SAVED = "after_prepare_saved"
    AFTER_SENDING = "after_sending"
    AFTER_ANSWER = "after_answer"
    AFTER_OUTCOME = "after_outcome"


class Renewal(StrEnum):
    """The same of renewing. From ASKING to KEPT a death may lose the login: the platform rotated, no disk knows it."""

    BEFORE_TURN = "before_turn"
    IN_TURN = "in_turn"
    ASKING = "asking"
    ANSWERED = "answered"
    KEPT = "kept"
    AFTER_TURN = "after_turn"


listener: Callable[[Point | Renewal], None] | None = None


def reached(point: Point | Renewal) -> None:
    """The work has come to `point`."""
    if listener is not None:
        listener(point)
