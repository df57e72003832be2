"""Locking by itself: nobody has touched the window for a while, or the computer itself is locked or asleep."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ofauto_desktop.domain.preferences import AUTO_LOCK_MINUTES, KEEP_POSTING, LOCK_WHEN_AWAY
from ofauto_desktop.services import Services
from ui.away import Away
from ui.idle import IdleWatch
from ui.tasks import Tasks


class Unattended(QObject):
    """Locks what `lockable` gives; where posts are planned and may go on, `cover` hides it and they go out."""

    def __init__(
        self,
        lockable: Callable[[], Services | None],
        lock: Callable[[], None],
        cover: Callable[[], None],
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._lockable, self._lock, self._cover, self._tasks = lockable, lock, cover, tasks
        self._idle = IdleWatch(self._minutes, self.gone, self)
        self._away = Away(self._gone_away, self)

    def stop(self) -> None:
        """Watch no more."""
        self._idle.stop()
        self._away.stop()

    def gone(self) -> None:
        """Nobody is here: lock, or cover where something is due."""
        services = self._lockable()
        if services is None:
            return
        if not services.preferences.get(KEEP_POSTING):
            self._lock()
            return
        self._tasks.run(
            services.publishing.next_due(),
            owner=self,
            done=lambda due: self._lock() if due is None else self._cover(),
            failed=lambda _: self._lock(),
        )

    def _minutes(self) -> int:
        """0 while there is nothing to lock."""
        services = self._lockable()
        return 0 if services is None else services.preferences.get(AUTO_LOCK_MINUTES)

    def _gone_away(self) -> None:
        services = self._lockable()
        if services is not None and services.preferences.get(LOCK_WHEN_AWAY):
            self.gone()
