"""What a person should know before believing the numbers: gaps in them, and that they are old."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.measures import Lines
from ui.desk import Desk
from ui.format import age
from ui.language import known, tr, tr_n
from ui.tokens import Tone
from ui.widgets.layouts import clear, column
from ui.widgets.states import Banner

_OLD = timedelta(days=2)


class AnalyticsNotes(QWidget):
    """Nothing where all is well."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines = column(self, gap=8)
        self.hide()

    def put(self, found: Lines) -> None:
        clear(self._lines)
        now = self._desk.now()
        read_at = [line.as_of for line in found.lines if line.as_of is not None]
        # Only where the days reach to now: last year's numbers are old, and right.
        recent = now.date() - found.end <= timedelta(days=1)
        if read_at and recent and now - min(read_at) > _OLD:
            words = tr(
                "The newest numbers are from {age}: since then nothing could be read.", age=age(min(read_at), now)
            )
            self._lines.addWidget(
                Banner(words, Tone.WARNING, tr("Sync now"), lambda: self._desk.commands.run("sync.now"))
            )
        if found.gaps:
            reasons = ", ".join(sorted({known(gap.reason) for gap in found.gaps}))
            words = tr_n(
                "{n} stretch of these days could not be read ({why}). It is hatched, and in no sum.",
                "{n} stretches of these days could not be read ({why}). They are hatched, and in no sum.",
                len(found.gaps),
                why=reasons,
            )
            self._lines.addWidget(Banner(words, Tone.INFO))
        self.setVisible(self._lines.count() > 0)
