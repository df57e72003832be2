"""The part of a picture that is to be kept, set with the pointer or the keys."""

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.cropping import Bounds, grown, largest, moved, stretched, whole
from ofauto_desktop.domain.media import Crop, MediaItem
from ui import theme
from ui.desk import Desk
from ui.format import count
from ui.language import tr
from ui.widgets.media_picture import MediaPicture

if TYPE_CHECKING:
    from ofauto_desktop.services.media_variants import MediaVariants

_REACH = 14  # pixels about a corner
_HANDLE = 10
_FINE, _COARSE = 200, 20  # the whole side takes so many steps
_VEIL = 150
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CropBox(MediaPicture):
    """Arrows move the part, with Ctrl in fine steps; + and - make it larger and smaller."""

    spoken_role = QAccessible.Role.Graphic
    changed = Signal()
    rings = False

    def __init__(self, variants: "MediaVariants", desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(variants, desk, parent=parent)
        self._bounds = Bounds(1, 1)
        self._crop = whole(self._bounds)
        self._ratio: Fraction | None = None
        self._corner: tuple[bool, bool] | None = None
        self._held: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(160)

    def begin(self, item: MediaItem, crop: Crop | None) -> None:
        """`item` as it is kept, with the part that was chosen before."""
        self._bounds = Bounds(item.width, item.height)
        self._ratio = None
        self.show_item(item)
        self.setAccessibleDescription(tr("Arrow keys move the part that is kept, plus and minus change its size."))
        self.put(crop or whole(self._bounds))

    @property
    def crop(self) -> Crop | None:
        """None for all of the picture."""
        return None if self._crop == whole(self._bounds) else self._crop

    @property
    def part(self) -> Crop:
        return self._crop

    def put(self, crop: Crop) -> None:
        self._crop = crop
        words = tr("Keeps {width} by {height} pixels", width=count(crop.width), height=count(crop.height))
        self.setAccessibleName(words)
        self.update()
        self.changed.emit()

    def keep_ratio(self, ratio: Fraction | None) -> None:
        """The largest part of that ratio about the present one; None lets both sides go their way."""
        self._ratio = ratio
        if ratio is not None:
            self.put(largest(self._bounds, ratio, self._crop))

    def reset(self) -> None:
        self._ratio = None
        self.put(whole(self._bounds))

    def picture_rect(self) -> QRect:
        """Smaller than its place by the handles, which stand on its corners."""
        inset = _HANDLE // 2 + 1
        room = self.rect().adjusted(inset, inset, -inset, -inset)
        shape = QSize(self._bounds.width, self._bounds.height).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        made = QRect(0, 0, shape.width(), shape.height())
        made.moveCenter(room.center())
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _FINE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _COARSE
        step = max(1, max(self._bounds.width, self._bounds.height) // steps)
        if event.key() in _ARROWS:
            by_x, by_y = _ARROWS[Qt.Key(event.key())]
            self.put(moved(self._crop, by_x * step, by_y * step, self._bounds))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.put(grown(self._crop, step, self._ratio, self._bounds))
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.put(grown(self._crop, -step, self._ratio, self._bounds))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._corner = self._corner_at(at)
        self._held = at if self._corner is not None or self._shown().contains(at) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._held is None:
            self._point(at)
            return
        if self._corner is not None:
            x, y = self._in_picture(at)
            self.put(stretched(self._crop, self._corner, x, y, self._ratio, self._bounds))
            return
        scale = self._bounds.width / max(1, self.picture_rect().width())
        by = at - self._held
        whole_x, whole_y = round(by.x() * scale), round(by.y() * scale)
        if whole_x or whole_y:
            self.put(moved(self._crop, whole_x, whole_y, self._bounds))
            self._held = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = self._corner = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        all_of, part = self.picture_rect(), self._shown()
        veil = QColor(0, 0, 0, _VEIL)
        for band in (
            QRect(all_of.left(), all_of.top(), all_of.width(), part.top() - all_of.top()),
            QRect(all_of.left(), part.bottom() + 1, all_of.width(), all_of.bottom() - part.bottom()),
            QRect(all_of.left(), part.top(), part.left() - all_of.left(), part.height()),
            QRect(part.right() + 1, part.top(), all_of.right() - part.right(), part.height()),
        ):
            painter.fillRect(band, veil)
        # A dark line and a light one: one of them shows on every picture.
        painter.setPen(QPen(QColor(0, 0, 0), 3))
        painter.drawRect(part)
        painter.setPen(QPen(look.colour("focus") if self.hasFocus() else QColor(255, 255, 255), 2))
        painter.drawRect(part)
        painter.setPen(QPen(QColor(0, 0, 0), 1))
        painter.setBrush(QColor(255, 255, 255))
        for corner in (part.topLeft(), part.topRight(), part.bottomLeft(), part.bottomRight()):
            painter.drawRect(corner.x() - _HANDLE // 2, corner.y() - _HANDLE // 2, _HANDLE, _HANDLE)

    def _shown(self) -> QRect:
        """The part, on screen."""
        room = self.picture_rect()
        scale = room.width() / max(1, self._bounds.width)
        left, top = room.left() + round(self._crop.x * scale), room.top() + round(self._crop.y * scale)
        right = room.left() + round((self._crop.x + self._crop.width) * scale)
        bottom = room.top() + round((self._crop.y + self._crop.height) * scale)
        return QRect(left, top, max(1, right - left - 1), max(1, bottom - top - 1))

    def _in_picture(self, at: QPoint) -> tuple[int, int]:
        room = self.picture_rect()
        scale = self._bounds.width / max(1, room.width())
        return round((at.x() - room.left()) * scale), round((at.y() - room.top()) * scale)

    def _corner_at(self, at: QPoint) -> tuple[bool, bool] | None:
        part = self._shown()
        for right in (False, True):
            for lower in (False, True):
                corner = QPoint(part.right() if right else part.left(), part.bottom() if lower else part.top())
                if (corner - at).manhattanLength() <= _REACH:
                    return right, lower
        return None

    def _point(self, at: QPoint) -> None:
        corner = self._corner_at(at)
        if corner is not None:
            falling = corner[0] == corner[1]
            self.setCursor(Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor)
        else:
            inside = self._shown().contains(at)
            self.setCursor(Qt.CursorShape.SizeAllCursor if inside else Qt.CursorShape.ArrowCursor)
