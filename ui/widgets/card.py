"""Cards, and the tile of one headline number."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS, Picture
from ui.widgets.layouts import column, row
from ui.widgets.text import FittingFigure, label
from ui.widgets.tile import Tile

_MARGIN = 16
_HEADING = 28  # pixels at 100 %


class Card(QFrame):
    """A surface with a line around it and, where given, a heading. Add to `body`; `heading` takes buttons at its end.

    `least_width`: what it asks for among others, in pixels at 100 %.
    """

    def __init__(
        self, title: str = "", *, caption: str = "", least_width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least_width = least_width
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.lines = outer = column(self, gap=12, margin=_MARGIN)
        self.heading = row(gap=8)
        if title:
            words = column(gap=2)
            self._title = label(title, "lead")
            words.addWidget(self._title)
            if caption:
                words.addWidget(label(caption, "caption"))
            self.heading.addLayout(words, 1)
            outer.addLayout(self.heading)
        self.body: QVBoxLayout = column(gap=12)
        outer.addLayout(self.body, 1)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(theme.current().scaled(self._least_width), 0))

    def retitle(self, title: str) -> None:
        """Another heading, for a card that had one."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def hold_lines(self, side: int) -> None:
        """For a body of lines that each keep `side` pixels at their own sides: their words stand below the heading's."""
        self.lines.setContentsMargins(_MARGIN - side, _MARGIN, _MARGIN - side, _MARGIN)
        self.heading.setContentsMargins(side, 0, side, 0)
        # With or without a button at its end: headings of cards side by side stand at one height.
        self.heading.addStrut(theme.current().scaled(_HEADING))
        self.body.setSpacing(0)


class StatTile(Tile):
    """A headline number with its comparison and age. A click opens the rows behind it."""

    def __init__(
        self,
        title: str,
        act: Callable[[], object] | None = None,
        *,
        least_width: int = 176,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(least_width=least_width, gap=2, parent=parent)
        self._title = title
        self.lines.addWidget(label(title, "muted"))
        self._figure = FittingFigure("–")
        self.lines.addWidget(self._figure)
        change = row(gap=4)
        self._arrow = Picture("minus", edge=14)
        self._change = label("", "caption")
        change.addWidget(self._arrow)
        change.addWidget(self._change, 1)
        self.lines.addLayout(change)
        self._age = label("", "caption")
        self.lines.addWidget(self._age)
        self.lines.addStretch(1)
        if act is not None:
            self.clicked.connect(lambda: act())
        self.show_value("–", change="", age="")

    def show_value(self, figure: str, *, change: str, age: str, better: bool | None = None, source: str = "") -> None:
        """`change` is the worded comparison; `better` says which way it points, None for neither; `age` how old it is."""
        self._figure.setText(figure)
        self._change.setText(change)
        icon = {True: "arrow-up-right", False: "arrow-down-right", None: "minus"}[better]
        tone = {True: Tone.SUCCESS, False: Tone.DANGER, None: Tone.NEUTRAL}[better]
        self._arrow.put(icon, TONE_COLOURS[tone])
        self._arrow.setVisible(bool(change))
        self._change.setVisible(bool(change))
        self._age.setText(age)
        self._age.setVisible(bool(age))
        self.setToolTip(source)
        self.setAccessibleName(", ".join(part for part in (self._title, figure, change, age) if part))
