"""What the composer asks before it stores a post: really now, and which posts of a series."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.metrics import Metric, MetricRow
from ofauto_desktop.domain.repeating import Scope as Occurrences
from ui.desk import Desk
from ui.dialogs.publish_now import PublishNow
from ui.dialogs.which_occurrences import WhichOccurrences

if TYPE_CHECKING:
    from ofauto_desktop.services.metrics import Metrics


class Asking(QObject):
    """Questions over `sheet`; each answer is a call."""

    def __init__(self, sheet: QWidget, *, metrics: "Metrics", desk: Desk) -> None:
        super().__init__(sheet)
        self._sheet, self._metrics, self._desk = sheet, metrics, desk

    def publish_now(self, chosen: Sequence[Account], confirmed: Callable[[], object]) -> None:
        """Who will see it is told where it is known; the question does not wait for it (ux.md, promise 2)."""

        def ask(known: Mapping[int, MetricRow]) -> None:
            asked = PublishNow(chosen, known, self._desk, self._sheet)
            asked.confirmed.connect(confirmed)
            asked.open()

        self._desk.tasks.run(self._audience(chosen), owner=self, done=ask, failed=lambda _: ask({}))

    def which(self, chosen: Callable[[Occurrences], object]) -> None:
        """An edit of a post that repeats: of this one, of those after it, of all."""
        asked = WhichOccurrences(self._sheet)
        asked.chosen.connect(chosen)
        asked.open()

    async def _audience(self, chosen: Sequence[Account]) -> dict[int, MetricRow]:
        """The followers of each chosen account, as far as they were ever read."""
        ids = tuple(account.id for account in chosen)
        rows = await self._metrics.rows(Scope(account_ids=ids), (Metric.FOLLOWERS,))
        return {row.account_id: row for row in rows if row.value is not None}
