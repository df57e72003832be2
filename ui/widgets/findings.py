"""What the checks found, each with the way to the place it is about (B19)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.drafts import Finding
from ui.language import known, tr
from ui.tokens import Tone
from ui.widgets.badge import TONE_COLOURS, TONE_ICONS, Picture
from ui.widgets.buttons import button
from ui.widgets.layouts import clear, column, row
from ui.widgets.text import label


class Findings(QWidget):
    """One line each, what stands in the way first; `wanted` asks to be shown the place."""

    wanted = Signal(object)  # Finding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Checks"))
        self._lines = column(self, gap=6)
        self.found: tuple[Finding, ...] = ()
        self.hide()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.found if one.problem.blocking)

    def show_all(self, found: Sequence[Finding]) -> None:
        """Lines that are there already stay: a focus on one of them is not lost at each key."""
        wanted = tuple(sorted(found, key=lambda one: not one.problem.blocking))
        self.setVisible(bool(wanted))
        if wanted == self.found:
            return
        self.found = wanted
        clear(self._lines)
        for one in wanted:
            self._lines.addWidget(self._line(one))

    def _line(self, found: Finding) -> QWidget:
        made = QWidget()
        tone = Tone.DANGER if found.problem.blocking else Tone.WARNING
        line = row(made, gap=8)
        line.addWidget(Picture(TONE_ICONS[tone], TONE_COLOURS[tone]), 0, Qt.AlignmentFlag.AlignTop)
        words = words_of(found)
        line.addWidget(label(words), 1)
        show = button(tr("Show"), lambda: self.wanted.emit(found), kind="link")
        show.setAccessibleName(tr("Show where: {problem}", problem=words))
        line.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return made


def words_of(found: Finding) -> str:
    """A finding with the account and the part it is about."""
    said = known(found.problem.text)
    if found.problem.part:
        said = tr("part {number}: {problem}", number=found.problem.part + 1, problem=said)
    return f"{found.account}: {said}" if found.account else said[:1].upper() + said[1:]
