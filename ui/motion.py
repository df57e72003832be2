"""Movements: short, and only to show where a thing went or comes from (ux.md). None where less of it is wanted."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPoint, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from ui import theme


def travel(widget: QWidget, start: QPoint, end: QPoint) -> QPropertyAnimation | None:
    """Let `widget` go from `start` to `end`, places in its parent; None where it stands at `end` at once.

    The movement ends itself; whoever gives the widget another place meanwhile stops it first.
    """
    lasting = theme.current().motion_ms
    if not lasting or start == end:
        widget.move(end)
        return None
    movement = QPropertyAnimation(widget, b"pos", widget)
    movement.setDuration(lasting)
    movement.setStartValue(start)
    movement.setEndValue(end)
    movement.setEasingCurve(QEasingCurve.Type.OutCubic)
    movement.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)
    return movement
