"""Events of the program, from any thread, as calls on the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.events import Event
from ofauto_desktop.runtime.bus import EventBus

# A pull of a hundred accounts tells a hundred events; a page reads the database once for them.
SETTLE_MS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listener:
    """Who hears which events, for as long as `owner` lives."""

    kinds: tuple[type[Event], ...]
    owner: QObject
    hear: Callable[[Event], None]


class _InSight(QObject):
    """Calls `refresh` where `widget` is seen, or when it is seen next."""

    def __init__(self, widget: QWidget, refresh: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget, self._refresh, self._stale = widget, refresh, False

    def ask(self) -> None:
        if self._widget.isVisible():
            self._refresh()
        elif not self._stale:
            self._stale = True
            self._widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._stale:
            self._stale = False
            self._widget.removeEventFilter(self)
            # After it is shown: what it reads must not hold up its first sight.
            QTimer.singleShot(0, self._widget, self._refresh)
        return False


class BusBridge(QObject):
    """Hears the bus for the window. Listeners whose owner is gone are forgotten."""

    _heard = Signal(object)

    def __init__(self, bus: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listeners: list[_Listener] = []
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(self._heard.emit)

    def each(self, *kinds: type[Event], owner: QObject, hear: Callable[[Event], None]) -> None:
        """Call `hear` with every event of these kinds, as long as `owner` lives."""
        self._listeners.append(_Listener(kinds=kinds, owner=owner, hear=hear))

    def settled(self, *kinds: type[Event], owner: QObject, refresh: Callable[[], None]) -> None:
        """Call `refresh` once a burst of such events is over; for pages that read everything again.

        A widget that nobody sees reads nothing; it does once it is seen again.
        """
        timer = QTimer(owner, singleShot=True, interval=SETTLE_MS)
        timer.timeout.connect(_InSight(owner, refresh).ask if isinstance(owner, QWidget) else refresh)

        def hear(_: Event) -> None:
            # Not restarted while it runs: a steady stream must not starve the page.
            if not timer.isActive():
                timer.start()

        self.each(*kinds, owner=owner, hear=hear)

    def close(self) -> None:
        self._unsubscribe()
        self._listeners.clear()

    def _pass_on(self, event: Event) -> None:
        self._listeners = [one for one in self._listeners if shiboken6.isValid(one.owner)]
        for listener in tuple(self._listeners):
            if isinstance(event, listener.kinds) and shiboken6.isValid(listener.owner):
                listener.hear(event)
