"""Errors as the window shows them. The words come from `services.wording`; what the button does is registered here."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.services.wording import Worded, unexpected, worded

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """An error ready to be shown. `act` does what the button says, None for no button; `details` are masked."""

    words: Worded
    details: str
    act: Callable[[], None] | None = None


class ErrorPresenter(QObject):
    """The one place that turns exceptions into something to read and something to press.

    Pass `show` as `failed` to `Tasks.run`. A page that shows the error in its own place uses `present` instead.
    """

    shown = Signal(object)  # Presented; the window in front listens

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts: dict[str, Callable[[Exception], object]] = {}

    def offer(self, action_id: str, act: Callable[[Exception], object]) -> None:
        """What the button `action_id` of `services.wording` does; it is left out while nobody offers it."""
        self._acts[action_id] = act

    def show(self, error: Exception) -> None:
        self.shown.emit(self.present(error))

    def present(self, error: Exception) -> Presented:
        """The words, the masked details and the act of `error`. What is no AppError is our mistake, and is logged."""
        if isinstance(error, AppError):
            words, details = worded(error), _facts(error)
        else:
            _log.error("a task failed", exc_info=error)
            words, details = unexpected(), "".join(traceback.format_exception(error))
        act = self._acts.get(words.action_id)
        from ofauto_desktop.runtime.logs import masked  # errors come after the door

        return Presented(words=words, details=masked(details), act=None if act is None else lambda: _do(act, error))


def _do(act: Callable[[Exception], object], error: Exception) -> None:
    act(error)


def _facts(error: AppError) -> str:
    facts = {
        "kind": error.kind.value,
        "account": error.account,
        "item": error.item,
        "post": error.post_id,
        "retry at": error.retry_at.isoformat() if error.retry_at else None,
        "reason": error.reason,
    }
    lines = [f"{name}: {fact}" for name, fact in facts.items() if fact not in (None, "")]
    return "\n".join(
        [type(error).__name__, *lines, *([f"cause: {type(error.__cause__).__name__}"] if error.__cause__ else [])]
    )
