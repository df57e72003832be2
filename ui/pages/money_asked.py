"""What the Money page is asked about now, and what its sections have in common."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.ledger import LedgerFilter
from ofauto_desktop.domain.schedule import to_wall
from ui.desk import Desk
from ui.widgets.layouts import column
from ui.widgets.states import PageStates

R = TypeVar("R")
# Two headline numbers stand beside each other in a narrow window.
TILE_WIDTH = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days and the client in `scope`; `currency` is what totals are in. `today` is the viewer's."""

    scope: Scope
    currency: str
    today: date

    def days(self, start: date | None, end: date | None) -> Scope:
        return replace(self.scope, start=start, end=end)


# Shows the ledger narrowed to some lines: every number leads to its rows.
Drill = Callable[[LedgerFilter], None]


class Section(QWidget):
    """One part of the page. `look` is asked again whenever the question changes; an answer that was overtaken is dropped."""

    def __init__(self, desk: Desk, content: QWidget, *, rows: int = 6, row_height: int = 40) -> None:
        super().__init__()
        self.desk = desk
        self._turn = 0
        self._is_reading = self._is_stale = False
        self.asked: Asked | None = None
        self.states = PageStates(content, rows=rows, row_height=row_height)
        column(self).addWidget(self.states)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)

    def look(self, asked: Asked) -> None:
        """Show what was asked for.

        The same once more waits for the answer that is on its way: while forty accounts are read, that would be
        overtaken again and again, and nothing ever shown.
        """
        if self._is_reading and asked == self.asked:
            self._is_stale = True
            return
        self.asked = asked
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        raise NotImplementedError

    def read(self, work: Coroutine[Any, Any, R], show: Callable[[R], None]) -> None:
        """Do `work`, then `show` what it gave, unless something newer was asked meanwhile."""
        self._turn += 1
        turn = self._turn
        self._is_reading, self._is_stale = True, False
        self.states.loading()

        def done(found: R) -> None:
            if turn == self._turn:
                show(found)
                self._read_on()

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self.states.error(self.desk.errors.present(error), self.refresh)
                self._read_on()

        self.desk.tasks.run(work, owner=self, done=done, failed=failed)

    def _read_on(self) -> None:
        """Once more, where something changed meanwhile."""
        self._is_reading = False
        if self._is_stale:
            self.refresh()


def today_of(desk: Desk) -> date:
    """The viewer's day."""
    return to_wall(desk.now(), desk.zone).date()
