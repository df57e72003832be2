"""A number beside the page: how it is made, how old it is, in whose days, and the rows that add up to it (E14)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.measures import Behind, Contribution
from ui.desk import Desk
from ui.format import count, when
from ui.language import tr, tr_n
from ui.tokens import Tone
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column
from ui.widgets.line_button import LineButton
from ui.widgets.states import Skeleton
from ui.widgets.text import label, rule

# As many as one looks through; the table of posts has all of them.
_SHOWN = 40


class BehindPanel(QWidget):
    """Shows the number at once; its rows follow by `show_rows`. `facts` are lines of words below the figure."""

    def __init__(
        self, figure: str, facts: Sequence[str], desk: Desk, open_row: Callable[[Contribution], object]
    ) -> None:
        super().__init__()
        self._desk, self._open_row = desk, open_row
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(figure, "figure"))
        for words in facts:
            if words:
                lines.addWidget(label(words, "muted"))
        self._acts = column(gap=4)
        lines.addLayout(self._acts)
        lines.addWidget(rule())
        self._rows = column(gap=0)
        self._rows.addWidget(Skeleton(4, 36))
        lines.addLayout(self._rows)
        lines.addStretch(1)

    def add_act(self, words: str, act: Callable[[], object]) -> None:
        self._acts.addWidget(button(words, act, kind="link"), 0, Qt.AlignmentFlag.AlignLeft)

    def without_rows(self) -> None:
        """Its rows are shown elsewhere."""
        clear(self._rows)

    def show_rows(self, behind: Behind, total: float | None = None) -> None:
        """`total`: the number itself, where the rows are to add up to it."""
        clear(self._rows)
        if not behind.rows:
            self._rows.addWidget(label(tr("No rows make it up."), "caption"))
            return
        words = tr_n("Made up of {n} row", "Made up of {n} rows", behind.rows_in_all)
        if total is not None and behind.total is not None and round(total) != behind.total:
            words = tr(
                "{rows}, which make {sum}: days that nobody read are in the rows, not in the number.",
                rows=words,
                sum=count(behind.total),
            )
        self._rows.addWidget(label(words, "caption"))
        for row in behind.rows[:_SHOWN]:
            self._rows.addWidget(self._line(row))
        rest = behind.rows_in_all - min(len(behind.rows), _SHOWN)
        if rest > 0:
            self._rows.addWidget(label(tr("and {n} more, which add to the number as well", n=count(rest)), "caption"))

    def show_error(self, words: str) -> None:
        clear(self._rows)
        told = label(words, "note")
        told.setProperty("tone", Tone.DANGER.value)
        self._rows.addWidget(told)

    def _line(self, row: Contribution) -> QWidget:
        title = " ".join(row.text.split()) if row.remote_id is not None else row.account
        at = "" if row.at is None else when(row.at, self._desk.zone, now=self._desk.now())
        parts = (row.account if row.remote_id is not None else "", at)
        detail = " · ".join(part for part in parts if part and row.remote_id is not None) or self._read(row)
        value = f"{row.value:+,}".replace("-", "−") if row.remote_id is not None else count(row.value)
        act = partial(self._open_row, row) if row.post_id is not None or row.url else None
        return LineButton(title or tr("A post without text"), detail, value, act)

    def _read(self, row: Contribution) -> str:
        return tr("Read {at}", at=when(row.as_of, self._desk.zone, now=self._desk.now()))
