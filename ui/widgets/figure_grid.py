"""Names at the left, figures under each other at the right: a small account of how a number comes about."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.text import label, rule


def figure_grid(lines: Iterable[tuple[str, str, str, bool]]) -> QWidget:
    """Lines of a name, a figure, a note below the name, and whether it is a sum: sums stand under a line, in strong."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    at = 0
    for name, figure, note, is_sum in lines:
        if is_sum and at:
            grid.addWidget(rule(), at, 0, 1, 2)
            at += 1
        grid.addWidget(label(name, "strong" if is_sum else ""), at, 0)
        value = label(figure, "strong" if is_sum else "", wrap=False)
        value.setAccessibleName(f"{name}: {figure}")
        grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        at += 1
        if note:
            grid.addWidget(label(note, "caption"), at, 0, 1, 2)
            at += 1
    return made
