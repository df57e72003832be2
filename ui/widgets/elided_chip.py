"""A chip that can be narrower than its words: names that people gave, sentences."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.widgets.badge import Chip

_LEAST = 96  # pixels at 100 %


class ElidedChip(Chip):
    """A chip whose words end in … where room is short; they are whole in the tooltip and for readers."""

    def __init__(self, name: str, *, on: bool, icon: str = "") -> None:
        super().__init__(name, on=on, icon=icon)
        self._name = name
        # A button's own policy would hold its width to its words.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def rename(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self._fit()
            self.setToolTip(name)
            self.updateGeometry()
            if (parent := self.parentWidget()) is not None:
                parent.updateGeometry()  # more lines may be needed where chips wrap

    def sizeHint(self) -> QSize:
        hint, heavy = super().sizeHint(), self._heavy()
        more = heavy.horizontalAdvance(self._name) - heavy.horizontalAdvance(self.text())
        return QSize(hint.width() + more, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._name
        missing = self.sizeHint().width() - self.width()
        if missing > 2:  # a style may round
            room = self._heavy().horizontalAdvance(self._name) - missing
            shown = self._heavy().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)

    def _heavy(self) -> QFontMetrics:
        """As the words are when it is on: nothing moves when it is pressed."""
        heavy = QFont(self.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(heavy)
