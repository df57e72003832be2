"""The library's tile in each of its states, for the gallery: drawn from made-up items, with no file behind them."""

from datetime import UTC, datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ofauto_desktop.domain.library import MediaUse, Tile
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ui import theme
from ui.language import tr
from ui.widgets.media_tiles import Shown, TilePainter

_EDGE = 148


class MediaTile(QWidget):
    """One square as the library's grid draws it."""

    def __init__(self, name: str, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._painter = shown, TilePainter(self)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(_EDGE, _EDGE)

    def sizeHint(self) -> QSize:
        return QSize(_EDGE, _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.square(QPainter(self), self.rect(), self._shown)


def tiles() -> list[QWidget]:
    """Loading, plain, described, planned, out, film, look-alike, chosen, focused."""
    picture = _picture()
    plain = _tile()
    return [
        MediaTile(tr("Loading"), Shown(tile=None, picture=None)),
        MediaTile(tr("Not used"), Shown(tile=plain, picture=picture)),
        MediaTile(tr("Described"), Shown(tile=_tile(alt_text="A beach"), picture=picture)),
        MediaTile(tr("Scheduled"), Shown(tile=_tile(use=MediaUse.PLANNED), picture=picture)),
        MediaTile(tr("Posted"), Shown(tile=_tile(use=MediaUse.OUT), picture=picture)),
        MediaTile(tr("Film"), Shown(tile=_tile(kind=MediaKind.VIDEO, duration_ms=75_000), picture=picture)),
        MediaTile(tr("Look-alikes"), Shown(tile=plain, picture=picture, group=2)),
        MediaTile(tr("Selected items"), Shown(tile=plain, picture=picture, selected=True)),
        MediaTile(tr("With the focus"), Shown(tile=plain, picture=picture, selected=True, focused=True)),
    ]


def _tile(
    *,
    kind: MediaKind = MediaKind.IMAGE,
    use: MediaUse = MediaUse.UNUSED,
    alt_text: str = "",
    duration_ms: int | None = None,
) -> Tile:
    item = MediaItem(
        id=1,
        name="beach.jpg",
        kind=kind,
        mime="image/jpeg",
        size=820_000,
        original_size=4_200_000,
        width=1200,
        height=900,
        duration_ms=duration_ms,
        frames=None,
        alt_text=alt_text,
        sha256="",
        tags=(),
        created_at=datetime(2026, 6, 4, tzinfo=UTC),
    )
    return Tile(item=item, use=use)


def _picture() -> QPixmap:
    """A gradient in the theme's own colours: nothing with an owner."""
    look = theme.current()
    made = QPixmap(_EDGE, _EDGE)
    gradient = QLinearGradient(0, 0, 0, _EDGE)
    gradient.setColorAt(0, look.colour("info_soft"))
    gradient.setColorAt(1, look.colour("warning_soft"))
    painter = QPainter(made)
    painter.fillRect(made.rect(), gradient)
    painter.end()
    return made
