"""Small pictures of library items: read and decoded off the GUI thread, cut to squares, the latest ones kept in memory."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from ui.desk import Desk

if TYPE_CHECKING:
    from ofauto_desktop.services.media_finding import MediaFinding

_MOST_BYTES = 48 * 1024 * 1024
_AT_ONCE = 12
_RUNNING = 2
# Asked for and not yet shown: what was scrolled past meanwhile is not worth reading.
_MOST_WAITING = 96


class Thumbnails(QObject):
    """Squares of `edge` device pixels with rounded corners. `picture` never waits; `arrived` says that more are there."""

    arrived = Signal()

    def __init__(self, finding: "MediaFinding", desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._finding, self._desk = finding, desk
        self._edge, self._radius = 0, 0
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._running: set[int] = set()
        self._batches = 0
        self._hopeless: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)

    @property
    def bytes_kept(self) -> int:
        return self._bytes

    def use(self, edge: int, radius: int) -> None:
        """From now on pictures of this size, in device pixels; older ones serve until they are replaced."""
        self._edge, self._radius = edge, radius

    def picture(self, media_id: int) -> QPixmap | None:
        """What there is of it; where it is missing, or of another size, it is asked for."""
        found = self._kept.get(media_id)
        if found is not None:
            self._kept.move_to_end(media_id)
        if (found is None or found.width() != self._edge) and media_id not in self._hopeless:
            self._want(media_id)
        return found

    def forget(self, media_ids: Sequence[int]) -> None:
        """Their pictures changed, or they are gone."""
        for media_id in media_ids:
            self._hopeless.discard(media_id)
            if (found := self._kept.pop(media_id, None)) is not None:
                self._bytes -= _weight(found)

    def _want(self, media_id: int) -> None:
        if media_id in self._running or self._edge <= 0:
            return
        self._waiting[media_id] = None
        self._waiting.move_to_end(media_id)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        if not self._soon.isActive():
            self._soon.start()

    def _read(self) -> None:
        while self._waiting and self._batches < _RUNNING:
            wanted = [self._waiting.popitem()[0] for _ in range(min(_AT_ONCE, len(self._waiting)))]
            self._running.update(wanted)
            self._batches += 1
            work = _load(self._finding, wanted, self._edge, self._radius)
            self._desk.tasks.run(
                work,
                owner=self,
                done=partial(self._take, wanted),
                failed=partial(self._none_of, wanted),
            )

    def _take(self, wanted: Sequence[int], got: Mapping[int, QImage]) -> None:
        self._batches -= 1
        self._running.difference_update(wanted)
        self._hopeless.update(one for one in wanted if one not in got)
        for media_id, image in got.items():
            self._keep(media_id, QPixmap.fromImage(image))
        self.arrived.emit()
        self._read()

    def _none_of(self, wanted: Sequence[int], _: Exception) -> None:
        """Said where one of them is opened."""
        self._take(wanted, {})

    def _keep(self, media_id: int, picture: QPixmap) -> None:
        if (before := self._kept.pop(media_id, None)) is not None:
            self._bytes -= _weight(before)
        self._kept[media_id] = picture
        self._bytes += _weight(picture)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1])


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


async def _load(finding: "MediaFinding", media_ids: Sequence[int], edge: int, radius: int) -> dict[int, QImage]:
    raw = await finding.thumbnails(media_ids)
    return await asyncio.to_thread(_squares, raw, edge, radius)


def _squares(raw: Mapping[int, bytes], edge: int, radius: int) -> dict[int, QImage]:
    made = {media_id: square(content, edge, radius) for media_id, content in raw.items()}
    return {media_id: image for media_id, image in made.items() if image is not None}


def square(content: bytes, edge: int, radius: int) -> QImage | None:
    """The middle of a picture, `edge` pixels wide and high. For any thread. None for bytes that are no picture."""
    decoded = decoded_to(content, QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if decoded is None:
        return None
    room = QRect((decoded.width() - edge) // 2, (decoded.height() - edge) // 2, edge, edge)
    made = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(made.rect(), radius, radius)
    painter.setClipPath(shape)
    painter.drawImage(QRect(0, 0, edge, edge), decoded, room)
    painter.end()
    return made


def decoded_to(content: bytes, size: QSize, mode: Qt.AspectRatioMode) -> QImage | None:
    """A picture decoded to a size, which for a JPEG costs less than decoding all of it. For any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    natural = reader.size()
    if natural.isValid():
        reader.setScaledSize(natural.scaled(size, mode))
    image = reader.read()
    return None if image.isNull() else image
