"""A headline number beside the page: what it counts, how old it is, and the rows that add up to it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.home import Kpi, KpiRow
from ui.desk import Desk
from ui.format import count, when, within
from ui.language import tr, tr_n
from ui.models.home_words import before, figure, kind_of_row, row_value
from ui.tokens import Tone
from ui.widgets.layouts import clear, column, row
from ui.widgets.states import Skeleton
from ui.widgets.text import ElidedLabel, label, rule

# As many as one looks through; the export has all of them.
_SHOWN = 200


class FigurePanel(QWidget):
    """Shows the number at once; its rows follow by `show_rows`."""

    def __init__(self, kpi: Kpi, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kpi, self._desk = kpi, desk
        told = figure(kpi, desk.now(), desk.zone)
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(told.figure, "figure"))
        lines.addWidget(label(told.source))
        if told.change:
            lines.addWidget(label(told.change, "muted"))
        if kpi.previous is not None:
            lines.addWidget(label(tr("Before: {before}", before=before(kpi, desk.now(), desk.zone)), "muted"))
        lines.addWidget(label(self._read(), "caption"))
        lines.addWidget(rule())
        self._rows = column(gap=0)
        self._rows.addWidget(Skeleton(4, 36))
        lines.addLayout(self._rows)
        lines.addStretch(1)

    def show_rows(self, rows: Sequence[KpiRow]) -> None:
        clear(self._rows)
        many = tr_n("{count} row", "{count} rows", len(rows), count=count(len(rows)))
        self._rows.addWidget(
            label(tr("Made up of {many}", many=many) if rows else tr("No rows make it up yet."), "caption")
        )
        for one in rows[:_SHOWN]:
            self._rows.addWidget(_Line(one, self._desk.now(), self._desk.zone))
        if len(rows) > _SHOWN:
            rest = count(len(rows) - _SHOWN)
            self._rows.addWidget(label(tr("and {rest} more, which add to the number as well", rest=rest), "caption"))

    def show_error(self, words: str) -> None:
        """`words`: why the rows could not be read."""
        clear(self._rows)
        told = label(words, "note")
        told.setProperty("tone", Tone.DANGER.value)
        self._rows.addWidget(told)

    def _read(self) -> str:
        if self._kpi.as_of is None:
            return tr("Never read yet")
        return tr(
            "Read {when} from {source}",
            when=within(when(self._kpi.as_of, self._desk.zone, now=self._desk.now())),
            source=self._kpi.source,
        )


class _Line(QWidget):
    """One row: whose, when and of what kind, and what it adds."""

    def __init__(self, one: KpiRow, now: datetime, zone: str) -> None:
        super().__init__()
        line = row(self, gap=12)
        line.setContentsMargins(0, 8, 0, 8)
        words = column(gap=2)
        words.addWidget(ElidedLabel(one.account))
        detail = kind_of_row(one, now, zone)
        words.addWidget(ElidedLabel(detail, "caption"))
        line.addLayout(words, 1)
        value = row_value(one)
        line.addWidget(label(value, "strong", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{one.account}, {detail}, {value}")
