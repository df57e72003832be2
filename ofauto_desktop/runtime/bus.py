"""Who wants to know hears of it: events to callbacks, from any thread."""

import logging
import threading
from collections.abc import Callable

from ofauto_desktop.domain.events import Event

_log = logging.getLogger(__name__)
Callback = Callable[[Event], None]


class EventBus:
    """Callbacks are called at once, on the publisher's thread, in the order they subscribed.

    A callback that fails is logged and does not keep the others from hearing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: tuple[Callback, ...] = ()

    def publish(self, event: Event) -> None:
        for callback in self._callbacks:
            try:
                callback(event)
            except Exception:  # noqa: BLE001 - logged with its trace; one listener's defect is not another's
                _log.exception("a subscriber failed on %s", type(event).__name__)

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Hear every event from now on; the returned function ends it."""
        with self._lock:
            self._callbacks = (*self._callbacks, callback)

        def unsubscribe() -> None:
            with self._lock:
                self._callbacks = tuple(one for one in self._callbacks if one is not callback)

        return unsubscribe
