"""Next week filled from the library: proposed in one sheet, planned with one press, undone as one step."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.filling import WeekPlan
from ui.desk import Desk
from ui.dialogs.fill_week import FillWeekSheet
from ui.language import tr_n
from ui.many_acts import Way

if TYPE_CHECKING:
    from ofauto_desktop.services.filling import WeekFilling
    from ofauto_desktop.services.planning_book import Planning


class FillWeek(QObject):
    """Belongs to the page whose items it plans."""

    def __init__(self, filling: "WeekFilling", planning: "Planning", desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._filling, self._planning, self._desk, self._page = filling, planning, desk, page

    def propose(self, media_ids: Sequence[int]) -> None:
        self._desk.tasks.run(
            self._filling.propose(media_ids), owner=self, done=self._show, failed=self._desk.errors.show
        )

    def _show(self, week: WeekPlan) -> None:
        sheet = FillWeekSheet(week, self._desk, self._page.window())
        sheet.accepted.connect(lambda: self._plan(week))
        sheet.open()

    def _plan(self, week: WeekPlan) -> None:
        self._desk.tasks.run(self._filling.plan(week), owner=self, done=self._planned, failed=self._desk.errors.show)

    def _planned(self, post_ids: tuple[int, ...]) -> None:
        said = tr_n("Planned {n} post for next week", "Planned {n} posts for next week", len(post_ids))
        step = _Taken(self._planning, post_ids)
        self._desk.shell.toast(said, undo=step.back, redo=step.again)


class _Taken:
    """The posts that were made: taken away, and put back, as often as one likes."""

    def __init__(self, planning: "Planning", post_ids: tuple[int, ...]) -> None:
        self._planning, self._post_ids = planning, post_ids
        self._way: Way | None = None

    async def back(self) -> None:
        if self._way is None:
            self._way = Way(self._planning, await self._planning.many.remove(self._post_ids))
        else:
            await self._way.go()

    async def again(self) -> None:
        if self._way is not None:
            await self._way.go()
