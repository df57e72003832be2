"""The ribbon of a practice workspace."""

from PySide6.QtWidgets import QFrame

from ui.language import tr
from ui.tokens import Tone
from ui.widgets.badge import Picture
from ui.widgets.layouts import row
from ui.widgets.text import label


def practice_ribbon() -> QFrame:
    """Says on every page that nothing here is real."""
    made = QFrame()
    made.setProperty("role", "ribbon")
    made.setProperty("tone", Tone.INFO.value)
    made.setAccessibleName(tr("Practice data"))
    line = row(made, gap=8)
    line.setContentsMargins(16, 4, 16, 4)
    line.addWidget(Picture("flask-conical", "info", edge=14))
    words = label(tr("Practice data. Nothing here reaches a real platform."), "caption")
    line.addWidget(words, 1)
    return made
