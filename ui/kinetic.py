"""Scrolling with a finger: while the density is Touch, areas follow the finger and glide on."""

from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QScroller, QWidget

from ofauto_desktop.domain.preferences import Density
from ui import theme

_GESTURE = QScroller.ScrollerGestureType.TouchGesture


def follow(root: QWidget) -> None:
    """Let every area in `root` glide, or stop doing so, as the density says. A drag with the mouse stays a drag."""
    touch = theme.current().density is Density.TOUCH
    for area in root.findChildren(QAbstractScrollArea):
        viewport = area.viewport()
        if touch and not QScroller.hasScroller(viewport):
            if isinstance(area, QAbstractItemView):
                area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            QScroller.grabGesture(viewport, _GESTURE)
        elif not touch and QScroller.hasScroller(viewport):
            QScroller.ungrabGesture(viewport)
