"""A card that reads by itself: a skeleton at first, a word while it reads again, one sentence where there is nothing."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.language import tr
from ui.widgets.card import Card
from ui.widgets.states import BUSY_AFTER_MS, PageStates
from ui.widgets.text import label

R = TypeVar("R")


class _States(PageStates):
    """Takes the room of what it shows, at its width; Qt's own takes that of its largest page, and cuts words that wrap."""

    def __init__(self, content: QWidget, *, rows: int, row_height: int) -> None:
        super().__init__(content, rows=rows, row_height=row_height)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        if shown is None:
            return 0
        return shown.heightForWidth(width) if shown.hasHeightForWidth() else shown.sizeHint().height()


class Section(Card):
    """`content` stands in the card once something was read. Answers that were overtaken are dropped.

    `settled` after each reading that counted, well or not.
    """

    settled = Signal()

    def __init__(
        self,
        title: str,
        content: QWidget,
        desk: Desk,
        *,
        rows: int = 4,
        row_height: int = 40,
        least_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, least_width=least_width, parent=parent)
        self.desk = desk
        self.states = _States(content, rows=rows, row_height=row_height)
        self.body.addWidget(self.states)
        self._asked = 0
        self._busy = label(tr("Reading …"), "caption", wrap=False)
        self._busy.hide()
        self.heading.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignTop)
        self._patience = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._patience.timeout.connect(self._busy.show)

    def read(self, work: Coroutine[Any, Any, R], show: Callable[[R], None], again: Callable[[], None]) -> None:
        """Run `work` and show what it found; `again` is what the button of an error does."""
        self._asked += 1
        asked = self._asked
        self.states.loading()
        self._patience.start()

        def done(found: R) -> None:
            if asked == self._asked:
                self._rest()
                show(found)
                self.settled.emit()

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._rest()
                self.states.error(self.desk.errors.present(error), again)
                self.settled.emit()

        self.desk.tasks.run(work, owner=self, done=done, failed=failed)

    def _rest(self) -> None:
        self._patience.stop()
        self._busy.hide()
