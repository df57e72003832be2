"""A picture as large as its place allows, read and decoded off the GUI thread; of a film, its cover."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ofauto_desktop.domain.media import MediaItem
from ui import theme
from ui.desk import Desk
from ui.language import tr
from ui.thumbnails import decoded_to

if TYPE_CHECKING:
    from ofauto_desktop.services.media_variants import MediaVariants

_SETTLE_MS = 120
_STEP = 256  # sizes are asked for in steps, so that a window that is being pulled asks seldom


class MediaPicture(QWidget):
    """Keeps the picture's shape. `failed` with the exception where it cannot be shown."""

    failed = Signal(object)
    shown = Signal()
    rings = True  # whether the focus is drawn around the picture

    def __init__(
        self, variants: "MediaVariants", desk: Desk, *, most_height: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._variants, self._desk, self._most = variants, desk, most_height
        self._item: MediaItem | None = None
        self._picture = QPixmap()
        self._at_ms: int | None = None
        self._asked = (0, 0, -1)
        self._wrong = ""
        self.setMinimumSize(40, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._read)

    def show_item(self, item: MediaItem, at_ms: int | None = None) -> None:
        """`at_ms`: another moment of a film than its cover."""
        changed = self._item is None or (item.id, item.cover_ms) != (self._item.id, self._item.cover_ms)
        self._item, self._at_ms = item, at_ms
        self.setAccessibleName(item.alt_text or tr("{name}, no alternative text", name=item.name))
        if changed:
            self._asked = (0, 0, -1)
        self.updateGeometry()
        self._soon.start()

    def picture_rect(self) -> QRect:
        """Where the picture is drawn."""
        if self._item is None:
            return self.rect()
        size = QSize(self._item.width, self._item.height).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        made = QRect(0, 0, size.width(), size.height())
        made.moveCenter(self.rect().center())
        return made

    def hasHeightForWidth(self) -> bool:
        return self._most > 0

    def heightForWidth(self, width: int) -> int:
        if self._item is None:
            return width * 3 // 4
        natural = width * self._item.height // max(1, self._item.width)
        return min(natural, self._most)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240) if self._most else 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._item is not None:
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.picture_rect()
        if self._picture.isNull():
            look = theme.current()
            painter.fillRect(room, look.colour("skeleton"))
            painter.setPen(look.colour("text_muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._wrong)
            return
        painter.drawPixmap(room, self._picture)
        if self.hasFocus() and self.rings:
            painter.setPen(QPen(theme.current().colour("focus"), 2))
            painter.drawRect(room.adjusted(1, 1, -1, -1))

    def _read(self) -> None:
        if self._item is None or self.width() < 1:
            return
        longest = round(max(self.picture_rect().width(), self.picture_rect().height()) * self.devicePixelRatioF())
        edge = -(-longest // _STEP) * _STEP
        asked = (self._item.id, edge, -1 if self._at_ms is None else self._at_ms)
        if asked == self._asked:
            return
        self._asked = asked
        self._desk.tasks.run(
            _decoded(self._variants, asked),
            owner=self,
            done=lambda image: self._take(asked, image),
            failed=lambda error: self._say_wrong(asked, error),
        )

    def _take(self, asked: tuple[int, int, int], image: QImage | None) -> None:
        if asked != self._asked:
            return
        self._wrong = "" if image is not None else tr("It cannot be shown.")
        self._picture = QPixmap() if image is None else QPixmap.fromImage(image)
        self.update()
        self.shown.emit()

    def _say_wrong(self, asked: tuple[int, int, int], error: Exception) -> None:
        if asked == self._asked:
            words = self._desk.errors.present(error).words
            self._wrong = words.text or words.title
            self._picture = QPixmap()
            self.update()
            self.failed.emit(error)


async def _decoded(variants: "MediaVariants", asked: tuple[int, int, int]) -> QImage | None:
    media_id, edge, at_ms = asked
    if at_ms >= 0:
        content = await variants.frame(media_id, at_ms, edge)
    else:
        content = await variants.picture(media_id, edge)
    return await asyncio.to_thread(decoded_to, content, QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio)
